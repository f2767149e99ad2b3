"""Input that means harm, or reads as if it did: names that are commands, endless blanks, streams that are not there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from funclint.cli import main
from funclint.fixing.diff import unified
from funclint.report.graph import _mermaid
from funclint.report.visible import cells, visible
from funclint.suppressions import directives
from funclint.text import SourceText

Write = Callable[[Path, dict[str, str]], Path]
Capture = pytest.CaptureFixture[str]

JSON = '{"bindings": [{"type": "queueTrigger", "direction": "in", "name": "msg", "queueName": "q", "connection": "C"}]}'
FILES = {
    "host.json": (
        '{"version": "2.0", "extensionBundle":'
        ' {"id": "Microsoft.Azure.Functions.ExtensionBundle", "version": "[4.*, 5.0.0)"}}'
    ),
    "requirements.txt": "azure-functions\n",
    "Take/function.json": JSON,
    "Take/__init__.py": "def main(order):\n    pass\n",
    "Give/function.json": JSON,
    "Give/__init__.py": "from shared import orders\n\n\ndef main(order):\n    orders.take(order)\n",
    "shared/__init__.py": "",
    "shared/orders.py": "def take(order):\n    pass\n",
}


@pytest.fixture
def app(tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return write(tmp_path, FILES)


def run(folder: Path, *args: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    root = str(Path(__file__).parent.parent)
    env = {**os.environ, "PYTHONPATH": root, **environment}
    return subprocess.run([sys.executable, "-m", "funclint", *args], cwd=folder, capture_output=True, env=env)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("##vso[task.setvariable x]y", "#♯vso[task.setvariable x]y"),
        ("a ##[error]b", "a #♯[error]b"),
        ("####[x", "#♯#♯[x"),
        ("::error::x", ": :error::x"),
        ("  ::error::x", "  : :error::x"),
        ("a ::error::x", "a ::error::x"),
        ("## heading", "## heading"),
    ],
)
def test_no_text_is_a_command_to_a_service(text: str, shown: str) -> None:
    assert visible(text) == shown
    if not text.lstrip().startswith("::"):  # lines of source never stand at the beginning of a line
        assert "".join(character for character, _ in cells(text)) == shown


def test_names_that_are_commands(app: Path, write: Write, capsys: Capture) -> None:
    for name in ("::error::x", "##vso[task.x]y", "##[add-mask]z"):
        write(app, {f"{name}/function.json": JSON, f"{name}/__init__.py": "def main(order):\n    pass\n"})
    for name in ("text", "concise", "grouped"):
        assert main(["--output-format", name]) == 1
        out = capsys.readouterr().out
        assert "task.x" in out
        assert not re.search(r"##vso\[|##\[|^\s*::(?!: )", out, re.M)
    main(["show"])
    assert not re.search(r"##vso\[|##\[|^\s*::", capsys.readouterr().out, re.M)


def test_mermaid_reads_no_directive() -> None:
    assert _mermaid("%%{init: {'theme': 'x'}}%%") == "\"#37;#37;{init: {'theme': 'x'}}#37;#37;\""


def test_stderr_gets_one_line(app: Path, write: Write, capsys: Capture) -> None:
    write(app, {"funclint.toml": '"a\\n::error::x\\u001b[31m" = 1\n'})
    assert main([]) == 2
    assert capsys.readouterr().err == (
        f"funclint: error: {app / 'funclint.toml'}:1: unknown setting 'a␊::error::x␛[31m'\n"
    )


def test_endless_blanks_in_a_comment() -> None:
    blanks = " " * 200_000
    text = f"import os  # funclint: ignore[F401] a{blanks}b  # c\n"
    (found,) = directives(SourceText(Path("/a.py"), text, "utf-8", b"", text.encode()))
    assert text[found.span.end :] == "  # c\n"


def test_junit_is_sound_in_any_encoding(app: Path, write: Write) -> None:
    write(app, {"Give/function.json": JSON.replace('"msg"', '"bestätigung"')})
    for encoding in ("latin-1", "ascii", "utf-8"):
        done = run(app, "--output-format", "junit", PYTHONIOENCODING=encoding)
        assert "bestätigung" in ElementTree.tostring(ElementTree.fromstring(done.stdout), encoding="unicode")


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    script = (
        "import os, sys\n"
        f"sys.path.insert(0, {str(Path(__file__).parent.parent)!r})\n"
        "from funclint.cli import main\n"
        "os.rmdir(os.getcwd())\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=gone, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "funclint: error: the current folder cannot be found: No such file or directory\n"


def test_stdin_that_is_closed(app: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert main(["--stdin-filename", "Take/__init__.py", "-"]) == 2
    assert capsys.readouterr().err == "funclint: error: there is nothing on stdin: it is closed\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_stderr_that_takes_nothing(app: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    with open("/dev/full", "w") as full:
        done = subprocess.run([sys.executable, "-m", "funclint", "nowhere", "--bad"], cwd=app, stderr=full, env=env)
    assert done.returncode == 2


@pytest.mark.parametrize("content", ['{"version": 1, "files": {}, "x": ' + "9" * 5000 + "}", None])
def test_what_is_no_baseline(app: Path, capsys: Capture, content: str | None) -> None:
    path = app / "funclint-baseline.json"
    path.write_text(content) if content is not None else path.mkdir()
    code = main(["--baseline", str(path)] if content is not None else ["--write-baseline", "--baseline", "/dev/null"])
    assert code == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "broken", [{"shared/orders.py": "def (\n"}, {"Give/function.json": "{"}, {"host.json": '{"version": "2.0"'}]
)
def test_what_a_broken_file_hides_is_not_gone(app: Path, write: Write, capsys: Capture, broken: dict[str, str]) -> None:
    main(["--write-baseline"])
    before = (app / "funclint-baseline.json").read_text()
    write(app, broken)
    capsys.readouterr()

    main(["--output-format", "concise"])
    assert capsys.readouterr().err == ""
    assert main(["--prune-baseline"]) == 0
    assert (app / "funclint-baseline.json").read_text() == before

    # It still does when the broken file is known itself, and no longer when it is mended.
    main(["--write-baseline"])
    write(app, {"Take/__init__.py": "def main(msg):\n    print(msg)\n"})
    capsys.readouterr()
    main(["--fail-on", "info"])
    assert capsys.readouterr().err == ""
    write(app, {name: FILES[name] for name in broken})
    main(["--fail-on", "info"])
    assert "funclint: 3 findings of funclint-baseline.json in 3 files are gone: " in capsys.readouterr().err


def test_what_is_in_a_locked_folder_is_not_gone(
    app: Path, write: Write, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["--write-baseline"])
    for name in ("Take", "Give"):
        write(app, {f"{name}/__init__.py": "def main(msg):\n    print(msg)\n"})
    may = os.access
    monkeypatch.setattr("os.access", lambda path, mode: Path(path).name != "Give" and may(path, mode))
    capsys.readouterr()

    main(["--fail-on", "info"])
    assert " in 2 files are gone" in capsys.readouterr().err  # Take/function.json and Take/__init__.py
    main(["--prune-baseline"])
    left = json.loads((app / "funclint-baseline.json").read_text())["files"]
    assert sorted(left) == ["Give/__init__.py", "Give/function.json"]


def test_pruning_without_a_baseline(app: Path, capsys: Capture) -> None:
    assert main(["--prune-baseline"]) == 0
    assert capsys.readouterr().err == "funclint: there is no baseline here, so there is nothing to prune\n"
    assert main(["--prune-baseline", "--baseline", "no.json"]) == 2
    assert capsys.readouterr().err == "funclint: error: no.json: no such baseline; --write-baseline makes one\n"


def test_quiet_says_nothing_of_success(app: Path, capsys: Capture) -> None:
    for args in (["--write-baseline"], ["--prune-baseline"], ["--fix", "--no-baseline"]):
        main([*args, "-q", "--select", "FN302"])
        assert capsys.readouterr().err == ""


def test_statistics_as_json(app: Path, capsys: Capture) -> None:
    main(["--statistics", "--output-format", "json", "--select", "FN302"])
    row = {"code": "FN302", "name": "binding-without-parameter", "severity": "error", "count": 2}
    assert json.loads(capsys.readouterr().out) == [row]
    main(["--statistics", "--output-format", "json-lines", "--select", "FN302"])
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [row]


def test_only_a_part_was_asked_for(app: Path, write: Write, capsys: Capture) -> None:
    write(app, {"Give/__init__.py": "def main(msg):\n    print(msg)\n"})
    assert main(["Give"]) == 0
    assert capsys.readouterr().out == "Nothing found in what was named (2 functions in 1 app read).\n"
    assert main(["--exclude", "Give/", "Give"]) == 0
    assert capsys.readouterr().out == "Nothing found in what was named (2 functions in 1 app read).\n"
    for path in ("Take", "Take/__init__.py"):
        main(["--exclude", "*e", path, "--output-format", "concise"])
        assert " in 1 function (1 function checked)." in capsys.readouterr().out
    assert main(["--exclude", "Take/"]) == 0
    assert capsys.readouterr().out == "The only function in 1 app is fine.\n"


def test_rules_of_a_family_are_listed(capsys: Capture) -> None:
    main(["rule", "FN64"])
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["FN640", "FN641", "FN642", "FN643"]
    main(["rule", "pyflakes"])
    assert {line[0] for line in capsys.readouterr().out.splitlines()} == {"F"}


@pytest.mark.parametrize(
    ("name", "quoted"),
    [("a b.py", "a b.py"), ('a\n"b.py', '"a\\012\\"b.py"'), ("é.py", "é.py"), ("\udcff.py", '"\\377.py"')],
)
def test_names_in_a_diff(name: str, quoted: str) -> None:
    first, second, *_ = unified(name, "a\n", "b\n")
    assert (first, second) == (f"--- {quoted}\n", f"+++ {quoted}\n")


@pytest.mark.parametrize("bad", ["raise SystemExit(0)\n", "1 / 0\n"])
def test_a_rule_of_ones_own_that_cannot_be_imported(app: Path, write: Write, capsys: Capture, bad: str) -> None:
    write(app, {"own/mine/XX001_bad.py": bad, "own/mine/XX001_bad.md": "# XX001\n\nBad.\n"})
    assert main(["--config", 'rule-paths = ["own"]']) == 2
    err = capsys.readouterr().err
    assert "XX001_bad.py: the rule cannot be imported: " in err
    assert "fault of funclint" not in err


def test_a_page_that_is_not_utf8(app: Path, write: Write, capsys: Capture) -> None:
    rule = (
        "from funclint.diagnostic import Diagnostic, Severity, Span\nfrom funclint.rulebook import Rule\n"
        "RULE = Rule(Severity.ERROR)\n\n\ndef check(function):\n    yield Diagnostic(Span(function.path), 'x')\n"
    )
    write(app, {"own/mine/XX001_page.py": rule})
    (app / "own/mine/XX001_page.md").write_bytes(b"# XX001 caf\xe9\n")
    own = ["--config", 'rule-paths = ["own"]']

    assert main([*own, "--output-format", "sarif", "--select", "XX001"]) == 1
    assert len(json.loads(capsys.readouterr().out)["runs"][0]["results"]) == 2
    assert main(["rule", "XX001", *own]) == 2
    assert capsys.readouterr().err.endswith("XX001_page.md: the page of rule XX001 is not UTF-8\n")


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("if x:\n    pass\n" + "".join(f"elif y{number}:\n    pass\n" for number in range(1500)), 1501),
        ("z = x" + 1500 * "[0]" + "\n", 1),
        ("z = " + " or ".join(f"y{number}" for number in range(1500)) + "\n", 1500),
        (1500 * "@x\n" + "def f(): ...\n", 1500),
    ],
    ids=["elif", "subscripts", "or", "decorators"],
)
def test_long_chains_that_python_compiles(app: Path, write: Write, capsys: Capture, code: str, found: int) -> None:
    write(app, {"Take/__init__.py": f"{code}def main(msg):\n    print(msg)\n"})
    assert main(["--select", "FN000,F821", "--statistics", "--output-format", "json", "Take"]) == 1
    assert [(row["code"], row["count"]) for row in json.loads(capsys.readouterr().out)] == [("F821", found)]


@pytest.mark.parametrize(
    "body",
    [
        "return " + " + ".join(1500 * ["msg"]),
        "if msg:\n        return 'a'\n" + 1500 * "    elif msg:\n        return 'b'\n",
        "if msg:\n        import json\n" + 1500 * "    elif msg:\n        import os\n",
        "if msg:\n        pass\n" + 1500 * "    elif msg:\n        with msg:\n            return 'b'\n",
        "while msg:\n      if msg:\n        pass\n" + 1500 * "      elif msg:\n        break\n",
        "global total\n    if msg:\n        pass\n" + 1500 * "    elif msg:\n        total = 1\n",
    ],
    ids=["sum", "returns", "imports", "with", "break", "global"],
)
def test_rules_have_room_for_what_python_compiles(app: Path, write: Write, capsys: Capture, body: str) -> None:
    write(app, {"Take/__init__.py": f"def main(msg):\n    {body}\n"})
    main(["--select", "ALL", "--output-format", "json", "Take"])
    assert not [item["message"] for item in json.loads(capsys.readouterr().out) if item["code"] in ("FN000", "FN001")]


TABLE = """{"bindings": [
    {"type": "queueTrigger", "direction": "in", "name": "msg", "queueName": "q", "connection": "C"},
    {"type": "table", "direction": "out", "name": "row", "tableName": "t", "connection": "C"}]}
