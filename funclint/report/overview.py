"""What was understood of an app (``funclint show``): functions, bindings, scripts, entry points."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from funclint.app.schedule import Schedule
from funclint.report.graph import INPUT, OUTPUT, TRIGGER, Graph, as_object, graph_of
from funclint.report.places import kind_of, name_of
from funclint.report.table import Cell, table
from funclint.report.visible import visible

if TYPE_CHECKING:
    from funclint.app.entry_point import EntryPoint
    from funclint.app.function import Function
    from funclint.app.function_json import Binding
    from funclint.app.model import FunctionApp
    from funclint.report.view import View

COLUMNS = ("function", "trigger", "inputs", "outputs", "entry point")
LOOP, UNREAD = " (loop)", " (nobody reads it)"


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
    """Each app as a table of its functions; what runs in a circle, and what is written for nobody, is marked."""
    for number, app in enumerate(apps):
        if number:
            yield "\n"
        yield view.paint("bold", visible(view.filename(app.root))) + "\n"
        graph = graph_of(app)
        yield from table(COLUMNS, (_row(item, graph, view) for item in app.functions), view)


def _function(function: Function, view: View) -> dict[str, Any]:
    bindings = list(function.bindings)
    trigger = next((binding for binding in bindings if binding.is_trigger), None)
    others = [binding for binding in bindings if binding is not trigger]
    parameters = function.entry_point.parameters
    shown = {
        "name": function.name,
        "path": view.filename(function.path),
        "trigger": None if trigger is None else _binding(trigger),
        "route": None if trigger is None else _route(function, trigger),
        "schedule": None if trigger is None else _schedule(trigger),
        "inputs": [_binding(binding) for binding in others if binding.direction != "out"],
        "outputs": [_binding(binding) for binding in others if binding.direction in ("out", "inout")],
        "script": _script(function, view),
        "entry_point": {
            "name": function.entry_point.name,
            "parameters": None
            if parameters is None
            else [{"name": parameter.name, "annotation": parameter.annotation} for parameter in parameters],
        },
    }
    function.release()
    return shown


def _script(function: Function, view: View) -> str | None:
    """The script as it is shown; None where the host finds none."""
    path = function.script.path
    return None if path is None else view.filename(path)


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


def _row(function: Function, graph: Graph, view: View) -> list[list[Cell]]:
    """A function as a row of the table: the lines of its cell in each column."""
    triggers: list[Cell] = []
    inputs: list[Cell] = []
    outputs: list[Cell] = []
    for binding in function.bindings:
        if binding.is_trigger:
            triggers.append(_place(function, binding, TRIGGER, graph))
            triggers += _meaning(binding)
            continue
        if binding.direction != "out":
            inputs.append(_place(function, binding, INPUT, graph))
        if binding.direction in ("out", "inout"):
            outputs.append(_place(function, binding, OUTPUT, graph))
    loop = LOOP if graph.nodes[graph.functions[function.name]].loop else ""
    row = [
        [Cell(function.name, "accent", loop)],
        triggers or [Cell("no trigger")],
        inputs,
        outputs,
        [Cell(_call(function.entry_point)), Cell(_script(function, view) or "script not found", "dim")],
    ]
    function.release()
    return row


def _place(function: Function, binding: Binding, what: str, graph: Graph) -> Cell:
    """What a binding is about: its type, the name of its place, and what the graph knows of that."""
    kind = kind_of(binding)
    written = binding.type or "no type"
    words = [written[: -len(TRIGGER)] if kind != written.lower() and kind else written]
    if kind != "http":
        words.append(name_of(binding, kind, function.name))
    elif binding.is_trigger:
        endpoint = function.endpoint
        methods = endpoint.methods if endpoint is not None else None
        words += [",".join(methods or ()).upper(), name_of(binding, kind, function.name)]
    nodes = [graph.nodes[index] for index in graph.places.get((function.name, binding.index, what), ())]
    mark = LOOP if any(node.loop for node in nodes) else UNREAD if any(node.unread for node in nodes) else ""
    return Cell(" ".join(word for word in words if word), mark=mark)


def _meaning(trigger: Binding) -> list[Cell]:
    """The line below a timer: when it fires, in plain words."""
    schedule = _schedule(trigger)
    if schedule is None:
        return []
    unknown = "an app setting" if "%" in str(schedule["text"]) else "not valid"
    return [Cell(schedule["meaning"] or unknown, "dim")]


def _call(entry_point: EntryPoint) -> str:
    """The entry point with its parameters."""
    if entry_point.parameters is None:
        return f"{entry_point.name}(not known)"
    listed = ", ".join(
        item.name if item.annotation is None else f"{item.name}: {item.annotation}" for item in entry_point.parameters
    )
    return f"{entry_point.name}({listed})"
