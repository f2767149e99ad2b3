"""A property of a binding that nothing reads."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.shape import Shape
from funclint.app.suggest import a_or_an, slip_for
from funclint.catalogue.bundles import title
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.jsonc import Member
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES, safety=(Applicability.UNSAFE,))

COMMON = ("name", "type", "direction", "dataType", "cardinality", "connection")
MEANT = {
    "connectionstringsetting": "connection",
    "connectionstring": "connection",
    "connectionname": "connection",
    "connectionsetting": "connection",
    "method": "methods",
    "cron": "schedule",
    "cronexpression": "schedule",
    "queue": "queueName",
    "topic": "topicName",
    "subscription": "subscriptionName",
    "eventhub": "eventHubName",
    "table": "tableName",
    "database": "databaseName",
    "blobname": "path",
}
"""What a property of another type, or of another library, is called where such a one exists; in lower case."""


def check(function: Function) -> Iterator[Diagnostic]:
    """A property of a binding that nothing reads."""
    for shape in function.shapes:
        for member in shape.unknown:
            if shape.renamed(member) is not None or not member.key[:1].isalpha():
                continue
            meant = _meant(shape, member)
            by = "the host" if shape.type.bundles is None else title(shape.bundle) if shape.bundle else "no extension"
            reads = "reads no" if shape.bundle or shape.type.bundles is None else "reads a"
            message = f"{by} {reads} '{member.key}' of {a_or_an(shape.type.type)}"
            span = shape.binding.key_span(member.key)
            if meant is not None:
                yield Diagnostic(
                    span,
                    f"{message}, so it is ignored",
                    help=f"did you mean '{meant}'?",
                    offer=partial(_fix, shape, member, meant),
                )
            elif not shape.type.open:
                yield Diagnostic(span, f"{message}, so it is ignored", severity=Severity.INFO)


def _fix(shape: Shape, member: Member, meant: str) -> Fix | None:
    from funclint.app import property_fixes

    return property_fixes.rename(shape, member, meant, Applicability.UNSAFE)


def _meant(shape: Shape, member: Member) -> str | None:
    """The property that is plainly meant; None when nothing is near, or the near one is there already."""
    free = {
        item.name.lower(): item.name
        for item in shape.type.properties.values()
        if item.is_read_by(shape.bundle) and item.name.lower() not in shape.members
    }
    free.update((name.lower(), name) for name in COMMON if name.lower() not in shape.members)
    known = MEANT.get(member.key.lower(), "").lower()
    if known == "connection" and not shape.has_connection:
        known = ""
    return free.get(known) or slip_for(member.key, free.values())
