"""A tree looked up by place and by name, for the fixes: made in one walk, however many findings a file has."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TypeVar

Node = TypeVar("Node", bound=ast.AST)
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


class TreeIndex:
    """The nodes of one tree. ``start_of``: the offset at which a node with a place begins."""

    def __init__(self, tree: ast.Module, start_of: Callable[[ast.AST], int]) -> None:
        self._tree = tree
        self._start_of = start_of
        self._parents: dict[int, ast.AST] = {}
        self._nodes: list[ast.AST] = []
        for node in ast.walk(tree):
            self._nodes.append(node)
            for child in ast.iter_child_nodes(node):
                self._parents[id(child)] = node

    def at(self, start: int, kind: type[Node] | tuple[type[Node], ...]) -> Iterator[Node]:
        """The nodes of these kinds that begin at an offset, the outer ones first."""
        return (node for node in self._by_start.get(start, ()) if isinstance(node, kind))

    def parent(self, node: ast.AST) -> ast.AST | None:
        """The node directly around a node; None around the module."""
        return self._parents.get(id(node))

    def enclosing(self, node: ast.AST) -> list[ast.AST]:
        """The nodes around a node, from the module inwards, the node left out."""
        around: list[ast.AST] = []
        outer = self.parent(node)
        while outer is not None:
            around.append(outer)
            outer = self.parent(outer)
        return around[::-1]

    def block(self, statement: ast.stmt) -> list[ast.stmt] | None:
        """The list of statements that a statement is one of; None where it is no part of the tree."""
        return self._blocks.get(id(statement))

    def is_used(self, name: str) -> bool:
        """Whether a name is read or written anywhere."""
        return name in self._names

    def attributes(self, name: str) -> set[str] | None:
        """The attributes that are taken of a name; None if the name is used in any other way, too."""
        return self._attributes.get(name, set())

    @cached_property
    def bound(self) -> dict[str, int]:
        """How often the module's own scope binds each name, in whatever way and wherever."""
        return _bound_names(self._tree)

    def imported(self, statement: ast.Import | ast.ImportFrom, shown: str) -> ast.alias | None:
        """The name of an import that ``shown_import`` shows so; the first one if there are several."""
        return self._imported.get((id(statement), shown))

    @cached_property
    def _imported(self) -> dict[tuple[int, str], ast.alias]:
        found: dict[tuple[int, str], ast.alias] = {}
        for node in self._nodes:
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                for item in node.names:
                    found.setdefault((id(node), shown_import(node, item)), item)
        return found

    @cached_property
    def first_imports(self) -> dict[str, int]:
        """The position among the statements of the module at which a name is imported first, by ``shown_import``."""
        found: dict[str, int] = {}
        for position, statement in enumerate(self._tree.body):
            if isinstance(statement, (ast.Import, ast.ImportFrom)):
                for item in statement.names:
                    found.setdefault(shown_import(statement, item), position)
        return found

    @cached_property
    def positions(self) -> dict[int, int]:
        """The position of each statement among those of the module, by ``id``."""
        return {id(statement): position for position, statement in enumerate(self._tree.body)}

    @cached_property
    def long_strings(self) -> list[tuple[int, int]]:
        """The first and last row of each string that goes over several."""
        found = []
        for node in self._nodes:
            if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
                last = node.end_lineno or node.lineno
                if last > node.lineno:
                    found.append((node.lineno, last))
        return found

    @cached_property
    def _blocks(self) -> dict[int, list[ast.stmt]]:
        found: dict[int, list[ast.stmt]] = {}
        for node in self._nodes:
            for name in ("body", "orelse", "finalbody"):
                block = getattr(node, name, None)
                if isinstance(block, list):
                    found.update((id(statement), block) for statement in block)
        return found

    @cached_property
    def _by_start(self) -> dict[int, list[ast.AST]]:
        found: dict[int, list[ast.AST]] = {}
        for node in self._nodes:
            if hasattr(node, "lineno"):
                found.setdefault(self._start_of(node), []).append(node)
        return found

    @cached_property
    def _names(self) -> dict[str, list[ast.Name]]:
        found: dict[str, list[ast.Name]] = {}
        for node in self._nodes:
            if isinstance(node, ast.Name):
                found.setdefault(node.id, []).append(node)
        return found

    @cached_property
    def _attributes(self) -> dict[str, set[str] | None]:
        found: dict[str, set[str] | None] = {}
        for name, uses in self._names.items():
            around = [self.parent(use) for use in uses]
            attributes = {node.attr for node in around if isinstance(node, ast.Attribute)}
            found[name] = attributes if all(isinstance(node, ast.Attribute) for node in around) else None
        return found


def shown_import(statement: ast.Import | ast.ImportFrom, item: ast.alias) -> str:
    """A name of an import as pyflakes shows it."""
    if isinstance(statement, ast.Import):
        plain = item.asname is None or item.asname == item.name
        return item.name if plain else f"{item.name} as {item.asname}"
    base = "." * statement.level + (statement.module or "")
    full = base + item.name if base.endswith(".") else f"{base}.{item.name}"
    return full if item.asname is None or item.asname == item.name else f"{full} as {item.asname}"


def _bound_names(tree: ast.Module) -> dict[str, int]:
    found: dict[str, int] = {}
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        names: list[str] = []
        if isinstance(node, _SCOPES[:3]):
            names.append(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names += [item.asname or item.name.partition(".")[0] for item in node.names]
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            names.append(node.id)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            names.append(node.name)
        if isinstance(node, _SCOPES):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Global):
                    names += inner.names
        else:
            waiting += ast.iter_child_nodes(node)
        for name in names:
            found[name] = found.get(name, 0) + 1
    return found
