"""Where an import leads when the worker runs it: standard library, SDK, a package, a file of the app, or nowhere.

The worker loads a script as ``__app__.<Folder>[.<sub>].<module>`` and has the app root last on ``sys.path``
(``loader.load_function`` of azure-functions-runtime-v1). The worker of 2019 did not have the app root there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from funclint.catalogue import sdk_module, stdlib_module
from funclint.files import Files
from funclint.python.search_path import SearchPath

APP = "__app__"


class Packages(Protocol):
    """What the environment of the app has installed, as far as its requirements tell."""

    def lists(self, dotted: str) -> bool:
        """Whether a package called like this module is required, or the module is known to be there."""

    def provides(self, dotted: str) -> bool | None:
        """Whether a module comes with an installed package; None when that cannot be told."""

    def is_known(self, dotted: str) -> bool:
        """Whether packages with this module are known to exist."""

    def resembles(self, name: str) -> bool:
        """Whether a listed package of unknown content is called much like this module."""


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


class Meant:
    """What an absolute import that leads nowhere was meant to reach.

    ``how``: ``sibling`` (it lies beside the importing module, or in a folder above), ``root`` (in the app root, where
    the worker of 2019 does not look), ``case`` (spelt differently), ``hyphen`` (its folder has a hyphen) or ``project``
    (the name of the project stands before it). ``path``: the file or folder; ``name``: how the module is called below
    ``__app__``, as the import should have named it.
    """

    __slots__ = ("how", "name", "path")

    def __init__(self, how: str, path: Path, name: str) -> None:
        self.how = how
        self.path = path
        self.name = name


class Importer:
    """Resolves absolute dotted names for one app; answers are remembered."""

    def __init__(
        self,
        root: Path,
        files: Files,
        python_version: tuple[int, int],
        packages: Packages,
        search_path: Callable[[], SearchPath],
        worker: str = "current",
    ) -> None:
        self.root = root
        self.files = files
        self.python_version = python_version
        self.packages = packages
        self.root_is_searched = worker != "2019"
        self._search_path = search_path
        self._places: dict[str, Place] = {}
        self._meant: dict[tuple[str, Path, tuple[str, ...]], Meant | None] = {}

    def place(self, name: str) -> Place:
        """Where ``import name`` leads, for an absolute dotted name."""
        found = self._places.get(name)
        if found is None:
            found = self._places[name] = self._find(name)
        return found

    def meant(self, name: str, importer: Path, names: Sequence[str] = ()) -> Meant | None:
        """What ``import name`` (``from name import names``) in a file was meant to reach, if it certainly fails.

        None where it leads somewhere, where a package may provide it, and where nothing in the app fits.
        """
        key = name, importer.parent, tuple(names)
        if key not in self._meant:
            self._meant[key] = self._find_meant(name, importer, names) if self.place(name).kind == "unknown" else None
        return self._meant[key]

    def respelled(self, name: str) -> str | None:
        """A dotted name below the app root as it is really spelt, where that differs in the case of letters only."""
        folder, parts = self.root, []
        for part in name.split("."):
            names = self.files.names(folder)
            same = [
                stem
                for item, is_folder in names.items()
                for stem in [item if is_folder else item.removesuffix(".py")]
                if stem.lower() == part.lower() and (is_folder or item.endswith(".py"))
            ]
            chosen = part if part in same else same[0] if len(set(same)) == 1 else None
            if chosen is None:
                return None
            parts.append(chosen)
            folder = folder / chosen
        found = ".".join(parts)
        return found if found != name else None

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
        if self.packages.lists(first) or (self.packages.is_known(first) and self.packages.provides(first) is not False):
            return ELSEWHERE
        if self.root_is_searched and self.is_in(self.root, first):
            return self._below(self.root, name)
        for folder in self._search_path().folders:
            if self.is_in(folder, first):
                return self._below(folder, name)
        return ELSEWHERE

    def _find_meant(self, name: str, importer: Path, names: Sequence[str]) -> Meant | None:
        first = name.partition(".")[0]
        if first == "azure":
            return None
        found = self._candidate(name, first, importer, names)
        if found is None:
            return None
        known = self.packages.is_known(name)
        provided = self.packages.provides(name)
        doubtful = known or found.how == "project" or self.packages.resembles(first)
        if provided or (provided is None and doubtful):
            return None
        if known and found.how not in ("sibling", "root"):
            return None
        return None if self._search_path().undecided else found

    def _candidate(self, name: str, first: str, importer: Path, names: Sequence[str]) -> Meant | None:
        """What in the app an import fits, wherever packages may lead it."""
        if not self.root_is_searched and self.is_in(self.root, first):
            path = self._below(self.root, name).path
            return Meant("root", path or self.root / first, name)
        folder = self._beside(first, importer)
        if folder is not None:
            package = ".".join(folder.relative_to(self.root).parts)
            path = self._below(folder, name).path
            return Meant("sibling", path or folder / first, f"{package}.{name}")
        return None if stdlib_module(first) is not None else self._misspelt(name, first, names)

    def _misspelt(self, name: str, first: str, names: Sequence[str]) -> Meant | None:
        rest = name.partition(".")[2]
        respelled = self.respelled(name)
        if respelled is not None:
            path = self._below(self.root, respelled).path
            return Meant("case", path, respelled) if path is not None else None
        for folder, is_folder in self.files.names(self.root).items():
            if is_folder and "-" in folder and folder.replace("-", "_") == first:
                return Meant("hyphen", self.root / folder, name)
        if rest:
            place = self._below(self.root, rest) if self.is_in(self.root, rest.partition(".")[0]) else MISSING
            if place.kind == "file" and place.path is not None:
                return Meant("project", place.path, rest)
        elif names and first == self.root.name and all(self.is_in(self.root, item) for item in names):
            return Meant("project", self.root, "")
        return None

    def _beside(self, first: str, importer: Path) -> Path | None:
        """The nearest folder, from that of the importing file up, that holds a module; the app root is left out."""
        for folder in importer.parents:
            if folder == self.root or self.root not in folder.parents:
                return None
            if self.is_in(folder, first):
                return folder
        return None

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

    def is_in(self, folder: Path, first: str) -> bool:
        """Whether a folder holds a module, package or folder of this name."""
        names = self.files.names(folder)
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
