"""The picture of an app: who triggers whom, what runs in a circle, what nobody reads."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from funclint.app.model import FunctionApp, Target
from funclint.cli import main
from funclint.files import Files
from funclint.report.graph import as_dot, as_mermaid, as_object, graph_of
from funclint.report.view import View

Write = Callable[[Path, dict[str, str]], Path]


def binding(kind: str, direction: str, **properties: str) -> dict[str, str]:
    return {"type": kind, "direction": direction, "name": properties.pop("name", "x"), **properties}


def trigger(kind: str, **properties: str) -> dict[str, str]:
    return binding(f"{kind}Trigger", "in", **properties)


@pytest.fixture
def read(tmp_path: Path, write: Write) -> Callable[[dict[str, list[dict[str, str]]]], FunctionApp]:
    def read_app(functions: dict[str, list[dict[str, str]]]) -> FunctionApp:
        files = {f"{name}/function.json": json.dumps({"bindings": items}) for name, items in functions.items()}
        return FunctionApp.read(write(tmp_path / "app", {"host.json": "{}", **files}), Target(), Files())

    return read_app


Read = Callable[[dict[str, list[dict[str, str]]]], FunctionApp]


def arrows(app: FunctionApp) -> list[str]:
    graph = graph_of(app)
    return [f"{graph.nodes[a].name} {what} {graph.nodes[b].name}" for a, b, what in graph.edges]


def test_a_queue_joins_two_functions(read: Read) -> None:
    app = read(
        {
            "A": [
                trigger("http", route="/orders/{id}"),
                binding("http", "out"),
                binding("queue", "out", queueName="q"),
            ],
            "B": [trigger("queue", queueName="Q"), binding("blob", "in", path="c/{queueTrigger}")],
        }
    )

    assert arrows(app) == ["/orders/{id} trigger A", "Q trigger B", "c/{queueTrigger} input B", "A output Q"]
    assert as_object(graph_of(app)) == {
        "nodes": [
            {"name": "A", "kind": "function", "connection": None},
            {"name": "/orders/{id}", "kind": "http", "connection": None},
            {"name": "B", "kind": "function", "connection": None},
            {"name": "Q", "kind": "queue", "connection": "AzureWebJobsStorage"},
            {"name": "c/{queueTrigger}", "kind": "blob", "connection": "AzureWebJobsStorage"},
        ],
        "edges": [
            {"from": 1, "to": 0, "kind": "trigger"},
            {"from": 3, "to": 2, "kind": "trigger"},
            {"from": 4, "to": 2, "kind": "input"},
            {"from": 0, "to": 3, "kind": "output"},
        ],
        "loops": [],
        "unread": [],
    }


@pytest.mark.parametrize(
    ("output", "awaited", "joined"),
    [
        (binding("queue", "out", queueName="q"), trigger("queue", queueName="q", connection="Other"), False),
        (
            binding("queue", "out", queueName="q", connection="AzureWebJobsStorage"),
            trigger("queue", queueName="q"),
            True,
        ),
        (binding("queue", "out", queueName="%Q%"), trigger("queue", queueName="%Q%"), True),
        (binding("blob", "out", path="in/{name}"), trigger("blob", path="in/{name}.csv"), False),
        (binding("blob", "out", path="in/{rand-guid}.csv"), trigger("blob", path="in/{name}.csv"), True),
        (binding("blob", "out", path="in/a/b.csv"), trigger("blob", path="in/{name}"), True),
        (binding("blob", "out", path="in/x"), trigger("blob", path="in"), True),
        (binding("blob", "out", path="inn/x"), trigger("blob", path="in"), False),
        (binding("blob", "out", path="in/"), trigger("blob", path="in"), False),
        (binding("blob", "out", path="in/a-b"), trigger("blob", path="in/{x}-{y}"), True),
        (binding("blob", "out", path="in/ab"), trigger("blob", path="in/{x}{y}"), True),
        (binding("blob", "out", path="in/a"), trigger("blob", path="in/{x}{y}"), False),
        (binding("blob", "out", path="in/-b"), trigger("blob", path="in/{x}-{y}"), False),
        (binding("blob", "out", path="in/a.b.b"), trigger("blob", path="in/{x}.b"), True),
        (binding("blob", "out", path="in/" + 60 * "x"), trigger("blob", path="in/" + 20 * "{x}" + "!"), False),
        (binding("blob", "out", path="in/x+y"), trigger("blob", path="in/x+{n}"), True),
        (binding("serviceBus", "out", topicName="t"), trigger("serviceBus", topicName="t", subscriptionName="s"), True),
        (binding("serviceBus", "out", queueName="T"), trigger("serviceBus", queueName="t"), False),
        (binding("eventHub", "out", eventHubName="h"), trigger("eventHub", eventHubName="h"), True),
        (
            binding("cosmosDB", "out", databaseName="d", collectionName="c", connectionStringSetting="C"),
            trigger("cosmosDB", databaseName="d", containerName="c", connection="C"),
            True,
        ),
        (binding("queue", "out", queueName="q"), trigger("serviceBus", queueName="q"), False),
    ],
)
def test_what_is_joined(read: Read, output: dict[str, str], awaited: dict[str, str], joined: bool) -> None:
    graph = graph_of(read({"A": [trigger("timer", schedule="0 * * * * *"), output], "B": [awaited]}))
    ends = {graph.nodes[end].name: end for _, end, what in graph.edges if what == "output"}
    starts = [start for start, _, what in graph.edges if what == "trigger"]

    assert (next(iter(ends.values())) in starts) is joined
    assert any(node.unread for node in graph.nodes) is not joined


def test_circles(read: Read) -> None:
    app = read(
        {
            "A": [trigger("queue", queueName="a"), binding("queue", "out", queueName="b")],
            "B": [trigger("queue", queueName="b"), binding("queue", "out", queueName="a")],
            "C": [trigger("blob", path="c/{n}"), binding("blob", "out", path="c/x")],
            "D": [trigger("queue", queueName="b"), binding("queue", "out", queueName="d")],
        }
    )
    graph = graph_of(app)

    assert graph.loops() == [["A", "B"], ["C"]]
    assert [node.name for node in graph.nodes if node.loop] == ["A", "a", "B", "b", "C", "c/{n}"]
    assert as_object(graph)["unread"] == ["d"]


def test_a_chain_of_thousands(read: Read) -> None:
    functions = {
        f"F{number:04}": [trigger("queue", queueName=f"q{number}"), binding("queue", "out", queueName=f"q{number + 1}")]
        for number in range(1500)
    }
    functions["F1499"][1]["queueName"] = "q0"

    assert len(graph_of(read(functions)).loops()[0]) == 1500


HOSTILE = 'a"b]\n<c>&`#;{x}|\\'


def test_mermaid(read: Read, tmp_path: Path) -> None:
    app = read(
        {
            "A": [trigger("queue", queueName=HOSTILE), binding("queue", "out", queueName="q"), binding("table", "in")],
            "B": [],
        }
    )
    text = "".join(as_mermaid([app], View(Files(), cwd=tmp_path)))

    assert text == (
        "flowchart LR\n"
        '  n0["A"]\n'
        '  n1(["queue: a#quot;b]␊#lt;c#gt;#amp;#96;#35;;{x}|\\"])\n'
        '  n2(["table: x"])\n'
        '  n3["B"]\n'
        '  n4(["queue: q"]):::unread\n'
        "  n1 --> n0\n"
        "  n2 -.-> n0\n"
        "  n0 --> n4\n"
        "  classDef unread stroke-dasharray:5 5\n"
    )
    both = "".join(as_mermaid([app, app], View(Files(), cwd=tmp_path)))
    assert re.findall(r"^  subgraph (\w+) \[\"app\"\]$", both, re.M) == ["app0", "app1"]
    assert len(set(re.findall(r"^    (n\d+)[\[(]", both, re.M))) == 10


def test_dot(read: Read, tmp_path: Path) -> None:
    app = read({"A": [trigger("queue", queueName=HOSTILE), binding("queue", "out", queueName=HOSTILE)]})
    text = "".join(as_dot([app], View(Files(), cwd=tmp_path)))

    assert text == (
        "digraph functions {\n  rankdir=LR;\n"
        '  subgraph cluster_0 {\n    label="app";\n'
        '    n0 [label="A", shape=box, color=red, penwidth=2];\n'
        '    n1 [label="queue: a\\"b]␊<c>&`#;{x}|\\\\", shape=ellipse, color=red, penwidth=2];\n'
        "    n1 -> n0;\n    n0 -> n1;\n  }\n}\n"
    )


def test_command(read: Read, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    app = read({"A": [trigger("queue", queueName="q")]})
    monkeypatch.chdir(app.root)

    def shown(*args: str) -> Any:
        assert main(["show", *args]) == 0
        return capsys.readouterr().out

    assert shown("--format", "mermaid").startswith("flowchart LR\n")
    assert shown("--format", "dot").startswith("digraph functions {\n")
    (only,) = json.loads(shown("--format", "json"))["apps"]
    assert only["graph"]["edges"] == [{"from": 1, "to": 0, "kind": "trigger"}]
    assert only["functions"][0]["name"] == "A"
    assert json.loads(shown("--output-format", "json"))["apps"] == [only]
    assert shown().splitlines()[2].split() == ["A", "queue", "q", "main(not", "known)"]
