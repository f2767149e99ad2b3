"""``funclint check`` as a whole: several reports in one run, files, CI, what settings do to findings."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from funclint import checking
from funclint.cli import main
from funclint.settings import OUTPUT_FORMATS

Write = Callable[[Path, dict[str, str]], Path]
Capture = pytest.CaptureFixture[str]

pytestmark = pytest.mark.usefixtures("fakes")


@pytest.fixture(autouse=True)
def inside(app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FORCE_COLOR", "NO_COLOR", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(app)


def test_several_reports(capsys: Capture) -> None:
    several = [
        "--output-format",
        "concise",
        "--output-format",
        "sarif=ci/out.sarif",
        "--output-format",
        "json=all.json",
    ]

    assert main(several) == 1

    assert capsys.readouterr().out.startswith("Odd/__init__.py:2:5: F821")
    assert len(json.loads(Path("ci/out.sarif").read_text())["runs"][0]["results"]) == 4
    assert len(json.loads(Path("all.json").read_text())) == 4
    assert sorted(path.name for path in Path("ci").iterdir()) == ["out.sarif"]


def test_output_file(capsys: Capture) -> None:
    assert main(["--output-format", "json", "--output-file", "out.json"]) == 1
    assert capsys.readouterr().out == ""
    assert len(json.loads(Path("out.json").read_text())) == 4

    assert main(["--output-file", "out.txt", "--color", "always"]) == 1
    assert "\x1b" not in Path("out.txt").read_text()
    assert Path("out.txt").read_text().endswith("(3 functions checked).\n")


def test_the_settings_choose_reports(app: Path, capsys: Capture) -> None:
    (app / "funclint.toml").write_text('output-format = ["concise", "junit=ci/junit.xml"]\n')

    main(["Odd"])
    assert capsys.readouterr().out.startswith("Odd/__init__.py")
    assert Path("ci/junit.xml").read_text().startswith("<?xml")


@pytest.mark.parametrize(
    "args",
    [
        ["--output-format", "text", "--output-format", "json"],
        ["--output-format", "xml"],
        ["--output-format", "sarif="],
        ["--output-format", "sarif=a", "--output-file", "b"],
        ["--config", "a.toml", "--config", "b.toml"],
        ["--isolated", "--config", "a.toml"],
        ["--diff", "--output-file", "a.diff"],
    ],
)
def test_usage(args: list[str], capsys: Capture) -> None:
    assert main(args) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Error: " in err


def test_files_that_cannot_be_written(app: Path, capsys: Capture) -> None:
    (app / "taken").write_text("")

    assert main(["--output-format", "concise", "--output-format", "json=taken/x.json"]) == 2
    out, err = capsys.readouterr()
    assert out.startswith("Odd/__init__.py")
    assert f"error: {app / 'taken' / 'x.json'}: cannot be written: " in err
    assert main(["--output-file", "Odd"]) == 2


def test_a_report_replaces_a_link_s_target(app: Path) -> None:
    (app / "real.json").write_text("old")
    os.symlink("real.json", app / "link.json")
    os.chmod(app / "real.json", 0o600)

    main(["--output-format", "json=link.json"])

    assert (app / "link.json").is_symlink()
    assert len(json.loads((app / "real.json").read_text())) == 4
    assert (app / "real.json").stat().st_mode & 0o777 == 0o600


def test_github_actions(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")

    main([])
    out = capsys.readouterr().out
    assert out.startswith("warning[F821]")
    commands = [line for line in out.splitlines() if line.startswith("::")]
    assert len(commands) == 4
    assert out.rstrip().endswith(commands[-1])

    for args in (["--output-format", "concise"], ["--statistics"]):
        main(args)
        assert "::error" not in capsys.readouterr().out


def test_verbose(capsys: Capture) -> None:
    assert main(["-v", "--jobs", "1"]) == 1
    out, err = capsys.readouterr()
    total, rules, files = err.splitlines()
    assert " s: finding apps " in total
    assert rules.startswith("funclint: slowest rules: FN")
    assert files.startswith("funclint: slowest files: ")
    assert "funclint" not in out

    main(["-v", "--jobs", "2"])
    assert "in 2 processes, their times added" in capsys.readouterr().err


def test_a_bar_only_for_long_runs_on_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr("funclint.console.is_terminal", lambda stream: stream is sys.stderr)
    main(["--jobs", "1"])
    assert "checking" not in capsys.readouterr().err

    monkeypatch.setattr(checking._Bar, "PATIENCE", 0.0)
    main(["--jobs", "1"])
    assert "checking" in capsys.readouterr().err
    main(["--jobs", "1", "-q"])
    assert capsys.readouterr().err == ""


def codes(capsys: Capture, *args: str) -> dict[str, str]:
    """Which code was found, with its severity."""
    main(["--output-format", "json", *args])
    return {item["code"]: item["severity"] for item in json.loads(capsys.readouterr().out)}


def test_severity_and_fail_on(app: Path, capsys: Capture) -> None:
    (app / "funclint.toml").write_text('severity = {FN2 = "error", FN204 = "info", F = "info", F821 = "warning"}\n')

    assert codes(capsys) == {"F401": "info", "F821": "warning", "FN204": "info"}
    assert main(["--select", "FN204"]) == 0
    assert main(["--select", "FN204", "--fail-on", "info"]) == 1


def test_per_file_ignores(app: Path, capsys: Capture) -> None:
    (app / "funclint.toml").write_text('[per-file-ignores]\n"*/__init__.py" = ["F821"]\n"!Odd" = ["FN204", "F401"]\n')

    assert codes(capsys) == {"FN204": "error"}
    assert codes(capsys, "--isolated") == {"F401": "info", "F821": "error", "FN204": "error"}


def test_exclude(app: Path, capsys: Capture) -> None:
    assert codes(capsys, "--exclude", "Odd") == {"F401": "info", "F821": "error"}
    (app / "funclint.toml").write_text('exclude = ["Odd"]\n')
    assert codes(capsys, "--extend-exclude", "Wrong/", "--extend-exclude", "shared.py") == {}
    assert codes(capsys, "Odd/function.json") == {"FN204": "error"}
    assert codes(capsys, "Odd/function.json", "--force-exclude") == {}
    (app / "funclint.toml").write_text('exclude = ["Odd"]\nforce-exclude = true\n')
    assert codes(capsys, "Odd/function.json") == {}
    assert codes(capsys, "Odd/function.json", "--no-force-exclude") == {"FN204": "error"}


def test_a_named_folder_is_not_excluded(app: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(app.parent)
    name = app.name

    assert codes(capsys, "--exclude", f"{name}/") == {}
    assert codes(capsys, "--exclude", f"{name}/", name) == {"F401": "info", "F821": "error", "FN204": "error"}
    assert codes(capsys, "--exclude", f"{name}/", "--exclude", "*.py", name) == {"FN204": "error"}
    assert codes(capsys, "--exclude", f"{name}/", "--force-exclude", name) == {}
    assert set(codes(capsys, "--exclude", "Odd/", f"{name}/Odd")) == {"F821", "FN204"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ["--output-format", "json=x.txt", "--output-format", "sarif=./x.txt"],
            "Error: --output-format writes two reports to the same file, './x.txt'",
        ),
        (
            ["--output-format", "json", "--output-format", "sarif=x.txt", "--output-file", "x.txt"],
            "Error: --output-file x.txt: another report is written there",
        ),
        (["--exclude", "[z-a]"], "error: --exclude has the malformed pattern '[z-a]'"),
    ],
)
def test_options_that_are_refused(app: Path, capsys: Capture, options: list[str], message: str) -> None:
    assert main(options) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert not (app / "x.txt").exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('select = [\n  "FN2",\n  "FN205",\n]\n', "3: unknown rule 'FN205' in select, did you mean 'FN204'"),
        ('[per-file-ignores]\n"x" = ["F401",\n"FX"]\n', "3: unknown rule 'FX' in per-file-ignores"),
        ('[severity]\n\nFN9999 = "info"\n', "3: unknown rule 'FN9999' in severity"),
        ('\nfixable = ["nonsense"]\n', "2: unknown rule 'nonsense' in fixable"),
        ('unfixable = ["bindngs"]\n', "1: unknown rule 'bindngs' in unfixable, did you mean 'bindings'?"),
    ],
)
def test_unknown_rules_in_settings(app: Path, capsys: Capture, text: str, message: str) -> None:
    (app / "funclint.toml").write_text(text)

    assert main(["."]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"funclint: error: {app / 'funclint.toml'}:{message}")
    assert err.count("\n") == 1


def test_families_and_names(capsys: Capture) -> None:
    assert codes(capsys, "--select", "bindings") == {"FN204": "error"}
    assert codes(capsys, "--ignore", "unknown-binding-type,Pyflakes") == {}


def test_schema(capsys: Capture) -> None:
    assert main(["schema", "settings"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Settings of funclint"


HOSTILE = ['it\'s "quoted"', "new\nline", "名前 é", "%25;,:]", "x" * 200]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("output_format", OUTPUT_FORMATS)
def test_every_format_with_odd_names(
    tmp_path: Path, write: Write, capsys: Capture, monkeypatch: pytest.MonkeyPatch, name: str, output_format: str
) -> None:
    binding = '{"bindings": [{"name": "x", "type": "unknown"}]}'
    app = write(tmp_path / name, {"host.json": "{}", f"{name}/function.json": binding})
    write(tmp_path, {"funclint.toml": f"exclude = ['nothing {name.splitlines()[0].replace(chr(39), '')}']\n"})
    monkeypatch.chdir(tmp_path)

    assert main([str(app), "--output-format", output_format]) == 1
    out, err = capsys.readouterr()
    assert err == ""
    if output_format in ("json", "sarif", "gitlab", "rdjson"):
        json.loads(out)
    elif output_format in ("concise", "github", "azure", "json-lines"):
        assert out.count("\n") == (2 if output_format == "concise" else 1)
    assert main([str(app), "--output-format", output_format, "--output-file", f"{name}/out"]) == 1
    if output_format not in ("text", "concise", "grouped"):
        assert (tmp_path / name / "out").read_text(encoding="utf-8") == out


def test_statistics_in_a_file(capsys: Capture) -> None:
    assert main(["--statistics", "--output-file", "all.txt", "--output-format", "json"]) == 1
    assert capsys.readouterr().out == ""
    assert {row["code"]: row["count"] for row in json.loads(Path("all.txt").read_text())} == {
        "F821": 2,
        "F401": 1,
        "FN204": 1,
    }


@pytest.mark.parametrize("pattern", ["./Odd", "/Odd", "Odd/", "{cwd}/Odd"])
def test_patterns_with_a_path(capsys: Capture, pattern: str) -> None:
    assert codes(capsys, "--exclude", pattern.format(cwd=os.getcwd())) == {"F401": "info", "F821": "error"}


def test_a_rule_beside_the_families(app: Path, capsys: Capture) -> None:
    (app / "own").mkdir()
    (app / "own/XX001_mine.py").write_text("")
    assert main(["--config", 'rule-paths = ["own"]']) == 2
    assert "XX001_mine.py: a rule belongs in a folder in there, named after its family" in capsys.readouterr().err
