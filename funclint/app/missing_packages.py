"""Modules that a function imports and that nothing in the app or its requirements brings."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from funclint.catalogue import stdlib_module
from funclint.diagnostic import Span
from funclint.python.import_statements import ImportStatement
from funclint.python.imports import APP, Importer
from funclint.python.module import Module

if TYPE_CHECKING:
    from funclint.app.function import Function

_SHARED = frozenset(("azure", "google"))
"""Packages that many distributions share: importing one alone says nothing."""


class MissingPackage:
    """A module that nothing brings: ``candidates`` are the distributions that would, as far as known.

    ``removed_in``: the Python version whose standard library no longer has it, else None.
    """

    __slots__ = ("candidates", "module", "removed_in", "span")

    def __init__(self, module: str, span: Span, candidates: list[str], removed_in: str | None) -> None:
        self.module = module
        self.span = span
        self.candidates = candidates
        self.removed_in = removed_in


def missing_packages(function: Function) -> Iterator[MissingPackage]:
    """What nothing brings of the modules that a function certainly imports, in order."""
    for module, _ in function.imports.modules:
        for statement in module.imports:
            if statement.certain:
                yield from _missing(function, module, statement)


def _missing(function: Function, module: Module, statement: ImportStatement) -> Iterator[MissingPackage]:
    app = function.app
    importer = app.interpreter.importer
    seen: set[str] = set()
    for dotted, alias in statement.absolute:
        first = dotted.partition(".")[0]
        if first == APP or dotted in _SHARED or not _is_foreign(importer, first, dotted):
            continue
        if app.packages.provides(dotted) is not False or app.search_path.undecided:
            continue
        if app.interpreter.may_be_put(dotted):
            continue
        node = statement.node
        name = dotted if isinstance(node, ast.Import) else node.module or dotted
        names = [] if isinstance(node, ast.Import) else [item.name for item in node.names]
        if importer.meant(name, module.path, names) is not None:
            continue
        candidates = app.packages.candidates(dotted)
        shown = name if first in _SHARED else first
        if shown in seen:
            continue
        seen.add(shown)
        removed = stdlib_module(first) is not None
        version = ".".join(map(str, app.target.python_version))
        place = node if isinstance(node, ast.ImportFrom) or len(node.names) == 1 else alias
        yield MissingPackage(shown, module.span(place), candidates, version if removed else None)


def _is_foreign(importer: Importer, first: str, dotted: str) -> bool:
    """Whether neither the app, nor the standard library, nor the worker has a module."""
    library = stdlib_module(first)
    if library is not None and library.exists(importer.python_version):
        return False
    if first == "azure":
        return not dotted.startswith("azure.functions") and "azure" not in importer.files.names(importer.root)
    return importer.place(first).kind == "unknown"
