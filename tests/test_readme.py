"""What README.md shows is what funclint does."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from funclint.settings_schema import SETTINGS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def shown() -> list[tuple[str, str]]:
    """Each command in a console block and the output that is shown for it."""
    pairs: list[tuple[str, str]] = []
    for block in blocks("console"):
        _, *parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)
        pairs += zip(parts[::2], parts[1::2], strict=True)
    return pairs


def test_there_is_a_demo() -> None:
    assert len(shown()) >= 2
    assert sum(block.count("\n") for block in blocks("console")) < 40


@pytest.mark.parametrize(("command", "output"), shown(), ids=[command for command, _ in shown()])
def test_output(command: str, output: str) -> None:
    program, *arguments = shlex.split(command)
    assert program == "funclint"

    done = subprocess.run(
        [sys.executable, "-m", "funclint", *arguments],
        cwd=ROOT,
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stderr == ""
    assert done.stdout.rstrip() == output.rstrip()
    assert done.returncode == 1


def test_one_command_installs_and_lints_and_one_installs_and_tests() -> None:
    lint, test = (block.strip() for block in blocks("sh"))

    assert lint == "python -m pip install . && funclint fixtures/orders"
    assert test == "python -m pip install -e '.[test]' && python -m pytest"


@pytest.mark.parametrize("ending", ["&& funclint fixtures/[a-z]+", "&& python -m pytest"])
def test_ci_runs_the_commands_of_the_readme(ending: str) -> None:
    assert f'readme_command "{ending}"' in CI
    assert len(re.findall(rf"^python -m pip install .* {ending}$", README, re.MULTILINE)) == 1


def test_families_are_those_of_the_rulebook() -> None:
    listed = dict(re.findall(r"^\| (FN?\d?) \| \[[a-z ]+\]\(rules/(\w+)\)", README, re.MULTILINE))
    modules = [path for path in (ROOT / "rules").glob("*/*.py") if not path.name.startswith("_")]

    assert {folder: family for family, folder in listed.items()} == {
        path.parent.name: re.sub(r"^(FN\d|F).*", r"\1", path.name) for path in modules
    }


def test_settings_are_those_that_are_read() -> None:
    assert set(re.findall(r"^\| `([a-z-]+)` \|", README, re.MULTILINE)) == set(SETTINGS)


def test_links_lead_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", README)

    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_supported_pythons() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    classified = re.findall(r"Python :: (3\.\d+)", project)

    assert f"Python {classified[0]} to {classified[-1]}" in README
    assert f'supported="{" ".join(classified)}"' in CI
