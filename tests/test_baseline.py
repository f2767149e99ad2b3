"""The baseline: adopted on an old app, quiet about what it has, loud about what is new, and what is said when it is
too large."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from funclint.baseline import Baseline, digest
from funclint.cli import main
from funclint.diagnostic import Diagnostic, Span
from funclint.engine import Checked
from funclint.settings import SettingsError

Write = Callable[[Path, dict[str, str]], Path]

HOST_JSON = (
    '{"version": "2.0", "extensionBundle": '
    '{"id": "Microsoft.Azure.Functions.ExtensionBundle", "version": "[4.*, 5.0.0)"}}\n'
)
BINDING = '{"type": "queueTrigger", "direction": "in", "name": "order", "queueName": "orders"}'


def output(name: str) -> str:
    return f'{{"type": "queue", "direction": "out", "name": "{name}", "queueName": "q"}}'


def function(*outputs: str, script: str = "import json\n\n\ndef main(order):\n    print(order)\n") -> tuple[str, str]:
    bindings = ",\n    ".join([BINDING, *map(output, outputs)])
    return f'{{\n  "bindings": [\n    {bindings}\n  ]\n}}\n', script


def messy(folder: Path, write: Write, count: int = 40) -> Path:
    """An app with three faults in each function."""
    files = {"host.json": HOST_JSON, "requirements.txt": "azure-functions\n"}
    for number in range(count):
        files[f"F{number:03}/function.json"], files[f"F{number:03}/__init__.py"] = function("invoice", "label")
    return write(folder, files)


@pytest.fixture
def app(tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return messy(tmp_path / "app", write)


Capture = pytest.CaptureFixture[str]


def test_adoption(app: Path, write: Write, capsys: Capture) -> None:
    assert main(["--fail-on", "info"]) == 1
    assert "Found 80 errors and 40" in capsys.readouterr().out

    assert main(["--write-baseline"]) == 0
    assert capsys.readouterr() == ("", "funclint: funclint-baseline.json holds now 120 findings in 80 files\n")

    assert main(["--fail-on", "info"]) == 0
    assert capsys.readouterr() == ("Nothing new in 40 functions of 1 app, 120 findings in the baseline.\n", "")

    # Lines that move change nothing.
    json_text, script = function("invoice", "label")
    write(app, {"F000/function.json": "\n\n" + json_text, "F000/__init__.py": "\n# x\n" + script})
    assert main(["--fail-on", "info"]) == 0
    capsys.readouterr()

    # One new fault is the only report, wherever it stands among the known ones.
    write(app, dict(zip(["F007/function.json", "F007/__init__.py"], function("invoice", "new", "label"), strict=True)))
    assert main(["--output-format", "concise"]) == 1
    finding, summary = capsys.readouterr().out.splitlines()
    assert finding == "app/F007/function.json:5:51: FN302 the binding 'new' has no parameter in 'main'"
    assert summary.startswith("Found 1 error in 1 function (40 functions checked, 120 findings in the baseline).")

    # What is mended asks for pruning, and the exit code stays 0.
    mended = function(script="def main(order):\n    print(order)\n")
    write(app, dict(zip(["F007/function.json", "F007/__init__.py"], mended, strict=True)))
    assert main([]) == 0
    out, err = capsys.readouterr()
    assert out == "Nothing new in 40 functions of 1 app, 117 findings in the baseline.\n"
    assert err == (
        "funclint: 3 findings of funclint-baseline.json in 2 files are gone:"
        " 'funclint check --prune-baseline' drops what is mended\n"
    )
    assert main(["--prune-baseline"]) == 0
    assert capsys.readouterr().err == "funclint: funclint-baseline.json holds 117 findings in 78 files\n"
    assert main([]) == 0
    assert capsys.readouterr().err == ""

    # What comes back afterwards is new.
    write(app, dict(zip(["F007/function.json", "F007/__init__.py"], function("invoice"), strict=True)))
    assert main(["-q", "--output-format", "concise", "--fail-on", "error"]) == 1
    assert capsys.readouterr().out.count("\n") == 2


def test_the_file(app: Path) -> None:
    main(["--write-baseline"])
    text = Path("funclint-baseline.json").read_text()
    value = json.loads(text)

    assert value["version"] == 1
    assert list(value["files"])[:2] == ["app/F000/__init__.py", "app/F000/function.json"]
    entry = value["files"]["app/F000/function.json"]["FN302"]
    assert entry["count"] == 2
    assert len(set(entry["seen"])) == 2
    assert sum('"FN302":' in line and '"count": 2' in line for line in text.splitlines()) == 40  # a line for each rule


def test_pruning_adds_nothing(app: Path, write: Write, capsys: Capture) -> None:
    main(["app/F000", "--write-baseline"])
    write(app, {"F000/function.json": function("invoice", "label", "new")[0]})

    assert main(["--prune-baseline"]) == 0
    assert main(["app/F000", "-q", "--output-format", "concise"]) == 1
    assert "'new'" in capsys.readouterr().out


def test_parts_of_the_app(app: Path, capsys: Capture) -> None:
    """A run over some files or rules neither drops nor judges what it does not look at."""
    main(["--write-baseline"])
    (app / "F000/__init__.py").write_text("def main(order):\n    print(order)\n")
    before = json.loads(Path("funclint-baseline.json").read_text())["files"]

    assert main(["app/F001"]) == 0
    assert main(["--select", "FN302"]) == 0
    capsys.readouterr()
    assert main(["--select", "FN302", "--prune-baseline"]) == 0
    assert main(["app/F001", "--write-baseline"]) == 0
    assert json.loads(Path("funclint-baseline.json").read_text())["files"] == before
    capsys.readouterr()
    assert main(["app/F000"]) == 0
    assert "1 finding of funclint-baseline.json in app/F000/__init__.py is gone" in capsys.readouterr().err


def test_files_that_are_gone(app: Path, capsys: Capture) -> None:
    main(["--write-baseline"])
    for name in ("__init__.py", "function.json"):
        (app / "F000" / name).unlink()
    (app / "F000").rmdir()

    main([])
    assert "3 findings of funclint-baseline.json in 2 files are gone" in capsys.readouterr().err
    main(["--prune-baseline"])
    assert "F000" not in Path("funclint-baseline.json").read_text()


def test_internal_errors_are_never_known(app: Path, write: Write, write_rules: Write, capsys: Capture) -> None:
    write_rules(app.parent / "rules", {"x/XX300_crashes": "RULE = Rule(Severity.INFO)\ndef check(app):\n    1 / 0\n"})
    write(app.parent, {"funclint.toml": 'rule-paths = ["rules"]\n'})

    assert main(["--write-baseline"]) == 2
    assert "internal error" in capsys.readouterr().out
    assert not Path("funclint-baseline.json").exists()


def test_where_it_is(app: Path, write: Write, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    other = messy(app.parent / "other", write, 1)
    monkeypatch.chdir(app / "F000")

    main(["..", "--write-baseline"])  # from a place where the app could not find it
    assert (app / "funclint-baseline.json").is_file()
    monkeypatch.chdir(app.parent)
    assert main(["app"]) == 0
    assert main(["other"]) == 1
    main(["--write-baseline"])  # each app keeps its own, the others share the new one
    assert list(json.loads(Path("funclint-baseline.json").read_text())["files"]) == [
        "other/F000/__init__.py", "other/F000/function.json",
    ]  # fmt: skip
    assert main([]) == 0
    assert main(["--no-baseline", "-q"]) == 1
    assert main(["other", "--baseline", "app/funclint-baseline.json", "-q"]) == 1
    assert main(["--baseline", "none.json"]) == 2
    capsys.readouterr()
    assert main(["other", "--baseline", "ci/known.json", "--write-baseline"]) == 0
    assert capsys.readouterr().err == "funclint: ci/known.json holds now 3 findings in 2 files\n"
    assert "../other/F000/function.json" in Path("ci/known.json").read_text()
    (other / "F000/function.json").write_text("{")
    assert main(["other", "--baseline", "ci/known.json"]) == 1


def test_a_baseline_outside_of_the_repository_is_none(app: Path, write: Write) -> None:
    main(["--write-baseline"])
    write(app, {".git/HEAD": ""})

    assert main(["-q"]) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", ":1:2: not valid JSON: "),
        ("[]", ": is no baseline of funclint: an object with 'files' is expected"),
        ('{"files": {}}', ": is of version None; this funclint knows version 1"),
        ('{"version": 2, "files": {}}', ": is of version 2; this funclint knows version 1"),
        ('{"version": 1, "files": {"a": 1}}', ": 'a' must hold an object"),
        ('{"version": 1, "files": {"a": {"FN1": "x"}}}', ": 'FN1' of 'a' must be a number or an object with 'count'"),
        ('{"version": 1, "files": {"a": {"FN1": -1}}}', ": 'FN1' of 'a' must be a number or an object with 'count'"),
        ("\ufeff\xff", ":1:1: not valid JSON: "),
        ("[" * 100_000, ": not valid JSON"),
    ],
)
def test_a_file_that_is_no_baseline(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "funclint-baseline.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(SettingsError) as caught:
        Baseline(path)
    assert str(caught.value).startswith(f"{path}{message}")


def test_odd_names_and_plain_numbers(tmp_path: Path) -> None:
    names = ['a "b".py', "c\nd.py", "名.py", "[ x ].py"]
    path = tmp_path / "funclint-baseline.json"
    items = [Diagnostic(Span(tmp_path / name), "m\x00", code="FN1") for name in names]

    app = Checked(tmp_path, items, lambda path, code: True)
    assert Baseline(path).write([app], prune=False) == (4, 4)
    assert Baseline(path).known(items) == {0, 1, 2, 3}
    path.write_text('{"version": 1, "files": {"名.py": {"FN1": 1, "FN2": 3}}}', encoding="utf-8")
    assert Baseline(path).known(items) == {2}
    assert [(stale.code, stale.gone) for stale in Baseline(path).stale([app])] == [("FN2", 3)]


def test_digests_ignore_rows() -> None:
    def of(message: str) -> str:
        return digest(Diagnostic(Span(Path("x")), message))

    assert of("redefinition of 'x' from line 3") == of("redefinition of 'x' from line 44")
    assert of("redefinition of 'x' from line 3") != of("redefinition of 'y' from line 3")


@pytest.mark.parametrize(
    "args",
    [
        ["--write-baseline", "--prune-baseline"],
        ["--write-baseline", "--add-ignore"],
        ["--watch", "--write-baseline"],
        ["--no-baseline", "--baseline", "x"],
    ],
)
def test_options_that_do_not_go_together(app: Path, args: list[str]) -> None:
    assert main(args) == 2
    assert not Path("funclint-baseline.json").exists()


def test_above_a_repository_each_keeps_its_own(tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        (tmp_path / name / ".git").mkdir(parents=True)
        messy(tmp_path / name / "app", write, 1)
    monkeypatch.chdir(tmp_path)

    assert main(["--write-baseline"]) == 0
    assert [path.parent.name for path in sorted(tmp_path.rglob("funclint-baseline.json"))] == ["one", "two"]
    assert main([]) == main(["two"]) == main(["one/app/F000"]) == 0


def test_what_was_deleted_is_gone(app: Path, write: Write, capsys: Capture) -> None:
    messy(app.parent / "other", write, 1)
    main(["--write-baseline"])
    capsys.readouterr()
    (app.parent / "other").rename(app.parent / "renamed")

    assert main(["app"]) == 0  # has not looked there
    assert "gone" not in capsys.readouterr().err
    assert main(["--output-format", "concise"]) == 1
    out, err = capsys.readouterr()
    assert "renamed/F000" in out
    assert "3 findings of funclint-baseline.json in 2 files are gone" in err

    assert main(["--prune-baseline"]) == 0
    assert not [name for name in json.loads(Path("funclint-baseline.json").read_text())["files"] if "other" in name]
    assert main(["--write-baseline"]) == 0
    assert main([]) == 0


@pytest.mark.parametrize("option", ["exclude = ['F000']", "per-file-ignores = {'F000/' = ['ALL']}"])
def test_what_the_settings_leave_out_is_not_gone(app: Path, capsys: Capture, option: str) -> None:
    main(["--write-baseline"])
    (app / "funclint.toml").write_text(option + "\n")
    capsys.readouterr()

    assert main([]) == 0
    assert capsys.readouterr().err == ""
    assert main(["--prune-baseline"]) == 0
    assert capsys.readouterr().err == "funclint: funclint-baseline.json holds 120 findings in 80 files\n"


def test_nothing_to_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["--write-baseline"]) == 0
    assert capsys.readouterr().err == "funclint: no function app in .\n"
