"""The JSON Schemas for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from funclint.catalogue import binding_types
from funclint.catalogue.schemas import SCHEMAS
from funclint.jsonc import parse

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"


def faults(name: str, value: Any) -> list[str]:
    return [error.json_path for error in Draft7Validator(SCHEMAS[name]()).iter_errors(value)]


def trigger(**properties: Any) -> dict[str, Any]:
    return {"bindings": [{"name": "x", **properties}]}


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_is_a_schema_that_json_can_hold(name: str) -> None:
    schema = SCHEMAS[name]()
    Draft7Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema


def test_every_binding_type_is_defined() -> None:
    definitions = SCHEMAS["function"]()["definitions"]
    assert {known.type for known in binding_types().values()} <= set(definitions)


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*/*/function.json")), ids=str)
def test_files_of_the_fixtures_that_the_host_reads_are_accepted(path: Path) -> None:
    root = parse(path.read_text(encoding="utf-8-sig")).root
    assert root is not None
    plain = root.plain()
    if isinstance(plain, dict) and "bindings" in plain:
        assert faults("function", plain) == []


@pytest.mark.parametrize(
    "value",
    [
        trigger(type="httpTrigger", direction="In", authLevel="Anonymous", methods=["GET", "post"]),
        trigger(type="QueueTrigger", queueName="a", connection=""),
        trigger(type="timerTrigger", schedule="0 0 * * * *", runOnStartup="TRUE"),
        trigger(type="serviceBusTrigger", topicName="a", subscriptionName="b", accessRights="Listen"),
        trigger(type="cosmosDBTrigger", databaseName="a", collectionName="b"),
        trigger(type="cosmosDBTrigger", databaseName="a", containerName="b"),
        trigger(type="sql", commandText="select", connectionStringSetting="a", commandType="Text"),
        trigger(type="table", tableName="a", take=50),
        trigger(type="someThingNewTrigger", whatever=1),
        {**trigger(type="timerTrigger", schedule="%A%"), "disabled": False, "retry": None, "$schema": "x"},
        {
            **trigger(type="timerTrigger", schedule="%A%"),
            "retry": {"strategy": "FixedDelay", "maxRetryCount": -1, "delayInterval": "1.00:00:00"},
        },
    ],
)
def test_function_json_that_the_host_takes(value: Any) -> None:
    assert faults("function", value) == []


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({}, "$"),
        ({"bindings": []}, "$.bindings"),
        (trigger(type="httpTrigger", authLevel="anon"), "$.bindings[0].authLevel"),
        (trigger(type="HTTPTRIGGER", methods="get"), "$.bindings[0].methods"),
        (trigger(type="queueTrigger"), "$.bindings[0]"),
        (trigger(type="serviceBusTrigger", topicName="a"), "$.bindings[0]"),
        (trigger(type="queueTrigger", queueName="a", direction="out"), "$.bindings[0].direction"),
        (trigger(type="http", direction="input"), "$.bindings[0].direction"),
        (trigger(type="timerTrigger", schedule="a", runOnStartup="yes"), "$.bindings[0].runOnStartup"),
        (trigger(type="eventHubTrigger", eventHubName="a", cardinality="batch"), "$.bindings[0].cardinality"),
        ({**trigger(type="timerTrigger", schedule="a"), "retry": {"maxRetryCount": 1}}, "$.retry"),
    ],
)
def test_function_json_that_the_host_refuses(value: Any, place: str) -> None:
    assert any(found.startswith(place) for found in faults("function", value))


@pytest.mark.parametrize(
    "value",
    [
        {"version": "2.0"},
        {"version": "2.0", "extensions": {"http": {"maxConcurrentRequests": 5}, "kafka": {"a": 1}}},
        {"version": "2.0", "extensions": {"durableTask": {"storageProvider": {"type": "mssql"}}}},
        {"version": "2.0", "extensions": {"durableTask": {"storageProvider": {"type": "a", "partitionCount": 32}}}},
        {"version": "2.0", "extensions": {"serviceBus": {"prefetchCount": 1}, "eventHubs": {"prefetchCount": 1}}},
        {"version": "2.0", "functionTimeout": "1.00:00:00", "logging": {"logLevel": {"default": "warning"}}},
        {"version": "2.0", "functionTimeout": -1, "$schema": "x", "isDefaultHostConfig": True},
        {"version": "2.0", "functionTimeout": None},
    ],
)
def test_host_json_that_the_host_takes(value: Any) -> None:
    assert faults("host", value) == []


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({}, "$"),
        ({"version": 2.0}, "$.version"),
        ({"version": "2.0", "functionTimeout": "5m"}, "$.functionTimeout"),
        ({"version": "2.0", "logging": {"logLevel": {"Host": "Verbose"}}}, "$.logging.logLevel.Host"),
        ({"version": "2.0", "extensions": {"queues": {"batchSize": 64}}}, "$.extensions.queues.batchSize"),
        (
            {"version": "2.0", "extensions": {"durableTask": {"storageProvider": {"partitionCount": 32}}}},
            "$.extensions.durableTask.storageProvider.partitionCount",
        ),
    ],
)
def test_host_json_that_the_host_refuses(value: Any, place: str) -> None:
    assert any(found.startswith(place) for found in faults("host", value))


@pytest.mark.parametrize(
    ("value", "accepted"),
    [
        ({"IsEncrypted": False, "Values": {"A": "x", "B": 1, "AzureWebJobsStorage__accountName": "a"}}, True),
        ({"IsEncrypted": False, "Values": {"FUNCTIONS_WORKER_RUNTIME": "Python"}}, True),
        ({"Values": {}}, False),
        ({"IsEncrypted": "no"}, False),
        ({"IsEncrypted": False, "values": {}}, False),
        ({"IsEncrypted": False, "Values": {"A": {"B": "x"}}}, False),
        ({"IsEncrypted": False, "Values": []}, False),
    ],
)
def test_local_settings(value: Any, accepted: bool) -> None:
    assert (faults("local-settings", value) == []) is accepted
