"""The extension for VS Code: what it declares is what it does, and it finds the funclint that it should."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent
EXTENSION = ROOT / "editors" / "vscode"
PACKAGE = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))
CODE = (EXTENSION / "extension.js").read_text(encoding="utf-8")
README = (EXTENSION / "README.md").read_text(encoding="utf-8")

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="this needs node")


def test_settings_are_those_that_are_read() -> None:
    declared = PACKAGE["contributes"]["configuration"]["properties"]
    # The client reads its trace setting itself.
    read = {f"funclint.{name}" for name in re.findall(r'settings\.get\("(\w+)"\)', CODE)} | {"funclint.trace.server"}

    assert set(declared) == read
    assert set(re.findall(r"^\| `(funclint\.[\w.]+)` \|", README, re.MULTILINE)) == read


def test_commands_are_those_that_are_registered() -> None:
    declared = PACKAGE["contributes"]["commands"]
    titles = {f"{command['category']}: {command['title']}" for command in declared}

    assert {command["command"] for command in declared} == set(re.findall(r'registerCommand\("([\w.]+)"', CODE))
    assert set(re.findall(r"^\| `(funclint: [\w ]+)` \|", README, re.MULTILINE)) == titles


def test_licence_is_that_of_funclint() -> None:
    assert (EXTENSION / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


def found(setting: str = "", folder: Path | None = None, python: str | None = None) -> dict[str, Any]:
    """What the extension makes of the setting, the workspace folder and the selected interpreter."""
    arguments = json.dumps([setting, None if folder is None else str(folder), python])
    call = f"find(...{arguments}).then((found) => console.log(JSON.stringify(found)))"
    script = f"const {{ find }} = require({json.dumps(str(EXTENSION / 'server.js'))}); {call}"
    done = subprocess.run(["node", "-e", script], env={"PATH": node_only()}, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def node_only() -> str:
    """A PATH without funclint."""
    node = shutil.which("node")
    assert node is not None
    return f"{Path(node).parent}:/usr/bin:/bin"


def program(path: Path, script: str) -> Path:
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@needs_node
def test_funclint_of_the_selected_environment() -> None:
    assert found(python=sys.executable) == {"command": str(Path(sys.executable).parent / "funclint")}


@needs_node
def test_funclint_of_the_setting(tmp_path: Path) -> None:
    own = program(tmp_path / "own", "exit 0")

    assert found("${workspaceFolder}/own", tmp_path, sys.executable) == {"command": str(own)}


@needs_node
@pytest.mark.parametrize(
    ("setting", "python", "problem"),
    [
        ("/nowhere/funclint", None, "'/nowhere/funclint', which the setting funclint.path names, cannot be run."),
        ("", None, "it is not on PATH, and no Python environment is selected. Install it with: python -m pip install"),
        ("", "/nowhere/bin/python", "it is neither beside '/nowhere/bin/python' nor on PATH. Install it with: "),
    ],
)
def test_no_funclint(setting: str, python: str | None, problem: str) -> None:
    assert problem in found(setting, python=python)["problem"]


@needs_node
def test_a_funclint_without_language_server(tmp_path: Path) -> None:
    old = program(tmp_path / "funclint", "echo Usage: >&2; echo \"Error: No such command 'lsp'.\" >&2; exit 2")

    told = found(str(old))["problem"]

    assert f"'{old}' has no language server (Error: No such command 'lsp'.)" in told
    assert "pip install --upgrade 'funclint[lsp]'" in told
