"""Where an import leads when the worker runs it: standard library, SDK, a file of the app, or elsewhere.

The worker loads a script as ``__app__.<Folder>[.<sub>].<module>`` and has the app root last on ``sys.path``
(``loader.load_function`` of azure-functions-runtime-v1).
"""

from __future__ import annotations

from pathlib import Path

from funclint.catalogue import sdk_module, stdlib_module
from funclint.files import Files

APP = "__app__"


class Place:
    """Where a dotted module name leads.

    ``kind``: ``file`` (``path``: the file), ``folder`` (``path``: a folder without ``__init__.py``), ``external``
    (a known module of the standard library or the SDK), ``missing`` (certainly nowhere) or ``unknown``.
    """

    __slots__ = ("kind", "path")

    def __init__(self, kind: str, path: Path | None = None) -> None:
        self.kind = kind
        self.path = path


EXTERNAL = Place("external")
MISSING = Place("missing")
ELSEWHERE = Place("unknown")


class Importer:
    """Resolves absolute dotted names for one app; answers are remembered."""

    def __init__(
        self, root: Path, files: Files, python_version: tuple[int, int], known_modules: frozenset[str]
    ) -> None:
        self.root = root
        self.files = files
        self.python_version = python_version
        self.known_modules = known_modules
        self._places: dict[str, Place] = {}

    def place(self, name: str) -> Place:
        """Where ``import name`` leads, for an absolute dotted name."""
        found = self._places.get(name)
        if found is None:
            found = self._places[name] = self._find(name)
        return found

    def _find(self, name: str) -> Place:
        first, _, rest = name.partition(".")
        if first == APP:
            return self._below(self.root, rest) if rest else Place("folder", self.root)
        library = stdlib_module(first)
        if library is not None and library.exists(self.python_version):
            return self._library(name)
        if first == "azure":
            if "azure" in self.files.names(self.root):
                return ELSEWHERE
            return self._sdk(name)
        if first in self.known_modules or not self._at_root(first):
            return ELSEWHERE
        return self._below(self.root, name)

    @staticmethod
    def _sdk(name: str) -> Place:
        if name == "azure" or sdk_module(name) is not None:
            return EXTERNAL
        parent_name, _, last = name.rpartition(".")
        parent = sdk_module(parent_name)
        if parent is not None and not parent.dynamic and last not in parent.submodules:
            return MISSING
        return ELSEWHERE

    def _library(self, name: str) -> Place:
        module = stdlib_module(name)
        if module is not None:
            return EXTERNAL if module.exists(self.python_version) else ELSEWHERE
        parent_name, _, last = name.rpartition(".")
        parent = stdlib_module(parent_name)
        if parent is None or parent.dynamic or last.startswith("_"):
            return ELSEWHERE if parent is not None or self._library(parent_name).kind != "missing" else MISSING
        attribute = parent.attribute(last)
        # os.path and the like: a module under another name, put into sys.modules by its parent
        return ELSEWHERE if attribute is not None and attribute.kind == "module" else MISSING

    def _at_root(self, first: str) -> bool:
        names = self.files.names(self.root)
        return names.get(first + ".py") is False or names.get(first) is True

    def _below(self, folder: Path, dotted: str) -> Place:
        place = Place("folder", folder)
        for part in dotted.split("."):
            if place.kind != "folder" and not (
                place.kind == "file" and place.path and place.path.name == "__init__.py"
            ):
                return MISSING
            assert place.path is not None
            inside = place.path if place.kind == "folder" else place.path.parent
            place = self._step(inside, part)
            if place.kind in ("missing", "unknown"):
                return place
        return place

    def _step(self, folder: Path, part: str) -> Place:
        names = self.files.names(folder)
        if names.get(part) is True and self.files.names(folder / part).get("__init__.py") is False:
            return Place("file", folder / part / "__init__.py")
        if names.get(part + ".py") is False:
            return Place("file", folder / (part + ".py"))
        if any(name.startswith(part + ".") and name.endswith((".so", ".pyd", ".pyc")) for name in names):
            return ELSEWHERE
        if names.get(part) is True:
            return Place("folder", folder / part)
        return MISSING
