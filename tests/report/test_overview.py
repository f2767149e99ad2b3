"""What ``funclint show`` says of a schedule."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from funclint.engine import read_apps
from funclint.files import Files
from funclint.report import overview
from funclint.report.view import View

Write = Callable[[Path, dict[str, str]], Path]


@pytest.mark.parametrize(
    ("schedule", "meaning", "line"),
    [
        ("0 */5 * * * *", "every 5 minutes", "0 */5 * * * *: every 5 minutes"),
        ("24:00:00", "every 24 days", "24:00:00: every 24 days"),
        ("0 0 9 * * 7", None, "0 0 9 * * 7: not valid"),
        ("%WHEN%", None, "%WHEN%: an app setting"),
    ],
)
def test_schedule(tmp_path: Path, write: Write, schedule: str, meaning: str | None, line: str) -> None:
    bindings = [{"type": "timerTrigger", "name": "timer", "schedule": schedule}]
    write(
        tmp_path,
        {
            "host.json": "{}",
            "F/function.json": json.dumps({"bindings": bindings}),
            "F/__init__.py": "def main(timer):\n    pass\n",
            "G/function.json": '{"bindings": [{"type": "queueTrigger", "name": "m", "schedule": "x"}]}',
            "G/__init__.py": "def main(m):\n    pass\n",
        },
    )
    apps, _ = read_apps([tmp_path], Files())
    first, second = json.loads(overview.as_json(apps, View(Files())))["apps"][0]["functions"]
    assert first["schedule"] == {"text": schedule, "meaning": meaning}
    assert second["schedule"] is None
    assert f"    schedule     {line}\n" in list(overview.as_text(apps, View(Files())))
