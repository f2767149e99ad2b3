"""The functions of an app and what they read and write, as a graph: Mermaid and DOT.

An output on a queue joins the function that is triggered by this queue. What is written but triggers nothing here, and
what runs in a circle, is marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from funclint.report.visible import visible

if TYPE_CHECKING:
    from funclint.app.function_json import Binding
    from funclint.app.model import FunctionApp
    from funclint.report.view import View

TRIGGER, INPUT, OUTPUT = "trigger", "input", "output"

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
_CAN_TRIGGER = frozenset(("queue", "blob", "servicebus", "eventhub", "cosmosdb", "kafka", "rabbitmq"))
_DEFAULT_CONNECTIONS = {
    "queue": "AzureWebJobsStorage", "blob": "AzureWebJobsStorage", "table": "AzureWebJobsStorage",
    "servicebus": "AzureWebJobsServiceBus", "eventhub": "AzureWebJobsEventHub", "cosmosdb": "CosmosDB",
}  # fmt: skip
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


@dataclass(slots=True)
class Node:
    """A function, or something that functions are triggered by, read or write.

    ``kind`` is "function" or the type of the binding without "Trigger". ``loop``: it is part of a circle; ``unread``:
    it is written here, could trigger a function, and triggers none.
    """

    name: str
    kind: str
    connection: str | None = None
    loop: bool = False
    unread: bool = False


@dataclass(slots=True)
class Graph:
    """Nodes and edges (from, to, what: trigger, input, output) in the order of the app."""

    nodes: list[Node] = field(default_factory=list)
    edges: list[tuple[int, int, str]] = field(default_factory=list)

    def loops(self) -> list[list[str]]:
        """The names of the functions in each circle."""
        return [
            [self.nodes[index].name for index in part if self.nodes[index].kind == "function"]
            for part in _circles(len(self.nodes), [(start, end) for start, end, _ in self.edges])
        ]


def graph_of(app: FunctionApp) -> Graph:
    """The graph of an app; its functions are released again."""
    graph = Graph()
    places: dict[tuple[str, str, str], int] = {}
    written: list[tuple[int, str, str, str]] = []
    for function in app.functions:
        at = len(graph.nodes)
        graph.nodes.append(Node(function.name, "function"))
        for binding in function.bindings:
            kind = (binding.type or "").lower().removesuffix(_TRIGGER)
            if not kind or (kind == "http" and not binding.is_trigger):
                continue
            name, connection = _name_of(binding, kind, function.name), _connection_of(binding, kind)
            if binding.is_trigger or binding.direction != "out":
                index = _place(graph, places, kind, name, connection)
                graph.edges.append((index, at, TRIGGER if binding.is_trigger else INPUT))
            if not binding.is_trigger and binding.direction in ("out", "inout"):
                written.append((at, kind, name, connection))
        function.release()
    triggers = {start for start, _, what in graph.edges if what == TRIGGER}
    for at, kind, name, connection in written:
        reached = [
            index
            for key, index in places.items()
            if index in triggers and key[0] == kind and key[2] == connection and _may_be(name, key[1], kind)
        ]
        for index in reached or [_place(graph, places, kind, name, connection)]:
            graph.edges.append((at, index, OUTPUT))
    _mark(graph)
    return graph


def _name_of(binding: Binding, kind: str, function: str) -> str:
    def text(key: str) -> str:
        value = binding.properties.get(key.lower())
        return value if isinstance(value, str) else ""

    name = next((found for key in _NAMES.get(kind, ()) if (found := text(key))), "")
    if kind == "http":
        return "/" + (name or function).lstrip("/")
    if kind == "cosmosdb" and text("databaseName"):
        return f"{text('databaseName')}/{name}"
    return name or (binding.name or "")


def _connection_of(binding: Binding, kind: str) -> str:
    for key in ("connection", "connectionstringsetting"):
        value = binding.properties.get(key)
        if isinstance(value, str) and value:
            return value
    return _DEFAULT_CONNECTIONS.get(kind, "")


def _place(graph: Graph, places: dict[tuple[str, str, str], int], kind: str, name: str, connection: str) -> int:
    key = (kind, name, connection)
    index = places.get(key)
    if index is None:
        index = places[key] = len(graph.nodes)
        graph.nodes.append(Node(name, kind, connection or None))
    return index


def _may_be(written: str, awaited: str, kind: str) -> bool:
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


def _mark(graph: Graph) -> None:
    for part in _circles(len(graph.nodes), [(start, end) for start, end, _ in graph.edges]):
        for index in part:
            graph.nodes[index].loop = True
    read = {start for start, _, _ in graph.edges}
    for _, end, what in graph.edges:
        if what == OUTPUT and end not in read and graph.nodes[end].kind in _CAN_TRIGGER:
            graph.nodes[end].unread = True


def _circles(count: int, edges: list[tuple[int, int]]) -> list[list[int]]:
    """The sets of nodes that can reach themselves and each other, in order (Tarjan's algorithm without recursion)."""
    after: list[list[int]] = [[] for _ in range(count)]
    for start, end in edges:
        after[start].append(end)
    number, low = [-1] * count, [0] * count
    stack: list[int] = []
    on_stack = [False] * count
    found: list[list[int]] = []
    counter = 0
    for root in range(count):
        if number[root] >= 0:
            continue
        work = [(root, iter(after[root]))]
        number[root] = low[root] = counter
        counter += 1
        stack.append(root)
        on_stack[root] = True
        while work:
            at, rest = work[-1]
            for following in rest:
                if number[following] < 0:
                    number[following] = low[following] = counter
                    counter += 1
                    stack.append(following)
                    on_stack[following] = True
                    work.append((following, iter(after[following])))
                    break
                if on_stack[following]:
                    low[at] = min(low[at], number[following])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[at])
                if low[at] == number[at]:
                    part: list[int] = []
                    while not part or part[-1] != at:
                        part.append(stack.pop())
                        on_stack[part[-1]] = False
                    if len(part) > 1:
                        found.append(sorted(part))
    return sorted(found)


