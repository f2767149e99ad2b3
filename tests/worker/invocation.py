"""Calls a loaded function as the worker's handle_event.invocation_request does, with made-up but plausible inputs.

The converters, the registry entry and the order of the steps are the worker's own; only protobuf is replaced, by
stand-ins that refuse the values that protobuf would refuse. Runs in the worker's process: standard library and worker.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import json
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any, ClassVar

from azure_functions_runtime_v1.bindings import meta
from azure_functions_runtime_v1.bindings.context import get_context
from azure_functions_runtime_v1.bindings.out import Out
from azure_functions_runtime_v1.utils.executor import execute_async, run_sync_func
from host_stage import Binding

_UTC = "2024-05-01T10:00:00Z"
_ONE_MESSAGE = {
    "Id": "1",
    "MessageId": "1",
    "DequeueCount": "1",
    "PopReceipt": "AAAA",
    "ExpirationTime": _UTC,
    "InsertionTime": _UTC,
    "NextVisibleTime": _UTC,
    "EnqueuedTimeUtc": _UTC,
    "ContentType": "text/plain",
    "BlobTrigger": "items/a.txt",
    "Uri": "https://store.example/items/a.txt",
    "Topic": "items",
    "Key": "k",
    "Timestamp": _UTC,
}
_STARTED = {"Name": "Fn", "Input": "1", "Version": "", "Tags": None, "ParentInstance": None}
_TEXT_BY_TYPE = {
    "durableClient": json.dumps(
        {
            "taskHubName": "Hub",
            "creationUrls": {"createNewInstancePostUri": "http://localhost/x"},
            "managementUrls": {"id": "INSTANCEID", "statusQueryGetUri": "http://localhost/INSTANCEID"},
            "baseUrl": "http://localhost",
            "rpcBaseUrl": "http://localhost:1/durabletask/",
        }
    ),
    "orchestrationTrigger": json.dumps(
        {
            "history": [
                {"EventType": 12, "EventId": -1, "IsPlayed": False, "Timestamp": _UTC},
                {"EventType": 0, "EventId": -1, "IsPlayed": False, "Timestamp": _UTC, **_STARTED},
            ],
            "input": "1",
            "instanceId": "abc",
            "isReplaying": False,
            "parentInstanceId": None,
            "upperSchemaVersion": 2,
        }
    ),
    "entityTrigger": json.dumps(
        {
            "exists": False,
            "state": None,
            "self": {"name": "fn", "key": "k"},
            "batch": [{"id": "1", "name": "get", "input": None, "signal": False}],
        }
    ),
    "mcpToolTrigger": json.dumps({"name": "tool", "arguments": {"text": "hello"}}),
    "mcpPromptTrigger": json.dumps({"name": "prompt", "arguments": {"text": "hello"}}),
}
_JSON_BY_TYPE: dict[str, object] = {
    "timerTrigger": {"IsPastDue": False, "Schedule": {"AdjustForDST": True}, "ScheduleStatus": {"Last": _UTC}},
    "cosmosDBTrigger": [{"id": "1"}],
    "cosmosDB": [{"id": "1"}],
    "sql": [{"Id": 1}],
    "sqlTrigger": [{"Operation": 0, "Item": {"Id": 1}}],
    "mysql": [{"Id": 1}],
    "mysqlTrigger": [{"Operation": 0, "Item": {"Id": 1}}],
    "eventGridTrigger": {"id": "1", "topic": "t", "subject": "s", "eventType": "e", "eventTime": _UTC, "data": {}},
    "warmupTrigger": {},
    "table": [{"PartitionKey": "p", "RowKey": "r"}],
    "signalRConnectionInfo": {"url": "https://hub.example", "accessToken": "t"},
}
_COLLECTIONS = ("eventHubTrigger", "serviceBusTrigger", "kafkaTrigger")


class CallError(Exception):
    """The worker would answer the invocation with a failure."""


class TypedData:
    """Stand-in for the protobuf message: one field is set, and only a value of the field's type is taken."""

    _FIELDS: ClassVar[dict[str, type | tuple[type, ...]]] = {
        "string": str,
        "json": str,
        "bytes": bytes,
        "int": int,
        "double": (int, float),
    }

    def __init__(self, **field: Any) -> None:
        ((self._kind, value),) = field.items()
        wanted = self._FIELDS.get(self._kind)
        if wanted is not None and value is not None and not isinstance(value, wanted):
            raise TypeError(f"bad argument type for built-in operation: {type(value).__name__} for {self._kind}")
        if self._kind == "int" and not -(2**63) <= value < 2**63:
            raise ValueError(f"Value out of range: {value}")
        setattr(self, self._kind, value)

    def WhichOneof(self, group: str) -> str:
        return "data" if group == "rpc_data" else self._kind

    @property
    def data(self) -> TypedData:
        return self


