"""Whatever stands in the files around the functions: never a crash, and what the host refuses is found."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from funclint.diagnostic import Diagnostic
from funclint.engine import check_app
from funclint.files import Files
from funclint.rulebook import Rulebook
from funclint.settings import Overrides, SettingsFinder

BOOK = Rulebook.with_shipped()
LOCAL: dict[str, Any] = {
    "IsEncrypted": False,
    "Values": {"AzureWebJobsStorage": "UseDevelopmentStorage=true", "FUNCTIONS_WORKER_RUNTIME": "python", "A__b": "1"},
    "ConnectionStrings": {"Named": "x"},
    "Host": {"CORS": "*"},
}
HOST: dict[str, Any] = {
    "version": "2.0",
    "extensions": {"http": {"routePrefix": "shop"}},
    "extensionBundle": {"id": "Microsoft.Azure.Functions.ExtensionBundle", "version": "[4.*, 5.0.0)"},
}
HTTP: dict[str, Any] = {
    "bindings": [
        {"type": "httpTrigger", "name": "req", "route": "a/{b:int?}", "methods": ["get", "post"]},
        {"type": "blob", "direction": "out", "name": "out", "path": "%P%/{b}", "connection": "C"},
        {"type": "http", "direction": "out", "name": "$return"},
    ]
}
TIMER: dict[str, Any] = {"bindings": [{"type": "timerTrigger", "name": "timer", "schedule": "0 */5 * * * *"}]}
BLOB: dict[str, Any] = {
    "bindings": [
        {"type": "blobTrigger", "name": "blob", "path": "in/{name}.csv", "connection": "C"},
        {"type": "blob", "direction": "out", "name": "out", "path": "in/{name}"},
    ]
}
FILES: dict[str, str] = {
    "host.json": json.dumps(HOST),
    "local.settings.json": json.dumps(LOCAL),
    ".funcignore": "test\n*.md\n!Http\n",
    ".gitignore": "local.settings.json\n",
    "requirements.txt": "azure-functions\n",
    "Http/function.json": json.dumps(HTTP),
    "Http/__init__.py": (
        'import os\n\n\ndef main(req, out):\n    out.set(os.environ["A__b"] + req.params.get("b"))\n    return "x"\n'
    ),
    "Timer/function.json": json.dumps(TIMER),
    "Timer/__init__.py": "def main(timer):\n    print(timer)\n",
    "Blob/function.json": json.dumps(BLOB),
    "Blob/__init__.py": "def main(blob, out):\n    out.set(blob.read())\n",
}
JSON_FILES = [name for name in FILES if name.endswith(".json")]
MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def lint(changed: dict[str, str | bytes]) -> list[Diagnostic]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, content in {**FILES, **changed}.items():
            path = root / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
        chosen = SettingsFinder(Overrides(extend_select=("ALL",))).settings_for(root)
        found = check_app(root, chosen, Files(), BOOK)
    assert [item.message for item in found if item.code == "FN000"] == []
    return found


def codes(changed: dict[str, str | bytes]) -> set[str]:
    return {item.code for item in lint(changed)}


def replaced(tree: Any, place: int, new: Any) -> tuple[Any, int]:
    """A copy of a tree with the value at a place, counted from the front, replaced; and how many places are left."""
    if place == 0:
        return new, -1
    place -= 1
    if isinstance(tree, dict):
        copy: Any = {}
        for key, value in tree.items():
            copy[key], place = replaced(value, place, new) if place >= 0 else (value, place)
        return copy, place
    if isinstance(tree, list):
        items = []
        for value in tree:
            item, place = replaced(value, place, new) if place >= 0 else (value, place)
            items.append(item)
        return items, place
    return tree, place


@MANY
@given(st.sampled_from(JSON_FILES), st.integers(0, 30), anything)
def test_any_value_at_any_place(name: str, place: int, new: Any) -> None:
    lint({name: json.dumps(replaced(json.loads(FILES[name]), place, new)[0])})


@MANY
@given(st.sampled_from(sorted(FILES)), st.data())
def test_cut_off_and_scribbled_on(name: str, data: st.DataObject) -> None:
    text = FILES[name]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    lint({name: text[:start] + data.draw(st.text(max_size=8)) + text[end:]})


@MANY
@given(st.sampled_from(sorted(FILES)), st.binary(max_size=60))
def test_any_bytes(name: str, content: bytes) -> None:
    lint({name: content})


@MANY
@given(st.text(alphabet="ab/{}*?=:%~.-()<> ", max_size=25), st.text(max_size=15))
def test_any_route_and_prefix(route: str, prefix: str) -> None:
    http = json.loads(FILES["Http/function.json"])
    http["bindings"][0]["route"] = route
    host = {**HOST, "extensions": {"http": {"routePrefix": prefix}}}
    lint({"Http/function.json": json.dumps(http), "host.json": json.dumps(host)})


@MANY
@given(st.text(alphabet="0123456789*/-,: LW#?@%abjMON\t.", max_size=25))
def test_any_schedule(schedule: str) -> None:
    timer = {"bindings": [{"type": "timerTrigger", "name": "timer", "schedule": schedule}]}
    lint({"Timer/function.json": json.dumps(timer)})


@pytest.mark.parametrize(
    "content",
    ["", "[]", "null", "{", '{"Values": [1]}', '{"IsEncrypted": false, "Values": {"A": {}}}', "[" * 5000, "x" * 10],
    ids=lambda text: text[:20],
)
def test_settings_that_are_dropped(content: str) -> None:
    assert "FN630" in codes({"local.settings.json": content})


def test_files_that_are_too_large() -> None:
    large = "/" * (5 * 1024 * 1024)
    assert "FN630" in codes({"local.settings.json": large, ".funcignore": large, "host.json": large})


def test_sound_files() -> None:
    assert codes({}) == {"FN248", "FN636", "FN637"}
