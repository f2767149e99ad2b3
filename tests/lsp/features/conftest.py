"""A small app, and places in it that are marked in its texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from funclint.lsp.session import Place, Session

APP = {
    "host.json": '{"version": "2.0", "extensions": {"http": {"routePrefix": "v1"}},\n'
    ' "extensionBundle": {"id": "Microsoft.Azure.Functions.ExtensionBundle", "version": "[4.0.0, 5.0.0)"}}\n',
    "local.settings.json": '{"IsEncrypted": false,\n'
    ' "Values": {"Store": "x", "Bus__serviceUri": "y", "WHEN": "0 0 6 * * *"}}\n',
    "Orders/function.json": """{
  "scriptFile": "__init__.py",
  "entryPoint": "place",
  "bindings": [
    {"type": "httpTrigger", "direction": "in", "name": "req", "route": "orders/{id}", "methods": ["get", "post"]},
    {"type": "queue", "direction": "out", "name": "order", "queueName": "orders", "connection": "Store"},
    {"type": "http", "direction": "out", "name": "$return"}
  ]
}
""",
    "Orders/__init__.py": """import os

import azure.functions as func


def place(req: func.HttpRequest, order: func.Out[str]) -> func.HttpResponse:
    order.set(f"{req.url}: " + os.environ["Store"])
    return func.HttpResponse(req.method)
""",
    "Nightly/function.json": """{
  "bindings": [
    {"type": "timerTrigger", "direction": "in", "name": "timer", "schedule": "0 30 6 * * 1-5"},
    {"type": "blob", "direction": "out", "name": "report", "path": "%WHEN%/{DateTime}.csv", "connection": "Store"}
  ]
}
""",
    "Nightly/__init__.py": """import azure.functions as func


def main(timer: func.TimerRequest, report: func.Out[str]) -> None:
    report.set("x")
""",
    "Flow/function.json": '{"bindings": [{"type": "orchestrationTrigger", "direction": "in", "name": "context"}]}\n',
    "Flow/__init__.py": """import azure.durable_functions as df


def steps(context: df.DurableOrchestrationContext):
    yield context.call_activity("Step", 1)


main = df.Orchestrator.create(steps)
""",
    "Step/function.json": '{"bindings": [{"type": "activityTrigger", "direction": "in", "name": "number"}]}\n',
    "Step/__init__.py": "def main(number: int) -> str:\n    return str(number)\n",
    "requirements.txt": "azure-functions\nazure-functions-durable\n",
}

At = Callable[..., Place]


@pytest.fixture
def app(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    for name, text in APP.items():
        path = tmp_path / "app" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "app"


@pytest.fixture
def at(app: Path) -> At:
    """The place of a ``|`` in a piece of a file that occurs once; ``text``: an unsaved text of the file."""

    def place_of(name: str, piece: str, text: str | None = None) -> Place:
        session = Session(lambda *_: None, lambda *_: None)
        path = app / name
        content = path.read_text() if text is None else text
        before, _, after = piece.partition("|")
        assert content.count(before + after) == 1, (before + after, content)
        session.open(path, content)
        session.settle()
        place = session.place(path)
        assert place is not None
        return place._replace(offset=content.index(before + after) + len(before))

    return place_of
