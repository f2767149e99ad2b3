"""Completion in function.json: types, directions, properties, their values, names, settings, files, entry points."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from funclint.app.function import Function
from funclint.app.function_json import CARDINALITIES, DATA_TYPES, Binding, FunctionJson
from funclint.app.matching import unmatched
from funclint.app.suggest import defined_callables
from funclint.catalogue.bindings import COMMON, Property, binding_types
from funclint.catalogue.schemas import describe
from funclint.diagnostic import Edit, Span
from funclint.lsp.features import cursor
from funclint.lsp.session import Place

_COMMON_NAMES = {"datatype": "dataType"}


class Item(NamedTuple):
    """One proposal: ``kind`` is ``property``, ``value``, ``name``, ``setting``, ``file`` or ``function``; ``edit`` puts
    it in the place of what is written there."""

    label: str
    kind: str
    edit: Edit
    detail: str = ""


def complete(place: Place) -> list[Item]:
    """What may stand at a place of a function.json; empty elsewhere."""
    at = cursor.json_at(place)
    if at is None:
        return []
    if at.member is None or at.in_key:
        return list(_keys(place, at))
    setting = _inside_expression(place, at)
    if setting is not None:
        return setting
    span = _value_span(place, at)
    return [
        Item(word, kind, Edit(span, word if kind == "literal" else json.dumps(word, ensure_ascii=False)), detail)
        for word, kind, detail in _values(place, at)
    ]


def _value_span(place: Place, at: cursor.InJson) -> Span:
    assert at.member is not None
    value = at.member.value
    if value.kind == "undefined" or value.kind in ("object", "array"):
        return Span(place.path, place.offset, place.offset)
    end = value.end
    # An unterminated string goes on to the end of its line: blanks and brackets behind the place are not part of it.
    text = place.source.text[value.start : value.end]
    if value.kind == "string" and (len(text) < 2 or text[-1] != text[0]):
        end = max(place.offset, value.start + len(text.rstrip()))
    return Span(place.path, value.start, end)


def _keys(place: Place, at: cursor.InJson) -> Iterator[Item]:
    root = at.function.json.root if at.function.json is not None else None
    present = {member.key.lower() for member in at.container.members if member is not at.member}
    if at.binding is not None and at.container is at.binding.node:
        names = _binding_keys(place, at.binding)
    elif at.container is root and not _is_in_array(at, place):
        names = [(key, "") for key in FunctionJson.KEYS]
    else:
        return
    span = at.span if at.member is not None else Span(place.path, place.offset, place.offset)
    has_value = at.member is not None and at.member.value.kind != "undefined"
    for name, detail in names:
        if name.lower() not in present:
            yield Item(name, "property", Edit(span, json.dumps(name) + ("" if has_value else ": ")), detail)


def _is_in_array(at: cursor.InJson, place: Place) -> bool:
    bindings = at.function.json.bindings if at.function.json is not None else None
    return bindings is not None and bindings.start < place.offset < bindings.end


def _binding_keys(place: Place, binding: Binding) -> list[tuple[str, str]]:
    known = binding_types().get((binding.type or "").lower())
    own = [item for item in known.properties.values() if item.is_read_by(place.app.bundle)] if known else []
    names = ["name", "type", "direction"] + [item.name for item in own]
    names += [_COMMON_NAMES.get(key, key) for key in COMMON if key in ("datatype", "cardinality", "connection")]
    return [(name, describe(name) or "") for name in dict.fromkeys(names)]


def _values(place: Place, at: cursor.InJson) -> Iterator[tuple[str, str, str]]:
    assert at.member is not None
    function, key = at.function, at.key
    if at.binding is None:
        if key == "scriptFile":
            names = sorted(place.app.files.names(function.folder))
            yield from ((name, "file", "") for name in names if name.endswith(".py"))
        elif key == "entryPoint":
            yield from ((name, "function", "") for name in defined_callables(function))
        return
    if key == "type":
        for item in sorted(binding_types().values(), key=lambda each: each.type.lower()):
            if item.bundles is None or (
                item.bundles and (place.app.bundle is None or place.app.bundle in item.bundles)
            ):
                yield item.type, "value", ", ".join(item.kinds)
    elif key == "direction":
        known = binding_types().get((at.binding.type or "").lower())
        yield from ((word, "value", "") for word in (known.directions if known is not None else ("in", "out")))
    elif key == "name":
        yield from _names(function, at.binding)
    elif key in ("datatype", "cardinality"):
        yield from ((word, "value", "") for word in (DATA_TYPES if key == "datatype" else CARDINALITIES))
    else:
        yield from _property_values(place, key, cursor.property_of(place.app, at.binding, key))


def _names(function: Function, binding: Binding) -> Iterator[tuple[str, str, str]]:
    unbound, _ = unmatched(function)
    for parameter in unbound:
        yield parameter.name, "name", parameter.annotation or ""
    if binding.direction == "out" and function.return_binding in (None, binding):
        yield "$return", "name", "the value that the function returns"


def _property_values(place: Place, key: str, own: Property | None) -> Iterator[tuple[str, str, str]]:
    if key == "connection" or (own is not None and own.setting is not None):
        yield from ((name, "setting", "local.settings.json") for name in _settings(place))
    if own is not None:
        yield from ((word, "value", "default" if word == own.default else "") for word in own.kind.words)
        if own.kind.name.startswith(("bool", "host bool")):
            yield from ((word, "literal", "default" if word == own.default else "") for word in ("true", "false"))


def _settings(place: Place) -> Iterable[str]:
    settings = place.app.settings
    return dict.fromkeys(name.partition("__")[0] for name in settings.names()) if settings is not None else ()


def _inside_expression(place: Place, at: cursor.InJson) -> list[Item] | None:
    """The settings for a ``%`` that is open at the place; None where none is."""
    if at.binding is None or at.member is None or at.member.value.kind != "string":
        return None
    start = at.member.value.start
    before = place.source.text[start : place.offset]
    if before.count("%") % 2 == 0:
        return None
    begin = start + before.rindex("%")
    line_end = place.source.line_starts[place.source.location(place.offset)[0] :][:1] or [len(place.source.text)]
    rest = place.source.text[place.offset : min(at.member.value.end, line_end[0])]
    closing = rest.find("%")
    name = rest[: closing if closing >= 0 else 0]
    end = place.offset + closing + 1 if closing >= 0 and name.replace("_", "").isalnum() | (not name) else place.offset
    span = Span(place.path, begin, end)
    return [Item(f"%{name}%", "setting", Edit(span, f"%{name}%"), "local.settings.json") for name in _settings(place)]
