"""Every page of the rulebook is a specification: its apps are linted, the findings must be exactly those marked."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from funclint.diagnostic import Diagnostic, Edit
from funclint.engine import check_app
from funclint.files import Files
from funclint.rulebook import Rulebook, RuleFile
from funclint.rulebook_pages import Expected, ShownApp, parse
from funclint.settings import Overrides, SettingsFinder

BOOK = Rulebook.with_shipped()
ENGINE_ONLY = {"FN000", "F542"}
"""Rules whose finding no app can show: a fault of funclint, and grammar of Python 3.14 (template strings)."""


NAMES = ("Core Tools",)
"""What a help text may begin with in upper case."""


def shown_apps(*, with_fixes: bool = False) -> list[object]:
    """The apps of all pages with the codes of their pages; ``with_fixes``: those that show what their fixes change."""
    found: list[object] = []
    for rule in BOOK.rules:
        page = parse(rule.page())
        for number, app in enumerate(page.apps, 1):
            if app.fixes or not with_fixes:
                found.append(pytest.param(rule.code, app, id=f"{rule.code}-{number}-{app.heading.replace(' ', '-')}"))
    return found


def findings(app: ShownApp, folder: Path, files: Files) -> list[Diagnostic]:
    """What all rules find in an app, written into a folder."""
    app.write(folder)
    settings = SettingsFinder(Overrides(extend_select=("ALL",))).settings_for(folder)
    return check_app(folder, settings, files, BOOK)


def text_after(text: str, edits: Iterable[Edit]) -> str:
    """A text after edits of it; the same edit given twice is made once."""
    in_order = sorted(dict.fromkeys(edits), key=lambda edit: (edit.span.start, edit.span.end))
    for edit in reversed(in_order):
        text = text[: edit.span.start] + edit.content + text[edit.span.end :]
    return text


def changed_lines(diff: Iterable[str]) -> list[str]:
    """The lines that a unified diff takes out and puts in, without its headers."""
    return [line.rstrip("\n") for line in diff if line.startswith(("+", "-")) and not line.startswith(("+++", "---"))]


@pytest.mark.parametrize(("code", "app"), shown_apps(with_fixes=True))
def test_the_fixes_are_those_shown(code: str, app: ShownApp, tmp_path: Path) -> None:
    files = Files()
    edits: dict[str, list[Edit]] = {}
    for item in findings(app, tmp_path, files):
        for edit in item.fix.edits if item.fix is not None and item.code == code else ():
            edits.setdefault(edit.span.path.relative_to(tmp_path).as_posix(), []).append(edit)
    assert sorted(edits) == sorted(app.fixes)
    for name, shown in app.fixes.items():
        path = tmp_path / name
        text = (files.python(path) if path.suffix == ".py" else files.plain(path)).text
        after = text_after(text, edits[name])
        actual = difflib.unified_diff(text.splitlines(), after.splitlines(), n=0, lineterm="")
        assert changed_lines(actual) == changed_lines(shown.splitlines()), after
        kept = [line[1:] for line in shown.splitlines() if line.startswith(" ")]
        assert set(kept) <= set(after.splitlines())


@pytest.mark.parametrize(("code", "app"), shown_apps())
def test_the_findings_are_those_marked(code: str, app: ShownApp, tmp_path: Path) -> None:
    files = Files()
    found: list[tuple[Expected, str]] = []
    for item in findings(app, tmp_path, files):
        for text in (item.message, item.help or ""):
            assert not re.search(r"(?<!\.)\.$|\b[Aa] (?:http|[aeio])", text), text
        assert (item.help or "a")[0] == (item.help or "a")[0].lower() or item.help.startswith(NAMES), item.help
        path = item.span.path
        row = 1
        if item.span.start:
            source = files.python(path) if path.suffix == ".py" else files.json(path)
            row = source.location(item.span.start)[0]
        found.append(((str(item.severity), item.code, path.relative_to(tmp_path).as_posix(), row), item.message))
    messages = "\n".join(f"{expected}: {message}" for expected, message in found)
    assert sorted(expected for expected, _ in found) == sorted(app.expected), f"found:\n{messages}"


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.code)
def test_a_page_is_complete(rule: RuleFile) -> None:
    page = parse(rule.page())
    assert (page.code, page.name) == (rule.code, rule.name)
    assert page.sections[:2] == ["What it does", "Why"]
    assert rule.summary().endswith(".")
    if rule.code not in ENGINE_ONLY:
        shown = {code for app in page.apps for _, code, _, _ in app.expected}
        assert rule.code in shown, "no app of the page shows the finding"
        assert any(not app.expected for app in page.apps), "no app of the page is free of findings"
