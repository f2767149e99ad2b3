"""A row is written to a table without partition key and row key."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.app.table_rows import keyless_rows
from funclint.diagnostic import Diagnostic, Label, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(function: Function) -> Iterator[Diagnostic]:
    """A row is written to a table without partition key and row key."""
    if not function.readable:
        return
    tables = [item for item in function.bindings if item.direction == "out" and (item.type or "").lower() == "table"]
    for binding in tables:
        for span, missing in keyless_rows(function, binding):
            named = " and ".join(f"'{name}'" for name in missing)
            yield Diagnostic(
                binding.span("type"),
                f"neither the binding nor the row that is written has {named}",
                help='put them into the row, or add "partitionKey" and "rowKey" to the binding',
                related=(Label(span, "this row"),),
            )
