"""The report for people: frames, carets, labels."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from funclint.diagnostic import Diagnostic, Label, Severity, Span

Write = Callable[[Path, dict[str, str]], Path]
Spot = Callable[..., Span]
Report = Callable[..., str]

FUNCTION_JSON = '{\n  "bindings": [\n    {\n      "name": "msg",\n      "type": "queueTrigger"\n    }\n  ]\n}\n'
SCRIPT = "import azure.functions as func\n\n\ndef main(message: func.QueueMessage) -> None:\n    pass\n"


@pytest.fixture
def mismatch(tmp_path: Path, write: Write, spot: Spot) -> Diagnostic:
    write(tmp_path, {"Orders/function.json": FUNCTION_JSON, "Orders/__init__.py": SCRIPT})
    return Diagnostic(
        spot("Orders/function.json", '"msg"'),
        "binding 'msg' has no parameter of that name in 'main'",
        help="rename one of them",
        related=(Label(spot("Orders/__init__.py", "message"), "the only parameter"),),
        function="Orders",
    )


def test_both_sides(mismatch: Diagnostic, report: Report) -> None:
    assert report("text", [mismatch]) == """\
error[FN301] binding 'msg' has no parameter of that name in 'main' (some-rule)
 --> Orders/function.json:4:15
  |
4 |       "name": "msg",
  |               ^^^^^
  |
 ::: Orders/__init__.py:4:10
  |
4 | def main(message: func.QueueMessage) -> None:
  |          ------- the only parameter
  |
  = help: rename one of them

Found 1 error in 1 function (2 functions checked).
"""  # fmt: skip


def test_two_places_of_one_file_share_a_frame(tmp_path: Path, write: Write, spot: Spot, report: Report) -> None:
    write(tmp_path, {"a.py": "one = 1\ntwo = 2\n" + "\n" * 10 + "one = 3; four = 4\n"})
    item = Diagnostic(
        spot("a.py", "four"),
        "message",
        related=(
            Label(spot("a.py", "one"), "here"),
            Label(spot("a.py", "two"), "there"),
            Label(spot("a.py", "3"), ""),
        ),
        severity=Severity.WARNING,
    )

    assert report("text", [item], summary=False) == """\
warning[FN301] message (some-rule)
  --> a.py:13:10
   |
 1 | one = 1
   | --- here
 2 | two = 2
   | --- there
...
13 | one = 3; four = 4
   |          ^^^^
   |       -

