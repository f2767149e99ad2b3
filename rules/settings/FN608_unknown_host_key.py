"""A key of host.json that nothing reads."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.host import HostJson
from funclint.app.host_values import unknown_keys
from funclint.app.model import FunctionApp
from funclint.app.suggest import slip_for
from funclint.catalogue.host_settings import V1_KEYS, Section, host_settings
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.jsonc import Member
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES, safety=(Applicability.UNSAFE,))


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """A key of host.json that nothing reads."""
    host = app.host
    if host is None or host.root is None:
        return
    extensions = host_settings().members["extensions"]
    for member, section in unknown_keys(host):
        key = member.key.lower()
        if not section.name and (key in V1_KEYS or key in getattr(extensions, "members", {})):
            continue  # misplaced: a rule of its own
        meant = slip_for(member.key, [known.name for known in section.members.values()])
        where = f" in '{section.name}'" if section.name else ""
        if meant is not None:
            yield Diagnostic(
                host.span(member),
                f"nothing reads '{member.key}'{where}",
                help=f"did you mean '{meant}'?",
                offer=partial(_fix, host, section, member, meant),
            )
        elif not section.open and member.key[:1].isalpha():
            yield Diagnostic(host.span(member), f"nothing reads '{member.key}'{where}", severity=Severity.INFO)


def _fix(host: HostJson, section: Section, member: Member, meant: str) -> Fix | None:
    from funclint.app import settings_fixes

    return settings_fixes.respell(host, section, member, meant)
