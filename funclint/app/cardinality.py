"""One message or many: what the host passes for a trigger, and what the function makes of it.

Sources: ``cardinality`` is one without a word (GeneralScriptBindingProvider of azure-functions-host); the converters of
azure.functions give a list for many and one object for one, whatever the annotation says.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from funclint.app.function_json import CARDINALITIES, Binding, enumeration
from funclint.diagnostic import Span

if TYPE_CHECKING:
    from funclint.app.function import Function
    from funclint.python.types import TypeForm

ONE, MANY, TEXT = "one", "many", "text"

TRIGGERS = frozenset(("eventHubTrigger", "serviceBusTrigger", "kafkaTrigger"))
_EVENTS = frozenset(("EventHubEvent", "ServiceBusMessage", "KafkaEvent"))
_EVENT_ATTRIBUTES = frozenset(
    ("get_body", "metadata", "partition_key", "sequence_number", "message_id", "enqueued_time")
)


def passed(binding: Binding) -> str | None:
    """``one`` or ``many`` for a trigger that knows both; None for another binding, or when it cannot be told."""
    if binding.type not in TRIGGERS or binding.direction != "in":
        return None
    node = binding.value("cardinality")
    if node is None or node.kind in ("null", "undefined") or node.value == "":
        return ONE
    return enumeration(node, CARDINALITIES)


def annotated(form: TypeForm | None) -> str | None:
    """What an annotation stands for: ``one``, ``many``, ``text``; None without one, or when it cannot be told."""
    if form is None:
        return None
    if form.kind == "class":
        if form.name in _EVENTS:
            return ONE
        return TEXT if form.mro[:1] in (("str",), ("bytes",)) else None
    return MANY if form.kind == "generic" and form.iterable and not form.is_out else None


class Use:
    """What the code of a function does with a parameter: as ``one`` event, as ``many``, both or neither.

    ``span`` is where it is used as one event.
    """

    __slots__ = ("many", "one", "span")

    def __init__(self) -> None:
        self.one = False
        self.many = False
        self.span: Span | None = None


def use_of(function: Function, name: str) -> Use:
    """How the entry point uses a parameter. Code that asks for its type, or binds the name anew, uses it as both."""
    use = Use()
    results = function.entry_point.results
    module = function.entry_point.module
    if results is None or module is None:
        return use
    for node in ast.walk(results.node):
        if isinstance(node, ast.Attribute) and _is(node.value, name) and node.attr in _EVENT_ATTRIBUTES:
            use.one = True
            if use.span is None:
                use.span = module.span(node)
        elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
            use.many = use.many or _is(node.iter, name)
        elif isinstance(node, ast.Subscript):
            use.many = use.many or _is(node.value, name)
        elif isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else ""
            if called in (
                "isinstance",
                "type",
                "hasattr",
                "len",
                "enumerate",
                "list",
                "iter",
                "reversed",
                "sorted",
            ) and (node.args and _is(node.args[0], name)):
                use.many = True
                use.one = use.one or called in ("isinstance", "type", "hasattr")
        elif isinstance(node, ast.Name) and node.id == name and not isinstance(node.ctx, ast.Load):
            use.one = use.many = True
    return use


def _is(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
