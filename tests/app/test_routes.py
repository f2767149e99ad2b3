"""Route templates: the vectors of ASP.NET Core's parser, and which endpoints take whose requests."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funclint.app.endpoints import Endpoint, shadowed
from funclint.app.route import RouteError, parse_route, unknown_constraints
from funclint.diagnostic import Span

VECTORS = Path(__file__).parent.parent / "data" / "host_vectors" / "route.jsonl"
FILE = Path("function.json")


@pytest.mark.parametrize(
    "row",
    [json.loads(line) for line in VECTORS.read_text(encoding="utf-8").splitlines()],
    ids=lambda row: row["template"],
)
def test_vectors(row: dict[str, str | None]) -> None:
    template = row["template"]
    assert template is not None
    if row["message"] is None:
        assert parse_route(template).template == template
    else:
        with pytest.raises(RouteError):
            parse_route(template)


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("a//b", "'/' stands twice in a row"),
        ("//a", "'/' stands twice in a row"),
        ("{id", "a '{' has no matching '}', or a '}' no '{'"),
        ("{}", "a parameter has no name"),
        ("{a}/{A}", "the parameter 'A' appears twice"),
        ("{*rest}/x", "a catch-all parameter can only stand at the end"),
        ("{id:regex(^a{3}$)}", "in a parameter, '{' and '}' must be doubled: '{{', '}}'"),
        ("x-{e?}", "only a '.' can stand before the optional parameter 'e'"),
        ("~x", "it begins with '~'"),
    ],
)
def test_reasons(template: str, reason: str) -> None:
    with pytest.raises(RouteError) as raised:
        parse_route(template)
    assert str(raised.value) == reason


@pytest.mark.parametrize(
    ("template", "parameters"),
    [
        ("{id}", [("id", (), False, False, None)]),
        ("{id?}", [("id", (), True, False, None)]),
        ("{id:int:min(1)?}", [("id", ("int", "min(1)"), True, False, None)]),
        ("{id:range(1,9)=5}", [("id", ("range(1,9)",), False, False, "5")]),
        ("{id:regex(^a:b=c$)}", [("id", ("regex(^a:b=c$)",), False, False, None)]),
        ("{id:regex(^[0-9]{{3}}$)}", [("id", ("regex(^[0-9]{3}$)",), False, False, None)]),
        ("{*rest}", [("rest", (), False, True, None)]),
        ("{**rest}", [("rest", (), False, True, None)]),
        (
            "a/{b}-{c}.{d?}",
            [("b", (), False, False, None), ("c", (), False, False, None), ("d", (), True, False, None)],
        ),
        ("{a=}", [("a", (), False, False, "")]),
        ("{=a}", [("=a", (), False, False, None)]),
        ("/a/", []),
        ("~/a", []),
        ("", []),
        ("{{a}}", []),
    ],
)
def test_parameters(template: str, parameters: list[tuple[object, ...]]) -> None:
    found = [(p.name, p.constraints, p.optional, p.catch_all, p.default) for p in parse_route(template).parameters]
    assert found == parameters


def test_unknown_constraints() -> None:
    route = parse_route("{a:int}/{b:integer}/{c:REGEX(x)}/{d:min(1):word(2)}")
    assert [(parameter.name, constraint) for parameter, constraint in unknown_constraints(route)] == [
        ("b", "integer"),
        ("d", "word(2)"),
    ]


@given(st.text(alphabet="ab/{}*?=:~.-()", max_size=30))
def test_any_template_is_read_or_refused(template: str) -> None:
    with contextlib.suppress(RouteError):
        route = parse_route(template)
        assert len({parameter.name.lower() for parameter in route.parameters}) == len(list(route.parameters))


def endpoint(function: str, route: str | None, *methods: str) -> Endpoint:
    return Endpoint(function, FILE, route, Span(FILE), methods or None)


@pytest.mark.parametrize(
    ("first", "second", "is_shadowed"),
    [
        ("products/{id}", "products/list", True),
        ("products/list", "products/{id}", False),
        ("orders/{id}", "Orders/{number}", True),
        ("orders/{id:int}", "orders/{number:int}", True),
        ("orders/{id:int}", "orders/{number}", False),
        ("orders/{id}", "orders/{number:int}", True),
        ("{*all}", "orders/{id}/lines", True),
        ("orders/{*rest}", "orders", True),
        ("orders/{*rest}", "orders/{*more}", True),
        ("orders/{id}", "orders/{*rest}", False),
        ("orders/{id?}", "orders", True),
        ("orders/{id?}", "orders/5", True),
        ("orders/{id=1}", "orders", True),
        ("orders/{id}", "orders/{number?}", False),
        ("orders/{id?}", "orders/{number?}", True),
        ("{a}-{b}", "{c}-{d}", True),
        ("{a}", "{c}-{d}", True),
        ("{a}-{b}", "{c}", False),
        ("{{}}", "{c}", False),
        ("{c}", "{{}}", True),
        ("orders/%STAGE%", "orders/{id}", False),
        ("orders/{id", "orders/{id}", False),
    ],
)
def test_shadowed(first: str, second: str, is_shadowed: bool) -> None:
    a, b = endpoint("A", first), endpoint("B", second)
    assert list(shadowed([a, b])) == ([(b, a)] if is_shadowed else [])


def test_only_shared_methods_count() -> None:
    a = endpoint("A", "orders/{id}", "GET")
    assert list(shadowed([a, endpoint("B", "orders/5", "post")])) == []
    b = endpoint("B", "orders/5", "get", "post")
    assert list(shadowed([a, b])) == [(b, a)]
    assert b.shared_methods(a, ignore_case=True) == ["get"]
    assert b.shared_methods(a, ignore_case=False) == []


def test_what_the_host_refuses_is_not_shadowed() -> None:
    a, b, c = endpoint("A", "orders", "get"), endpoint("B", "/Orders/", "get", "put"), endpoint("C", "orders", "GET")
    assert (b.conflicts(a), c.conflicts(a)) == (True, False)
    assert list(shadowed([a, b, c])) == [(c, a)]


def test_the_first_that_fits_is_named() -> None:
    ends = [endpoint("A", "x/{id}", "put"), endpoint("B", "x/{*rest}"), endpoint("C", "x/{key}"), endpoint("D", "x/y")]
    assert [(late.function, early.function) for late, early in shadowed(ends)] == [("B", "A")] * 0 + [
        ("C", "A"),
        ("D", "A"),
    ]


@pytest.mark.parametrize(
    ("route", "reserved"),
    [("admin", True), ("/ADMIN/x", True), ("administrators", True), ("runtimes/x", True), ("my/admin", False)],
)
def test_reserved(route: str, reserved: bool) -> None:
    assert endpoint("F", route).is_reserved == reserved


def test_the_default_route() -> None:
    assert [endpoint("Fn", route).route for route in (None, "", "  ", "x")] == ["Fn", "Fn", "Fn", "x"]


def test_many_deep_routes_are_quick() -> None:
    ends = [
        endpoint(f"F{number:04}", "/".join(f"{{a{number}_{at}}}" for at in range(number % 40 + 1)))
        for number in range(800)
    ]
    ends.append(endpoint("Z", "/".join(f"{{p{at}}}" for at in range(1500))))
    assert len(list(shadowed(ends))) == 800 - 40
