"""The rules of the catalogue against what the real worker did with two hundred annotations on each binding type."""

from __future__ import annotations

import ast
import builtins
import importlib
import json
import typing
from collections.abc import Iterable
from pathlib import Path

import pytest

from funclint.catalogue import (
    Acceptance,
    canonical_type,
    converter,
    is_registered,
    registered_types,
    sdk_class,
    sdk_module,
)
from funclint.catalogue.converters import format_acceptance, parse_acceptance

TRUTH = json.loads((Path(__file__).parent.parent / "data" / "annotation_truth.json").read_text("utf-8"))
SIDES = ("input", "output", "return")
PACKAGES = {"func": "azure.functions", "df": "azure.durable_functions"}
OWN = {"SubStr": str, "SubBytes": bytes, "SubDict": dict, "PlainClass": object, "ADataclass": object}


def named(cls: type) -> str:
    return cls.__qualname__ if cls.__module__ == "builtins" else f"{cls.__module__}.{cls.__qualname__}"


def class_of(node: ast.expr) -> tuple[tuple[str, ...], bool] | None:
    """MRO names and whether there is a callable ``read``, of an annotation that is a class."""
    path = ast.unparse(node).split(".")
    if path == ["None"]:
        return ("NoneType", "object"), False
    if path[0] in PACKAGES:
        module = sdk_module(".".join([PACKAGES[path[0]], *path[1:-1]]))
        found = module[path[-1]] if module is not None and len(path) > 1 else None
        return (found.mro, found.read) if found is not None and found.kind == "class" else None
    if len(path) == 1:
        value = OWN.get(path[0]) or getattr(builtins, path[0], None)
        mro = (path[0],) if path[0] in OWN else ()
    else:
        value = getattr(importlib.import_module(".".join(path[:-1])), path[-1])
        mro = ()
    if not isinstance(value, type):
        return None
    return (*mro, *map(named, value.__mro__)), callable(getattr(value, "read", None))


def alias_of(node: ast.expr) -> tuple[bool, list[str | None]] | None:
    """Whether the origin is iterable, and the arguments, of an annotation that is an alias of ``typing``."""
    base = node.value if isinstance(node, ast.Subscript) else node
    path = ast.unparse(base).split(".")
    if path[0] != "typing":
        return None
    alias = getattr(typing, path[1])
    if path[1] in ("IO", "Literal"):
        origin: object = None
    else:
        origin = typing.get_origin(alias)
        if not isinstance(origin, type):
            return None
    iterable = isinstance(origin, type) and issubclass(origin, Iterable)
    args: list[str | None] = []
    if isinstance(node, ast.Subscript):
        for arg in node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]:
            known = None if isinstance(arg, (ast.Subscript, ast.Constant)) else class_of(arg)
            args.append(known[0][0] if known else None)
    return iterable, args


def judged(binding_type: str, side: str, annotation: str) -> bool | None:
    """Whether the catalogue lets the function load; None for annotations that the worker refuses as no type."""
    try:
        node = ast.parse(annotation.removeprefix("string ").strip('"'), mode="eval").body
    except SyntaxError:
        return None
    chosen = converter(binding_type)
    if not isinstance(node, (ast.Name, ast.Attribute, ast.Constant, ast.Subscript)):
        return None
    cls = class_of(node) if not isinstance(node, ast.Subscript) else None
    if cls and cls[0][0] in ("str", "bytes") and side != "return" and not chosen.implicit_output:
        chosen = converter("a type that nobody registers")
    check = chosen.input if side == "input" else chosen.output
    if cls:
        return check is not None and check.accepts_class(*cls)
    alias = alias_of(node)
    if alias is None:
        return None
    return check is not None and check.accepts_alias(*alias)


@pytest.mark.parametrize("binding_type", sorted(TRUTH["types"]))
def test_rules_give_the_worker_s_verdicts(binding_type: str) -> None:
    compared = 0
    for side, letters in zip(SIDES, TRUTH["types"][binding_type], strict=True):
        for annotation, letter in zip(TRUTH["annotations"], letters, strict=True):
            code = TRUTH["letters"][letter]
            # Refused before a converter is asked, and the one class that only exists on the version measured.
            if code in ("nontype", "nontype_return", "bad_out", "in_with_Out", "return_is_Out", "crash_NameError"):
                continue
            verdict = judged(binding_type, side, annotation)
            if verdict is not None:
                compared += 1
                assert verdict == (code == "ok"), (side, annotation, code)
    assert compared > 300


def test_every_accepted_annotation_is_judged() -> None:
    """What loads is never left out of the comparison above, but for forms with names of their own."""
    left_out = {
        annotation
        for binding_type, columns in TRUTH["types"].items()
        for side, letters in zip(SIDES, columns, strict=True)
        for annotation, letter in zip(TRUTH["annotations"], letters, strict=True)
        if letter == "o" and judged(binding_type, side, annotation) is None
    }
    assert left_out <= {
        'typing.Annotated[str, "x"]',
        'typing.Annotated[func.HttpRequest, "x"]',
        'typing.NamedTuple("NT", [("x", int)])',
        'typing.TypedDict("TD", {"x": int})',
        'unsubscripted string "str"',
        "func.Out[str]",
        "func.Out[func.Out[str]]",
        "typing.Any",
    }


