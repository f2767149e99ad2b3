"""A session after any number of edits knows what a fresh run finds; places and texts are converted both ways."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from funclint.lsp.actions import change
from funclint.lsp.positions import offset, position
from funclint.text import SourceText
from tests.lsp.steps import TANGLED, Editor, copy, fresh, shown

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("tangled", [False, True], ids=["orders", "tangled"])
def test_after_any_edits_the_findings_are_those_of_a_fresh_run(
    tmp_path: Path, write: Callable[[Path, dict[str, str]], Path], seed: int, tangled: bool
) -> None:
    (tmp_path / ".git").mkdir()
    app = write(tmp_path / "app", TANGLED) if tangled else copy(FIXTURES / "orders", tmp_path / "app")
    editor = Editor(app, seed)
    editor.session.finish()
    whole = fresh(app)
    for _ in range(3):
        for _ in range(25):
            editor.step()
        editor.save_all()
        editor.session.finish()
        assert shown(editor.published) == fresh(app), editor.log

    editor.close_all()
    editor.put_back()
    editor.session.finish()
    assert shown(editor.published) == fresh(app) == whole


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_positions_there_and_back(encoding: str, newline: str) -> None:
    text = SourceText(Path("a.py"), newline.join(["a", "", "ä\U0001f600b\u2028c", "\x0cend", "x"]))
    for at in range(len(text.text) + 1):
        if newline == "\r\n" and text.text[at - 1 : at + 1] == "\r\n":
            continue  # between the two, which is no position
        row, column = position(text, at, encoding)
        assert offset(text, row, column, encoding) == at
    assert position(text, 10**6, encoding) == (4, 1)
    assert offset(text, 10**6, 0, encoding) == len(text.text)
    assert offset(text, 1, 10**6, encoding) == 1 + len(newline)


@pytest.mark.parametrize(
    ("before", "after", "edit"),
    [
        ("abc", "abXc", (2, 2, "X")),
        ("abc", "ac", (1, 2, "")),
        ("aa", "aaa", (2, 2, "a")),
        ("aaa", "aa", (2, 3, "")),
        ("", "x", (0, 0, "x")),
        ("a\r\nb", "a\nb", (1, 3, "\n")),
        ("a\nb", "a\r\nb", (1, 1, "\r")),
        ("a\r\nb\r\n", "a\r\nX\r\nb\r\n", (3, 3, "X\r\n")),
    ],
)
def test_the_smallest_change(before: str, after: str, edit: tuple[int, int, str]) -> None:
    text = SourceText(Path("a.py"), before)
    found = change(text, after)
    assert before[: found.span.start] + found.content + before[found.span.end :] == after
    assert (found.span.start, found.span.end, found.content) == edit
