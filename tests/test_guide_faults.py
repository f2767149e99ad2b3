"""Each example of fixtures/guide with one fault put in is reported on that function, and on no other."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from funclint.diagnostic import Severity
from funclint.engine import check_paths

GUIDE = Path(__file__).parent.parent / "fixtures" / "guide"

Fault = Callable[[Path], None]
"""Puts the fault into the folder of a function."""


def replaced(old: str, new: str, name: str = "__init__.py") -> Fault:
    """A part of a file written differently."""

    def put_in(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return put_in


def set_key(key: str, value: Any) -> Fault:
    """A top-level key of function.json with another value."""

    def put_in(folder: Path) -> None:
        path = folder / "function.json"
        content = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps({**content, key: value}, indent=2), encoding="utf-8")

    return put_in


def changed(binding: str, **changes: str) -> Fault:
    """A binding with some properties different."""

    def put_in(folder: Path) -> None:
        content = _bindings(folder)
        [found] = [item for item in content if item["name"] == binding]
        found.update(changes)
        set_key("bindings", content)(folder)

    return put_in


def dropped(binding: str) -> Fault:
    """A binding less."""

    def put_in(folder: Path) -> None:
        set_key("bindings", [item for item in _bindings(folder) if item["name"] != binding])(folder)

    return put_in


def added(**binding: str) -> Fault:
    """A binding more."""

    def put_in(folder: Path) -> None:
        set_key("bindings", [*_bindings(folder), binding])(folder)

    return put_in


def _bindings(folder: Path) -> list[dict[str, Any]]:
    bindings: list[dict[str, Any]] = json.loads((folder / "function.json").read_text(encoding="utf-8"))["bindings"]
    return bindings


FAULTS: list[tuple[str, Fault, str]] = [
    ("Untyped", replaced("main(req)", "main(request)"), "FN301"),
    ("Untyped", dropped("req"), "FN204"),
    ("Untyped", changed("req", name="request"), "FN302"),
    ("Untyped", replaced("    return f", "    f"), "FN404"),
    ("Typed", replaced("functions.HttpRequest", "functions.QueueMessage"), "FN309"),
    ("Typed", replaced("-> str", "-> dict"), "FN401"),
    ("Typed", dropped("$return"), "FN409"),
    ("Typed", replaced("import azure.functions\n", ""), "F821"),
    ("OtherEntryPoint", set_key("entryPoint", "greets"), "FN303"),
    ("OtherEntryPoint", set_key("scriptFile", "greetings.py"), "FN105"),
    ("SharedEntryPoint", set_key("scriptFile", "../shared_code/handler.py"), "FN105"),
    ("SharedEntryPoint", set_key("entryPoint", None), "FN303"),
    ("BlobInput", changed("obj", direction="out"), "FN305"),
    ("BlobInput", replaced("obj: func.InputStream", "obj: func.Out[bytes]"), "FN306"),
    ("BlobInput", changed("obj", name="obj-in"), "FN202"),
    ("QueueOutput", replaced("func.Out[func.QueueMessage]", "func.QueueMessage"), "FN305"),
    ("QueueOutput", replaced("func.Out[func.QueueMessage]", "func.Out[func.EventHubEvent]"), "FN309"),
    ("QueueOutput", replaced("func.Out[func.QueueMessage]", "func.Out[list[str]]"), "FN308"),
    ("QueueOutput", changed("msg", direction="inout"), "FN207"),
    ("QueueOutput", replaced("msg.set(message)", "msg = message"), "FN407"),
    ("JsonBody", replaced("    if not name:", "   if not name:"), "FN004"),
    ("JsonBody", replaced("import logging\n", "import loging\n"), "F821"),
    ("Async", replaced("req: func.HttpRequest", "req: func.HttpRequest | None"), "FN308"),
    ("Async", replaced("async def main(req:", "async def main(client, req:"), "FN301"),
    ("InvocationContext", replaced("azure.functions.Context", "str"), "FN311"),
    ("InvocationContext", replaced("context: azure", "ctx: azure"), "FN301"),
    ("Cached", added(type="timerTrigger", name="timer", direction="in", schedule="0 * * * * *"), "FN205"),
    ("AppSetting", replaced("return func.HttpResponse(greeting)", "return {'greeting': greeting}"), "FN405"),
    ("AppSetting", replaced("func.HttpRequest", "func.HttpRequst"), "FN501"),
    ("TempFile", changed("timer", direction="input"), "FN206"),
    ("TempFile", replaced("func.TimerRequest", "func.Context"), "FN309"),
    ("QueueTrigger", added(type="http", name="$return", direction="out"), "FN408"),
    ("QueueTrigger", replaced("logging.info(", "return '%s: %s' % ("), "FN403"),
    ("BlobCopy", changed("source", name="target"), "FN203"),
    ("BlobCopy", replaced("target.set", "print"), "FN406"),
    ("SharedCode", replaced("from . import local", "from . import locals"), "FN505"),
    ("SharedCode", replaced("from ..shared_code", "from ...shared_code"), "FN504"),
    ("ThreadLogging", replaced("def main(req: ", "def main(req, /, req_: "), "FN301"),
    ("Wsgi", replaced('"bindings": [', '"bindings" [', "function.json"), "FN003"),
]


def test_without_a_fault_the_guide_is_fine() -> None:
    assert check_paths([GUIDE]).diagnostics == []


@pytest.mark.parametrize(
    ("name", "fault", "code"), FAULTS, ids=[f"{number}-{name}-{code}" for number, (name, _, code) in enumerate(FAULTS)]
)
def test_fault(name: str, fault: Fault, code: str, tmp_path: Path) -> None:
    app = tmp_path / "app"
    shutil.copytree(GUIDE, app)
    fault(app / name)

    found = check_paths([app]).diagnostics

    serious = [item for item in found if item.severity is not Severity.INFO]
    assert code in {item.code for item in serious}
    assert {item.function for item in serious} == {name}
