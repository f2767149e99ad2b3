"""Fixes of what pyflakes finds."""

from __future__ import annotations

import ast
import re

from funclint.catalogue import stdlib_module
from funclint.diagnostic import Applicability, Fix, Span
from funclint.python import rewrite
from funclint.python.module import Module, PyflakesMessage

_WITH_EFFECT = frozenset(("__future__", "antigravity", "this", "readline", "rlcompleter", "turtledemo", "idlelib"))


def unused_import(module: Module, message: PyflakesMessage) -> Fix | None:
    """Remove an import that nothing uses.

    Safe for the standard library and the SDK; others may do something when they are imported. What a package's
    ``__init__.py`` imports is mostly meant for those who import the package: only its author can tell.
    """
    statement = _statement_at(module, message.span, (ast.Import, ast.ImportFrom))
    if not isinstance(statement, (ast.Import, ast.ImportFrom)):
        return None
    item = next((item for item in statement.names if _shown(statement, item) == message.arguments[0]), None)
    if item is None or item.name == "*":
        return None  # what it binds may be used elsewhere
    if any(isinstance(node, (ast.Try, ast.If)) for node in rewrite.enclosing(module, statement)):
        return None
    edits = rewrite.remove_import(module, statement, item)
    if edits is None:
        return None
    package = statement.module or "" if isinstance(statement, ast.ImportFrom) else item.name
    relative = isinstance(statement, ast.ImportFrom) and statement.level
    known = stdlib_module(package) is not None or package.startswith(("azure.functions", "azure.durable_functions"))
    reexported = module.path.name == "__init__.py" and not (module.path.parent / "function.json").exists()
    safe = known and not relative and package not in _WITH_EFFECT
    safety = Applicability.MANUAL if reexported else Applicability.SAFE if safe else Applicability.UNSAFE
    return Fix(f"remove the import of '{message.arguments[0]}'", safety, edits)


def f_string(module: Module, message: PyflakesMessage) -> Fix | None:
    """Drop the ``f`` of a string that has nothing to fill in, unless doubled braces would change their meaning."""
    assert module.text is not None
    found = re.compile(r"[rR]?([fF])[rR]?(['\"])").match(module.text.text, message.span.start)
    node = _expression_at(module, message.span, ast.JoinedStr)
    if found is None or node is None:
        return None
    source = module.source(node)
    if "{{" in source or "}}" in source or source.count(found[2]) not in (2, 6) or "#" in source:
        return None  # several strings side by side, or braces that the f makes single
    start = found.start(1)
    return Fix("drop the f", Applicability.SAFE, (rewrite.edit(module, start, start + 1, ""),))


def is_literal(module: Module, message: PyflakesMessage) -> Fix | None:
    """``==`` for ``is``, ``!=`` for ``is not``."""
    assert module.text is not None
    node = _expression_at(module, message.span, ast.Compare)
    if not isinstance(node, ast.Compare) or len(node.ops) != 1 or not isinstance(node.ops[0], (ast.Is, ast.IsNot)):
        return None
    start, end = module.span(node.left).end, module.span(node.comparators[0]).start
    found = re.compile(r"[\s)]*\b(is(?:\s+not)?)\b[\s(]*").fullmatch(module.text.text, start, end)
    if found is None:
        return None
    operator = "!=" if isinstance(node.ops[0], ast.IsNot) else "=="
    return Fix(f"write '{operator}'", Applicability.SAFE, (rewrite.edit(module, *found.span(1), operator),))


def not_implemented(module: Module, message: PyflakesMessage) -> Fix | None:
    """``NotImplementedError``, which can be raised, for ``NotImplemented``, which cannot."""
    assert module.text is not None
    found = re.compile(r"raise\s+(NotImplemented)\b").match(module.text.text, message.span.start)
    if found is None:
        return None
    edit = rewrite.edit(module, *found.span(1), "NotImplementedError")
    return Fix("raise 'NotImplementedError'", Applicability.SAFE, (edit,))


def undefined_name(module: Module, message: PyflakesMessage) -> Fix | None:
    """Add the import that an undefined name stands for: a module of the standard library, ``func``, a name of
    ``typing``."""
    from funclint.app import code_fixes

    return code_fixes.import_needed(module, [str(message.arguments[0])])


def _shown(statement: ast.Import | ast.ImportFrom, item: ast.alias) -> str:
    """A name of an import as pyflakes shows it."""
    if isinstance(statement, ast.Import):
        plain = item.asname is None or item.asname == item.name
        return item.name if plain else f"{item.name} as {item.asname}"
    base = "." * statement.level + (statement.module or "")
    full = base + item.name if base.endswith(".") else f"{base}.{item.name}"
    return full if item.asname is None or item.asname == item.name else f"{full} as {item.asname}"


def _statement_at(module: Module, span: Span, kinds: tuple[type[ast.stmt], ...]) -> ast.stmt | None:
    assert module.tree is not None
    for node in ast.walk(module.tree):
        if isinstance(node, kinds) and module.span(node).start == span.start:
            return node
    return None


def _expression_at(module: Module, span: Span, kind: type[ast.expr]) -> ast.expr | None:
    assert module.tree is not None
    for node in ast.walk(module.tree):
        if isinstance(node, kind) and module.span(node).start == span.start:
            return node
    return None
