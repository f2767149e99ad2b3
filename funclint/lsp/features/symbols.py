"""The outline of a document, and what stands above entry points: trigger and route."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from funclint.app.function import Function
from funclint.diagnostic import Span
from funclint.lsp.features import cursor, texts
from funclint.lsp.session import Place


class Symbol(NamedTuple):
    """One entry of the outline: ``kind`` is ``function`` or ``binding``; ``name_span`` lies within ``span``."""

    name: str
    detail: str
    kind: str
    span: Span
    name_span: Span
    children: tuple[Symbol, ...] = ()


class Lens(NamedTuple):
    """A line above an entry point, and the function.json that it is about."""

    title: str
    span: Span
    target: Path


def symbols(place: Place) -> list[Symbol]:
    """The function of a function.json with its bindings, or the functions whose entry points are in a Python file."""
    if place.path.suffix == ".json":
        function = cursor.function_at(place)
        json = function.json if function is not None else None
        if function is None or json is None or json.root is None:
            return []
        whole = Span(place.path, json.root.start, json.root.end)
        bindings = tuple(
            Symbol(
                binding.name or "?",
                f"{binding.type or '?'}, {binding.direction or '?'}",
                "binding",
                Span(place.path, binding.node.start, binding.node.end),
                binding.span("name"),
            )
            for binding in function.bindings
        )
        first = Span(place.path, whole.start, whole.start + 1)
        return [Symbol(function.name, texts.trigger_text(function) or "", "function", whole, first, bindings)]
    return [
        Symbol(name, f"{function.name}: {texts.trigger_text(function) or 'no trigger'}", "function", whole, span)
        for function, name, whole, span in _entry_points(place)
    ]


def lenses(place: Place) -> list[Lens]:
    """What triggers the functions whose entry points are in a Python file."""
    return [
        Lens(trigger if function.folder in place.path.parents else f"{function.name}: {trigger}", span, function.path)
        for function, _, _, span in _entry_points(place)
        if (trigger := texts.trigger_text(function)) is not None
    ]


def _entry_points(place: Place) -> Iterator[tuple[Function, str, Span, Span]]:
    if place.path.suffix != ".py":
        return
    for function in cursor.functions_of(place):
        found = cursor.definition_of(function)
        if found is not None and found[0].path == place.path:
            yield function, found[1].name, found[0].span(found[1]), found[0].name_span(found[1])
