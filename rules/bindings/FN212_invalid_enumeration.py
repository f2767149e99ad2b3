"""dataType or cardinality has a value that the host does not know."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function_json import CARDINALITIES, DATA_TYPES, enumeration
from funclint.app.model import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


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
                    binding.span(key), f"'{node.value}' is no {key}", help=f"the host knows {', '.join(words)}"
                )
