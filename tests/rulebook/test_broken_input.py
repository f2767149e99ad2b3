"""Broken function.json and host.json files: no crash, and a finding for each that the host refuses."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from funclint.diagnostic import Diagnostic, Severity
from funclint.engine import check_app
from funclint.files import Files
from funclint.rulebook import Rulebook
from funclint.settings import Overrides, SettingsFinder

BOOK = Rulebook.with_shipped()
HOST: dict[str, Any] = {
    "version": "2.0",
    "functionTimeout": "00:05:00",
    "extensionBundle": {"id": "Microsoft.Azure.Functions.ExtensionBundle", "version": "[4.*, 5.0.0)"},
    "logging": {"logLevel": {"default": "Information"}, "fileLoggingMode": "always"},
    "extensions": {"http": {"routePrefix": "api", "maxConcurrentRequests": 5}, "queues": {"batchSize": 16}},
    "aggregator": {"batchSize": 100},
}
FUNCTION: dict[str, Any] = {
    "scriptFile": "__init__.py",
    "retry": {"strategy": "fixedDelay", "maxRetryCount": 3, "delayInterval": "00:00:10"},
    "bindings": [
        {"type": "timerTrigger", "name": "timer", "direction": "in", "schedule": "0 0 * * * *", "useMonitor": True},
        {"type": "queue", "name": "order", "direction": "out", "queueName": "orders", "connection": "Orders"},
        {"type": "table", "name": "rows", "tableName": "orders", "take": 5, "dataType": "string"},
    ],
}
MAIN = "def main(timer, order, rows):\n    order.set(rows)\n"


def check(function: bytes, host: bytes) -> list[Diagnostic]:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "host.json").write_bytes(host)
        (root / "Fn").mkdir()
        (root / "Fn" / "__init__.py").write_text(MAIN)
        (root / "Fn" / "function.json").write_bytes(function)
        settings = SettingsFinder(Overrides(select=("FN0", "FN1", "FN2", "FN6"))).settings_for(root)
        found = check_app(root, settings, Files(), BOOK)
    assert [item.message for item in found if item.code == "FN000"] == []
    return found


def errors(found: list[Diagnostic]) -> set[str]:
    return {item.code for item in found if item.severity is Severity.ERROR}


def dumped(value: Any) -> bytes:
    return json.dumps(value).encode()


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path]
    if isinstance(value, dict):
        for key, inner in value.items():
            found += places(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            found += places(inner, (*path, index))
    return found


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


def deep(levels: int) -> Any:
    value: Any = "x"
    for _ in range(levels):
        value = {"a": [value]}
    return value


WRONG: list[Any] = [
    None,
    True,
    7,
    -1,
    1.5,
    "",
    "wrong",
    "0",
    [],
    ["a"],
    [[]],
    {},
    {"a": 1},
    [None],
    deep(20),
    "x" * 5000,
]


def test_the_sound_files_are_sound() -> None:
    assert [item.code for item in check(dumped(FUNCTION), dumped(HOST))] == []


@pytest.mark.parametrize("number", range(len(WRONG)))
@pytest.mark.parametrize("file", ["function.json", "host.json"])
def test_wrong_values_at_every_place(file: str, number: int) -> None:
    sound = FUNCTION if file == "function.json" else HOST
    for path in places(sound):
        broken = dumped(replaced(sound, path, WRONG[number]))
        if file == "function.json":
            check(broken, dumped(HOST))
        else:
            check(dumped(FUNCTION), broken)


def at(*path: Any, to: Any) -> tuple[tuple[Any, ...], Any]:
    return path, to


REFUSED = [
    at(to=[]),
    at(to=None),
    at("bindings", to=None),
    at("bindings", to=[]),
    at("bindings", to={}),
    at("bindings", to="x"),
    at("bindings", 1, to=None),
    at("bindings", 1, to=[]),
    at("bindings", 1, to={}),
    at("bindings", 0, "type", to=None),
    at("bindings", 0, "type", to=""),
    at("bindings", 0, "type", to={}),
    at("bindings", 0, "type", to="timer"),
    at("bindings", 0, "type", to=5),
    at("bindings", 0, "name", to=None),
    at("bindings", 0, "name", to="my-timer"),
    at("bindings", 0, "name", to="ORDER"),
    at("bindings", 0, "direction", to="input"),
    at("bindings", 0, "direction", to=None),
    at("bindings", 0, "direction", to="out"),
    at("bindings", 0, "schedule", to=None),
    at("bindings", 0, "schedule", to=["0"]),
    at("bindings", 0, "useMonitor", to="yes"),
    at("bindings", 0, "useMonitor", to=None),
    at("bindings", 1, "queueName", to=None),
    at("bindings", 1, "queueName", to=[]),
    at("bindings", 1, "connection", to=["A"]),
    at("bindings", 2, "take", to="many"),
    at("bindings", 2, "take", to=[]),
    at("bindings", 2, "dataType", to="bytes"),
    at("retry", to=[]),
    at("retry", to={}),
    at("retry", "strategy", to="fixed_delay"),
    at("retry", "maxRetryCount", to=-2),
    at("retry", "maxRetryCount", to="x"),
    at("retry", "delayInterval", to=10),
    at("retry", "delayInterval", to="10s"),
    at("retry", "delayInterval", to="-00:00:10"),
    at("retry", "delayInterval", to=None),
    at("scriptFile", to=[]),
]
STOPPED = [
    at(to=[]),
    at(to=None),
    at("version", to=None),
    at("version", to=2.0),
    at("version", to="4.0"),
    at("version", to=[]),
    at("functionTimeout", to="5m"),
    at("functionTimeout", to="00:00:00"),
    at("functionTimeout", to=""),
    at("functionTimeout", to=True),
    at("extensionBundle", to=None),
    at("extensionBundle", to="x"),
    at("extensionBundle", to={}),
    at("extensionBundle", "id", to=None),
    at("extensionBundle", "id", to="a b"),
    at("extensionBundle", "version", to=None),
    at("extensionBundle", "version", to="^4"),
    at("extensionBundle", "version", to="[1.*, 2.0.0)"),
    at("logging", "logLevel", "default", to="Verbose"),
    at("logging", "fileLoggingMode", to="sometimes"),
    at("extensions", "http", "maxConcurrentRequests", to="many"),
    at("extensions", "http", "maxConcurrentRequests", to=True),
    at("extensions", "queues", "batchSize", to=64),
    at("aggregator", "batchSize", to=0),
]


@pytest.mark.parametrize(("path", "value"), REFUSED, ids=repr)
def test_what_the_host_refuses_of_a_function(path: tuple[Any, ...], value: Any) -> None:
    assert errors(check(dumped(replaced(FUNCTION, path, value)), dumped(HOST)))


@pytest.mark.parametrize(("path", "value"), STOPPED, ids=repr)
def test_what_stops_the_host(path: tuple[Any, ...], value: Any) -> None:
    found = errors(check(dumped(FUNCTION), dumped(replaced(HOST, path, value))))
    assert any(code.startswith("FN6") for code in found)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(end=st.integers(1, len(dumped(FUNCTION)) - 1), host_end=st.integers(1, len(dumped(HOST)) - 1))
def test_truncated(end: int, host_end: int) -> None:
    assert "FN003" in errors(check(dumped(FUNCTION)[:end], dumped(HOST)))
    assert "FN615" in errors(check(dumped(FUNCTION), dumped(HOST)[:host_end]))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32), count=st.integers(1, 8))
def test_mangled(seed: int, count: int) -> None:
    dice = random.Random(seed)
    check(mangled(dumped(FUNCTION), dice, count), mangled(dumped(HOST), dice, count))


def mangled(text: bytes, dice: random.Random, count: int) -> bytes:
    data = bytearray(text)
    changes: list[Callable[[int], None]] = [
        lambda at: data.__setitem__(at, dice.randrange(256)),
        lambda at: data.__delitem__(slice(at, at + dice.randrange(1, 9))),
        lambda at: data.insert(at, dice.choice(b'{}[],:"0-/*\\')),
    ]
    for _ in range(count):
        if data:
            dice.choice(changes)(dice.randrange(len(data)))
    return bytes(data)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["bindings", "type", "name", "retry", "version", "extensions", "http", "x"]), inner
        )
    ),
    max_leaves=12,
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(function=anything, host=anything)
def test_anything(function: Any, host: Any) -> None:
    check(dumped(function), dumped(host))


@pytest.mark.parametrize("text", [b"", b"\xff\xfe", b"\x00" * 100, b"[" * 100_000, b'{"a":' * 100_000])
def test_extremes(text: bytes) -> None:
    assert "FN003" in errors(check(text, dumped(HOST)))
    assert "FN615" in errors(check(dumped(FUNCTION), text))


def test_files_too_large_to_check_are_named() -> None:
    text = b'"' + b"x" * 10_000_000
    assert "FN001" in {item.code for item in check(text, dumped(HOST))}
    assert "FN615" in {item.code for item in check(dumped(FUNCTION), text)}


def test_a_megabyte_of_bindings() -> None:
    binding = {"type": "queue", "direction": "out", "queueName": "a", "nam": "x" * 1000}
    found = check(dumped({"bindings": [binding] * 900}), dumped(HOST))
    assert {"FN202", "FN204"} <= errors(found)
