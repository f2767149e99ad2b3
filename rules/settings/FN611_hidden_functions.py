"""The allow-list in host.json leaves functions out, or names none."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import FunctionApp
from funclint.app.suggest import nearest
from funclint.diagnostic import Diagnostic, Label, Severity, Span
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)

SHOWN = 5


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """The allow-list in host.json leaves functions out, or names none."""
    host = app.host
    node = host.value("functions") if host is not None else None
    if host is None or node is None:
        return
    if node.kind == "string" and node.value:
        yield Diagnostic(
            host.span(node), "'functions' must be an array: a string filters nothing", help=f'write ["{node.value}"]'
        )
        return
    allowed = host.allowed_functions
    if allowed is None or app.has_indexed_functions:
        return
    names = {function.name.lower(): function for function in app.functions}
    hidden = [function for key, function in names.items() if key not in allowed]
    if hidden:
        shown = ", ".join(f"'{function.name}'" for function in hidden[:SHOWN])
        more = f" and {len(hidden) - SHOWN} more" if len(hidden) > SHOWN else ""
        yield Diagnostic(
            host.span(host.member("functions")),
            f"the allow-list leaves out {shown}{more}",
            help="remove 'functions', or add them; to turn off a function, set AzureWebJobs.<name>.Disabled",
            related=tuple(Label(Span(item.path), f"'{item.name}' never runs") for item in hidden[:SHOWN]),
        )
    for key, item in allowed.items():
        if key not in names:
            near = nearest(str(item.value), [function.name for function in names.values()])
            yield Diagnostic(
                host.span(item),
                f"there is no function '{item.value}'",
                help=f"did you mean '{near}'?" if near is not None else None,
            )
