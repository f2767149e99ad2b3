"""Which values the worker can send for an output, measured by calling the converters' ``encode`` (``get_datum``)."""

from __future__ import annotations

from funclint.catalogue.converters import converter

_ANY_LIST = ("list", "tuple", "set", "dict")
_GENERIC = frozenset(("None", "str", "bytes", "bytearray", "dict", "list", "int", "float", "bool"))
# What each type certainly sends, of the types a literal or a call of a builtin or SDK class gives.
_SENDS = {
    "http": frozenset(("str", "azure.functions._http.HttpResponse", "azure.functions._abc.HttpResponse")),
    "queue": frozenset(("str", "bytes", "azure.functions._queue.QueueMessage", *_ANY_LIST)),
    "blob": frozenset(("str", "bytes", "bytearray")),
    "serviceBus": frozenset(("str", "bytes")),
    "cosmosDB": frozenset(("azure.functions._cosmosdb.Document", "azure.functions._cosmosdb.DocumentList")),
    "sql": frozenset(("azure.functions._sql.SqlRow", "azure.functions._sql.SqlRowList")),
    "mysql": frozenset(("azure.functions._mysql.MySqlRow", "azure.functions._mysql.MySqlRowList")),
    "eventGrid": frozenset(("str", "bytes", "azure.functions._eventgrid.EventGridOutputEvent", *_ANY_LIST)),
}
_PLAIN = frozenset((*_GENERIC, "tuple", "set", "complex", "generator"))


def encodes(binding_type: str | None, value_type: str) -> bool | None:
    """Whether an output of a binding type can send a value; None when that was not measured.

    ``value_type``: ``None`` or a dotted class name with builtins by their bare name, as ``Return.type``.
    """
    if binding_type is None:
        return None
    if not converter(binding_type).registered:
        return value_type in _GENERIC if value_type in _PLAIN else None
    sends = _SENDS.get(binding_type)
    if sends is None:
        return None
    if value_type in sends:
        return True
    if value_type in _PLAIN:
        return False
    return False if value_type == "azure.functions._http.HttpResponse" else None
