"""Modules in the app root that something else of their name hides: the app root is searched last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from funclint.catalogue import stdlib_module
from funclint.catalogue.distributions import providers
from funclint.diagnostic import Label, Span
from funclint.text import ReadError

if TYPE_CHECKING:
    from funclint.app.model import FunctionApp

_NO_CODE = frozenset(("test", "tests", "site", "doc", "docs", "bin", "env", "venv"))


class HiddenModule:
    """A module of the app root that is never found by its plain name.

    ``path``: its file, or the folder's ``__init__.py``; ``function``: the function whose folder it is, if it is one;
    ``wanted``: an import that expects it all the same.
    """

    __slots__ = ("function", "name", "path", "wanted")

    def __init__(self, name: str, path: Path, function: Path | None, wanted: Label | None) -> None:
        self.name = name
        self.path = path
        self.function = function
        self.wanted = wanted


def root_modules(app: FunctionApp) -> Iterator[tuple[str, Path]]:
    """The modules and packages in the app root by name; folders without Python files are none."""
    for item, is_folder in app.files.names(app.root).items():
        if not is_folder:
            if item.endswith(".py") and item != "__init__.py":
                yield item.removesuffix(".py"), app.root / item
        elif item not in _NO_CODE:
            below = app.files.names(app.root / item)
            if "__init__.py" in below:
                yield item, app.root / item / "__init__.py"
            elif any(name.endswith(".py") for name in below):
                yield item, app.root / item


def hidden_by_library(app: FunctionApp) -> Iterator[HiddenModule]:
    """The modules of the app root with the name of one of the standard library."""
    version = app.target.python_version
    for name, path in app.root_modules:
        library = stdlib_module(name)
        if library is not None and library.exists(version):
            yield _hidden(app, name, path, lambda attribute, of=library: of.lacks(attribute, version))


def hidden_by_packages(app: FunctionApp) -> Iterator[tuple[HiddenModule, str]]:
    """The modules of the app root with the name of one that a listed distribution brings, and that distribution."""
    for name, path in app.root_modules:
        mine, others = providers(name)
        for distribution in (*mine, *others):
            if any(item.folder is None for item in app.requirements.listing(distribution)):
                yield _hidden(app, name, path, lambda attribute: True), distribution
                break


def _hidden(app: FunctionApp, name: str, path: Path, is_missing: object) -> HiddenModule:
    folder = app.root / name
    function = folder / "function.json" if app.files.is_file(folder / "function.json") else None
    return HiddenModule(name, path, function, _wanted(app, name, path, is_missing))


def _wanted(app: FunctionApp, name: str, path: Path, is_missing: object) -> Label | None:
    """The first import of this name in the app that takes something which only the app's module has."""
    assert callable(is_missing)
    try:
        own = app.files.python(path).text if path.suffix == ".py" else ""
    except ReadError:
        return None
    whole = rf"import[ \t]+{name}(?:[ \t]+as[ \t]+(\w+))?[ \t]*(?:#.*)?$"
    plain = re.compile(rf"^[ \t]*(?:{whole}|from[ \t]+{name}[ \t]+import[ \t]+(.+)$)", re.M)
    for file in app.containing(name.encode()):
        try:
            text = app.files.python(file).text
        except ReadError:
            continue
        for match in plain.finditer(text):
            used = re.findall(r"\w+", match[2]) if match[2] else re.findall(rf"\b{match[1] or name}\.(\w+)", text)
            if any(
                is_missing(item) and re.search(rf"^(?:async def|def|class)?[ \t]*{item}\b", own, re.M) for item in used
            ):
                return Label(Span(file, match.start(), match.end()), "expects it here")
    return None


def folders_hidden_by_modules(app: FunctionApp) -> Iterator[tuple[Path, Path]]:
    """Folders without ``__init__.py`` beside a module of their name, which is found instead, and that module."""
    for item, is_folder in app.files.names(app.root).items():
        module = app.root / f"{item}.py"
        if is_folder and app.files.is_file(module):
            below = app.files.names(app.root / item)
            if "__init__.py" not in below and any(name.endswith(".py") for name in below):
                yield app.root / item, module


def modules_hidden_by_packages(app: FunctionApp) -> Iterator[tuple[Path, Path]]:
    """Modules beside a package of their name, which is found instead, and the package's file."""
    folders = [app.root, *(function.folder for function in app.functions)]
    folders += [app.root / item for item, is_folder in app.files.names(app.root).items() if is_folder]
    for folder in dict.fromkeys(folders):
        names = app.files.names(folder)
        for item, is_folder in names.items():
            if not is_folder and item.endswith(".py") and names.get(item[:-3]) is True:
                package = folder / item[:-3] / "__init__.py"
                if app.files.is_file(package):
                    yield folder / item, package
