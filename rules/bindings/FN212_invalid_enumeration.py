"""dataType or cardinality has a value that the host does not know."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.function_json import CARDINALITIES, DATA_TYPES, Binding, enumeration
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES, safety=(Applicability.UNSAFE,))


def check(function: Function) -> Iterator[Diagnostic]:
    """dataType or cardinality has a value that the host does not know."""
    if not function.readable:
        return
    for binding in function.bindings:
        for key, words in (("dataType", DATA_TYPES), ("cardinality", CARDINALITIES)):
            node = binding.value(key)
            if node is None or node.kind in ("null", "undefined") or node.value == "":
                continue
            if enumeration(node, words) is None:
                yield Diagnostic(
                    binding.span(key),
                    f"'{node.value}' is no {key}",
                    help=f"the host knows {', '.join(words)}",
                    offer=partial(_fix, function, binding, key, words),
                )


def _fix(function: Function, binding: Binding, key: str, words: tuple[str, ...]) -> Fix | None:
    from funclint.app import mending
    from funclint.app.suggest import nearest

    near = nearest(str(binding.text(key)).lower(), words)
    if near is None:
        return None
    return mending.set_property(function, binding, key, near, f'write "{near}"', mending.UNSAFE)
