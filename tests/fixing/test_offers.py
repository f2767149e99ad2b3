"""What rules offer: built by the engine for what is reported, plain data behind it."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from funclint.diagnostic import Applicability
from funclint.engine import check_paths
from funclint.files import Files

Write = Callable[[Path, dict[str, str]], Path]
WriteRules = Callable[[Path, dict[str, str]], Path]

BROKEN = (
    "RULE = Rule(Severity.WARNING, fix=Fixes.ALWAYS)\n"
    "def check(function):\n"
    "    yield Diagnostic(Span(function.path), 'found', offer=lambda: 1 // 0)\n"
)


def function(folder: Path, write: Write, code: str, binding: str = '{"type": "httpTrigger", "name": "req"}') -> Path:
    files = {"host.json": "{}", "F/function.json": f'{{"bindings": [{binding}]}}', "F/__init__.py": code}
    return write(folder, files)


def test_a_fix_that_cannot_be_built_costs_nothing_else(tmp_path: Path, write: Write, write_rules: WriteRules) -> None:
    write_rules(tmp_path / "own", {"team/ZZ100_broken": BROKEN})
    app = function(tmp_path / "app", write, "def main(req):\n    pass\n")
    (app / "funclint.toml").write_text('rule-paths = ["../own"]\n')
    found = check_paths([app], files=Files()).diagnostics
    assert sorted(item.code for item in found) == ["FN000", "ZZ100"]
    assert "the fix of ZZ100 (broken) failed on function 'F': ZeroDivisionError" in found[0].message


def test_choices_for_an_editor(tmp_path: Path, write: Write) -> None:
    parameters = "req, event: func.CloudEvent, out: func.Out[func.Document]"
    code = f"import azure.functions as func\n\n\ndef main({parameters}):\n    pass\n"
    app = function(tmp_path, write, code)
    found = {item.message.split("'")[1]: item for item in check_paths([app], files=Files()).diagnostics}
    assert found["event"].choices == ()  # only triggers give such an event, and there is one
    choices = found["out"].choices
    assert [fix.title for fix in choices] == ["add a cosmosDB binding 'out'"]
    assert {fix.applicability for fix in choices} == {Applicability.MANUAL}
    assert found["out"].fix is None


@pytest.mark.parametrize("jobs", [1, 2])
def test_findings_carry_no_builders(tmp_path: Path, write: Write, jobs: int) -> None:
    app = function(tmp_path, write, "import json\n\n\ndef main(req):\n    return 'x'\n")
    found = check_paths([app], files=Files(), jobs=jobs).diagnostics
    assert [item.code for item in found if item.fix is not None] == ["F401", "FN409"]
    assert pickle.loads(pickle.dumps(found)) == found
    assert all(item.offer is None for item in found)


@pytest.mark.parametrize(
    "code",
    [
        "from . import main\n",
        "from .impl import main\n",
        "from .impl import other as main\n",
        "from .impl import *\n",
    ],
)
def test_the_entry_point_is_no_unused_import(tmp_path: Path, write: Write, code: str) -> None:
    app = function(tmp_path, write, code)
    write(app, {"F/impl.py": "def main(req):\n    pass\n\n\nother = main\n"})
    found = check_paths([app], files=Files()).diagnostics
    assert "F401" not in [item.code for item in found]
