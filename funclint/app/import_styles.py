"""The two absolute ways to a module of the app: ``shared``, from the app root, and ``__app__.shared``."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from funclint.app.imports import fix
from funclint.diagnostic import Applicability, Edit, Fix
from funclint.python import import_edits
from funclint.python.import_edits import Target
from funclint.python.import_statements import ImportStatement
from funclint.python.imports import APP
from funclint.python.module import Module

if TYPE_CHECKING:
    from funclint.app.model import FunctionApp

ROOT = "root"


class StyledImport:
    """An import of modules of the app: ``style`` is ``__app__``, ``root`` or ``relative``; ``files``: what it loads."""

    __slots__ = ("files", "module", "statement", "style")

    def __init__(self, module: Module, statement: ImportStatement, style: str, files: frozenset[Path]) -> None:
        self.module = module
        self.statement = statement
        self.style = style
        self.files = files

    def rewritten(self, style: str, applicability: Applicability = Applicability.SAFE) -> Fix | None:
        """The same import in the other absolute style; None where that is not certain."""
        node = self.statement.node
        if isinstance(node, ast.ImportFrom):
            return fix(self._from(node, node.module or "", style), applicability)
        if style == ROOT:
            return fix(import_edits.retarget_import(self.module, node, _to_root), applicability)
        return fix(import_edits.retarget_import(self.module, node, _to_app), applicability)

    def _from(self, node: ast.ImportFrom, name: str, style: str) -> list[Edit]:
        if style != ROOT:
            return import_edits.retarget_from(self.module, node, f"{APP}.{name}")
        if name == APP:
            return import_edits.split_from(self.module, node)
        return import_edits.retarget_from(self.module, node, name.removeprefix(f"{APP}."))


class ImportStyles:
    """The imports of app modules in all Python files of an app that mentions ``__app__`` anywhere; else none."""

    def __init__(self, app: FunctionApp) -> None:
        self.imports: list[StyledImport] = []
        if not app.containing(APP.encode()):
            return
        for path in app.python_files:
            module = app.module(path)
            for statement in module.imports:
                found = self._styled(app, module, statement)
                if found is not None:
                    self.imports.append(found)

    @property
    def prevailing(self) -> str:
        """The absolute style that most imports have; from the app root when both are as frequent."""
        counts = Counter(item.style for item in self.imports)
        return APP if counts[APP] > counts[ROOT] else ROOT

    def loads(self, style: str) -> dict[Path, StyledImport]:
        """The files that imports of a style load, each with the first of them."""
        found: dict[Path, StyledImport] = {}
        for item in self.imports:
            if item.style == style:
                for path in item.files:
                    found.setdefault(path, item)
        return found

    @staticmethod
    def _styled(app: FunctionApp, module: Module, statement: ImportStatement) -> StyledImport | None:
        node = statement.node
        importer = app.interpreter.importer
        if isinstance(node, ast.ImportFrom) and node.level:
            folder = module.path.parent.relative_to(app.root).parts
            above = [APP, *folder][: len(folder) + 2 - node.level]
            base = ".".join([*above, node.module] if node.module else above)
            return StyledImport(module, statement, "relative", _files(app, [f"{base}.{a.name}" for a in node.names]))
        dotted = [name for name, _ in statement.absolute]
        if not dotted:
            return None
        if all(name.partition(".")[0] == APP for name in dotted):
            return StyledImport(module, statement, APP, _files(app, dotted))
        first = [name.partition(".")[0] for name in dotted]
        if all(importer.place(name).kind in ("file", "folder") and importer.is_in(app.root, name) for name in first):
            return StyledImport(module, statement, ROOT, _files(app, dotted))
        return None


def _files(app: FunctionApp, dotted: list[str]) -> frozenset[Path]:
    """The file that each name means: a module, or the module that holds the name. Packages on the way do not count."""
    found = set()
    for name in dotted:
        place = app.interpreter.importer.place(name)
        if place.kind != "file":
            place = app.interpreter.importer.place(name.rpartition(".")[0])
        if place.kind == "file" and place.path is not None:
            found.add(place.path)
    return frozenset(found)


def _to_root(name: str) -> Target | None:
    return import_edits.absolute(name.removeprefix(f"{APP}.")) if name.startswith(f"{APP}.") else None


def _to_app(name: str) -> Target | None:
    return import_edits.below(APP, name)
