"""Rows that a function writes to a table, as far as they stand in the code as literals."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from funclint.app.function_json import Binding
from funclint.diagnostic import Span

if TYPE_CHECKING:
    from funclint.app.function import Function

KEYS = ("PartitionKey", "RowKey")


def keyless_rows(function: Function, binding: Binding) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Rows for a table output that lack keys, which the binding does not give either: the place, and the keys."""
    given = {key for key in KEYS if binding.text(key)}
    if "PartitionKey" not in given:
        given.clear()  # a row key alone is not read
    if len(given) == len(KEYS):
        return
    entry = function.entry_point
    if entry.results is None or entry.module is None:
        return
    literals = _Literals(entry.results.node)
    for value in _written(entry.results.node, binding):
        for row in _rows(value, literals):
            missing = _missing(row, given)
            if missing:
                yield entry.module.span(row), missing


class _Literals:
    """What the names of a function stand for, and how often each occurs, worked out when a name is asked for."""

    def __init__(self, function: ast.AST) -> None:
        self._function = function

    @cached_property
    def _uses(self) -> Counter[str]:
        return Counter(node.id for node in ast.walk(self._function) if isinstance(node, ast.Name))

    @cached_property
    def _assigned(self) -> dict[str, ast.expr]:
        return {
            node.targets[0].id: node.value
            for node in ast.walk(self._function)
            if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name)
        }

    def only(self, name: str) -> ast.expr | None:
        """What a local name stands for; None if it is bound or changed anywhere else, or passed on."""
        # One use binds it, the other one writes it: anything more may add the keys.
        return self._assigned.get(name) if self._uses[name] == 2 else None


def _written(function: ast.AST, binding: Binding) -> Iterator[ast.expr]:
    for node in ast.walk(function):
        if binding.is_return:
            if isinstance(node, ast.Return) and node.value is not None:
                yield node.value
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "set"
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == binding.name
            and len(node.args) == 1
        ):
            yield node.args[0]


def _rows(value: ast.expr, literals: _Literals) -> Iterator[ast.Dict]:
    """The literals that a value is made of: inside json.dumps, in a list, or under a name that is bound once."""
    if isinstance(value, ast.Call) and _is_dumps(value.func) and value.args:
        value = value.args[0]
    if isinstance(value, ast.Name):
        value = literals.only(value.id) or value
    if isinstance(value, ast.Dict):
        yield value
    elif isinstance(value, ast.List):
        yield from (item for item in value.elts if isinstance(item, ast.Dict))


def _is_dumps(node: ast.expr) -> bool:
    return (isinstance(node, ast.Attribute) and node.attr == "dumps") or (
        isinstance(node, ast.Name) and node.id == "dumps"
    )


def _missing(row: ast.Dict, given: set[str]) -> tuple[str, ...]:
    keys = set()
    for key in row.keys:
        if not (isinstance(key, ast.Constant) and isinstance(key.value, str)):
            return ()  # ** or a computed key
        keys.add(key.value.lower())
    return tuple(key for key in KEYS if key not in given and key.lower() not in keys)
