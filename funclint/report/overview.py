"""What was understood of an app (``funclint show``): functions, bindings, scripts, entry points."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from funclint.app.schedule import Schedule
from funclint.report.graph import as_object, graph_of
from funclint.report.visible import visible

if TYPE_CHECKING:
    from funclint.app.function_json import Binding
    from funclint.app.model import Function, FunctionApp
    from funclint.report.view import View


def as_json(apps: list[FunctionApp], view: View) -> str:
    """All apps as one JSON object, ``{"apps": [{"path", "functions": [...], "graph": {...}}]}``."""
    shown = [
        {
            "path": view.filename(app.root),
            "functions": [_function(item, view) for item in app.functions],
            "graph": as_object(graph_of(app)),
        }
        for app in apps
    ]
    return json.dumps({"apps": shown}, indent=2) + "\n"


def as_text(apps: list[FunctionApp], view: View) -> Iterator[str]:
    """All apps as indented lines."""
    for number, app in enumerate(apps):
        if number:
            yield "\n"
        yield view.paint("bold", visible(view.filename(app.root))) + "\n"
        for item in app.functions:
            yield from _lines(_function(item, view), view)


def _function(function: Function, view: View) -> dict[str, Any]:
    bindings = list(function.bindings)
    trigger = next((binding for binding in bindings if binding.is_trigger), None)
    others = [binding for binding in bindings if binding is not trigger]
    script = function.script.path if function.script is not None else None
    parameters = function.entry_point.parameters
    shown = {
        "name": function.name,
        "path": view.filename(function.path),
        "trigger": None if trigger is None else _binding(trigger),
        "route": None if trigger is None else _route(function, trigger),
        "schedule": None if trigger is None else _schedule(trigger),
        "inputs": [_binding(binding) for binding in others if binding.direction != "out"],
        "outputs": [_binding(binding) for binding in others if binding.direction in ("out", "inout")],
        "script": None if script is None else view.filename(script),
        "entry_point": {
            "name": function.entry_point.name,
            "parameters": None
            if parameters is None
            else [{"name": parameter.name, "annotation": parameter.annotation} for parameter in parameters],
        },
    }
    function.release()
    return shown


def _binding(binding: Binding) -> dict[str, Any]:
    return {"name": binding.name, "type": binding.type}


def _route(function: Function, trigger: Binding) -> str | None:
    """The route of an HTTP function as it is written, else its name, which the host takes then."""
    if (trigger.type or "").lower() != "httptrigger":
        return None
    route = trigger.properties.get("route")
    return route if isinstance(route, str) and route else function.name


def _schedule(trigger: Binding) -> dict[str, str | None] | None:
    """The schedule of a timer: ``text`` as it is written, ``meaning`` in plain words, None when it cannot be told."""
    text = trigger.properties.get("schedule")
    if (trigger.type or "").lower() != "timertrigger" or not isinstance(text, str):
        return None
    return {"text": text, "meaning": None if "%" in text else str(Schedule(text)) or None}


def _lines(function: dict[str, Any], view: View) -> Iterator[str]:
    trigger, route = function["trigger"], function["route"]
    kind = "no trigger" if trigger is None else str(trigger["type"])
    where = f" /{route.lstrip('/')}" if route else ""
    yield f"  {view.paint('accent', visible(function['name']))}  {visible(kind + where)}\n"
    for direction, bindings in (
        ("trigger", [trigger] if trigger is not None else []),
        ("in", function["inputs"]),
        ("out", function["outputs"]),
    ):
        for binding in bindings:
            yield f"    {direction:12} {visible(str(binding['name']))}: {visible(str(binding['type']))}\n"
    schedule = function["schedule"]
    if schedule is not None:
        meaning = schedule["meaning"] or ("an app setting" if "%" in schedule["text"] else "not valid")
        yield f"    {'schedule':12} {visible(schedule['text'])}: {meaning}\n"
    yield f"    {'script':12} {visible(function['script'] or 'not found')}\n"
    entry_point = function["entry_point"]
    parameters = entry_point["parameters"]
    if parameters is None:
        listed = "not known"
    else:
        listed = ", ".join(
            item["name"] if item["annotation"] is None else f"{item['name']}: {item['annotation']}"
            for item in parameters
        )
    yield f"    {'entry point':12} {visible(entry_point['name'])}({visible(listed)})\n"
