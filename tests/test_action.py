"""``action.yml``: its steps, in the shell that GitHub runs them in, with a Python that only says what it was given."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

yaml = pytest.importorskip("yaml", reason="PyYAML comes with pre-commit")

ACTION = yaml.safe_load((Path(__file__).parent.parent / "action.yml").read_text(encoding="utf-8"))


def steps() -> dict[str, Any]:
    return {step["name"]: step for step in ACTION["runs"]["steps"] if "run" in step}


def run(name: str, folder: Path, **environment: str) -> list[str]:
    """The arguments that a step gives to Python."""
    if shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    python = folder / "python"
    python.write_text('#!/bin/sh\nprintf "%s\\n" "$@" "PYTHONPATH=$PYTHONPATH"\n')
    python.chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    given = {"PATH": path, "RUNNER_TEMP": "/temp", "GITHUB_ACTION_PATH": "/action", **environment}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", steps()[name]["run"]],
        env=given,
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def test_installs_itself_beside_the_packages_of_the_job(tmp_path: Path) -> None:
    assert run("Install funclint", tmp_path)[-4:-1] == ["--target", "/temp/funclint", "/action"]


@pytest.mark.parametrize(
    ("args", "sarif", "arguments"),
    [
        (".", "", ["."]),
        ("--fail-on error apps/a apps/b", "", ["--fail-on", "error", "apps/a", "apps/b"]),
        (".", "my report.sarif", ["--output-format", "sarif=my report.sarif", "."]),
        ("$(touch hacked) `touch hacked`; *", "", ["$(touch", "hacked)", "`touch", "hacked`;", "*"]),
    ],
)
def test_inputs_become_arguments(tmp_path: Path, args: str, sarif: str, arguments: list[str]) -> None:
    shown = run("Check the function apps", tmp_path, FUNCLINT_ARGS=args, FUNCLINT_SARIF=sarif)

    assert shown == ["-m", "funclint", "check", "--output-format", "text", *arguments, "PYTHONPATH=/temp/funclint"]
    assert not (tmp_path / "hacked").exists()


def test_every_input_is_used_and_none_in_a_script() -> None:
    for name, step in steps().items():
        assert "${{" not in step["run"], name
    used = "".join(str(step.get("env", "")) + str(step.get("with", "")) for step in ACTION["runs"]["steps"])
    for name in ACTION["inputs"]:
        assert f"inputs.{name} " in used
