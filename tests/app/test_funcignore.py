"""The dialect of .funcignore, by vectors of Core Tools' own parser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funclint.app.funcignore import FuncIgnore

VECTORS = Path(__file__).parent.parent / "data" / "host_vectors" / "funcignore.jsonl"
FILE = Path(".funcignore")


@pytest.mark.parametrize(
    "row",
    [json.loads(line) for line in VECTORS.read_text(encoding="utf-8").splitlines()],
    ids=lambda row: row["patterns"],
)
def test_vectors(row: dict[str, str | list[str]]) -> None:
    ignore = FuncIgnore(FILE, str(row["patterns"]))
    assert [path for path in row["drops"] if ignore.leaving_out(path) is None] == []
    assert [path for path in row["keeps"] if ignore.leaving_out(path) is not None] == []


def test_the_pattern_and_its_place() -> None:
    text = "# mine\n\n  a/b  \n!c\n/d"
    ignore = FuncIgnore(FILE, text)
    assert [(item.text, item.keeps, text[item.start : item.end]) for item in ignore.patterns] == [
        ("a/b", False, "a/b"),
        ("c", True, "!c"),
        ("/d", False, "/d"),
    ]
    assert ignore.leaving_out("d/x.py") is ignore.patterns[2]


def test_many_stars_are_quick() -> None:
    ignore = FuncIgnore(FILE, "*a" * 200 + "\n" + "**" * 200 + "b")
    assert ignore.leaving_out("a" * 300 + "/c") is None


@given(st.text(max_size=60), st.text(alphabet="ab/.-_*!", max_size=20))
def test_any_text(text: str, path: str) -> None:
    ignore = FuncIgnore(FILE, text)
    pattern = ignore.leaving_out(path)
    assert pattern is None or (pattern in ignore.patterns and not pattern.keeps)
