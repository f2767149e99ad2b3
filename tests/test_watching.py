"""``--watch``: what is kept, what is checked again, what a broken setting does."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from funclint.cli import main
from funclint.engine import check_paths
from funclint.watching import Memory, watch

Write = Callable[[Path, dict[str, str]], Path]
Capture = pytest.CaptureFixture[str]

BINDING = '{"type": "queueTrigger", "direction": "in", "name": "order", "queueName": "orders"}'


def function(parameter: str = "order") -> dict[str, str]:
    return {
        "host.json": '{"version": "2.0"}',
        "requirements.txt": "azure-functions\n",
        "F/function.json": f'{{"bindings": [{BINDING}]}}',
        "F/__init__.py": f"import shared\n\n\ndef main({parameter}):\n    print({parameter}, shared)\n",
        "shared.py": "x = 1\n",
    }


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the apps that were really checked, in order."""
    from funclint import engine

    names: list[str] = []
    real = engine._check_alone

    def counted(app: Any, *rest: Any) -> Any:
        names.append(app.root.name)
        return real(app, *rest)

    monkeypatch.setattr(engine, "_check_alone", counted)
    return names


def test_what_has_not_changed_is_not_checked_again(tmp_path: Path, write: Write, checked: list[str]) -> None:
    write(tmp_path / "a", function())
    write(tmp_path / "b", function("other"))
    memory = Memory()

    def found() -> list[str]:
        checked.clear()
        diagnostics = check_paths([tmp_path], memory=memory).diagnostics
        assert diagnostics == check_paths([tmp_path]).diagnostics
        return [item.code for item in diagnostics if item.code != "FN118"]

    first = found()
    assert checked == ["a", "b"]
    assert {"FN301", "FN302"} <= set(first)

    assert found() == first
    assert checked == []

    (tmp_path / "b/F/__init__.py").touch()
    assert found() == first
    assert checked == []

    write(tmp_path / "b", function())
    assert "FN301" not in found()
    assert checked == ["b"]

    (tmp_path / "a/shared.py").unlink()
    found()
    assert checked == ["a"]

    (tmp_path / "a/G").mkdir()
    write(tmp_path, {"a/G/function.json": "{"})
    assert "FN003" in found()
    assert checked == ["a"]

    write(tmp_path, {"funclint.toml": "ignore = ['FN003']\n"})
    assert "FN003" not in found()
    assert checked == ["a", "b"]


def test_rules_of_ones_own(tmp_path: Path, write: Write, write_rules: Write, checked: list[str]) -> None:
    body = "RULE = Rule(Severity.INFO)\ndef check(app):\n    yield Diagnostic(Span(app.root / 'host.json'), 'one')\n"
    write_rules(tmp_path / "rules", {"x/XX100_says_so": body})
    write(tmp_path / "a", {"funclint.toml": 'rule-paths = ["../rules"]\nselect = ["XX"]\n', **function()})
    memory = Memory()

    assert [item.message for item in check_paths([tmp_path / "a"], memory=memory).diagnostics] == ["one"]
    write_rules(tmp_path / "rules", {"x/XX100_says_so": body.replace("'one'", "'another'")})
    assert [item.message for item in check_paths([tmp_path / "a"], memory=memory).diagnostics] == ["another"]


def test_without_the_package(tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    write(tmp_path, {"host.json": "{}"})
    monkeypatch.setitem(sys.modules, "watchfiles", None)

    assert main([str(tmp_path), "--watch"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "funclint: error: --watch needs the package watchfiles: python -m pip install 'funclint[watch]'\n"


@pytest.fixture
def changes(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], None]]:
    """What happens between the runs, one after the other; then somebody presses Ctrl-C."""
    watchfiles = pytest.importorskip("watchfiles")
    steps: list[Callable[[], None]] = []

    def seen(*folders: str, **options: object) -> Iterator[set[object]]:
        for step in steps:
            step()
            yield set()
        raise KeyboardInterrupt

    monkeypatch.setattr(watchfiles, "watch", seen)
    return steps


def test_runs(
    tmp_path: Path, write: Write, changes: list[Callable[[], None]], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, function("other"))
    monkeypatch.chdir(tmp_path)
    changes += [
        lambda: (tmp_path / "funclint.toml").write_text("selekt = 1\n") and None,
        lambda: (tmp_path / "funclint.toml").unlink(),
        lambda: write(tmp_path, function()) and None,
    ]

    assert main(["--watch", "--output-format", "concise", "--select", "FN301"]) == 130

    out, err = capsys.readouterr()
    finding = "F/__init__.py:4:10: FN301"
    assert [line.startswith(finding) for line in out.splitlines()] == [True, False, True, False, False]
    assert out.endswith("The only function in 1 app is fine.\n")
    assert err.rstrip().splitlines() == [
        "funclint: watching for changes, Ctrl-C ends",
        f"funclint: error: {tmp_path / 'funclint.toml'}:1: unknown setting 'selekt', did you mean 'select'?",
        "funclint: watching for changes, Ctrl-C ends",
        "funclint: watching for changes, Ctrl-C ends",
        "funclint: watching for changes, Ctrl-C ends",
    ]


def test_real_changes(tmp_path: Path, write: Write) -> None:
    """The package sees a change of a file, and not those of reports that the run writes itself."""
    pytest.importorskip("watchfiles")
    write(tmp_path, {"app/host.json": "{}"})
    report = tmp_path / "app" / "report.json"
    runs: list[float] = []

    class Enough(Exception):
        pass

    def once() -> int:
        runs.append(time.monotonic())
        report.write_text(str(len(runs)))
        if len(runs) == 2:
            raise Enough
        threading.Timer(1.0, lambda: (tmp_path / "app" / "host.json").write_text('{"version": "2.0"}')).start()
        return 0

    with pytest.raises(Enough):
        watch([str(tmp_path / "app")], once, [report])
    assert runs[1] - runs[0] > 0.9
