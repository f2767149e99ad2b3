"""Functions, bindings and properties as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone
from itertools import islice

from funclint.app.function import Function
from funclint.app.function_json import Binding
from funclint.app.model import FunctionApp
from funclint.app.next_runs import next_runs
from funclint.app.schedule import Schedule
from funclint.catalogue import converter
from funclint.catalogue.bindings import Property, binding_types
from funclint.catalogue.bundles import title
from funclint.catalogue.schemas import describe

SHOWN_RUNS = 3


def function_text(function: Function) -> str:
    """Its trigger and bindings."""
    lines = [f"**{function.name}**: {trigger_text(function) or 'no trigger'}", ""]
    if function.bindings:
        lines += ["| name | type | direction |", "| --- | --- | --- |"]
        lines += [
            f"| `{binding.name or '?'}` | {binding.type or '?'} | {binding.direction or '?'} |"
            for binding in function.bindings
        ]
    return "\n".join(lines)


def trigger_text(function: Function) -> str | None:
    """The trigger in one line: ``httpTrigger: GET, POST /api/orders``; None without one."""
    trigger = function.trigger
    if trigger is None:
        return None
    kind = (trigger.type or "").lower()
    if kind == "httptrigger":
        return f"httpTrigger: {route_text(function)}"
    if kind == "timertrigger":
        text = trigger.text("schedule") or ""
        return f"timerTrigger: {'' if '%' in text else str(Schedule(text)) or text}" if text else "timerTrigger"
    source = next((trigger.text(key) for key in _SOURCES if trigger.text(key)), None)
    return f"{trigger.type}: {source}" if source else str(trigger.type)


_SOURCES = (
    "queuename",
    "path",
    "topicname",
    "eventhubname",
    "containername",
    "collectionname",
    "tablename",
    "activity",
)
"""Properties that say what a trigger listens to."""


def route_text(function: Function) -> str:
    """The methods and the path of the URL: ``GET /api/orders/{id}``."""
    endpoint = function.app.endpoint(function)
    trigger = function.trigger
    route = endpoint.route if endpoint is not None else (trigger.text("route") if trigger else None) or function.name
    methods = endpoint.methods if endpoint is not None else None
    prefix = function.app.host_prefix.prefix.strip("/")
    path = "/".join(part for part in (prefix, route.strip("/")) if part)
    shown = ", ".join(method.upper() for method in methods) if methods else "any method"
    return f"{shown} /{path}"


def binding_text(app: FunctionApp, binding: Binding) -> str:
    """Its type, direction, properties, and the annotations that its parameter may have."""
    known = binding_types().get((binding.type or "").lower())
    lines = [f"**{binding.name or '?'}**: {binding.type or 'no type'}, {binding.direction or 'no valid direction'}"]
    if known is None:
        return lines[0]
    chosen = converter(known.type)
    check = chosen.output if binding.direction == "out" else chosen.input
    if binding.is_return:
        lines += ["", "The value that the function returns."]
    elif check is not None and check.examples:
        shown = [f"`func.Out[{each}]`" if binding.direction == "out" else f"`{each}`" for each in check.examples]
        lines += ["", f"Annotation of the parameter: {' or '.join(shown)}"]
    own = [item for item in known.properties.values() if item.is_read_by(app.bundle)]
    needed = {name.lower() for names in known.constructors(app.bundle)[:1] for name in names}
    if own:
        lines += ["", "| property | value | |", "| --- | --- | --- |"]
        for item in own:
            note = "needed" if item.name.lower() in needed else f"default {item.default}" if item.default else ""
            lines.append(f"| `{item.name}` | {item.kind.phrase} | {note} |")
    return "\n".join(lines)


def property_text(app: FunctionApp, key: str, own: Property | None) -> str | None:
    """What a property means; None for one that nobody knows."""
    lines = [describe(own.name if own is not None else key) or ""]
    if own is not None:
        facts = [f"`{own.name}`: {own.kind.phrase}"]
        if own.default:
            facts.append(f"default {own.default}")
        if own.setting:
            facts.append("the name of an app setting, not the value")
        elif own.expressions:
            facts.append("`%SETTING%` and `{expression}` are filled in" if own.expressions == "both" else "`%SETTING%`")
        if own.bundles is not None and app.bundle:
            facts.append(f"read by {title(app.bundle)}")
        lines.append("; ".join(facts))
    return "\n\n".join(line for line in lines if line) or None


def schedule_text(text: str, now: datetime | None = None) -> str:
    """A schedule in plain words and its next runs; ``now`` in UTC, the present moment without it."""
    if "%" in text:
        return "An app setting holds the schedule."
    schedule = Schedule(text)
    if schedule.error is not None:
        return f"No schedule: {schedule.error}."
    lines = [f"**{schedule}**"]
    if schedule.cron is not None:
        now = now or datetime.now(timezone.utc).replace(tzinfo=None)
        runs = [f"- {run:%a %Y-%m-%d %H:%M:%S}" for run in islice(next_runs(schedule.cron, now), SHOWN_RUNS)]
        if runs:
            lines += ["", "Next runs in UTC, unless `WEBSITE_TIME_ZONE` names another zone:", "", *runs]
    return "\n".join(lines)


def rule_text(page: str, url: str | None) -> Iterator[str]:
    """The first paragraph of what a rule's page gives as the reason, and a link to all of it."""
    section = ""
    reason: list[str] = []
    for line in page.splitlines():
        if line.startswith("## "):
            section = line
        elif section == "## Why":
            if not line.strip() and reason:
                break
            if line.strip():
                reason.append(line.strip())
    if reason:
        yield " ".join(reason).rstrip(":") + ("" if reason[-1].endswith((".", "!", "?")) else ".")
    if url:
        yield f"[All about this rule]({url})"
