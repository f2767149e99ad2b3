"""A key of host.json that only Functions 1.x read at this place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.host import HostJson
from funclint.app.model import FunctionApp
from funclint.catalogue.host_settings import V1_KEYS, host_settings
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.jsonc import Member
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES, safety=(Applicability.UNSAFE,))


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """A key of host.json that only Functions 1.x read at this place."""
    host = app.host
    if host is None or host.root is None:
        return
    extensions = host_settings().members["extensions"]
    moved: set[str] = set()
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
                # The first one makes the section that the others then go to.
                offer=partial(_fix, host, member, place) if place.partition(".")[0] not in moved else None,
            )
            moved.add(place.partition(".")[0])
        elif key in V1_KEYS:
            yield Diagnostic(
                host.span(member), f"'{member.key}' is not read since Functions 2.x", severity=Severity.INFO
            )


def _fix(host: HostJson, member: Member, place: str) -> Fix | None:
    from funclint.app import settings_fixes

    return settings_fixes.move(host, member, place)
