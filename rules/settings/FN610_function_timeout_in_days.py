"""functionTimeout means something else than it looks like."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function_json import string_of
from funclint.app.host import HostJson
from funclint.app.model import FunctionApp
from funclint.catalogue.timespan import parse_time_span
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.jsonc import Node
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.ALWAYS, safety=(Applicability.UNSAFE,))


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """functionTimeout means something else than it looks like."""
    host = app.host
    node = host.value("functionTimeout") if host is not None else None
    text = string_of(node)
    if host is None or node is None or text is None:
        return
    period = parse_time_span(text)
    if period is None or period.seconds < 1:
        return
    parts = text.strip().split(":")
    span = host.span(node)
    if len(parts) == 1:
        meant = _clock(int(text))
        yield Diagnostic(
            span,
            f"the functionTimeout {text} is {text.strip()} days",
            help=f'write "hh:mm:ss": {int(text)} seconds are "{meant}"',
            offer=partial(_fix, host, node, meant, "seconds"),
        )
    elif len(parts) == 3 and "." not in parts[0] and int(parts[0]) > 23:
        meant = f"{int(parts[0]) // 24}.{int(parts[0]) % 24:02}:{parts[1]}:{parts[2]}"
        yield Diagnostic(
            span,
            f"the functionTimeout '{text}' is {int(parts[0])} days: hours end at 23",
            help=f'{int(parts[0])} hours are "{meant}"',
            offer=partial(_fix, host, node, meant, "hours"),
        )
    elif len(parts) == 2 and "." not in parts[0] and period.seconds >= 3600:
        meant = f"00:{parts[0].strip():0>2}:{parts[1].strip():0>2}"
        yield Diagnostic(
            span,
            f"the functionTimeout '{text}' is hours and minutes",
            help=f'minutes and seconds are "{meant}"',
            offer=partial(_fix, host, node, meant, "minutes and seconds"),
        )


def _clock(number: int) -> str:
    minutes, seconds = divmod(number, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}"


def _fix(host: HostJson, node: Node, meant: str, unit: str) -> Fix:
    from funclint.app import settings_fixes

    return settings_fixes.replace(host, node, meant, Applicability.UNSAFE, f'write "{meant}", if {unit} are meant')
