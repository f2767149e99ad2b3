"""What the official templates for Python put into function.json, their prompts answered, is sound."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from funclint.diagnostic import Severity
from funclint.engine import check_app
from funclint.files import Files
from funclint.rulebook import Rulebook
from funclint.settings import Overrides, SettingsFinder

BOOK = Rulebook.with_shipped()
HOST = {"version": "2.0", "logging": {"applicationInsights": {"samplingSettings": {"isEnabled": True}}}}
BUNDLE = "Microsoft.Azure.Functions.ExtensionBundle"

REQUEST = {"authLevel": "function", "type": "httpTrigger", "direction": "in", "name": "req", "methods": ["get", "post"]}
ANSWER = {"type": "http", "direction": "out", "name": "$return"}
SQL = {"connectionStringSetting": "SqlConnectionString"}

TEMPLATES: dict[str, list[dict[str, Any]]] = {
    "HttpTrigger": [REQUEST, ANSWER],
    "TimerTrigger": [{"name": "mytimer", "type": "timerTrigger", "direction": "in", "schedule": "0 */5 * * * *"}],
    "QueueTrigger": [
        {"name": "msg", "type": "queueTrigger", "direction": "in", "queueName": "items", "connection": ""}
    ],
    "BlobTrigger": [
        {"name": "myblob", "type": "blobTrigger", "direction": "in", "path": "samples/{name}", "connection": ""}
    ],
    "EventGridBlobTrigger": [
        {
            "name": "myblob",
            "type": "blobTrigger",
            "direction": "in",
            "path": "samples/{name}",
            "source": "EventGrid",
            "connection": "",
        }
    ],
    "EventGridTrigger": [{"type": "eventGridTrigger", "name": "event", "direction": "in"}],
    "EventHubTrigger": [
        {
            "type": "eventHubTrigger",
            "name": "events",
            "direction": "in",
            "eventHubName": "samples-workitems",
            "connection": "",
            "cardinality": "many",
            "consumerGroup": "$Default",
        }
    ],
    "ServiceBusQueueTrigger": [
        {"name": "msg", "type": "serviceBusTrigger", "direction": "in", "queueName": "myqueue", "connection": ""}
    ],
    "ServiceBusTopicTrigger": [
        {
            "name": "message",
            "type": "serviceBusTrigger",
            "direction": "in",
            "topicName": "mytopic",
            "subscriptionName": "mysubscription",
            "connection": "",
        }
    ],
    "CosmosDBTrigger": [
        {
            "type": "cosmosDBTrigger",
            "name": "documents",
            "direction": "in",
            "leaseContainerName": "leases",
            "connection": "Cosmos",
            "databaseName": "db",
            "containerName": "items",
            "createLeaseContainerIfNotExists": "true",
        }
    ],
    "KafkaTrigger": [
        {
            "type": "kafkaTrigger",
            "name": "kevent",
            "direction": "in",
            "brokerList": "",
            "topic": "",
            "username": "",
            "password": "",
            "protocol": "",
            "authenticationMode": "",
            "consumerGroup": "",
        }
    ],
    "KafkaOutput": [
        REQUEST,
        {
            "type": "kafka",
            "direction": "out",
            "name": "outputMessage",
            "brokerList": "BrokerList",
            "topic": "topic",
            "username": "ConnectionString",
            "password": "Password",
            "protocol": "saslSsl",
            "authenticationMode": "plain",
        },
        ANSWER,
    ],
    "RabbitMQTrigger": [
        {
            "name": "myQueueItem",
            "type": "rabbitMqTrigger",
            "direction": "in",
            "queueName": "",
            "connectionStringSetting": "",
        }
    ],
    "SqlInputBinding": [
        REQUEST,
        ANSWER,
        {
            "name": "products",
            "type": "sql",
            "direction": "in",
            "commandText": "select * from t",
            "commandType": "Text",
            **SQL,
        },
    ],
    "SqlOutputBinding": [
        REQUEST,
        ANSWER,
        {"name": "product", "type": "sql", "direction": "out", "commandText": "[dbo].[Products]", **SQL},
    ],
    "SqlTrigger": [{"name": "changes", "type": "sqlTrigger", "direction": "in", "tableName": "[dbo].[table1]", **SQL}],
    "MySqlInputBinding": [
        REQUEST,
        ANSWER,
        {
            "name": "products",
            "type": "mysql",
            "direction": "in",
            "commandText": "select * from t where a = @a",
            "commandType": "Text",
            "parameters": "@a={Query.a}",
            "connectionStringSetting": "MySqlConnectionString",
        },
    ],
    "DurableFunctionsActivity": [{"name": "name", "type": "activityTrigger", "direction": "in"}],
    "DurableFunctionsOrchestrator": [{"name": "context", "type": "orchestrationTrigger", "direction": "in"}],
    "DurableFunctionsEntity": [{"name": "context", "type": "entityTrigger", "direction": "in"}],
    "DurableFunctionsHttpStart": [
        {
            "authLevel": "anonymous",
            "name": "req",
            "type": "httpTrigger",
            "direction": "in",
            "route": "orchestrators/{functionName}",
            "methods": ["post", "get"],
        },
        ANSWER,
        {"name": "starter", "type": "durableClient", "direction": "in"},
    ],
    "SignalRConnectionInfo": [
        REQUEST,
        ANSWER,
        {
            "type": "signalRConnectionInfo",
            "name": "connectionInfo",
            "hubName": "serverless",
            "connectionStringSetting": "AzureSignalRConnectionString",
            "direction": "in",
        },
    ],
    "DaprPublishOutputBinding": [
        {"schedule": "*/10 * * * * *", "name": "myTimer", "type": "timerTrigger", "direction": "in"},
        {"type": "daprPublish", "direction": "out", "name": "pubEvent", "pubsubname": "pubsub", "topic": "A"},
    ],
    "DaprServiceInvocationTrigger": [
        {"type": "daprServiceInvocationTrigger", "name": "payload", "direction": "in"},
        {
            "type": "daprState",
            "stateStore": "statestore",
            "direction": "out",
            "name": "order",
            "key": "order",
        },
    ],
    "DaprTopicTrigger": [
        {"type": "daprTopicTrigger", "pubsubname": "pubsub", "topic": "B", "name": "subEvent", "direction": "in"}
    ],
}


def findings(root: Path, bindings: list[dict[str, Any]], version: str) -> list[str]:
    (root / "host.json").write_text(json.dumps({**HOST, "extensionBundle": {"id": BUNDLE, "version": version}}))
    (root / "requirements.txt").write_text("azure-functions\nazure-functions-durable\n")
    folder = root / "Fn"
    folder.mkdir()
    parameters = [binding["name"] for binding in bindings if binding["name"] != "$return"]
    (folder / "__init__.py").write_text(
        f"def main({', '.join(parameters)}):\n    print({', '.join(parameters)})\n    return 'x'\n"
    )
    text = {"scriptFile": "__init__.py", "bindings": bindings, "disabled": False}
    (folder / "function.json").write_text(json.dumps(text, indent=2))
    settings = SettingsFinder(Overrides(select=("FN0", "FN1", "FN2", "FN6"))).settings_for(root)
    found = check_app(root, settings, Files(), BOOK)
    return [f"{item.code} {item.message}" for item in found if item.severity is not Severity.INFO]


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_silent(name: str, tmp_path: Path) -> None:
    assert findings(tmp_path, TEMPLATES[name], "[4.*, 5.0.0)") == []


@pytest.mark.parametrize(
    "name", ["HttpTrigger", "TimerTrigger", "QueueTrigger", "BlobTrigger", "ServiceBusTopicTrigger"]
)
@pytest.mark.parametrize("version", ["[2.*, 3.0.0)", "[3.3.0, 4.0.0)", "[2.*, 5.0.0)"])
def test_with_other_bundles(name: str, version: str, tmp_path: Path) -> None:
    assert findings(tmp_path, TEMPLATES[name], version) == []