"""  # fmt: skip


def frame(report: Report, item: Diagnostic, **options: object) -> list[str]:
    """The lines of the frame: source and underline."""
    return report("text", [item], summary=False, **options).splitlines()[3:5]


@pytest.mark.parametrize(
    ("source", "text", "lines"),
    [
        # Tabs are expanded, so that the carets stand below what they mean.
        ("\tif x:\ty\n", "y", ["1 |     if x:   y", "  |             ^"]),
        ("a\t\tb\n", "\t\t", ["1 | a       b", "  |  ^^^^^^^"]),
        # Wide characters take two cells, combining ones none.
        ("名 = x\n", "x", ["1 | 名 = x", "  |      ^"]),
        ("名前 = x\n", "前", ["1 | 名前 = x", "  |   ^^"]),
        ("e\u0301 = x\n", "x", ["1 | e\u0301 = x", "  |     ^"]),
        ("s = '👍'; x\n", "x", ["1 | s = '👍'; x", "  |           ^"]),
        # What would move the cursor or reorder the line is shown instead.
        ("a\x1b[31m\x00 = x\n", "x", ["1 | a␛[31m␀ = x", "  |           ^"]),
        ("a\u202e = x\n", "x", ["1 | a<U+202E> = x", "  |             ^"]),
        ("a\x7f\x85b\n", "b", ["1 | a␡<U+0085>b", "  |           ^"]),
        # Only the first of several lines, with dots.
        ("f(\n  1,\n)\n", "(\n  1,\n)", ["1 | f(...", "  |  ^"]),
        ("a\r\nb = 2\r\n", "b = 2", ["2 | b = 2", "  | ^^^^^"]),
        # An empty span still has a caret; so has the end of a line.
        ("ab\n", "", ["1 | ab", "  | ^"]),
        ("ab\ncd\n", "\n", ["1 | ab...", "  |   ^"]),
        ("\ufeffab\n", "b", ["1 | ab", "  |  ^"]),
    ],
)
def test_carets(
    tmp_path: Path, write: Write, spot: Spot, report: Report, source: str, text: str, lines: list[str]
) -> None:
    write(tmp_path, {"a.json": source})
    span = spot("a.json", text)
    if not text:
        span = Span(span.path, 0, 0)
        related = (Label(Span(span.path, 1, 1), ""),)
        shown = report("text", [Diagnostic(span, "m", related=related)], summary=False).splitlines()[3:5]
        assert shown == ["1 | ab", "  |  -"]
        return

    assert frame(report, Diagnostic(span, "m")) == lines


@pytest.mark.parametrize(
    ("before", "after"), [(0, 0), (0, 500), (500, 0), (500, 500), (10, 300), (300, 10), (104, 104), (55, 56)]
)
def test_long_lines_are_clipped_around_the_span(
    tmp_path: Path, write: Write, spot: Spot, report: Report, before: int, after: int
) -> None:
    write(tmp_path, {"a.py": "b" * before + "SPAN" + "a" * after + "\n"})

    source, underline = frame(report, Diagnostic(spot("a.py", "SPAN"), "m"), width=80)

    assert len(source) <= 80
    assert source.index("SPAN") == underline.index("^")
    assert underline.count("^") == 4
    assert ("..." in source) == (before + after + 4 > 76)
    assert len(source) >= min(80, before + after + 8) - 3


def test_a_span_longer_than_the_window(tmp_path: Path, write: Write, spot: Spot, report: Report) -> None:
    write(tmp_path, {"a.py": "x" * 50 + "y" * 300 + "\n"})

    source, underline = frame(report, Diagnostic(spot("a.py", "y" * 300), "m"), width=80)

    assert len(source) <= 80
    assert len(underline) <= 80
    assert source.index("y") == underline.index("^")


def test_whole_file_and_missing_file(tmp_path: Path, write: Write, report: Report) -> None:
    write(tmp_path, {"a.json": "{}"})
    item = Diagnostic(
        Span(tmp_path / "gone" / "host.json"), "no host.json", related=(Label(Span(tmp_path / "a.json"), "but this"),)
    )

    assert report("text", [item], summary=False) == """\
error[FN301] no host.json (some-rule)
 --> gone/host.json:1:1
  |
 ::: a.json:1:1
  | but this

"""  # fmt: skip


def test_unreadable_now(tmp_path: Path, report: Report) -> None:
    item = Diagnostic(Span(tmp_path / "gone.py", 3, 9), "message", help="one\ntwo")

    assert report("text", [item], summary=False) == """\
error[FN301] message (some-rule)
 --> gone.py:1:1
  |
  = help: one
          two

"""  # fmt: skip


def test_shorter_now(tmp_path: Path, write: Write, report: Report) -> None:
    write(tmp_path, {"a.py": "x\n"})

    assert "-->" in report("text", [Diagnostic(Span(tmp_path / "a.py", 300, 310), "message")])


def test_colours(mismatch: Diagnostic, report: Report) -> None:
    mismatch.url = "file:///rules/FN301.md"
    plain = report("text", [mismatch])
    coloured = report("text", [mismatch], color=True, links=True)

    assert "\x1b[1;31merror[\x1b]8;;file:///rules/FN301.md\x1b\\FN301\x1b]8;;\x1b\\]\x1b[0m" in coloured
    assert "\x1b[1;31m^^^^^\x1b[0m" in coloured
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m|\x1b\]8;;.*?\x1b\\", "", coloured) == plain


def test_messages_cannot_move_the_cursor(tmp_path: Path, report: Report) -> None:
    shown = report("text", [Diagnostic(Span(tmp_path / "a\x1b.py"), "bad '\x1b[2J\n'")])

    assert "bad '␛[2J␊'" in shown
    assert "a␛.py" in shown
