"""Binding types as apps use them: complete properties, and annotations that usually load.

In annotations and values `<f>` stands for the way the app reaches azure.functions, `<t>` for typing and `<d>` for
azure.durable_functions (see spelling.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

LIST_FORMS = ("<t>List[{}]", "<t>Sequence[{}]", "<t>Iterable[{}]")


class Kind(NamedTuple):
    """A binding type in one direction.

    `annotations` are those that load: for an output, the argument of func.Out. `returns` are return annotations that
    load when the binding is $return, `values` are expressions that such a binding takes.
    """

    type: str
    properties: Mapping[str, object]
    annotations: tuple[str, ...]
    values: tuple[str, ...] = ()
    returns: tuple[str, ...] = ()
    many: bool = False
    preview: bool = False


_TEXT = ("str", "bytes", "str")
_OUT_TEXT = ("str", "bytes")
_SQL = {"commandText": "SELECT * FROM dbo.Items", "commandType": "Text", "connectionStringSetting": "SqlConnection"}
_STORAGE = {"connection": "AzureWebJobsStorage"}
_SERVICE_BUS = {"queueName": "items", "connection": "ServiceBusConnection"}
_EVENT_HUB = {"eventHubName": "items", "connection": "EventHubConnection"}
_COSMOS = {"databaseName": "db", "containerName": "items", "connection": "CosmosConnection"}
_KAFKA = {"brokerList": "BrokerList", "topic": "items"}
_LEASES = {"leaseContainerName": "leases", "createLeaseContainerIfNotExists": True}


def _lists(name: str) -> tuple[str, ...]:
    return tuple(form.format(name) for form in LIST_FORMS)


HTTP_TRIGGER = Kind("httpTrigger", {"authLevel": "anonymous", "methods": ["get", "post"]}, ("<f>HttpRequest",))

TRIGGERS: tuple[Kind, ...] = (
    Kind("timerTrigger", {"schedule": "0 */5 * * * *"}, ("<f>TimerRequest",) * 4 + ("str",)),
    Kind("queueTrigger", {"queueName": "items", **_STORAGE}, ("<f>QueueMessage",) * 3 + _TEXT),
    Kind("blobTrigger", {"path": "items/{name}", **_STORAGE}, ("<f>InputStream",) * 3 + _TEXT),
    Kind("cosmosDBTrigger", {**_COSMOS, **_LEASES}, ("<f>DocumentList",) * 3 + ("str",)),
    Kind("eventHubTrigger", {**_EVENT_HUB, "cardinality": "one"}, ("<f>EventHubEvent",) * 3 + _TEXT),
    Kind("eventHubTrigger", {**_EVENT_HUB, "cardinality": "many"}, _lists("<f>EventHubEvent"), many=True),
    Kind("serviceBusTrigger", _SERVICE_BUS, ("<f>ServiceBusMessage",) * 3 + _TEXT),
    Kind("serviceBusTrigger", {**_SERVICE_BUS, "cardinality": "many"}, _lists("<f>ServiceBusMessage"), many=True),
    Kind(
        "serviceBusTrigger",
        {"topicName": "news", "subscriptionName": "all", "connection": "ServiceBusConnection"},
        ("<f>ServiceBusMessage", "str"),
    ),
    Kind("eventGridTrigger", {}, ("<f>EventGridEvent",) * 3 + ("<f>CloudEvent", "str")),
    Kind("kafkaTrigger", {**_KAFKA, "consumerGroup": "$Default"}, ("<f>KafkaEvent", "str", "bytes")),
    Kind(
        "kafkaTrigger",
        {**_KAFKA, "consumerGroup": "$Default", "cardinality": "many"},
        _lists("<f>KafkaEvent"),
        many=True,
    ),
    Kind("warmupTrigger", {}, ("<f>warmup.WarmUpContext", "str")),
    Kind(
        "activityTrigger",
        {},
        ("str", "dict", "list", "int", "bytes", "object", "<t>Dict[str, <t>Any]", "<t>List[str]", "<t>Any", "float"),
        values=("'done'", "{'a': 1}", "[1, 2]", "5", "None", "True"),
        returns=("str", "dict", "list", "int", "<t>List[str]", "<t>Dict[str, int]", "<t>Any", "None", "list[str]"),
    ),
    Kind(
        "mcpToolTrigger",
        {"toolName": "tool", "description": "A tool.", "toolProperties": "[]"},
        ("str", "dict", "bytes", "<f>MCPToolContext"),
        values=("'done'", "None"),
        returns=("str",),
    ),
    Kind(
        "mcpResourceTrigger",
        {"uri": "file://notes.txt", "resourceName": "notes"},
        ("str", "dict"),
        values=("'done'",),
        returns=("str",),
    ),
    Kind(
        "mcpPromptTrigger",
        {"promptName": "prompt"},
        ("<f>PromptInvocationContext", "str", "dict"),
        values=("'done'",),
        returns=("str",),
    ),
    Kind("sqlTrigger", {"tableName": "dbo.Items", "connectionStringSetting": "SqlConnection"}, ("str", "bytes")),
    Kind("mysqlTrigger", {"tableName": "items", "connectionStringSetting": "Sql"}, ("<f>MySqlRowList", "str")),
    Kind("rabbitMQTrigger", {"queueName": "items", "connectionStringSetting": "RabbitConnection"}, _TEXT),
    Kind("redisPubSubTrigger", {"connection": "Redis", "channel": "news", "pattern": False}, _TEXT),
    Kind(
        "redisStreamTrigger",
        {"connection": "Redis", "key": "s", "pollingIntervalInMs": 1000, "maxBatchSize": 16},
        _TEXT,
    ),
    Kind(
        "signalRTrigger",
        {"hubName": "chat", "category": "messages", "event": "send", "connectionStringSetting": "SignalR"},
        ("str",),
    ),
    Kind("daprServiceInvocationTrigger", {"methodName": "Create"}, ("str", "bytes")),
    Kind("daprTopicTrigger", {"pubSubName": "bus", "topic": "items"}, ("str", "bytes")),
    Kind("daprBindingTrigger", {"bindingName": "queue"}, ("str",)),
    Kind("assistantSkillTrigger", {"functionDescription": "Adds an item."}, ("str",), preview=True),
)

INPUTS: tuple[Kind, ...] = (
    Kind("blob", {"path": "in/a.txt", **_STORAGE}, ("<f>InputStream",) * 3 + _TEXT),
    Kind("blob", {"path": "in/a.bin", "dataType": "binary", **_STORAGE}, ("<f>InputStream", "bytes")),
    Kind("cosmosDB", {**_COSMOS, "id": "1", "partitionKey": "1"}, ("<f>DocumentList",) * 3 + ("str",)),
    Kind("table", {"tableName": "items", "partitionKey": "p", **_STORAGE}, ("str", "bytes", "str")),
    Kind("sql", _SQL, ("<f>SqlRowList",) * 2 + ("str",)),
    Kind("mysql", _SQL, ("<f>MySqlRowList", "str")),
    Kind("durableClient", {}, ("str", "str", "bytes")),
    Kind("signalRConnectionInfo", {"hubName": "chat", "connectionStringSetting": "SignalR"}, ("str",)),
    Kind("daprState", {"stateStore": "store", "key": "k"}, ("str", "bytes")),
    Kind("daprSecret", {"secretStoreName": "vault", "key": "k", "metadata": "m=1"}, ("str",)),
    Kind("redis", {"connection": "Redis", "command": "GET key"}, ("str",)),
    Kind("kusto", {"database": "db", "kqlCommand": "Items", "connection": "Kusto"}, ("str",), preview=True),
    Kind("textCompletion", {"prompt": "Say hello.", "chatModel": "gpt"}, ("str",), preview=True),
)

_TEXT_VALUES = ("'done'", "b'done'")
HTTP_VALUES = ("<f>HttpResponse('ok')", "<f>HttpResponse(body='ok', status_code=201)", "<f>HttpResponse(b'ok')")
HTTP_OUTPUT = Kind("http", {}, ("<f>HttpResponse", "str"), HTTP_VALUES, ("<f>HttpResponse",) * 4 + ("str",))

OUTPUTS: tuple[Kind, ...] = (
    Kind(
        "queue",
        {"queueName": "done", **_STORAGE},
        ("str", "str", "bytes", "<f>QueueMessage", "<t>List[str]"),
        ("'done'", "['a', 'b']", "b'done'"),
        ("str", "bytes", "<f>QueueMessage"),
    ),
    Kind(
        "blob",
        {"path": "out/a.txt", **_STORAGE},
        ("str", "bytes", "bytearray", "<f>InputStream", "<t>IO", "<t>BinaryIO"),
        _TEXT_VALUES,
        ("str", "bytes", "bytearray", "<f>InputStream"),
    ),
    Kind(
        "cosmosDB",
        {**_COSMOS, "createIfNotExists": True},
        ("<f>Document", "<f>DocumentList", "str"),
        ("<f>Document.from_dict({'id': '1'})", "<f>DocumentList([<f>Document.from_dict({'id': '1'})])"),
        ("<f>Document", "<f>DocumentList"),
    ),
    Kind("eventHub", _EVENT_HUB, ("str", "bytes", "<t>List[str]"), ("'done'",), ("str", "bytes")),
    Kind("serviceBus", _SERVICE_BUS, _OUT_TEXT, _TEXT_VALUES, ("str", "bytes")),
    Kind(
        "eventGrid",
        {"topicEndpointUri": "TopicUri", "topicKeySetting": "TopicKey"},
        ("<f>EventGridOutputEvent", "str", "<t>List[<f>EventGridOutputEvent]"),
        ("'{}'",),
        ("<f>EventGridOutputEvent", "str"),
    ),
    Kind("kafka", _KAFKA, ("str",), ("'done'",)),
    Kind("table", {"tableName": "items", **_STORAGE}, ("str", "str", "bytes"), ("'{}'", "{'a': 1}"), ("str",)),
    Kind(
        "sql",
        {"commandText": "dbo.Items", "connectionStringSetting": "SqlConnection"},
        ("<f>SqlRow", "<f>SqlRowList", "str"),
        ("<f>SqlRow.from_dict({'Id': 1})",),
        ("<f>SqlRow", "<f>SqlRowList"),
    ),
    Kind(
        "mysql",
        {"commandText": "items", "connectionStringSetting": "Sql"},
        ("<f>MySqlRow", "<f>MySqlRowList", "str"),
        ("<f>MySqlRow.from_dict({'Id': 1})",),
        ("<f>MySqlRow",),
    ),
    Kind("sendGrid", {"apiKey": "SendGridKey", "to": "a@example.com", "from": "b@example.com"}, ("str",), ("'{}'",)),
    Kind("twilioSms", {"accountSidSetting": "Sid", "authTokenSetting": "Token"}, ("str",), ("'{}'",)),
    Kind("signalR", {"hubName": "chat", "connectionStringSetting": "SignalR"}, ("str",), ("'{}'",), ("str",)),
    Kind("rabbitMQ", {"queueName": "q", "connectionStringSetting": "Rabbit"}, _OUT_TEXT, _TEXT_VALUES, ("str",)),
    Kind("daprPublish", {"pubSubName": "bus", "topic": "items"}, _OUT_TEXT, _TEXT_VALUES, ("str",)),
    Kind("daprInvoke", {"appId": "a", "methodName": "m", "httpVerb": "post"}, ("str",), ("'{}'",), ("str",)),
    Kind("daprState", {"stateStore": "store", "key": "k"}, ("str", "bytes"), _TEXT_VALUES, ("str",)),
    Kind("redis", {"connection": "Redis", "command": "SET key"}, ("str",), ("'{}'",), ("str",)),
    Kind("kusto", {"database": "db", "tableName": "t", "connection": "Kusto"}, ("str",), ("'{}'",), preview=True),
)

ORCHESTRATION = Kind("orchestrationTrigger", {}, ("<f>OrchestrationContext",), ("'done'",), ("str", "<t>Any"))
ENTITY = Kind("entityTrigger", {}, ("<f>EntityContext",), ("'{}'",), ("str",))

# Types that a preview bundle lacks though the ordinary one has them.
NOT_IN_PREVIEW = ("table", "webPubSub")
