"""A key of host.json that only Functions 1.x read at this place."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import FunctionApp
from funclint.catalogue.host_settings import V1_KEYS, host_settings
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """A key of host.json that only Functions 1.x read at this place."""
    host = app.host
    if host is None or host.root is None:
        return
    extensions = host_settings().members["extensions"]
    for member in host.root.members:
        key = member.key.lower()
        if key in host_settings().members:
            continue
        place = V1_KEYS.get(key)
        if place is None and key in getattr(extensions, "members", {}):
            place = f"extensions.{member.key}"
        if place is not None:
            yield Diagnostic(
                host.span(member),
                f"'{member.key}' is ignored at the top of host.json",
                help=f"since Functions 2.x it belongs to '{place}'",
            )
        elif key in V1_KEYS:
            yield Diagnostic(
                host.span(member), f"'{member.key}' is not read since Functions 2.x", severity=Severity.INFO
            )
