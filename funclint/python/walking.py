"""A quick way through syntax trees: several times as quick as that of ``ast``, past what holds no code."""

from __future__ import annotations

import ast

# How a name is used, operators, and what is plain text or a number.
_IDLE_FIELDS = frozenset(("ctx", "op", "ops", "id", "attr", "arg", "n", "s", "kind", "type_comment", "level", "simple"))
_fields: dict[type[ast.AST], tuple[str, ...]] = {ast.Constant: ()}


def fields_of(cls: type[ast.AST]) -> tuple[str, ...]:
    """The fields of a class of nodes that may hold nodes worth a visit."""
    found = _fields.get(cls)
    if found is None:
        found = _fields[cls] = tuple(name for name in cls._fields if name not in _IDLE_FIELDS)
    return found


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes directly below a node, without contexts and operators."""
    found: list[ast.AST] = []
    fields = _fields.get(node.__class__)
    for name in fields if fields is not None else fields_of(node.__class__):
        value = getattr(node, name, None)
        if value.__class__ is list:
            for item in value:
                if isinstance(item, ast.AST):
                    found.append(item)
        elif isinstance(value, ast.AST):
            found.append(value)
    return found
