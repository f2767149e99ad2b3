"""Every page of the rulebook is a specification: its apps are linted, the findings must be exactly those marked."""

from __future__ import annotations

from pathlib import Path

import pytest

from funclint.engine import check_app
from funclint.files import Files
from funclint.rulebook import Rulebook, RuleFile
from funclint.rulebook_pages import Expected, ShownApp, parse
from funclint.settings import Overrides, SettingsFinder

BOOK = Rulebook.with_shipped()
ENGINE_ONLY = {"FN000", "F542"}
"""Rules whose finding no app can show: a fault of funclint, and grammar of Python 3.14 (template strings)."""


def shown_apps() -> list[object]:
    found: list[object] = []
    for rule in BOOK.rules:
        page = parse(rule.page())
        for number, app in enumerate(page.apps, 1):
            found.append(pytest.param(app, id=f"{rule.code}-{number}-{app.heading.replace(' ', '-')}"))
    return found


@pytest.mark.parametrize("app", shown_apps())
def test_the_findings_are_those_marked(app: ShownApp, tmp_path: Path) -> None:
    app.write(tmp_path)
    settings = SettingsFinder(Overrides(extend_select=("ALL",))).settings_for(tmp_path)
    files = Files()
    found: list[tuple[Expected, str]] = []
    for item in check_app(tmp_path, settings, files, BOOK):
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
