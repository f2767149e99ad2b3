"""The import statements of a module, and under which circumstances each of them runs."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator, Sequence

_NESTED = re.compile(r"^[ \t]+(?:from|import)\b|[;:][ \t]*(?:from|import)\b", re.M)
_COMPOUND = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)
_CATCHING = frozenset(("ImportError", "ModuleNotFoundError", "Exception", "BaseException"))


class ImportStatement:
    """One ``import`` or ``from`` statement.

    ``in_function``: it runs when a function is called, not when the module is imported. ``certain``: it then runs on
    every way through, and nothing catches what it raises; handlers, branches and loops make it uncertain.
    """

    __slots__ = ("certain", "in_function", "node")

    def __init__(self, node: ast.Import | ast.ImportFrom, in_function: bool, certain: bool) -> None:
        self.node = node
        self.in_function = in_function
        self.certain = certain

    @property
    def absolute(self) -> list[tuple[str, ast.alias]]:
        """What it imports absolutely, each dotted name with its alias; a from-import's names are joined on."""
        if isinstance(self.node, ast.Import):
            return [(alias.name, alias) for alias in self.node.names]
        if self.node.level or self.node.module is None or self.node.module == "__future__":
            return []
        return [(f"{self.node.module}.{alias.name}".removesuffix(".*"), alias) for alias in self.node.names]


def import_statements(tree: ast.Module, text: str) -> list[ImportStatement]:
    """All import statements of a module, in order."""
    if not _has_nested(text):
        plain = (node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom)))
        return [ImportStatement(node, False, True) for node in plain]
    return list(_walk(tree.body, False, True))


def _has_nested(text: str) -> bool:
    """Whether an import may stand elsewhere than at the beginning of a line. Looks at few lines, so it is quick."""
    at = text.find("import")
    while at >= 0:
        start = text.rfind("\n", 0, at) + 1
        before = text[start:at]
        if before[:1] in (" ", "\t") or ";" in before or ":" in before or text[start - 2 : start - 1] == "\\":
            return _NESTED.search(text) is not None
        at = text.find("import", at + 1)
    return False


def _walk(body: Sequence[ast.stmt], in_function: bool, certain: bool) -> Iterator[ImportStatement]:
    for node in body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield ImportStatement(node, in_function, certain)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            # whether the function is called is another question
            yield from _walk(node.body, True, certain if in_function else True)
        elif isinstance(node, ast.ClassDef):
            yield from _walk(node.body, in_function, certain)
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            yield from _walk(node.body, in_function, certain and not _suppresses(node))
        elif isinstance(node, ast.Try) or type(node).__name__ == "TryStar":
            yield from _try(node, in_function, certain)  # type: ignore[arg-type]
        elif isinstance(node, ast.If) and isinstance(node.test, ast.Constant):
            yield from _walk(node.body if node.test.value else node.orelse, in_function, certain)
        elif isinstance(node, _COMPOUND):
            for part in _parts(node):
                yield from _walk(part, in_function, False)
        if isinstance(node, (ast.Return, ast.Raise)):
            certain = False


def _try(node: ast.Try, in_function: bool, certain: bool) -> Iterator[ImportStatement]:
    caught = any(_catches(handler.type) for handler in node.handlers)
    yield from _walk(node.body, in_function, certain and not caught)
    for handler in node.handlers:
        yield from _walk(handler.body, in_function, False)
    yield from _walk(node.orelse, in_function, False)
    yield from _walk(node.finalbody, in_function, certain)


def _catches(kind: ast.expr | None) -> bool:
    """Whether a handler may take an ImportError."""
    if kind is None:
        return True
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(
        not isinstance(item, ast.Name) or item.id in _CATCHING or not hasattr(builtins, item.id) for item in kinds
    )


def _suppresses(node: ast.With | ast.AsyncWith) -> bool:
    for item in node.items:
        call = item.context_expr
        name = call.func if isinstance(call, ast.Call) else call
        last = name.attr if isinstance(name, ast.Attribute) else getattr(name, "id", "")
        if last == "suppress" and isinstance(call, ast.Call) and not any(map(_catches, call.args)):
            continue
        if last in ("suppress", "raises"):
            return True
    return False


def _parts(node: ast.stmt) -> Iterator[Sequence[ast.stmt]]:
    if isinstance(node, ast.Match):
        for case in node.cases:
            yield case.body
    else:
        yield getattr(node, "body", [])
        yield getattr(node, "orelse", [])