def _rpc_http(**fields: Any) -> SimpleNamespace:
    for key, value in fields["headers"].items():
        if not isinstance(key, str) or not isinstance(value, str):
            raise TypeError("bad argument type for built-in operation: header value")
    return SimpleNamespace(**fields)


class _Cookie(SimpleNamespace):
    SameSite = SimpleNamespace(**{"None": 0, "Lax": 1, "Strict": 2, "ExplicitNone": 3})


class Protos:
    """Stand-in for the worker's protobuf module."""

    class BindingInfo:
        out = 1
        inout = 2
        undefined = 0

    TypedData = TypedData
    RpcHttp = staticmethod(_rpc_http)
    RpcHttpCookie = _Cookie
    ParameterBinding = SimpleNamespace
    NullableBool = NullableString = NullableDouble = NullableTimestamp = SimpleNamespace


async def call(info: Any, bindings: Iterable[Binding]) -> None:
    """Invokes a registered function once. Raises whatever makes the worker answer with a failure."""
    inputs = {b.name: b for b in bindings if b.direction == 0 and b.name in info.input_types}
    blank = SimpleNamespace(trace_parent="", trace_state="", attributes={}, retry_count=0, max_retry_count=0)
    blank.exception = None
    request = SimpleNamespace(invocation_id="1", trace_context=blank, retry_context=blank)
    context = get_context(request, info.name, info.directory)
    args: dict[str, Any] = {}
    for name, binding in inputs.items():
        kind = info.input_types[name].binding_name
        metadata = _metadata(binding) if meta.is_trigger_binding(kind) else None
        args[name] = meta.from_incoming_proto(kind, _input(binding), trigger_metadata=metadata)
    if info.requires_context:
        args["context"] = context
    for name in info.output_types:
        args[name] = Out()
    if info.is_async:
        result = await execute_async(info.func, args)
    else:
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            run = asyncio.get_running_loop().run_in_executor
            result = await run(pool, run_sync_func, "1", context, info.func, args)
    if result is not None and not info.has_return:
        raise CallError(f"function {info.name!r} without a $return binding returned a non-None value")
    for name, kind in info.output_types.items():
        value = args[name].get()
        if value is not None:
            meta.to_outgoing_param_binding(kind.binding_name, value, pytype=kind.pytype, out_name=name, protos=Protos)
    if info.return_type is not None:
        meta.to_outgoing_proto(info.return_type.binding_name, result, pytype=info.return_type.pytype, protos=Protos)


def _input(binding: Binding) -> TypedData:
    """The data that the host sends for an input binding."""
    if binding.type.lower() == "httptrigger":
        return TypedData(
            http=SimpleNamespace(
                method="POST",
                url="http://localhost/api/Fn?name=a",
                headers={"content-type": "application/json"},
                body=TypedData(bytes=b'{"name": "a"}'),
                params={"id": "1"},
                query={"name": "a"},
            )
        )
    if binding.many and binding.type in _COLLECTIONS:
        if binding.data_type == 2:
            return TypedData(collection_bytes=SimpleNamespace(bytes=[b"a", b"b"]))
        return TypedData(collection_string=SimpleNamespace(string=["a", "b"]))
    if binding.type in _TEXT_BY_TYPE:
        return TypedData(string=_TEXT_BY_TYPE[binding.type])
    if binding.type in _JSON_BY_TYPE:
        return TypedData(json=json.dumps(_JSON_BY_TYPE[binding.type]))
    if binding.data_type in (2, 3):
        return TypedData(bytes=b"hello")
    return TypedData(string="hello")


def _metadata(binding: Binding) -> dict[str, TypedData]:
    found = {key: TypedData(string=text) for key, text in _ONE_MESSAGE.items()}
    found.update({key: TypedData(json="{}") for key in ("ApplicationProperties", "Properties", "Metadata")})
    found.update({key: TypedData(json="1") for key in ("SequenceNumber", "Partition", "Offset", "DeliveryCount")})
    found["Headers"] = TypedData(json="[]")
    if binding.type == "eventHubTrigger":
        found["Offset"] = TypedData(string="1")
    if binding.many:
        arrays = ("SystemPropertiesArray", "PropertiesArray", "UserPropertiesArray", "ApplicationPropertiesArray")
        found.update({key: TypedData(json="[{}, {}]") for key in arrays})
        arrays = ("TimestampArray", "KeyArray", "PartitionArray", "HeadersArray")
        found.update({key: TypedData(json="[1, 2]") for key in arrays})
        found["OffsetArray"] = TypedData(collection_sint64=SimpleNamespace(sint64=[1, 2]))
        found["TopicArray"] = TypedData(collection_string=SimpleNamespace(string=["items", "items"]))
    else:
        found.update({key: TypedData(json="{}") for key in ("SystemProperties", "UserProperties")})
    return found
