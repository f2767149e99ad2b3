"""The command line: exit codes, streams, what is imported."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from funclint import __version__
from funclint.cli import cli, main

Write = Callable[[Path, dict[str, str]], Path]
WriteRules = Callable[[Path, dict[str, str]], Path]

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}


def run(*args: str, **options: object) -> subprocess.CompletedProcess[str]:
    """funclint in a process of its own."""
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [sys.executable, "-m", "funclint", *args], capture_output=True, text=True, env=ENVIRONMENT, **options
    )


@pytest.fixture(autouse=True)
def no_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.mark.usefixtures("fakes")
class TestCheck:
    @pytest.fixture(autouse=True)
    def inside(self, app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(app)

    @pytest.mark.parametrize(
        ("args", "code"),
        [
            ([], 1),
            (["."], 1),
            (["check"], 1),
            (["check", "."], 1),
            (["Fine/function.json"], 0),
            (["Odd/function.json"], 1),
            (["--select", "FN1"], 0),
            (["--ignore", "FN204,F821"], 0),
            (["--ignore", "FN204", "--ignore", "F821", "--fail-on", "info"], 1),
            (["--ignore", "FN204,Wrong"], 2),
            (["--select", "F821", "--fail-on", "error", "Odd/__init__.py"], 0),
            (["--select", "F821", "--fail-on", "error", "Wrong/__init__.py"], 1),
            (["--exit-zero"], 0),
            (["--jobs", "2", "-q"], 1),
            (["--jobs", "0"], 2),
            (["--fail-on", "never"], 2),
            (["--output-format", "xml"], 2),
            (["--no-such-option"], 2),
            (["nowhere"], 2),
            (["rule"], 2),
            (["show", "nowhere"], 2),
            (["--version"], 0),
            (["-h"], 0),
            (["check", "--help"], 0),
        ],
    )
    def test_exit_code(self, args: list[str], code: int) -> None:
        assert main(args) == code

    def test_reports(self, capsys: pytest.CaptureFixture[str]) -> None:
        main(["--output-format", "concise"])
        out, err = capsys.readouterr()
        assert out == (
            "Odd/__init__.py:2:5: F821 found undefined\n"
            "Odd/function.json:3:26: FN204 unknown binding type 'unknown'\n"
            "Wrong/__init__.py:1:1: F821 found undefined\n"
            "shared.py:1:1: F401 found import unused\n"
            "Found 2 errors, 1 warning and 1 note in 2 functions (3 functions checked).\n"
        )
        assert err == ""

        main(["--output-format", "json", "--select", "FN204"])
        assert [item["filename"] for item in json.loads(capsys.readouterr().out)] == ["Odd/function.json"]

        main(["--select", "FN204"])
        assert capsys.readouterr().out.startswith("error[FN204] unknown binding type 'unknown'")

        main(["--statistics"])
        assert capsys.readouterr().out.splitlines()[0] == "2  F821   error    undefined-name"

    def test_quiet(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["-q", "--select", "FN1"]) == 0
        assert capsys.readouterr() == ("", "")

    def test_settings_choose_the_format(self, app: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (app / "funclint.toml").write_text('output-format = "json"\nselect = ["FN1"]\n')
        assert main([]) == 0
        assert capsys.readouterr().out == "[]\n"
        assert main(["--output-format", "text"]) == 0
        assert capsys.readouterr().out == "All 3 functions in 1 app are fine.\n"

    def test_errors_of_use(self, app: Path, capsys: pytest.CaptureFixture[str]) -> None:
        main(["nowhere"])
        assert capsys.readouterr() == ("", "funclint: error: nowhere: no such file or folder\n")

        main(["--select", "FN205"])
        assert "unknown rule 'FN205' in --select, did you mean 'FN204'" in capsys.readouterr().err

        (app / "funclint.toml").write_text("selekt = []\n")
        assert main([]) == 2
        assert capsys.readouterr().err == (
            f"funclint: error: {app / 'funclint.toml'}:1: unknown setting 'selekt', did you mean 'select'?\n"
        )

    def test_no_app(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "empty").mkdir()
        empty = str(tmp_path / "empty")

        assert main([empty]) == 0
        assert capsys.readouterr() == ("", f"funclint: no function app in {empty}\n")
        assert main(["--output-format", "json", empty]) == 0
        assert capsys.readouterr().out == "[]\n"

    def test_a_failing_rule(self, fakes: Path, write_rules: WriteRules, capsys: pytest.CaptureFixture[str]) -> None:
        write_rules(fakes, {"a/FN300_crashes": "RULE = Rule(Severity.INFO)\ndef check(function):\n    1 / 0\n"})

        assert main(["--exit-zero"]) == 2
        assert "error[FN000] internal error: rule FN300 (crashes) failed on function 'Odd'" in capsys.readouterr().out

    def test_a_failing_engine(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        def fail(*args: object, **options: object) -> None:
            raise ValueError("odd")

        monkeypatch.setattr("funclint.engine.find_apps", fail)
        assert main([]) == 2
        assert "funclint: internal error: ValueError: odd; this is a fault of funclint" in capsys.readouterr().err

    def test_interrupt(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        def interrupt(*args: object, **options: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("funclint.engine.find_apps", interrupt)
        assert main([]) == 130
        assert capsys.readouterr().err.strip() == ""

    @pytest.mark.parametrize(
        ("args", "variables", "coloured"),
        [
            ([], {}, False),
            ([], {"FORCE_COLOR": "1"}, True),
            ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
            ([], {"FORCE_COLOR": ""}, False),
            (["--color", "always"], {"NO_COLOR": "1"}, True),
            (["--color", "never"], {"FORCE_COLOR": "1"}, False),
        ],
    )
    def test_colours(
        self,
        args: list[str],
        variables: dict[str, str],
        coloured: bool,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        main(args)
        assert ("\x1b[" in capsys.readouterr().out) == coloured

    def test_show(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["show", "--output-format", "json"]) == 0
        (shown,) = json.loads(capsys.readouterr().out)["apps"]
        assert shown["path"] == "."
        assert shown["functions"][1] == {
            "name": "Odd",
            "path": "Odd/function.json",
            "trigger": {"name": "req", "type": "httpTrigger"},
            "route": "Odd",
            "schedule": None,
            "inputs": [],
            "outputs": [{"name": "x", "type": "unknown"}],
            "script": "Odd/__init__.py",
            "entry_point": {"name": "main", "parameters": [{"name": "req", "annotation": "func.HttpRequest"}]},
        }

        assert main(["show"]) == 0
        assert capsys.readouterr().out == (
            ".\n"
            "  function  trigger          inputs  outputs    entry point\n"
            "  Fine      http /fine/{id}                     main(req: func.HttpRequest)\n"
            "                                                Fine/__init__.py\n"
            "  Odd       http /Odd                unknown x  main(req: func.HttpRequest)\n"
            "                                                Odd/__init__.py\n"
            "  Wrong     http /Wrong                         main(req: func.HttpRequest)\n"
            "                                                Wrong/__init__.py\n"
        )

    def test_rule(self, fakes: Path, capsys: pytest.CaptureFixture[str]) -> None:
        page = (fakes / "bindings/FN204_unknown_binding_type.md").read_text()
        for word in ("FN204", "unknown-binding-type", "fn204"):
            assert main(["rule", word]) == 0
            assert capsys.readouterr().out == page

        assert main(["rule", "FN205"]) == 2
        assert "unknown rule 'FN205', did you mean 'FN204'" in capsys.readouterr().err

        assert main(["rule", "FN204", "--all"]) == 2
        assert "give a code or a name, or --all" in capsys.readouterr().err

    def test_all_rules(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["rule", "--all"]) == 0
        listing = capsys.readouterr().out
        assert "FN204  unknown-binding-type  error    never         Says what unknown-binding-type is.\n" in listing
        assert "FN101  no-host-json          warning  always, safe  Says what no-host-json is.\n" in listing

        assert main(["rule", "--all", "--output-format", "json"]) == 0
        listed = json.loads(capsys.readouterr().out)
        assert [item["code"] for item in listed] == ["F401", "F821", "FN000", "FN101", "FN204", "FN901"]
        assert listed[3] == {
            "code": "FN101",
            "name": "no-host-json",
            "severity": "warning",
            "fix": "always",
            "fix_safety": ["safe"],
            "default": True,
            "summary": "Says what no-host-json is.",
        }


def test_version() -> None:
    shown = run("--version")
    assert (shown.returncode, shown.stdout, shown.stderr) == (0, f"funclint {__version__}\n", "")


def test_version_imports_little() -> None:
    script = (
        "import sys\nfrom funclint.cli import main\nmain(['--version'])\n"
        "print(*(name for name in sys.modules if name.startswith('funclint')))\n"
        "assert not {'dataclasses', 'pathlib', 'json', 'asyncio', 'importlib.metadata'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=ENVIRONMENT)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[1] == "funclint funclint.console funclint.options funclint.fix_options funclint.cli"


NEVER = {
    "libcst", "jsonschema", "pygls", "asyncio", "concurrent.futures", "multiprocessing", "logging", "packaging",
    "importlib.metadata", "pathspec", "tomllib", "tomli", "difflib", "pickle", "hashlib", "xml", "urllib.request",
    "watchfiles", "funclint.suppressions", "funclint.baseline",
}  # fmt: skip
"""What a clean run has no use for."""


HOST_JSON = (
    '{"version": "2.0", "extensionBundle": '
    '{"id": "Microsoft.Azure.Functions.ExtensionBundle", "version": "[4.*, 5.0.0)"}}\n'
)


@pytest.mark.parametrize(
    ("further", "args"), [({"pyflakes", "json"}, ["--select", "FN000"]), (set(), [])], ids=["no-rules", "all-rules"]
)
def test_a_check_without_findings_imports_little(
    tmp_path: Path, write: Write, further: set[str], args: list[str]
) -> None:
    write(
        tmp_path,
        {
            "host.json": HOST_JSON,
            "requirements.txt": "azure-functions\n",
            "F/function.json": '{"bindings": [{"type": "queueTrigger", "name": "m", "queueName": "q"}]}\n',
            "F/__init__.py": "def main(m):\n    print(m)\n",
        },
    )
    script = (
        f"import sys\nfrom funclint.cli import main\nassert main([{str(tmp_path)!r}, *{args!r}]) == 0\n"
        f"found = {NEVER | further!r} & set(sys.modules)\nassert not found, found\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=ENVIRONMENT)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break otherwise there")
def test_a_reader_that_goes_away() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "funclint", "rule", "--all"], stdout=writing, stderr=subprocess.PIPE, env=ENVIRONMENT
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
@pytest.mark.parametrize("arguments", [["rule", "--all"], ["rule", "--help"], ["check", "."]], ids=" ".join)
def test_a_full_disk(arguments: list[str], tmp_path: Path, write: Write) -> None:
    write(tmp_path, {"host.json": "{}"})
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "funclint", *arguments]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=ENVIRONMENT, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(b"funclint: error: ")
    assert b"No space left on device" in done.stderr
    assert done.stderr.count(b"\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no such shell there")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams(closed: str, tmp_path: Path, write: Write) -> None:
    write(tmp_path, {"host.json": "{"})
    command = f'"{sys.executable}" -m funclint . {closed}'
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, env=ENVIRONMENT, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == ""
    assert ("host.json" in done.stdout) is (closed == "2>&-")


def test_a_terminal_that_cannot_show_everything(tmp_path: Path, write: Write) -> None:
    write(tmp_path, {"名/docs": ""})
    done = run("show", "名", cwd=tmp_path)
    assert done.returncode == 0
    environment = {**ENVIRONMENT, "PYTHONIOENCODING": "ascii"}
    script = "from funclint.console import write\nwrite(['\\u540d\\n'])\n"
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment)
    assert (shown.stdout, shown.stderr) == ("\\u540d\n", "")


@pytest.mark.parametrize("file", ["function", "host", "local-settings", "settings"])
def test_schema(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", file]) == 0
    assert json.loads(capsys.readouterr().out)["$schema"] == "http://json-schema.org/draft-07/schema#"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    assert f"_FUNCLINT_COMPLETE={shell}_complete" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("args", "incomplete", "offered"),
    [
        ([], "ru", {"rule"}),
        ([], "--sel", {"--select"}),
        ([], "--ver", {"--version"}),
        (["--select", "FN3"], "--fail", {"--fail-on"}),
        (["--fail-on"], "w", {"warning"}),
        (["check"], "--output", {"--output-format"}),
        (["rule"], "--a", {"--all"}),
        (["schema"], "ho", {"host"}),
        (["completion"], "z", {"zsh"}),
    ],
)
def test_completion(args: list[str], incomplete: str, offered: set[str]) -> None:
    from click.shell_completion import ShellComplete

    found = ShellComplete(cli, {}, "funclint", "_FUNCLINT_COMPLETE").get_completions(args, incomplete)

    assert offered <= {item.value for item in found}


def test_paths_are_completed_without_a_command() -> None:
    from click.shell_completion import ShellComplete

    found = ShellComplete(cli, {}, "funclint", "_FUNCLINT_COMPLETE").get_completions([], "apps/")

    assert "file" in {item.type for item in found}


def test_every_help_has_an_example() -> None:
    assert isinstance(cli, click.Group)
    for command in cli.commands.values():
        assert command.help is not None
        assert "funclint " in command.help, command.name
