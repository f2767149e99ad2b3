"""What the host can convert a value to: the quick test and the JSON Schema of a kind say the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from funclint.catalogue.bindings import PROPERTIES
from funclint.catalogue.host_settings import TABLE as HOST
from funclint.catalogue.kinds import kind
from funclint.jsonc import Node, parse

NAMES = sorted(
    {record[2] for record in PROPERTIES.records()}
    | {record[1].removeprefix("map ") for record in HOST.records() if not record[1].startswith("section")}
    | {"any", "object"}
)

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**40), 2**40)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["true", " False ", "yes", "", " ", "5", "+5", "-5 ", "4.5", "0x1F", "00:05:00", "5m", "one,two"])
    | st.sampled_from(["Function", "ANONYMOUS", "anonymous, 7", "Trace", "leFT", "EventGrid", "Text|Text"])
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


def node(value: Any) -> Node:
    root = parse(json.dumps({"value": value})).root
    assert root is not None
    found = root.get("value")
    assert found is not None
    return found


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=25)
@given(value=values)
def test_test_and_schema_agree(name: str, value: Any) -> None:
    found = kind(name)
    assert found.accepts(node(value)) == Draft7Validator(found.schema()).is_valid(value)


@pytest.mark.parametrize(
    ("name", "text", "accepted"),
    [
        ("boolean", '"TRUE"', True),
        ("boolean", "0", True),
        ("boolean", '"yes"', False),
        ("boolean", "null", True),
        ("boolean!", "null", False),
        ("integer", '"50"', True),
        ("integer", "4.5", True),
        ("integer", '"4.5"', False),
        ("integer", "5000000000", False),
        ("string", "5", True),
        ("string", '["A"]', False),
        ("strings", '["GET", "foo", 5, null]', True),
        ("strings", '[["get"]]', False),
        ("strings", '"get"', False),
        ("enum anonymous|function|admin", '" function "', True),
        ("enum anonymous|function|admin", '"function,admin"', True),
        ("enum anonymous|function|admin", '"9"', True),
        ("enum anonymous|function|admin", '"anon"', False),
        ("enum anonymous|function|admin", "true", False),
        ("object", '"x"', False),
        ("host bool", "1", False),
        ("host int 1..32", "64", False),
        ("host int 1..32", '"16"', True),
        ("host time", "5", True),
        ("host time", '"5m"', False),
    ],
)
def test_conversions(name: str, text: str, accepted: bool) -> None:
    root = parse(f'{{"value": {text}}}').root
    assert root is not None
    value = root.get("value")
    assert value is not None
    assert kind(name).accepts(value) is accepted


def test_an_unknown_kind() -> None:
    with pytest.raises(KeyError):
        kind("surprise")
