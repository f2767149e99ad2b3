"""What a binding reads from or writes to: a queue, a blob, a route; and whether two names are of the same place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from funclint.app.function_json import Binding

_TRIGGER = "trigger"
_NAMES: dict[str, tuple[str, ...]] = {
    "http": ("route",),
    "timer": ("schedule",),
    "queue": ("queueName",),
    "blob": ("path", "blobPath"),
    "table": ("tableName",),
    "servicebus": ("queueName", "topicName"),
    "eventhub": ("eventHubName",),
    "eventgrid": ("topicEndpointUri",),
    "cosmosdb": ("containerName", "collectionName"),
    "kafka": ("topic",),
    "rabbitmq": ("queueName",),
    "sql": ("tableName", "commandText"),
    "mysql": ("tableName", "commandText"),
    "signalr": ("hubName",),
    "webpubsub": ("hub",),
    "daprservicebus": ("topic",),
    "daprpubsub": ("topic",),
    "daprpublish": ("topic",),
    "daprtopic": ("topic",),
    "activity": ("activity",),
    "orchestration": ("orchestration",),
    "entity": ("entityName",),
}
"""The property that names what a binding is about, by its type in lower case without "Trigger"."""
CAN_TRIGGER = frozenset(("queue", "blob", "servicebus", "eventhub", "cosmosdb", "kafka", "rabbitmq"))
"""The types of bindings that a function can write to and another be triggered by."""
_DEFAULT_CONNECTIONS = {
    "queue": "AzureWebJobsStorage", "blob": "AzureWebJobsStorage", "table": "AzureWebJobsStorage",
    "servicebus": "AzureWebJobsServiceBus", "eventhub": "AzureWebJobsEventHub", "cosmosdb": "CosmosDB",
}  # fmt: skip
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def kind_of(binding: Binding) -> str:
    """The type of a binding in lower case without "Trigger"; empty without a type."""
    return (binding.type or "").lower().removesuffix(_TRIGGER)


def name_of(binding: Binding, kind: str, function: str) -> str:
    """What a binding is about, as it is written; its own name where that is not said, for HTTP that of the function."""

    def text(key: str) -> str:
        value = binding.properties.get(key.lower())
        return value if isinstance(value, str) else ""

    name = next((found for key in _NAMES.get(kind, ()) if (found := text(key))), "")
    if kind == "http":
        return "/" + (name or function).lstrip("/")
    if kind == "cosmosdb" and text("databaseName"):
        return f"{text('databaseName')}/{name}"
    return name or (binding.name or "")


def connection_of(binding: Binding, kind: str) -> str:
    """The setting that says which account a binding is on; what the host takes without one, if it takes any."""
    for key in ("connection", "connectionstringsetting"):
        value = binding.properties.get(key)
        if isinstance(value, str) and value:
            return value
    return _DEFAULT_CONNECTIONS.get(kind, "")


def may_be(written: str, awaited: str, kind: str) -> bool:
    """Whether what is written to one name is seen at the other: equal, for blobs also by the pattern of the trigger."""
    if kind != "blob":
        return written.lower() == awaited.lower() if kind == "queue" else written == awaited
    parts = _PLACEHOLDER.split(awaited.rstrip("/"))
    if "/" not in awaited.strip("/"):
        parts = [*parts[:-1], parts[-1] + "/", ""]  # only a container is named: each of its blobs counts
    return _fits(_PLACEHOLDER.sub("x", written), parts)


def _fits(text: str, parts: list[str]) -> bool:
    """Whether a text has these parts in order and between any two of them something."""
    if len(parts) == 1:
        return text == parts[0]
    if not text.startswith(parts[0]):
        return False
    at = len(parts[0])
    for part in parts[1:-1]:
        found = text.find(part, at + 1)
        if found < 0:
            return False
        at = found + len(part)
    return text.endswith(parts[-1]) and len(text) - len(parts[-1]) > at
