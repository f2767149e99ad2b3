"""The methods of an HTTP function are empty, or hold one that no client sends."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.function_json import Binding
from funclint.app.suggest import nearest
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity, Span
from funclint.jsonc import Node
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES, safety=(Applicability.UNSAFE,))


_METHODS = frozenset(
    {
        "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "CONNECT", "QUERY", "PROPFIND",
        "PROPPATCH", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK", "REPORT", "SEARCH", "LINK", "UNLINK", "PURGE",
        "BIND", "UNBIND", "REBIND", "ACL", "MERGE", "CHECKOUT", "CHECKIN", "MKCALENDAR", "NOTIFY", "SUBSCRIBE",
        "UNSUBSCRIBE", "VIEW",
    }
)  # fmt: skip


def check(function: Function) -> Iterator[Diagnostic]:
    """The methods of an HTTP function are empty, or hold one that no client sends."""
    endpoint, trigger = function.endpoint, function.trigger
    methods = trigger.value("methods") if endpoint is not None and trigger is not None else None
    if trigger is None or methods is None or methods.kind != "array":
        return
    path = function.path
    if not methods.items:
        yield Diagnostic(
            Span(path, methods.start, methods.end),
            "'methods' is empty: the function answers no request at all",
            help="leave 'methods' out to answer all of them",
        )
    for item in methods.items:
        if item.kind in ("array", "object"):
            continue
        text = str(item.value) if item.kind == "string" else None
        if text is None or text.upper() not in _METHODS:
            near = nearest(text.upper(), _METHODS) if text else None
            shown = f"'{text}'" if text is not None else "an entry that is no text"
            yield Diagnostic(
                Span(path, item.start, item.end),
                f"{shown} is no method of HTTP: no request has it",
                help=f"did you mean '{near.lower()}'?" if near else "write 'get', 'post', 'put', 'patch', 'delete' ...",
                offer=partial(_fix, trigger, item, near),
            )


def _fix(trigger: Binding, item: Node, near: str | None) -> Fix | None:
    from funclint.app import property_fixes

    return property_fixes.word(trigger, item, near.lower() if near is not None else None)
