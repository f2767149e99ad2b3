"""The short reports: one line each, JSON, the summary, the counts, and what was understood."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from funclint.diagnostic import Applicability, Diagnostic, Edit, Fix, Label, Severity, Span
from funclint.engine import Result
from funclint.files import Files
from funclint.report.summary import statistics, summary
from funclint.report.view import View

Write = Callable[[Path, dict[str, str]], Path]
Spot = Callable[..., Span]
Report = Callable[..., str]


def test_concise(tmp_path: Path, write: Write, spot: Spot, report: Report) -> None:
    write(tmp_path, {"a/b.py": "é\n  x\n"})
    found = [Diagnostic(spot("a/b.py", "x"), "one\nline"), Diagnostic(Span(tmp_path / "a/c.json"), "whole")]

    assert report("concise", found) == (
        "a/b.py:2:3: FN301 one␊line\na/c.json:1:1: FN301 whole\nFound 2 errors (2 functions checked).\n"
    )
    assert report("concise", []) == "All 2 functions in 1 app are fine.\n"
    assert report("concise", [], summary=False) == ""


def test_json(tmp_path: Path, write: Write, spot: Spot, report: Report) -> None:
    write(tmp_path, {"F/function.json": '{\n  "näme": "👍x"\n}\n', "F/__init__.py": "def main(y): ...\n"})
    elsewhere = tmp_path.parent / "elsewhere.py"
    name = spot("F/function.json", "x")
    item = Diagnostic(
        name,
        "message 名",
        help="help",
        related=(Label(spot("F/__init__.py", "y"), "this"), Label(Span(elsewhere), "that")),
        fix=Fix("Rename", Applicability.UNSAFE, (Edit(name, "y"), Edit(Span(name.path), ""))),
        severity=Severity.INFO,
        code="FN999",
        name="rule-name",
        function="F",
        url="file:///x",
    )
    top = {"row": 1, "column": 1}
    place = {
        "filename": "F/function.json",
        "location": {"row": 2, "column": 13},
        "end_location": {"row": 2, "column": 14},
    }

    text = report("json", [item])

    assert text.isascii()
    assert json.loads(text) == [
        {
            "code": "FN999",
            "name": "rule-name",
            "severity": "info",
            "message": "message 名",
            "help": "help",
            **place,
            "function": "F",
            "related": [
                {
                    "filename": "F/__init__.py",
                    "location": {"row": 1, "column": 10},
                    "end_location": {"row": 1, "column": 11},
                    "message": "this",
                },
                {"filename": elsewhere.as_posix(), "location": top, "end_location": top, "message": "that"},
            ],
            "fix": {
                "title": "Rename",
                "applicability": "unsafe",
                "edits": [
                    {**place, "content": "y"},
                    {"filename": "F/function.json", "location": top, "end_location": top, "content": ""},
                ],
            },
            "url": "file:///x",
        }
    ]
    assert json.loads(report("json", [])) == []


def test_json_without_the_rest(tmp_path: Path, report: Report) -> None:
    (only,) = json.loads(report("json", [Diagnostic(Span(tmp_path / "host.json"), "m")]))

    assert (only["help"], only["function"], only["related"], only["fix"], only["url"]) == (None, None, [], None, None)


def finding(path: Path, severity: Severity, function: str | None, code: str = "FN301") -> Diagnostic:
    return Diagnostic(Span(path), "m", severity=severity, function=function, code=code, name="n-" + code.lower())


E, W, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


@pytest.mark.parametrize(
    ("found", "functions", "line"),
    [
        ([], 0, "No functions in 1 app, nothing found."),
        ([], 1, "The only function in 1 app is fine."),
        ([], 12, "All 12 functions in 1 app are fine."),
        ([(E, "A")], 1, "Found 1 error in 1 function (1 function checked)."),
        ([(E, None)], 0, "Found 1 error (0 functions checked)."),
        (
            [(E, "A"), (E, "B"), (E, "A"), (W, None)],
            12,
            "Found 3 errors and 1 warning in 2 functions (12 functions checked).",
        ),
        (
            [(INFO, "A"), (INFO, "A"), (W, "A"), (E, "A")],
            3,
            "Found 1 error, 1 warning and 2 notes in 1 function (3 functions checked).",
        ),
    ],
)
def test_summary(tmp_path: Path, found: list[tuple[Severity, str | None]], functions: int, line: str) -> None:
    items = [finding(tmp_path / "x", severity, function) for severity, function in found]

    assert summary(Result(items, [tmp_path], functions), View(Files())) == line


def test_functions_of_the_same_name_in_two_apps(tmp_path: Path) -> None:
    apps = [tmp_path / "a", tmp_path / "ab"]
    items = [finding(app / "x", E, "F") for app in apps]

    assert "in 2 functions (4" in summary(Result(items, apps, 4), View(Files()))


def test_statistics(tmp_path: Path) -> None:
    items = [finding(tmp_path / "x", E, None, "FN301")] + [finding(tmp_path / "x", W, None, "FN205")] * 11

    assert list(statistics(Result(items, [tmp_path], 1), View(Files()))) == [
        "11  FN205  warning  n-fn205\n",
        " 1  FN301  error    n-fn301\n",
    ]


def test_paths(tmp_path: Path) -> None:
    view = View(Files(), cwd=tmp_path / "a")

    assert view.filename(tmp_path / "a" / "b" / "c.py") == "b/c.py"
    assert view.filename(tmp_path / "a") == "."
    assert view.filename(tmp_path / "ab" / "c.py") == (tmp_path / "ab" / "c.py").as_posix()
    assert View(Files(), cwd=Path("/")).filename(Path("/x")) == "x"
