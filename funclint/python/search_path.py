"""What an app's modules add to ``sys.path``: which folders, where that can be told from the code."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from funclint.python.module import Module

SIGNS = (b"sys.path", b"addsitedir", b"sys import path", b"__path__", b"meta_path")
"""Only files with one of these can change where modules are found."""

_ADDING = {"append": 0, "insert": 1}
_OPAQUE = frozenset(("site.addsitedir", "addsitedir", "sys.path.extend"))
_SAME = frozenset(("resolve", "absolute", "as_posix", "__str__"))
_WRAPPERS = frozenset(("os.path.abspath", "os.path.realpath", "os.path.normpath", "os.fspath", "str", "os.path.join"))


class SearchPath:
    """``folders``: what is added to ``sys.path`` beside the standard library, the packages and the app root.

    ``undecided``: something is added that cannot be told.
    """

    __slots__ = ("folders", "undecided")

    def __init__(self, folders: Iterable[Path] = (), undecided: bool = False) -> None:
        self.folders = tuple(dict.fromkeys(folders))
        self.undecided = undecided

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SearchPath) and (self.folders, self.undecided) == (other.folders, other.undecided)

    __hash__ = None  # type: ignore[assignment]  # only compared


def search_path_of(modules: Iterable[Module], root: Path) -> SearchPath:
    """What the modules, those with one of the SIGNS, add."""
    folders: list[Path] = []
    undecided = False
    for module in modules:
        if module.tree is None:
            undecided = True
            continue
        for found in _additions(module):
            if found is None:
                undecided = True
            elif found != root:
                folders.append(found)
    return SearchPath(folders, undecided)


def _additions(module: Module) -> Iterator[Path | None]:
    """The folders that a module adds; None for one that cannot be told."""
    assert module.tree is not None
    names: dict[str, Path | None] = {"__file__": module.path}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            names[name] = None if name in names else _folder(node.value, names)
    for node in _executed(module.tree.body):
        if isinstance(node, ast.Call):
            function = ast.unparse(node.func)
            way = function.rpartition(".")[2]
            if function in ("sys.path.append", "sys.path.insert", "path.append", "path.insert"):
                at = _ADDING[way]
                yield _folder(node.args[at], names) if len(node.args) > at else None
            elif function in _OPAQUE or "meta_path" in function or function.endswith("__path__.append"):
                yield None
        elif isinstance(node, (ast.Assign, ast.AugAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(ast.unparse(target).startswith(("sys.path", "__path__", "sys.meta_path")) for target in targets):
                yield None


def _executed(body: Iterable[ast.stmt]) -> Iterator[ast.AST]:
    """All nodes but those that only run when the module is a program of its own."""
    for statement in body:
        if isinstance(statement, ast.If) and "__main__" in ast.dump(statement.test):
            yield from _executed(statement.orelse)
        else:
            yield from ast.walk(statement)


def _folder(node: ast.expr, names: Mapping[str, Path | None]) -> Path | None:
    """The file or folder that an expression names, None when it cannot be told."""
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute):
        base = _folder(node.value, names)
        return base.parent if base is not None and node.attr == "parent" else None
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute) and node.value.attr == "parents":
        base = _folder(node.value.value, names)
        at = node.slice.value if isinstance(node.slice, ast.Constant) else None
        return base.parents[at] if base is not None and isinstance(at, int) and 0 <= at < len(base.parents) else None
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Div, ast.Add)):
        return _joined(_folder(node.left, names), [node.right])
    if not isinstance(node, ast.Call) or node.keywords:
        return None
    function = ast.unparse(node.func)
    if isinstance(node.func, ast.Attribute) and node.func.attr in _SAME and not node.args:
        return _folder(node.func.value, names)
    if not node.args:
        return None
    base = _folder(node.args[0], names)
    if function in ("os.path.dirname", "dirname", "path.dirname"):
        return base.parent if base is not None else None
    if function in ("Path", "pathlib.Path") or function in _WRAPPERS or function in ("join", "abspath", "realpath"):
        return _joined(base, node.args[1:])
    return None


def _joined(base: Path | None, parts: Iterable[ast.expr]) -> Path | None:
    for part in parts:
        text = part.value if isinstance(part, ast.Constant) else None
        if base is None or not isinstance(text, str):
            return None
        for step in text.strip("/\\").replace("\\", "/").split("/"):
            base = base.parent if step == ".." else base if step in (".", "") else base / step
    return base