def test_implicit_output() -> None:
    wrong = {
        name for name, expected in TRUTH["has_implicit_output"].items() if converter(name).implicit_output != expected
    }
    assert wrong == set()


def test_registered_types() -> None:
    assert registered_types() == tuple(sorted(TRUTH["registered"]))
    assert all(map(is_registered, registered_types()))
    assert not is_registered("httptrigger")
    assert not is_registered("*")
    assert not is_registered("table")


def test_canonical_type() -> None:
    assert canonical_type("HTTPTRIGGER") == "httpTrigger"
    assert canonical_type("httpTrigger") == "httpTrigger"
    assert canonical_type("table") is None
    assert canonical_type("*") is None


def test_triggers_are_the_types_named_so() -> None:
    assert {name for name in registered_types() if converter(name).trigger} == {
        name for name in registered_types() if name.endswith("Trigger")
    }


def test_unregistered_types_are_generic() -> None:
    generic = converter("sendGrid")
    assert not generic.registered
    assert generic.type == "sendGrid"
    assert generic.input is not None
    assert generic.input.classes == ("bytes", "str")
    assert generic.output is not None
    assert generic.output.classes == ("bytearray", "bytes", "str")


@pytest.mark.parametrize(
    ("binding_type", "side", "expected"),
    [
        ("httpTrigger", "input", ("func.HttpRequest",)),
        ("http", "output", ("func.HttpResponse", "str")),
        ("eventHubTrigger", "input", ("func.EventHubEvent", "typing.List[func.EventHubEvent]")),
        ("eventGridTrigger", "input", ("func.EventGridEvent", "func.CloudEvent")),
        ("queue", "output", ("func.QueueMessage", "str", "bytes", "typing.List[str]")),
        ("kafka", "output", ("str", "bytes")),
        ("warmupTrigger", "input", ("func.warmup.WarmUpContext",)),
        ("mcpToolTrigger", "input", ("func.MCPToolContext", "str", "bytes", "dict")),
        ("mcpResourceTrigger", "input", ("str", "bytes", "dict")),
        ("connectorTrigger", "input", ("str", "bytes", "dict")),
        ("activityTrigger", "input", ()),
    ],
)
def test_examples(binding_type: str, side: str, expected: tuple[str, ...]) -> None:
    check = getattr(converter(binding_type), side)
    assert check.examples == expected


def test_every_example_is_accepted() -> None:
    for name in registered_types():
        for check in (converter(name).input, converter(name).output):
            for example in check.examples if check else ():
                node = ast.parse(example, mode="eval").body
                cls = None if isinstance(node, ast.Subscript) else class_of(node)
                assert check.accepts_class(*cls) if cls else check.accepts_alias(*alias_of(node)), (name, example)


def test_lacking_methods() -> None:
    assert converter("queue").input is None
    assert converter("queueTrigger").output is None
    assert converter("http").input is None


def test_iterables_are_tested_the_wrong_way_round() -> None:
    check = converter("eventHubTrigger").input
    assert check is not None
    event = "azure.functions._eventhub.EventHubEvent"
    assert check.accepts_alias(True, [event])
    assert check.accepts_alias(True, ["object"])
    assert check.accepts_alias(True, ["collections.abc.Hashable"])
    assert check.accepts_alias(True, [None, event])
    assert not check.accepts_alias(False, [event])
    assert not check.accepts_alias(True, ["app.MyEventHubEvent"])
    assert not check.accepts_alias(True, [None])
    assert not check.accepts_alias(True, [])


def test_generic_classes_break_the_iterable_test() -> None:
    check = converter("eventHub").output
    assert check is not None
    assert check.accepts_class(("app.Text", "str", "object"), False)
    assert not check.accepts_class(("app.Text", "str", "typing.Generic", "object"), False)
    request = sdk_class("azure.functions._http.HttpRequest")
    trigger = converter("httpTrigger").input
    assert request is not None
    assert trigger is not None
    assert trigger.accepts_class(("app.Request", *request.mro[:-1], "typing.Generic", "object"), False)


def test_rules_survive_writing() -> None:
    rule = Acceptance(
        classes=("a.B", "str"),
        read=True,
        generic=False,
        iterable_args=frozenset(("str", "object")),
        alias="typeerror",
        examples=("str", "typing.List[str]"),
    )
    again = parse_acceptance(format_acceptance(rule))
    for name in Acceptance.__slots__:
        assert getattr(again, name) == getattr(rule, name)
    assert parse_acceptance(format_acceptance(None)) is None
