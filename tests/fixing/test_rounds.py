"""Rounds of fixes: conflicts, verification, fights, files that must be left alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from funclint.diagnostic import Applicability, Diagnostic, Edit, Fix, Severity, Span
from funclint.engine import Result
from funclint.files import Buffers
from funclint.fixing import rounds
from funclint.fixing.conflicts import compatible, together

Rule = tuple[str, str, str]
"""A code, the pattern that it finds, and what its fix writes instead; "-" for an error without a fix."""


def linter(path: Path, rules: list[Rule]) -> Callable[[Buffers], Result]:
    """A check that finds patterns in one file."""

    def check(files: Buffers) -> Result:
        text = files.python(path).text
        found = []
        for code, pattern, content in rules:
            for match in re.finditer(pattern, text):
                edit = Edit(Span(path, *match.span()), content)
                item = Diagnostic(edit.span, f"'{match[0]}' found", code=code, function="F", severity=Severity.ERROR)
                if content != "-":
                    item.severity = Severity.WARNING
                    item.fix = Fix(f"write '{content}'", Applicability.SAFE, (edit,))
                found.append(item)
        return Result(diagnostics=found)

    return check


def run(path: Path, rules: list[Rule], text: str) -> rounds.Outcome:
    path.write_text(text)
    return rounds.fix(linter(path, rules), lambda item: True, lambda path: None)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.py"


def test_fixes_until_nothing_is_left(path: Path) -> None:
    done = run(path, [("X1", "one", "two"), ("X2", "two", "three")], "one = 1\n")
    assert done.contents == {path: b"three = 1\n"}
    assert [item.code for item in done.applied] == ["X1", "X2"]
    assert done.originals == {path: b"one = 1\n"}
    assert (done.undone, done.fighting, done.skipped) == ([], (), [])
    assert done.result.diagnostics == []
    assert path.read_text() == "one = 1\n"


def test_touching_fixes_wait_for_the_next_round(path: Path) -> None:
    done = run(path, [("X1", "ab", "b"), ("X2", "cd", "d")], "abcd = 1\n")
    assert done.contents == {path: b"bd = 1\n"}


def test_many_at_one_place(path: Path) -> None:
    done = run(path, [("X1", "z", "y")], "z" * 30 + " = 1\n")
    assert done.contents == {path: b"y" * 30 + b" = 1\n"}
    assert done.fighting == ()


@pytest.mark.parametrize(
    ("rules", "codes"),
    [
        ([("X1", "one", "two"), ("X2", "two", "one")], ("X1", "X2")),
        ([("X1", "one", "two"), ("X2", "two", "three"), ("X3", "three", "one")], ("X1", "X2", "X3")),
    ],
)
def test_fighting_rules_change_nothing(path: Path, rules: list[Rule], codes: tuple[str, ...]) -> None:
    done = run(path, rules, "one = 1\n")
    assert set(done.fighting) <= set(codes)
    assert done.fighting
    assert done.contents == {}
    assert done.applied == []
    assert [item.code for item in done.result.diagnostics] == ["X1"]


def test_a_fix_that_never_ends_is_a_fight(path: Path) -> None:
    path.write_text("n = 0\n")

    def check(files: Buffers) -> Result:
        text = files.python(path).text
        edit = Edit(Span(path, 4, len(text) - 1), str(int(text[4:]) + 1))
        fix = Fix("count", Applicability.SAFE, (edit,))
        return Result(diagnostics=[Diagnostic(edit.span, f"is {text[4:]}", code="X1", function="F", fix=fix)])

    done = rounds.fix(check, lambda item: True, lambda path: None)
    assert done.fighting == ("X1",)
    assert done.contents == {}


def test_a_fix_without_effect_is_undone_and_the_others_stay(path: Path) -> None:
    done = run(path, [("X1", "one", "one"), ("X2", "two", "three")], "one = two = 1\n")
    assert done.contents == {path: b"one = three = 1\n"}
    assert len(done.undone) == 1
    assert "the fix of X1 (write 'one') was undone: X1 is still there" in done.undone[0]
    assert "fault of funclint" in done.undone[0]


def test_a_fix_that_breaks_the_file_is_undone(path: Path) -> None:
    done = run(path, [("X1", "one", "(")], "one = 1\n")
    assert done.contents == {}
    assert "could not be read any more" in done.undone[0]


def test_a_fix_that_brings_a_new_error_is_undone(path: Path) -> None:
    done = run(path, [("X1", "one", "two"), ("X2", "two", "-")], "one = 1\n")
    assert done.contents == {}
    assert "it leads to X2: 'two' found" in done.undone[0]


def test_an_error_that_only_comes_to_light_does_not_undo(path: Path) -> None:
    """As when a script is found at last, and its own errors with it."""
    path.write_text("hidden = None\nfound = wrong\n")

    def check(files: Buffers) -> Result:
        text = files.python(path).text
        start = text.find("hidden")
        if start < 0:
            wrong = Span(path, text.find("wrong"), text.find("wrong") + 5)
            return Result([Diagnostic(wrong, "wrong", code="X2", function="F", severity=Severity.ERROR)])
        fix = Fix("show", Applicability.SAFE, (Edit(Span(path, start, start + 6), "shown"),))
        item = Diagnostic(
            Span(path, start, start + 6), "hidden", code="X1", function="F", severity=Severity.ERROR, fix=fix
        )
        return Result(diagnostics=[item])

    done = rounds.fix(check, lambda item: True, lambda path: None)
    assert done.undone == []
    assert done.contents == {path: b"shown = None\nfound = wrong\n"}
    assert [item.code for item in done.result.diagnostics] == ["X2"]


def test_files_with_an_obstacle_are_left_alone(path: Path) -> None:
    path.write_text("one = 1\n")
    done = rounds.fix(linter(path, [("X1", "one", "two")]), lambda item: True, lambda path: "it is read-only")
    assert done.contents == {}
    assert done.skipped == [f"{path}: left as it is: it is read-only"]
    assert [item.code for item in done.result.diagnostics] == ["X1"]


def test_bytes_that_would_be_lost_keep_the_file_from_being_fixed(tmp_path: Path) -> None:
    path = tmp_path / "function.json"
    path.write_bytes(b'{"a": "\xff one"}')

    def check(files: Buffers) -> Result:
        start = files.json(path).text.find("one")
        fix = Fix("x", Applicability.SAFE, (Edit(Span(path, start, start + 3), "two"),))
        return Result(diagnostics=[Diagnostic(Span(path, start, start + 3), "one", code="X1", fix=fix)])

    done = rounds.fix(check, lambda item: True, lambda path: None)
    assert done.contents == {}
    assert done.skipped == [f"{path}: left as it is: it has bytes that are not utf-8, which would be lost"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_encoding_and_newlines_stay(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "function.json"
    text = '{\r\n\t"k\u00f6nig": "one"}'
    data = ("\ufeff" if encoding == "utf-16-be" else "").encode(encoding) + text.encode(encoding)
    path.write_bytes(data)

    def check(files: Buffers) -> Result:
        start = files.json(path).text.find("one")
        if start < 0:
            return Result()
        fix = Fix("x", Applicability.SAFE, (Edit(Span(path, start, start + 3), "zw\u00f6lf"),))
        return Result(diagnostics=[Diagnostic(Span(path, start, start + 3), "one", code="X1", fix=fix)])

    done = rounds.fix(check, lambda item: True, lambda path: None)
    bom = ("\ufeff" if encoding == "utf-16-be" else "").encode(encoding)
    assert done.contents == {path: bom + text.replace("one", "zw\u00f6lf").encode(encoding)}


def finding(safety: Applicability, *spans: tuple[str, int, int]) -> Diagnostic:
    edits = tuple(Edit(Span(Path(name), start, end), "x") for name, start, end in spans)
    return Diagnostic(edits[0].span, "m", fix=Fix("t", safety, edits))


def test_compatible() -> None:
    safe, unsafe = Applicability.SAFE, Applicability.UNSAFE
    first = finding(safe, ("/a", 0, 2), ("/b", 5, 5))
    touching = finding(safe, ("/a", 2, 3))
    inside_other_file = finding(safe, ("/b", 4, 6))
    apart = finding(safe, ("/a", 4, 5))
    risky = finding(unsafe, ("/c", 0, 1))
    safe_later = finding(safe, ("/c", 1, 2))
    assert compatible([risky, first, touching, inside_other_file, apart, safe_later]) == [first, apart, safe_later]


def test_together() -> None:
    paths = [Path(f"/{name}") for name in "abcde"]
    fixes = [item.fix for item in (finding(Applicability.SAFE, ("/a", 0, 1), ("/c", 0, 1)),
                                   finding(Applicability.SAFE, ("/c", 5, 6), ("/d", 0, 1)),
                                   finding(Applicability.SAFE, ("/b", 0, 1))) if item.fix]  # fmt: skip
    assert together(fixes, paths) == [[paths[0], paths[2], paths[3]], [paths[1]], [paths[4]]]