def as_object(graph: Graph) -> dict[str, Any]:
    """The graph as JSON: nodes, edges by index of node, circles by names of functions, names that nobody reads."""
    return {
        "nodes": [{"name": node.name, "kind": node.kind, "connection": node.connection} for node in graph.nodes],
        "edges": [{"from": start, "to": end, "kind": what} for start, end, what in graph.edges],
        "loops": graph.loops(),
        "unread": [node.name for node in graph.nodes if node.unread],
    }


def as_mermaid(apps: Iterable[FunctionApp], view: View) -> Iterator[str]:
    """A flowchart; put it into a README between lines with three backticks, the first with ``mermaid`` after them."""
    yield "flowchart LR\n"
    offset = 0
    graphs = [(app, graph_of(app)) for app in apps]
    for number, (app, graph) in enumerate(graphs):
        indent = "  "
        if len(graphs) > 1:
            yield f"  subgraph app{number} [{_mermaid(view.filename(app.root))}]\n"
            indent = "    "
        for index, node in enumerate(graph.nodes, offset):
            left, right = ("[", "]") if node.kind == "function" else ("([", "])")
            yield f"{indent}n{index}{left}{_mermaid(_label(node))}{right}{_class(node)}\n"
        for start, end, what in graph.edges:
            arrow = "-.->" if what == INPUT else "-->"
            yield f"{indent}n{start + offset} {arrow} n{end + offset}\n"
        if len(graphs) > 1:
            yield "  end\n"
        offset += len(graph.nodes)
    nodes = [node for _, graph in graphs for node in graph.nodes]
    if any(node.loop for node in nodes):
        yield "  classDef loop stroke:#c00,stroke-width:3px\n"
    if any(node.unread and not node.loop for node in nodes):
        yield "  classDef unread stroke-dasharray:5 5\n"


def as_dot(apps: Iterable[FunctionApp], view: View) -> Iterator[str]:
    """A directed graph for Graphviz."""
    yield "digraph functions {\n  rankdir=LR;\n"
    offset = 0
    for number, app in enumerate(apps):
        graph = graph_of(app)
        yield f"  subgraph cluster_{number} {{\n    label={_dot(view.filename(app.root))};\n"
        for index, node in enumerate(graph.nodes, offset):
            shape = "box" if node.kind == "function" else "ellipse"
            style = ", color=red, penwidth=2" if node.loop else ", style=dashed" if node.unread else ""
            yield f"    n{index} [label={_dot(_label(node))}, shape={shape}{style}];\n"
        for start, end, what in graph.edges:
            style = " [style=dashed]" if what == INPUT else ""
            yield f"    n{start + offset} -> n{end + offset}{style};\n"
        yield "  }\n"
        offset += len(graph.nodes)
    yield "}\n"


def _label(node: Node) -> str:
    return node.name if node.kind == "function" else f"{node.kind}: {node.name}"


def _class(node: Node) -> str:
    return ":::loop" if node.loop else ":::unread" if node.unread else ""


def _mermaid(text: str) -> str:
    """Text in quotes as Mermaid takes it: what it or HTML would read as markup is written as an entity."""
    plain = visible(text).replace("#", "#35;")
    for character, entity in (
        ("&", "#amp;"),
        ('"', "#quot;"),
        ("<", "#lt;"),
        (">", "#gt;"),
        ("`", "#96;"),
        ("%", "#37;"),
    ):
        plain = plain.replace(character, entity)
    return f'"{plain}"'


def _dot(text: str) -> str:
    """Text in quotes as DOT takes it."""
    plain = visible(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'
