"""The functions of an app and what they read and write, as a graph: Mermaid and DOT.

An output on a queue joins the function that is triggered by this queue. What is written but triggers nothing here, and
what runs in a circle, is marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from funclint.report.places import CAN_TRIGGER, connection_of, kind_of, may_be, name_of
from funclint.report.visible import visible

if TYPE_CHECKING:
    from funclint.app.model import FunctionApp
    from funclint.report.view import View

TRIGGER, INPUT, OUTPUT = "trigger", "input", "output"


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
    """Nodes and edges (from, to, what: trigger, input, output) in the order of the app.

    ``functions``: the node of each function by its name; ``places``: the nodes that a binding leads to, by the name of
    the function, the index of the binding, and what the edges are.
    """

    nodes: list[Node] = field(default_factory=list)
    edges: list[tuple[int, int, str]] = field(default_factory=list)
    functions: dict[str, int] = field(default_factory=dict)
    places: dict[tuple[str, int, str], list[int]] = field(default_factory=dict)

    def circles(self) -> list[list[int]]:
        """The nodes of each circle in which functions start each other; reading a place starts nothing."""
        return _circles(len(self.nodes), [(start, end) for start, end, what in self.edges if what in (TRIGGER, OUTPUT)])

    def loops(self) -> list[list[str]]:
        """The names of the functions in each circle."""
        return [
            [self.nodes[index].name for index in part if self.nodes[index].kind == "function"]
            for part in self.circles()
        ]


def graph_of(app: FunctionApp) -> Graph:
    """The graph of an app; its functions are released again."""
    graph = Graph()
    places: dict[tuple[str, str, str], int] = {}
    written: list[tuple[str, int, str, str, str]] = []
    for function in app.functions:
        at = graph.functions[function.name] = len(graph.nodes)
        graph.nodes.append(Node(function.name, "function"))
        for binding in function.bindings:
            kind = kind_of(binding)
            if not kind or (kind == "http" and not binding.is_trigger):
                continue
            name, connection = name_of(binding, kind, function.name), connection_of(binding, kind)
            if binding.is_trigger or binding.direction != "out":
                what = TRIGGER if binding.is_trigger else INPUT
                index = _place(graph, places, kind, name, connection)
                graph.edges.append((index, at, what))
                graph.places[function.name, binding.index, what] = [index]
            if not binding.is_trigger and binding.direction in ("out", "inout"):
                written.append((function.name, binding.index, kind, name, connection))
        function.release()
    triggers = {start for start, _, what in graph.edges if what == TRIGGER}
    for writer, number, kind, name, connection in written:
        reached = [
            index
            for key, index in places.items()
            if index in triggers and key[0] == kind and key[2] == connection and may_be(name, key[1], kind)
        ] or [_place(graph, places, kind, name, connection)]
        graph.edges += [(graph.functions[writer], index, OUTPUT) for index in reached]
        graph.places[writer, number, OUTPUT] = reached
    _mark(graph)
    return graph


def _place(graph: Graph, places: dict[tuple[str, str, str], int], kind: str, name: str, connection: str) -> int:
    key = (kind, name, connection)
    index = places.get(key)
    if index is None:
        index = places[key] = len(graph.nodes)
        graph.nodes.append(Node(name, kind, connection or None))
    return index


def _mark(graph: Graph) -> None:
    for part in graph.circles():
        for index in part:
            graph.nodes[index].loop = True
    read = {start for start, _, _ in graph.edges}
    for _, end, what in graph.edges:
        if what == OUTPUT and end not in read and graph.nodes[end].kind in CAN_TRIGGER:
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