"""


@pytest.mark.parametrize(
    ("part", "reported"),
    [
        ("    print(uuid.uuid4())\n", "F821"),
        ("    row{0} = {{'A': 1}}\n    row.set(row{0})\n", "FN234"),
        ("    pass  # funclint: ignore[FN401] {0}\n", "FN008"),
        ("path as path{0}, ", "F401"),
    ],
    ids=["undefined", "rows", "comments", "imports"],
)
def test_work_grows_with_the_file(app: Path, write: Write, capsys: Capture, part: str, reported: str) -> None:
    def calls(count: int) -> int:
        code = "".join(part.format(number) for number in range(count))
        code = code if code.endswith("\n") else f"    from os import ({code})\n"
        write(app, {"Take/function.json": TABLE, "Take/__init__.py": f"def main(msg, row):\n    pass\n{code}"})
        counted = 0

        def count_call(frame: object, event: str, argument: object) -> None:
            nonlocal counted
            counted += 1

        sys.setprofile(count_call)
        try:
            main(["--select", f"FN401,{reported}", "--output-format", "json", "--jobs", "1", "Take"])
        finally:
            sys.setprofile(None)
        found = [item for item in json.loads(capsys.readouterr().out) if item["code"] == reported]
        assert len(found) == (1 if reported == "FN234" else count)
        return counted

    calls(1)  # imports what is needed
    few, many = calls(50), calls(450)
    assert many < 10 * few
