"""What the host can convert a JSON value to: a quick test of a node, and the same as JSON Schema.

Two converters are met. Properties of a binding go through Newtonsoft's ``JToken.ToObject`` (webjobs-sdk
AttributeConverter.cs) and through .NET's ``Convert`` for the two triggers that the host reads itself. Values of
host.json become text and go through the type converters of the configuration binder: their kinds begin with ``host``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from funclint.catalogue.timespan import MAX_DAYS, parse_time_span
from funclint.catalogue.timespan import PATTERN as TIMESPAN
from funclint.jsonc_tree import Node

Schema = dict[str, Any]

INT32 = (-(2**31), 2**31 - 1)
_ABSENT = ("null", "undefined")


class Kind:
    """A kind of value: its ``name`` as in the data files, the ``words`` of an enum, a phrase that says what is meant.

    ``accepts`` is the quick test; ``schema()`` accepts exactly the same.
    """

    __slots__ = ("_make", "accepts", "name", "phrase", "words")

    def __init__(
        self,
        name: str,
        phrase: str,
        accepts: Callable[[Node], bool],
        make: Callable[[], Schema],
        words: tuple[str, ...] = (),
    ) -> None:
        self.name = name
        self.phrase = phrase
        self.accepts = accepts
        self.words = words
        self._make = make

    def schema(self) -> Schema:
        """A JSON Schema that accepts what ``accepts`` does."""
        return self._make()

    def __repr__(self) -> str:
        return f"Kind({self.name})"


def kind(name: str) -> Kind:
    """The kind of that name; ``enum A|B`` and ``host int 1..32`` carry their words and bounds. Raises KeyError."""
    found = _kinds.get(name)
    if found is None:
        found = _kinds[name] = _parse(name)
    return found


def _parse(name: str) -> Kind:
    head, _, rest = name.rpartition(" ")
    if head in ("enum", "host enum"):
        words = tuple(rest.split("|"))
        lower = tuple(word.lower() for word in words)
        phrase = f"one of {', '.join(words)}"
        return Kind(name, phrase, lambda node: _is_word(node, lower), lambda: _word_schema(words), words)
    if head == "host int":
        low, _, high = rest.partition("..")
        bounds = int(low), int(high)
        phrase = f"a whole number, at least {low}" if bounds[1] == INT32[1] else f"a whole number from {low} to {high}"
        return Kind(name, phrase, lambda node: _is_host_int(node, *bounds), lambda: _host_int_schema(*bounds))
    raise KeyError(name)


# Newtonsoft ----------------------------------------------------------------------------------------------------------


def _is_any(node: Node) -> bool:
    return True


def _is_scalar(node: Node) -> bool:
    return node.kind not in ("array", "object")


def _is_integer(node: Node) -> bool:
    value = node.value
    if node.kind == "string":
        return _is_whole(str(value))
    if node.kind == "number" and isinstance(value, (int, float)):
        return INT32[0] <= value <= INT32[1] or value != value
    return _is_scalar(node)


def _is_boolean(node: Node) -> bool:
    if node.kind == "string":
        return str(node.value).strip().lower() in ("true", "false")
    return _is_scalar(node)


def _is_boolean_for_sure(node: Node) -> bool:
    return node.kind not in _ABSENT and _is_boolean(node)


def _is_strings(node: Node) -> bool:
    return node.kind in _ABSENT or (node.kind == "array" and all(map(_is_scalar, node.items)))


def _is_object(node: Node) -> bool:
    return node.kind == "object" or node.kind in _ABSENT


def _is_word(node: Node, words: tuple[str, ...]) -> bool:
    """Words in any case, numbers, several of them as flags. An empty word some converters refuse, but the templates
    have them: they are still to be filled in."""
    if node.kind in _ABSENT:
        return True
    if node.kind == "number":
        return isinstance(node.value, int) or (isinstance(node.value, float) and node.value.is_integer())
    if node.kind != "string":
        return False
    value = str(node.value).strip()
    if not value:
        return True
    parts = (part.strip().lower() for part in value.split(","))
    return all(part in words or _is_whole(part) for part in parts)


def _is_whole(text: str) -> bool:
    text = text.strip()
    digits = text[1:] if text[:1] in ("+", "-") else text
    return digits.isascii() and digits.isdigit()


_SCALAR: Schema = {"type": ["string", "number", "boolean", "null"]}
_WHOLE = r"^\s*[+-]?[0-9]+\s*$"


def _bounded(types: list[str], low: int, high: int) -> Schema:
    return {"type": types, "pattern": _WHOLE, "minimum": low, "maximum": high}


def _boolean_schema(*more: str) -> Schema:
    return {"type": ["boolean", *more], "pattern": rf"^\s*(?:{any_case('true')}|{any_case('false')})\s*$"}


def any_case(word: str) -> str:
    """A pattern for a word in any case; JavaScript has no inline flag for it."""
    return "".join(f"[{letter.upper()}{letter.lower()}]" if letter.isalpha() else letter for letter in word)


def _word_schema(words: tuple[str, ...]) -> Schema:
    one = "|".join([*map(any_case, words), "[+-]?[0-9]+"])
    pattern = rf"^\s*(?:(?:{one})\s*(?:,\s*(?:{one})\s*)*)?$"
    # The first branch is what editors offer, the others are what the host takes beyond it.
    return {"anyOf": [{"enum": list(words)}, {"type": "string", "pattern": pattern}, {"type": ["integer", "null"]}]}


# The configuration binder --------------------------------------------------------------------------------------------


def _is_host_bool(node: Node) -> bool:
    if node.kind == "string":
        return str(node.value).strip().lower() in ("true", "false", "")
    return node.kind == "boolean" or node.kind in _ABSENT


def _is_host_int(node: Node, low: int, high: int) -> bool:
    value = node.value
    if node.kind == "string":
        written = str(value)
        if not written.strip():
            return True
        return _is_whole(written)
    if node.kind == "number" and isinstance(value, (int, float)):
        return value == int(value) and low <= value <= high if abs(value) < 1e300 else False
    return node.kind in _ABSENT


def _host_int_schema(low: int, high: int) -> Schema:
    return {
        "type": ["integer", "string", "null"],
        "pattern": r"^\s*(?:[+-]?[0-9]+\s*)?$",
        "minimum": low,
        "maximum": high,
    }


def _is_host_number(node: Node) -> bool:
    return node.kind in ("number", "string", *_ABSENT)


def _is_host_time(node: Node) -> bool:
    if node.kind == "string":
        written = str(node.value)
        return not written.strip() or parse_time_span(written) is not None
    if node.kind == "number":
        return _is_host_int(node, -MAX_DAYS, MAX_DAYS)
    return node.kind in _ABSENT


def _host_time_schema() -> Schema:
    return {
        "type": ["string", "integer", "null"],
        "pattern": rf"{TIMESPAN}|^\s*$",
        "minimum": -MAX_DAYS,
        "maximum": MAX_DAYS,
    }


_kinds: dict[str, Kind] = {
    item.name: item
    for item in (
        Kind("any", "any value", _is_any, dict),
        Kind("string", "a string", _is_scalar, lambda: dict(_SCALAR)),
        Kind(
            "integer",
            "a whole number",
            _is_integer,
            lambda: _bounded(["integer", "number", "string", "boolean", "null"], *INT32),
        ),
        Kind("boolean", "true or false", _is_boolean, lambda: _boolean_schema("number", "string", "null")),
        Kind("boolean!", "true or false", _is_boolean_for_sure, lambda: _boolean_schema("number", "string")),
        Kind(
            "strings",
            "an array of strings",
            _is_strings,
            lambda: {"type": ["array", "null"], "items": dict(_SCALAR)},
        ),
        Kind("object", "an object", _is_object, lambda: {"type": ["object", "null"]}),
        Kind(
            "host bool",
            "true or false",
            _is_host_bool,
            lambda: {
                "type": ["boolean", "string", "null"],
                "pattern": rf"^\s*(?:{any_case('true')}|{any_case('false')})?\s*$",
            },
        ),
        Kind("host int", "a whole number", lambda node: _is_host_int(node, *INT32), lambda: _host_int_schema(*INT32)),
        Kind("host number", "a number", _is_host_number, lambda: {"type": ["number", "string", "null"]}),
        Kind("host time", 'a time span such as "00:05:00"', _is_host_time, _host_time_schema),
        Kind("host text", "a string", _is_scalar, lambda: dict(_SCALAR)),
        Kind(
            "host texts",
            "an array of strings",
            _is_strings,
            lambda: {"type": ["array", "null"], "items": dict(_SCALAR)},
        ),
        Kind("host object", "an object", _is_object, lambda: {"type": ["object", "null"]}),
    )
}
