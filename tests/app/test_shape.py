"""Bindings held against what the extension of their type reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from funclint.app.function_json import FunctionJson, bindings_of
from funclint.app.shape import Shape, shapes
from funclint.catalogue.bindings import BUNDLES, binding_types
from funclint.catalogue.schemas import values_schema
from funclint.text import decode_json


def shapes_of(bundle: str | None, *bindings: Any) -> list[Shape]:
    text = json.dumps({"bindings": list(bindings)}).encode()
    return shapes(list(bindings_of(FunctionJson(decode_json(Path("function.json"), text)))), bundle)


def only(bundle: str | None, **properties: Any) -> Shape:
    (shape,) = shapes_of(bundle, properties)
    return shape


@pytest.mark.parametrize(
    ("properties", "bundle", "missing"),
    [
        ({"type": "timerTrigger"}, "4", ("schedule",)),
        ({"type": "timerTrigger", "schedule": None}, None, ("schedule",)),
        ({"type": "queueTrigger", "connection": "A"}, "4", ("queueName",)),
        ({"type": "serviceBusTrigger", "topicName": "a"}, "4", ("subscriptionName",)),
        ({"type": "serviceBus"}, "4", ("queueName",)),
        ({"type": "serviceBus", "queueOrTopicName": "a"}, "3", ("entityType",)),
        ({"type": "cosmosDBTrigger", "databaseName": "a", "collectionName": "b"}, "4", ("containerName",)),
        ({"type": "cosmosDBTrigger", "databaseName": "a", "containerName": "b"}, "3", ("collectionName",)),
        ({"type": "redisPubSubTrigger", "connection": "a", "channel": "b"}, "4", ("pattern",)),
        ({"type": "redisListTrigger", "connection": "a", "key": "b", "maxBatchSize": 1}, "4",
         ("pollingIntervalInMs", "listDirection")),
        ({"type": "mcpToolProperty", "propertyName": "a"}, "4", ("propertyType", "description", "isRequired")),
        ({"type": "eventHub", "path": "a"}, None, ("eventHubName",)),
    ],
)  # fmt: skip
def test_missing(properties: dict[str, Any], bundle: str | None, missing: tuple[str, ...]) -> None:
    assert only(bundle, **properties).missing == missing


@pytest.mark.parametrize(
    ("properties", "unread"),
    [
        ({"type": "table", "tableName": "a", "rowKey": "b"}, {"rowKey": ("partitionKey",)}),
        ({"type": "sql", "commandText": "a", "connectionStringSetting": "b", "commandType": "Text"},
         {"commandType": ("parameters",)}),
        ({"type": "serviceBusTrigger", "queueName": "a", "topicName": "b", "subscriptionName": "c"}, {"queueName": ()}),
        ({"type": "serviceBus", "queueName": "a", "topicName": "b"}, {"topicName": ()}),
        ({"type": "kafka", "topic": "a"}, {"topic": ("brokerList",)}),
        ({"type": "signalRTrigger", "hubName": "a"}, {"hubName": ("category", "event")}),
    ],
)  # fmt: skip
def test_unread(properties: dict[str, Any], unread: dict[str, tuple[str, ...]]) -> None:
    assert {member.key: partners for member, partners in only("4", **properties).unread} == unread


def test_with_an_unknown_bundle_whatever_any_bundle_reads_is_sound() -> None:
    old = {"type": "cosmosDB", "databaseName": "a", "collectionName": "b", "connectionStringSetting": "c"}
    new = {"type": "cosmosDB", "databaseName": "a", "containerName": "b", "connection": "c"}

    assert shapes_of(None, old, new) == []
    assert [shape.binding.index for shape in shapes_of("4", old, new)] == [0]
    assert [shape.binding.index for shape in shapes_of("3", old, new)] == [1]


def test_names_of_other_bundles() -> None:
    shape = only("4", type="cosmosDBTrigger", databaseName="a", collectionName="b", checkpointInterval=1, oops=1)
    today = {member.key: shape.today_of(member) for member in shape.unknown}

    assert today == {"collectionName": "containerName", "checkpointInterval": None, "oops": None}
    assert shape.missing_by_name


def test_values_that_cannot_be_converted_are_placed() -> None:
    shape = only("4", type="httpTrigger", METHODS=["get", ["post"], {}], authLevel="anon", route=5)
    places = [(fault.member.key, fault.node.kind, bool(fault.words)) for fault in shape.faults]

    assert sorted(places) == [
        ("METHODS", "array", False),
        ("METHODS", "object", False),
        ("authLevel", "string", True),
    ]


def test_types_that_nobody_knows_have_no_shape() -> None:
    assert shapes_of("4", {"type": "carrierPigeon", "a": 1}, {"type": 5}, {"type": None}, {}) == []


words = st.sampled_from(["", "a", "true", "5", "Text", "EventGrid", "LEFT", "anonymous"])
scalars = st.none() | st.booleans() | st.integers(-5, 5) | words
values = scalars | st.lists(scalars | st.just([]), max_size=2) | st.just({})


def drawn_bindings() -> st.SearchStrategy[tuple[dict[str, Any], str | None]]:
    def with_type(name: str) -> st.SearchStrategy[dict[str, Any]]:
        known = binding_types()[name]
        keys = st.sampled_from([item.name for item in known.properties.values()] or ["connection"])
        return st.dictionaries(keys, values, max_size=5).map(lambda found: {**found, "type": known.type})

    return st.tuples(st.sampled_from(sorted(binding_types())).flatmap(with_type), st.sampled_from([None, *BUNDLES]))


@settings(max_examples=300)
@given(drawn=drawn_bindings())
def test_the_quick_look_and_the_schema_agree_on_values(drawn: tuple[dict[str, Any], str | None]) -> None:
    properties, bundle = drawn
    known = binding_types()[properties["type"].lower()]
    read = known.plan(bundle).accepts
    own = {key: value for key, value in properties.items() if key.lower() in read and key != "type"}
    valid = Draft7Validator(values_schema(known, bundle)).is_valid(own)
    found = [fault for shape in shapes_of(bundle, properties) for fault in shape.faults]

    assert (found == []) == valid
    assert all(fault.node in (fault.member.value, *fault.member.value.items) for fault in found)
