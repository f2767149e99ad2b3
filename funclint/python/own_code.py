"""The code that is a function's own: its statements, and the names that they bind."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from funclint.python.walking import children

# Expressions that bind nothing: most of a tree.
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_SCOPE_CLASSES = frozenset(SCOPES)
_BINDING_NOTHING = frozenset(
    {
        *(ast.Name, ast.Constant, ast.Attribute, ast.Call, ast.keyword, ast.Expr, ast.Return, ast.If, ast.Compare),
        *(ast.BinOp, ast.BoolOp, ast.JoinedStr, ast.FormattedValue, ast.Subscript, ast.Tuple, ast.List, ast.Dict),
    }
)
"""What most of a tree is made of."""


def statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a function's own code in order, those inside other statements too; nested functions and
    classes are given, but not entered."""
    waiting = [*reversed(body)]
    while waiting:
        statement = waiting.pop()
        yield statement
        if not isinstance(statement, SCOPES):
            for block in reversed([*blocks(statement)]):
                waiting += reversed(block)


def blocks(statement: ast.stmt) -> Iterator[Sequence[ast.stmt]]:
    """The blocks of a statement, in the order in which they stand."""
    yield getattr(statement, "body", ())
    for part in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
        yield part.body
    yield getattr(statement, "orelse", ())
    yield getattr(statement, "finalbody", ())


def bindings(body: Sequence[ast.stmt]) -> Iterator[tuple[str, ast.expr | None]]:
    """Names bound in a function's own code, with the expression where it is a plain assignment."""
    pending: list[ast.AST] = list(reversed(body))
    while pending:
        node = pending.pop()
        if node.__class__ not in _SCOPE_CLASSES:
            pending += children(node)
        if node.__class__ not in _BINDING_NOTHING:
            yield from _bound_by(node)


def _bound_by(node: ast.AST) -> Iterator[tuple[str, ast.expr | None]]:
    """Names that a statement, a clause or an expression itself binds, as ``bindings`` gives them."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Name):
                yield target.id, node.value
            else:
                yield from _stored(target)
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        if node.value is not None:
            yield node.target.id, node.value
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name, None
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        for alias in node.names:
            yield alias.asname or alias.name.partition(".")[0], None
    elif isinstance(node, (ast.Global, ast.Nonlocal)):
        for name in node.names:
            yield name, None
    elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)):
        if node.name:
            yield node.name, None
    elif isinstance(node, ast.MatchMapping):
        if node.rest:
            yield node.rest, None
    else:
        # loops, with, comprehensions, walruses; and a type alias
        for field in ("target", "optional_vars", "name"):
            bound = getattr(node, field, None)
            if isinstance(bound, ast.AST):
                yield from _stored(bound)


def _stored(target: ast.AST) -> Iterator[tuple[str, None]]:
    for node in ast.walk(target):
        if isinstance(node, ast.Name):
            yield node.id, None


def jumps(body: Sequence[ast.stmt], kind: type[ast.Break | ast.Continue]) -> bool:
    """Whether a ``break`` or a ``continue`` in the body of a loop is one of this loop."""
    waiting = [*body]
    while waiting:
        node = waiting.pop()
        if isinstance(node, kind):
            return True
        if isinstance(node, (ast.For, ast.AsyncFor, ast.While)):
            waiting += node.orelse
        elif not isinstance(node, SCOPES):
            for block in blocks(node):
                waiting += block
    return False
