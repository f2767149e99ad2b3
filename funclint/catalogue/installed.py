"""What distributions installed in a folder bring, read from their metadata."""

from __future__ import annotations

import importlib.metadata
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
    """The distributions in some folders: ``requires`` their dependencies, ``modules`` who brings which module."""

    def __init__(self, folders: list[str]) -> None:
        self.requires: dict[str, list[str]] = {}
        self.modules: dict[str, set[str]] = {}
        for found in importlib.metadata.distributions(path=folders):
            name = found.metadata["Name"]
            if name and normalized(name) not in self.requires:
                self.requires[normalized(name)] = requires_of(found)
                for module in modules_of(found):
                    self.modules.setdefault(module, set()).add(normalized(name))

    def providers(self, dotted: str) -> set[str]:
        """The distributions that bring a module, or the nearest package above it that any brings."""
        while dotted:
            if dotted in self.modules:
                return self.modules[dotted]
            dotted = dotted.rpartition(".")[0]
        return set()
