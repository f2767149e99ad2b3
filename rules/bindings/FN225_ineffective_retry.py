"""A retry block, or a key of it, that changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app import retry
from funclint.app.function import Function
from funclint.app.function_json import FunctionJson
from funclint.app.suggest import a_or_an, nearest
from funclint.catalogue import binding_types
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.jsonc import Member, Node
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES, safety=(Applicability.UNSAFE,))


def check(function: Function) -> Iterator[Diagnostic]:
    """A retry block, or a key of it, that changes nothing."""
    json = function.json
    block = json.value("retry") if json is not None and function.readable else None
    if json is None or json.root is None or block is None:
        return
    trigger = function.trigger
    known = binding_types().get((trigger.type or "").lower()) if trigger is not None else None
    if known is not None and known.is_trigger and known.type.lower() not in retry.TRIGGERS:
        yield Diagnostic(
            json.span(json.root.member("retry")),
            f"retry policies do nothing for {a_or_an(known.type)}",
            help="they work for timerTrigger, eventHubTrigger, kafkaTrigger and cosmosDBTrigger",
        )
    for member in retry.unknown(block):
        near = nearest(member.key, retry.KEYS)
        yield Diagnostic(
            json.span(member),
            f"a retry policy has no '{member.key}'",
            help=f"did you mean '{near}'?" if near is not None else None,
            offer=partial(_fix, json, block, member, near),
        )


def _fix(json: FunctionJson, block: Node, member: Member, near: str | None) -> Fix | None:
    from funclint.app import mending

    if near is None or block.get_ci(near) is not None:
        return None
    return Fix(f"rename '{member.key}' to '{near}'", mending.UNSAFE, mending.editor(json).rename(member, near))
