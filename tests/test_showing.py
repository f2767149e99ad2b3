"""``--show-settings`` and ``--show-files``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from funclint.cli import main

Write = Callable[[Path, dict[str, str]], Path]
Capture = pytest.CaptureFixture[str]


def shown(capsys: Capture, *args: str) -> list[str]:
    assert main([*args]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out.splitlines()


def test_defaults(tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    write(tmp_path, {"host.json": "{}"})
    monkeypatch.chdir(tmp_path)

    assert shown(capsys, "--show-settings") == [
        "# .",
        "select = all that are on by default  # default",
        "extend-select = []  # default",
        "ignore = []  # default",
        "per-file-ignores = {}  # default",
        "severity = {}  # default",
        "exclude = []  # default",
        "extend-exclude = []  # default",
        "force-exclude = false  # default",
        'worker = "current"  # default',
        "host-version = the current one  # default",
        'python-version = "3.13"  # default',
        "known-modules = []  # default",
        "rule-paths = []  # default",
        'fail-on = "warning"  # default',
        'output-format = "text"  # default',
        "fixable = all  # default",
        "unfixable = []  # default",
    ]


def test_where_each_value_comes_from(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    write(
        tmp_path,
        {
            "base.toml": 'ignore = ["F401"]\nworker = "2019"\nexclude = ["old"]\n',
            "funclint.toml": 'extend = "base.toml"\n\nignore = ["FN9"]\nselect = ["ALL"]\nextend-exclude = ["new"]\n'
            '[per-file-ignores]\n"x/*" = ["FN301"]\n[severity]\nFN3 = "info"\n',
            "apps/a/host.json": "{}",
            "apps/b/host.json": "{}",
            "apps/b/.funclint.toml": 'rule-paths = ["rules"]\noutput-format = ["text", "sarif=out.sarif"]\n',
            "apps/b/rules/x/y": "",
        },
    )
    monkeypatch.chdir(tmp_path)
    lines = shown(capsys, "apps", "--show-settings", "--ignore", "FN1", "--config", "python-version = '3.9'")

    first, second = lines[: lines.index("")], lines[lines.index("") + 1 :]
    assert first[0] == "# apps/a"
    assert [line for line in first[1:] if not line.endswith("# default")] == [
        'extend = "base.toml"  # funclint.toml:1',
        'select = ["ALL"]  # funclint.toml:4',
        'ignore = ["F401"]  # base.toml:1',
        'ignore = ["FN9"]  # funclint.toml:3',
        'ignore = ["FN1"]  # command line',
        'per-file-ignores = {"x/*" = ["FN301"]}  # funclint.toml:7',
        'severity = {FN3 = "info"}  # funclint.toml:9',
        'exclude = ["old"]  # base.toml:3',
        'extend-exclude = ["new"]  # funclint.toml:5',
        'worker = "2019"  # base.toml:2',
        "python-version = \"3.9\"  # --config 'python-version = '3.9''",
    ]
    assert second[0] == "# apps/b"
    assert 'rule-paths = ["rules"]  # apps/b/.funclint.toml:1' in second
    assert 'output-format = ["text", "sarif=apps/b/out.sarif"]  # apps/b/.funclint.toml:2' in second


def test_files(tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    write(
        tmp_path,
        {
            "app/host.json": "{}",
            "app/requirements.txt": "",
            "app/F/function.json": '{"bindings": []}',
            "app/F/__init__.py": "from shared import a\n",
            "app/shared/__init__.py": "",
            "app/shared/a.py": "",
            "app/shared/unused.py": "",
            "app/G/function.json": "{",
            "README.md": "",
        },
    )
    monkeypatch.chdir(tmp_path)

    assert shown(capsys, "--show-files") == [
        "app/F/__init__.py",
        "app/F/function.json",
        "app/G/function.json",
        "app/host.json",
        "app/requirements.txt",
        "app/shared/__init__.py",
        "app/shared/a.py",
    ]


def test_values_of_several_places(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    write(
        tmp_path,
        {
            "base.toml": 'known-modules = ["b", "a"]\nunfixable = ["FN1"]\n',
            "funclint.toml": 'extend = "base.toml"\nselect = []\nknown-modules = [\n"c"]\nexclude = []\n',
            "host.json": "{}",
        },
    )
    monkeypatch.chdir(tmp_path)

    lines = shown(capsys, "--show-settings", "--extend-exclude", "x", "--unfixable", "FN2")

    assert [line for line in lines[1:] if not line.endswith("# default")] == [
        'extend = "base.toml"  # funclint.toml:1',
        "select = []  # funclint.toml:2",
        "exclude = []  # funclint.toml:5",
        'extend-exclude = ["x"]  # command line',
        'known-modules = ["b", "a"]  # base.toml:1',
        'known-modules = ["c"]  # funclint.toml:3',
        'unfixable = ["FN1"]  # base.toml:2',
        'unfixable = ["FN2"]  # command line',
    ]


def test_files_that_are_excluded(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    write(
        tmp_path,
        {
            "app/host.json": "{}",
            "app/F/function.json": '{"bindings": []}',
            "app/F/__init__.py": "",
            "app/G/function.json": "{}",
        },
    )
    monkeypatch.chdir(tmp_path)

    assert shown(capsys, "--exclude", "F/", "--show-files") == ["app/G/function.json", "app/host.json"]
    assert "app/F/function.json" in shown(capsys, "--exclude", "F/", "app/F", "--show-files")
    named = shown(capsys, "--exclude", "app/", "--exclude", "*.py", "app", "--show-files")
    assert named == ["app/F/function.json", "app/G/function.json", "app/host.json"]
    assert shown(capsys, "--exclude", "app/", "--force-exclude", "app", "--show-files") == []


@pytest.mark.parametrize("option", ["--show-settings", "--show-files"])
def test_broken_settings(tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch, option: str) -> None:
    write(tmp_path, {"host.json": "{}", "funclint.toml": "x = 1\n"})
    monkeypatch.chdir(tmp_path)

    assert main([option]) == 2
    assert main([option, "--isolated"]) == 0
