"""Hover: the reason of a finding, what a binding or property is, when a schedule fires, which URL a route makes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from typing import NamedTuple

from funclint.diagnostic import Diagnostic, Span
from funclint.lsp.features import cursor, texts
from funclint.lsp.session import Place
from funclint.rulebook import Rulebook, RulebookError


class Hover(NamedTuple):
    """Markdown about a range of the document."""

    markdown: str
    span: Span


def hover(place: Place, findings: Iterable[Diagnostic], book: Rulebook) -> Hover | None:
    """What there is to say about a place; ``findings`` are those of the document."""
    pieces: list[str] = []
    span: Span | None = None
    for item in findings:
        if item.span.path == place.path and item.span.start <= place.offset <= item.span.end:
            pieces.append(_reason(item, book))
            span = span or item.span
    about = _about_json(place) if place.path.suffix == ".json" else _about_code(place)
    if about is not None:
        pieces.append(about.markdown)
        span = about.span
    return None if span is None else Hover("\n\n---\n\n".join(pieces), span)


def _reason(item: Diagnostic, book: Rulebook) -> str:
    rule = book.find(item.code)
    lines = [f"**{item.code}** {item.name}: {item.message}"]
    if rule is not None:
        with contextlib.suppress(RulebookError):  # a rule of a team's own may have no page
            lines += texts.rule_text(rule.page(), item.url)
    return "\n\n".join(lines)


def _about_json(place: Place) -> Hover | None:
    at = cursor.json_at(place)
    if at is None or at.member is None:
        return None
    function, key = at.function, at.key
    text: str | None = None
    if at.binding is None:
        if key in ("entryPoint", "scriptFile") and at.container is (function.json and function.json.root):
            text = texts.function_text(function)
    elif not at.in_key and key in ("type", "name"):
        text = texts.binding_text(place.app, at.binding)
    elif key == "schedule" and not at.in_key and at.binding.is_trigger:
        text = texts.schedule_text(at.binding.text("schedule") or "")
    elif key in ("route", "methods", "authlevel") and at.binding.is_trigger and not at.in_key:
        level = at.binding.text("authLevel") or "function"
        text = f"`{texts.route_text(function)}`\n\nauthLevel: {level}"
    else:
        text = texts.property_text(place.app, at.member.key, cursor.property_of(place.app, at.binding, key))
    return Hover(text, at.span) if text else None


def _about_code(place: Place) -> Hover | None:
    at = cursor.code_at(place)
    if at is None:
        return None
    if at.parameter is None:
        return Hover(texts.function_text(at.function), at.span)
    binding = at.function.bound.get(at.parameter.name)
    return None if binding is None else Hover(texts.binding_text(place.app, binding), at.span)
