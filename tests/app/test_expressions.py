"""Binding expressions, what triggers offer them, and what a blob output triggers again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funclint.app.expression import Expression
from funclint.app.function_json import FunctionJson, bindings_of
from funclint.app.wiring import Wiring, offer_of, writes_into
from funclint.catalogue import binding_types
from funclint.catalogue.wiring import TABLE, wiring
from funclint.text import SourceText


def bindings(text: str) -> list:  # type: ignore[type-arg]
    return list(bindings_of(FunctionJson(SourceText(Path("function.json"), f'{{"bindings": [{text}]}}'))))


@pytest.mark.parametrize(
    ("text", "settings", "tokens"),
    [
        ("plain", [], []),
        ("%A%/{b}", ["A"], ["b"]),
        ("%A%%B%", ["A", "B"], []),
        ("{a.b.c}-{d:N}", [], ["a.b.c", "d:N"]),
        ("{{x}}", [], []),
        ("{{{x}}}", [], ["x"]),
        ("%a{b%", ["a{b"], []),
        ("{DateTime:yyyy-MM-dd HH}", [], ["DateTime:yyyy-MM-dd HH"]),
        ("{rand-guid:N}{sys.utcnow}", [], ["rand-guid:N", "sys.utcnow"]),
    ],
)
def test_parts(text: str, settings: list[str], tokens: list[str]) -> None:
    read = Expression(text)
    assert read.error is None
    assert [name for name, _, _ in read.settings] == settings
    assert [token.text for token in read.tokens] == tokens
    assert all(text[start:end] == f"%{name}%" for name, start, end in read.settings)
    assert all(text[token.start : token.end] == f"{{{token.text}}}" for token in read.tokens)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("50%", "the '%' at position 2 has no closing '%'"),
        ("{}", "the expression at position 0 is empty"),
        ("a{b", "the '{' at position 1 has no matching '}'"),
        ("ab}", "the '}' at position 2 has no matching '{'"),
        ("{a b}", "'{a b}' is no expression: spaces are not allowed"),
        ("{a-b}", "'{a-b}' is no expression: a name has no '-'"),
        ("{a..b}", "'{a..b}' is no expression: a name between dots is missing"),
    ],
)
def test_errors(text: str, error: str) -> None:
    assert Expression(text).error == error


def test_names_and_system_values() -> None:
    tokens = Expression("{a.b}{c:N}{RAND-GUID}{datetime:yyyy}{sys.randguid}{system}").tokens
    assert [(token.name, token.is_system) for token in tokens] == [
        ("a", False),
        ("c", False),
        ("RAND-GUID", True),
        ("datetime", True),
        ("sys", True),
        ("system", False),
    ]


@given(st.text(alphabet="ab%{}.-: ", max_size=25))
def test_any_text_is_read(text: str) -> None:
    read = Expression(text)
    if "{" not in text and "}" not in text and "%" not in text:
        assert (read.error, read.settings, read.tokens) == (None, [], [])


@pytest.mark.parametrize(
    ("trigger", "names", "certain"),
    [
        ('{"type": "timerTrigger"}', {"timertrigger"}, True),
        ('{"type": "blobTrigger", "path": "a/{Name}.csv"}', {"name", "uri", "metadata"}, True),
        ('{"type": "blobTrigger", "path": "a/{name}.json"}', {"name"}, False),
        ('{"type": "blobTrigger", "path": "a/{name}.{ext}"}', {"name", "ext"}, False),
        ('{"type": "blobTrigger", "path": "a/{name}"}', {"name"}, False),
        ('{"type": "blobTrigger", "path": "a/{name}", "dataType": "Binary"}', {"name"}, True),
    ],
)
def test_offers(trigger: str, names: set[str], certain: bool) -> None:
    offer = offer_of(bindings(trigger)[0])
    assert offer is not None
    assert names <= offer.names
    assert "sys" in offer.names
    assert offer.certain == certain


@pytest.mark.parametrize(
    "trigger",
    [
        '{"type": "queueTrigger"}',
        '{"type": "httpTrigger", "route": "a/{b}"}',
        '{"type": "blobTrigger"}',
        '{"type": "blobTrigger", "path": "%A%/{name}"}',
        '{"type": "blobTrigger", "path": "a/{name"}',
    ],
)
def test_what_cannot_be_told(trigger: str) -> None:
    assert offer_of(bindings(trigger)[0]) is None


@pytest.mark.parametrize(
    ("written", "listened", "again"),
    [
        ("a/{name}", "a/{name}", True),
        ("a/x", "a", True),
        ("a/{name}.png", "a/{name}.jpg", False),
        ("a/{name}.png.jpg", "a/{name}.jpg", True),
        ("a/small-{name}", "a/{name}", True),
        ("a/{name}", "a/big-{name}", False),
        ("a/big-{rand-guid}", "a/big-{name}", True),
        ("a/{x}/out/{y}", "a/{x}/out/{y}", True),
        ("a/{x}/out/{y}", "a/{x}/in/{y}", False),
        ("a/{name}", "a/{x}n{y}", False),
        ("a/fixed", "a/fixed", True),
        ("a/fixed", "a/other", False),
        ("b/x", "a/{name}", False),
        ("{c}/x", "a/{name}", False),
        ("%A%/x", "%A%/{name}", False),
        ("a/ab", "a/{x}ab{y}ab", False),
        ("a", "a/{name}", False),
    ],
)
def test_writes_into(written: str, listened: str, again: bool) -> None:
    assert writes_into(written, listened) == again


def test_wiring_of_bindings() -> None:
    found = Wiring(
        bindings(
            '{"type": "QueueTrigger", "QueueName": "%Q%", "Connection": "C"},'
            ' {"type": "blob", "path": "plain/name", "connection": 5},'
            ' {"type": "sql", "commandText": "LIKE \'%x%\'", "connectionStringSetting": "S"},'
            ' {"type": "nobody", "connection": "N"}'
        )
    )
    assert [(item.written, item.text) for item in found.settings] == [
        ("Connection", "C"),
        ("connectionStringSetting", "S"),
    ]
    assert [(item.key, item.text) for item in found.templates] == [("queuename", "%Q%")]


def test_places_inside_of_a_text() -> None:
    text = '{"bindings": [{"type": "blob", "path": "a/%B%"}, {"type": "blob", "path": "\\u0061/%B%"}]}'
    plain, escaped = Wiring(bindings_of(FunctionJson(SourceText(Path("f"), text)))).templates
    span = plain.span_of(2, 5)
    assert text[span.start : span.end] == "%B%"
    assert escaped.span_of(2, 5) == escaped.span


def test_catalogue() -> None:
    types = binding_types()
    for record in TABLE.records():
        assert types[record[0].lower()].type == record[0]
    assert wiring("QUEUETRIGGER") == ({"connection"}, {"queuename"})
    assert wiring("nobody") == (frozenset(), frozenset())
