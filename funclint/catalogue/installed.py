"""What distributions installed in a folder bring, read from their metadata."""

from __future__ import annotations

import functools
import importlib.metadata
import os
import re
from pathlib import Path, PurePosixPath

from funclint.catalogue.distributions import normalized

_SUFFIXES = (".py", ".so", ".pyd")
_NOT_MODULES = ("tests", "test", "docs", "examples", "samples", "scripts", "benchmarks")
_NAME = re.compile(r"[\w.-]+")


def modules_of(found: importlib.metadata.Distribution) -> list[str]:
    """The public modules to import, dotted where the packages above are shared with other distributions."""
    files = [
        PurePosixPath(str(file))
        for file in found.files or ()
        if file.suffix in _SUFFIXES and not file.parts[0].endswith((".dist-info", ".data")) and ".." not in file.parts
    ]
    packages = {file.parent for file in files if file.name == "__init__.py" and not _is_namespace(found, file)}
    modules: set[str] = set()
    for file in files:
        above = [folder for folder in reversed(file.parents) if folder in packages]
        if above:
            modules.add(".".join(above[0].parts))
        elif file.name != "__init__.py":
            modules.add(".".join((*file.parts[:-1], file.name.partition(".")[0])))
    public = [name for name in modules if name.isascii() and name.partition(".")[0] not in _NOT_MODULES]
    return sorted(name for name in public if all(part.isidentifier() and part[0] != "_" for part in name.split(".")))


def _is_namespace(found: importlib.metadata.Distribution, file: PurePosixPath) -> bool:
    if len(file.parts) > 3:
        return False
    try:
        text = Path(str(found.locate_file(str(file)))).read_text("utf-8", "replace")
    except OSError:
        return False
    return "extend_path(" in text or "declare_namespace(" in text


def requires_of(found: importlib.metadata.Distribution) -> list[str]:
    """The distributions it depends on without extras, whatever their environment markers say."""
    names = set()
    for line in found.requires or ():
        name = _NAME.match(line)
        if name is not None and not re.search(r"\bextra\b", line.partition(";")[2]):
            names.add(normalized(name[0]))
    return sorted(names)


class Installed:
    """The distributions in some folders; their metadata is read when it is first needed, which takes a while."""

    def __init__(self, folders: tuple[str, ...]) -> None:
        self.folders = folders
        self._names: set[str] | None = None
        self._distributions: dict[str, importlib.metadata.Distribution] | None = None
        self._requires: dict[str, list[str]] = {}
        self._modules: dict[str, set[str]] | None = None

    def requires(self, name: str) -> list[str] | None:
        """The dependencies of a distribution; None when it is not installed."""
        if name not in self._requires:
            found = self._all().get(name)
            if found is None:
                return None
            self._requires[name] = requires_of(found)
        return self._requires[name]

    def providers(self, dotted: str) -> set[str]:
        """The distributions that bring a module, or the nearest package above it that any brings."""
        if not self._has(dotted.partition(".")[0]):
            return set()
        if self._modules is None:
            self._modules = {}
            for name, found in self._all().items():
                for module in modules_of(found):
                    self._modules.setdefault(module, set()).add(name)
        while dotted:
            if dotted in self._modules:
                return self._modules[dotted]
            dotted = dotted.rpartition(".")[0]
        return set()

    def _has(self, first: str) -> bool:
        """Whether something of this name is there at all, which is quickly said."""
        if self._names is None:
            self._names = set()
            for folder in self.folders:
                try:
                    self._names.update(name.partition(".")[0] for name in os.listdir(folder or "."))
                except OSError:
                    continue
        return first in self._names

    def _all(self) -> dict[str, importlib.metadata.Distribution]:
        if self._distributions is None:
            self._distributions = {}
            for found in importlib.metadata.distributions(path=list(self.folders)):
                name = found.metadata["Name"]
                if name:
                    self._distributions.setdefault(normalized(name), found)
        return self._distributions


@functools.lru_cache(maxsize=8)
def installed_in(folders: tuple[str, ...]) -> Installed:
    """What is installed in some folders, looked at once in a process."""
    return Installed(folders)
