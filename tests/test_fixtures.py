"""The apps in fixtures/ get exactly the report that stands in the expect.json beside them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from funclint.engine import check_paths
from funclint.files import Files
from funclint.report.view import View

FIXTURES = Path(__file__).parent.parent / "fixtures"
APPS = sorted(path.parent for path in FIXTURES.rglob("expect.json"))

Reported = tuple[str, str, int, str]
"""Code, file relative to the folder that was checked, row from 1, severity."""


def reported(folder: Path) -> Counter[Reported]:
    files = Files()
    result = check_paths([folder], files=files)
    view = View(files)
    assert result.warnings == []
    return Counter(
        (item.code, item.span.path.relative_to(folder).as_posix(), view.start(item.span)[0], str(item.severity))
        for item in result.diagnostics
    )


def expected(app: Path, prefix: str = "") -> Counter[Reported]:
    items: list[dict[str, Any]] = json.loads((app / "expect.json").read_text(encoding="utf-8"))
    return Counter((item["code"], prefix + item["file"], item["row"], item["severity"]) for item in items)


def test_every_app_says_what_it_expects() -> None:
    assert {path.parent for path in FIXTURES.rglob("host.json")} == set(APPS)


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.relative_to(FIXTURES).as_posix())
def test_report(app: Path) -> None:
    assert reported(app) == expected(app)


@pytest.mark.parametrize("app", [app for app in APPS if app.name.startswith("ok-")], ids=lambda app: app.name)
def test_nothing_is_expected_of_a_sound_app(app: Path) -> None:
    assert expected(app) == Counter()


def test_all_apps_at_once() -> None:
    together: Counter[Reported] = Counter()
    for app in APPS:
        together += expected(app, app.relative_to(FIXTURES).as_posix() + "/")

    assert reported(FIXTURES) == together
