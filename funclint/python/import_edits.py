"""Rewriting import statements: exact edits of the source that name another module and bind the same names.

A statement keeps its place, its ``as`` names and its order. Where a dotted name is imported whole (``import a.b``) the
uses of that name in the module are rewritten with it; where that is not certain there are no edits.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from funclint.diagnostic import Edit, Span
from funclint.python.module import Module

_GAP = r"(?:[ \t\f]|\\\r?\n)*"
_FROM = rf"from{_GAP}[.\w \t\f\\\r\n]*?{_GAP}\bimport\b"


class Target(NamedTuple):
    """The module that an import is to name.

    ``package`` is what stands before ``import`` in a from-import of ``name`` (``.``, ``..shared``, ``__app__``); None
    for a module of the app root that is imported by its plain ``name``.
    """

    package: str | None
    name: str

    @property
    def as_source(self) -> str:
        """The module as it stands between ``from`` and ``import``."""
        if self.package is None:
            return self.name
        return f"{self.package}{self.name}" if self.package.endswith(".") else f"{self.package}.{self.name}"


def relative(level: int, dotted: str) -> Target:
    """A module ``dotted`` below the package that so many dots lead to."""
    above, _, name = dotted.rpartition(".")
    return Target("." * level + above, name)


def absolute(dotted: str) -> Target:
    """A module of the app root."""
    return Target(None, dotted)


def below(package: str, dotted: str) -> Target:
    """A module below a package named absolutely."""
    above, _, name = dotted.rpartition(".")
    return Target(f"{package}.{above}" if above else package, name)


def retarget_from(module: Module, node: ast.ImportFrom, source: str) -> list[Edit]:
    """``from ... import`` with another module: ``source`` is what stands between the two words."""
    span = module.span(node)
    text = module.text.text[span.start : span.end] if module.text is not None else ""
    match = re.match(_FROM, text)
    if match is None:
        return []
    return [Edit(Span(span.path, span.start, span.start + match.end()), f"from {source} import")]


def retarget_import(module: Module, node: ast.Import, target_of: Callable[[str], Target | None]) -> list[Edit]:
    """``import a, b as c`` with other modules; ``target_of`` gives the new one, None for a name that stays.

    Empty when nothing changes and when the names cannot be kept.
    """
    if module.text is None or module.tree is None:
        return []
    statements: list[tuple[str, str]] = []
    edits: list[Edit] = []
    for alias in node.names:
        target = target_of(alias.name)
        if target is None:
            _add(statements, "import", _named(alias.name, alias.asname))
        elif alias.asname is not None or "." not in alias.name:
            _add(statements, *_statement(target, alias.name, alias.asname))
        else:
            uses = _dotted(module, node, alias.name, target)
            if uses is None:
                # bind the package as before, and import the module below it for the sake of doing so
                first = alias.name.partition(".")[0]
                package = target_of(first)
                if package is None or package.package is None or not _is_free(module.tree, target.name):
                    return []
                _add(statements, *_statement(package, first, None))
            else:
                edits += uses
            _add(statements, *_statement(target, target.name, None))
    lines = [f"{head} {names}" for head, names in statements]
    if not any(target_of(alias.name) for alias in node.names):
        return []
    span = module.span(node)
    return [Edit(span, _separator(module, node).join(lines)), *edits]


def split_from(module: Module, node: ast.ImportFrom, base: str = "") -> list[Edit]:
    """``from package import a, b as c`` as ``import a`` and ``import b as c``."""
    if module.text is None or any(alias.name == "*" for alias in node.names):
        return []
    lines = [f"import {_named(base + alias.name, alias.asname)}" for alias in node.names]
    span = module.span(node)
    if "#" in module.source(node):
        return []
    return [Edit(span, _separator(module, node).join(lines))]


def _named(name: str, asname: str | None) -> str:
    return name if asname is None else f"{name} as {asname}"


def _add(statements: list[tuple[str, str]], head: str, names: str) -> None:
    if statements and statements[-1][0] == head and (head == "import" or "*" not in names):
        statements[-1] = head, f"{statements[-1][1]}, {names}"
    else:
        statements.append((head, names))


def _statement(target: Target, old: str, asname: str | None) -> tuple[str, str]:
    """The words before the names, and the name, of an import that binds what ``import old [as asname]`` binds."""
    if target.package is None:
        # a plain import binds the first part of a dotted name
        same = asname or (old if old != target.name else None)
        return "import", _named(target.name, same if same != target.name else None)
    return f"from {target.package} import", _named(target.name, asname or (old if old != target.name else None))


def _separator(module: Module, node: ast.stmt) -> str:
    """What goes between the statements that take the place of one."""
    assert module.text is not None
    source = module.text.text
    span = module.span(node)
    start = source.rfind("\n", 0, span.start) + 1
    before = source[start : span.start]
    if before.strip():
        return "; "
    newline = re.search(r"\r\n|\r|\n", source)
    return (newline[0] if newline else "\n") + before


def _dotted(module: Module, node: ast.Import, dotted: str, target: Target) -> list[Edit] | None:
    """The edits of the uses of ``dotted`` once ``target.name`` is bound in its place; None if that is not certain."""
    assert module.tree is not None
    first = dotted.partition(".")[0]
    new_first = target.name.partition(".")[0]
    if any(isinstance(part, ast.Constant) and _mentions(part.value, dotted) for part in ast.walk(module.tree)):
        return None
    if _binds(module.tree, first, node) or (new_first != first and _binds(module.tree, new_first, node)):
        return None
    if new_first != first and any(
        isinstance(part, ast.Name) and part.id == new_first for part in ast.walk(module.tree)
    ):
        return None
    found = []
    whole: set[int] = set()
    for part in ast.walk(module.tree):
        if isinstance(part, ast.Attribute) and _path(part) == dotted:
            found.append(Edit(module.span(part), target.name))
            whole.add(id(_root(part)))
    for part in ast.walk(module.tree):
        if isinstance(part, ast.Name) and part.id == first and id(part) not in whole:
            return None
    return sorted(found, key=lambda edit: edit.span.start)


def _mentions(value: object, dotted: str) -> bool:
    return isinstance(value, str) and re.search(rf"\b{re.escape(dotted)}\b", value) is not None


def _path(node: ast.expr) -> str | None:
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else None


def _root(node: ast.expr) -> ast.expr:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node


def _is_free(tree: ast.Module, name: str) -> bool:
    """Whether nothing in a module binds or uses a name."""
    used = any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(tree))
    return not used and name not in _bound(tree, None)


def _binds(tree: ast.Module, name: str, but: ast.stmt) -> bool:
    """Whether anything in the module but one statement binds a name, in whatever scope."""
    return any(bound == name for bound in _bound(tree, but))


def _bound(tree: ast.Module, but: ast.stmt | None) -> Iterator[str | None]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)):
            yield node.name
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            yield from node.names
        elif isinstance(node, (ast.Import, ast.ImportFrom)) and node is not but:
            for alias in node.names:
                yield alias.asname or alias.name.partition(".")[0]
