"""Fixes of what pyflakes finds."""

from __future__ import annotations

import ast
import re

from funclint.catalogue import stdlib_module
from funclint.diagnostic import Applicability, Fix, Span
from funclint.python import rewrite
from funclint.python.module import Module, PyflakesMessage
from funclint.python.tree_index import shown_import

_WITH_EFFECT = frozenset(("__future__", "antigravity", "this", "readline", "rlcompleter", "turtledemo", "idlelib"))


def unused_import(module: Module, message: PyflakesMessage) -> Fix | None:
    """Remove an import that nothing uses.

    Safe for the standard library and the SDK; others may do something when they are imported. What a package's
    ``__init__.py`` imports is mostly meant for those who import the package: only its author can tell.
    """
    statement = _statement_at(module, message.statement or message.span, (ast.Import, ast.ImportFrom))
    if not isinstance(statement, (ast.Import, ast.ImportFrom)):
        return None
    item = module.index.imported(statement, str(message.arguments[0]))
    if item is None or item.name == "*":
        return None  # what it binds may be used elsewhere
    if any(isinstance(node, (ast.Try, ast.If)) for node in module.index.enclosing(statement)):
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


def unused_variable(module: Module, message: PyflakesMessage) -> Fix | None:
    """Drop the name that nothing reads: ``as name`` for good, an assignment on request, its value stays."""
    assert module.text is not None
    name, start, text = str(message.arguments[0]), message.span.start, module.text.text
    for node in module.index.at(start, (ast.ExceptHandler, ast.Assign, ast.expr)):
        outer = module.index.parent(node)
        if isinstance(node, ast.ExceptHandler) and node.name == name:
            return _without_as(module, name, node.type)
        if isinstance(outer, ast.withitem) and outer.optional_vars is node:
            return _without_as(module, name, outer.context_expr)
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target, value = module.span(node.targets[0]), module.span(node.value)
            if not isinstance(node.targets[0], ast.Name) or node.targets[0].id != name:
                continue
            title = f"drop '{name}', which nothing reads"
            if isinstance(node.value, (ast.Constant, ast.Name)):
                edits = rewrite.remove_statement(module, node)
                return None if edits is None else Fix(title, Applicability.UNSAFE, edits)
            if text[target.end : value.start].strip(" ") != "=":
                return None
            return Fix(title, Applicability.UNSAFE, (rewrite.edit(module, target.start, value.start, ""),))
    return None


def _without_as(module: Module, name: str, expression: ast.expr | None) -> Fix | None:
    assert module.text is not None
    if expression is None:
        return None
    end = module.span(expression).end
    found = re.compile(rf"[ \t)]*?([ \t]+as[ \t]+{re.escape(name)})\b").match(module.text.text, end)
    if found is None:
        return None
    return Fix(f"drop 'as {name}'", Applicability.SAFE, (rewrite.edit(module, *found.span(1), ""),))


def unused_annotation(module: Module, message: PyflakesMessage) -> Fix | None:
    """Remove the annotation of a local variable that never gets a value."""
    statement = _statement_at(module, message.span, (ast.AnnAssign,))
    edits = rewrite.remove_statement(module, statement) if statement is not None else None
    return None if edits is None else Fix("remove the line", Applicability.SAFE, edits)


def unused_declaration(module: Module, message: PyflakesMessage) -> Fix | None:
    """Remove ``global`` or ``nonlocal`` for names that the function only reads."""
    statement = _statement_at(module, message.span, (ast.Global, ast.Nonlocal))
    if not isinstance(statement, (ast.Global, ast.Nonlocal)) or len(statement.names) != 1:
        return None
    edits = rewrite.remove_statement(module, statement)
    return None if edits is None else Fix("remove the line", Applicability.SAFE, edits)


def repeated_import(module: Module, message: PyflakesMessage) -> Fix | None:
    """Remove an import that stands again in the module, word for word."""
    again = _statement_at(module, message.span, (ast.Import, ast.ImportFrom))
    position = module.index.positions.get(id(again))
    if not isinstance(again, (ast.Import, ast.ImportFrom)) or position is None:
        return None
    name = str(message.arguments[0])
    item = next((item for item in again.names if name in (item.asname or item.name, shown_import(again, item))), None)
    if item is None or module.index.first_imports[shown_import(again, item)] == position:
        return None
    edits = rewrite.remove_import(module, again, item)
    return None if edits is None else Fix(f"remove the second import of '{name}'", Applicability.SAFE, edits)


def _statement_at(module: Module, span: Span, kinds: tuple[type[ast.stmt], ...]) -> ast.stmt | None:
    return next(module.index.at(span.start, kinds), None)


def _expression_at(module: Module, span: Span, kind: type[ast.expr]) -> ast.expr | None:
    return next(module.index.at(span.start, kind), None)
