"""The engine: what it adds to findings, how it confines and orders them, and what it does when a rule fails."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from funclint import engine, processes, run
from funclint.diagnostic import Diagnostic, Severity, Span
from funclint.engine import Result, check_app, check_paths
from funclint.files import Files
from funclint.rulebook import Rulebook
from funclint.settings import Overrides, Settings, SettingsError

Write = Callable[[Path, dict[str, str]], Path]
WriteRules = Callable[[Path, dict[str, str]], Path]

ALL = Overrides(extend_select=("ALL",))

pytestmark = pytest.mark.usefixtures("fakes")


def brief(result: Result | list[Diagnostic], app: Path) -> list[tuple[str, str, str, str | None]]:
    found = result if isinstance(result, list) else result.diagnostics
    return [
        (item.code, str(item.severity), item.span.path.relative_to(app).as_posix(), item.function) for item in found
    ]


EVERYTHING = [
    ("F821", "warning", "Odd/__init__.py", "Odd"),
    ("FN204", "error", "Odd/function.json", "Odd"),
    ("F821", "error", "Wrong/__init__.py", "Wrong"),
    ("F401", "info", "shared.py", None),
]


def test_findings_are_named(app: Path) -> None:
    result = check_paths([app])

    assert brief(result, app) == EVERYTHING
    unknown = result.diagnostics[1]
    assert (unknown.code, unknown.name, unknown.help) == ("FN204", "unknown-binding-type", "name a known one")
    assert unknown.url is not None
    assert unknown.url.endswith("FN204_unknown_binding_type.md")
    assert (result.apps, result.functions, result.failing, result.internal_errors) == ([app], 3, 3, 0)


def test_check_app(app: Path, fakes: Path) -> None:
    assert brief(check_app(app, Settings(), Files(), Rulebook([fakes])), app) == EVERYTHING


@pytest.mark.parametrize(
    ("overrides", "codes", "failing"),
    [
        (Overrides(select=("FN",)), ["FN204"], 1),
        (Overrides(ignore=("F821", "FN204")), ["F401"], 0),
        (Overrides(ignore=("F821", "FN204"), fail_on="info"), ["F401"], 1),
        (Overrides(fail_on="error"), ["F821", "FN204", "F821", "F401"], 2),
        (Overrides(select=("FN9",)), [], 0),
    ],
)
def test_selection(app: Path, overrides: Overrides, codes: list[str], failing: int) -> None:
    result = check_paths([app], overrides=overrides)

    assert [item.code for item in result.diagnostics] == codes
    assert result.failing == failing


def test_app_rule(tmp_path: Path, write: Write) -> None:
    app = write(tmp_path / "bare", {"F/function.json": '{"bindings": []}'})

    assert brief(check_paths([app]), app) == [("FN101", "warning", "host.json", None)]


def test_settings_of_each_app(app: Path, write: Write) -> None:
    write(app.parent, {"app/funclint.toml": 'ignore = ["F"]\nfail-on = "info"\nexclude = ["Wrong"]\n'})
    assert brief(check_paths([app.parent]), app) == [EVERYTHING[1]]

    write(app.parent, {"app/funclint.toml": 'exclude = ["Wrong", "Odd/*.json"]\n'})
    assert brief(check_paths([app]), app) == [EVERYTHING[0], EVERYTHING[3]]
    assert ("F821", "error", "Wrong/__init__.py", "Wrong") in brief(check_paths([app / "Wrong/__init__.py"]), app)


def test_rule_paths(app: Path, tmp_path: Path, write: Write, write_rules: WriteRules) -> None:
    body = "RULE = Rule(Severity.INFO)\ndef check(app):\n    yield Diagnostic(Span(app.root / 'x'), 'ours')\n"
    write_rules(app / "lint", {"house/ACME001_ours": body})
    write(app, {"funclint.toml": 'select = ["ACME"]\nrule-paths = ["lint"]\n'})

    assert brief(check_paths([app]), app) == [("ACME001", "info", "x", None)]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Odd/function.json", ["FN204"]),
        ("Odd/__init__.py", ["F821", "FN204"]),
        ("Odd", ["F821", "FN204"]),
        ("Wrong/function.json", []),
        ("Wrong/__init__.py", ["F821"]),
        ("shared.py", ["FN204", "F401"]),  # all functions read it
        ("Fine/__init__.py", []),
        ("host.json", []),
    ],
)
def test_only_what_concerns_a_named_file(app: Path, name: str, codes: list[str]) -> None:
    assert [item.code for item in check_paths([app / name]).diagnostics] == codes


def test_either_side_of_an_app_finding(app: Path, fakes: Path, write_rules: WriteRules) -> None:
    body = (
        "RULE = Rule(Severity.ERROR)\n"
        "def check(app):\n"
        "    one, two = app.root / 'Fine/function.json', app.root / 'Wrong/function.json'\n"
        "    yield Diagnostic(Span(one), 'clash', related=(Label(Span(two), 'the other'),))\n"
        "    yield Diagnostic(Span(app.root / 'host.json'), 'about', function='Odd')\n"
    )
    write_rules(fakes, {"layout/FN102_clash": body})
    only = Overrides(select=("FN102",))

    def messages(name: str) -> list[str]:
        return [item.message for item in check_paths([app / name], overrides=only).diagnostics]

    assert messages("Fine/function.json") == messages("Wrong/function.json") == ["clash"]
    assert messages("Odd/function.json") == ["about"]
    assert messages("") == ["clash", "about"]


CRASH = (
    "RULE = Rule(Severity.WARNING)\n"
    "def check(function):\n"
    "    yield Diagnostic(Span(function.path), 'before')\n"
    "    if function.name == 'Odd':\n"
    "        {raising}\n"
)


@pytest.mark.parametrize(
    ("raising", "text"),
    [
        ("{}['x']", "KeyError: 'x' (FN300_crashes.py:7)"),
        ("raise RecursionError", "RecursionError (FN300_crashes.py:7)"),
        ("raise MemoryError('a\\nb')", "MemoryError: a (FN300_crashes.py:7)"),
        ("yield 3", "TypeError: a rule yields objects of Diagnostic, not of int"),
        ("raise SystemExit(0)", "SystemExit: 0 (FN300_crashes.py:7)"),
        ("yield Diagnostic(None, 'x')", "TypeError: a part of a diagnostic is of another type"),
        ("yield Diagnostic(Span(str(function.path)), 'x')", "TypeError: a part of a diagnostic is of another type"),
        ("yield Diagnostic(Span(function.path), None)", "TypeError: a part of a diagnostic is of another type"),
        ("yield Diagnostic(Span(function.path), 'x', severity='high')", "TypeError: a part of a diagnostic"),
        ("yield Diagnostic(Span(function.path), 'x', related=('x',))", "TypeError: a part of a diagnostic"),
    ],
)
def test_a_rule_that_fails(app: Path, fakes: Path, write_rules: WriteRules, raising: str, text: str) -> None:
    write_rules(fakes, {"a/FN300_crashes": CRASH.replace("{raising}", raising)})

    result = check_paths([app], overrides=Overrides(ignore=("FN0",)))

    assert len(result.diagnostics) == len(EVERYTHING) + 3 + 1
    assert result.internal_errors == 1
    failure = next(item for item in result.diagnostics if item.code == "FN000")
    assert failure.message.startswith(f"internal error: rule FN300 (crashes) failed on function 'Odd': {text}")
    assert failure.help is not None
    assert "report it" in failure.help
    assert (failure.name, failure.severity, failure.function) == ("internal-error", Severity.ERROR, "Odd")
    assert failure.span == Span(app / "Odd" / "function.json")


def test_an_app_that_cannot_be_read(app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(root: Path, settings: Settings, files: Files) -> None:
        raise ValueError("odd")

    monkeypatch.setattr(run, "read_app", fail)
    result = check_paths([app])

    assert brief(result, app) == [("FN000", "error", "host.json", None)]
    assert "reading the app failed: ValueError: odd" in result.diagnostics[0].message


def test_a_module_that_fails(app: Path) -> None:
    (app / "shared.py").write_bytes(b"\xff")

    result = check_paths([app])

    assert ("FN000", "error", "shared.py", None) in brief(result, app)
    assert result.internal_errors == 1  # once, not for each function that reaches it
    assert ("F821", "error", "Wrong/__init__.py", "Wrong") in brief(result, app)


def test_a_broken_rule_module_is_not_a_finding(app: Path, fakes: Path, write_rules: WriteRules) -> None:
    write_rules(fakes, {"a/FN300_broken": "import nothing_of_the_kind\n"})

    with pytest.raises(SettingsError, match=r"FN300_broken\.py: the rule cannot be imported: ModuleNotFoundError"):
        check_paths([app])


def test_order_and_duplicates(app: Path, fakes: Path, write_rules: WriteRules) -> None:
    template = (
        "RULE = Rule(Severity.INFO)\n"
        "def check(function):\n"
        "    for start, message in ((3, 'b'), (3, 'a'), (1, 'c'), (3, 'a')):\n"
        "        yield Diagnostic(Span(function.app.root / 'x', start, 5), message)\n"
    )
    write_rules(fakes, {"a/FN302_two": template, "b/FN301_one": template})

    result = check_paths([app], overrides=Overrides(select=("FN3",)))

    assert [(item.span.start, item.code, item.message) for item in result.diagnostics] == [
        (1, "FN301", "c"),
        (1, "FN302", "c"),
        (3, "FN301", "a"),
        (3, "FN301", "b"),
        (3, "FN302", "a"),
        (3, "FN302", "b"),
    ]


def test_functions_are_released_and_the_collector_is_put_back(app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = run.read_app
    apps = []
    collecting = []

    def remember(root: Path, settings: Settings, files: Files) -> object:
        apps.append(read(root, settings, files))
        collecting.append(gc.isenabled())
        return apps[-1]

    monkeypatch.setattr(run, "read_app", remember)
    check_paths([app])

    assert [function.released for function in apps[0].functions] == [1, 1, 1]
    assert collecting == [False]
    assert gc.isenabled()


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@needs_fork
@pytest.mark.parametrize("jobs", [2, 3, 7, 40])
def test_any_number_of_jobs_gives_the_same(app: Path, fakes: Path, write_rules: WriteRules, jobs: int) -> None:
    write_rules(fakes, {"a/FN300_crashes": CRASH.replace("{raising}", "1 / 0")})
    serial = check_paths([app], overrides=ALL, jobs=1)

    assert len(serial.diagnostics) == 4 + 3 + 1
    several = check_paths([app], overrides=ALL, jobs=jobs)
    for name in Result.__slots__:
        assert getattr(several, name) == getattr(serial, name), name


@needs_fork
def test_many_functions_use_the_processors(
    tmp_path: Path, fakes: Path, write: Write, write_rules: WriteRules, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = (
        "import os\nRULE = Rule(Severity.INFO)\n"
        "def check(function):\n    yield Diagnostic(Span(function.path), str(os.getpid()))\n"
    )
    write_rules(fakes, {"a/FN300_process": body})
    monkeypatch.setattr(processes, "cpus", lambda: 3)
    app = write(tmp_path / "big", {f"F{number:03}/function.json": '{"bindings": []}' for number in range(160)})

    def processes_of(jobs: int | None) -> set[str]:
        return {
            item.message for item in check_paths([app], overrides=Overrides(select=("FN300",)), jobs=jobs).diagnostics
        }

    assert len(processes_of(None)) == 3
    assert processes_of(1) == {str(os.getpid())}
    (app / "F000/function.json").unlink()
    monkeypatch.setattr(engine, "MANY_FUNCTIONS", 160)
    assert processes_of(None) == {str(os.getpid())}


@needs_fork
def test_a_child_that_dies_is_replaced() -> None:
    parent = os.getpid()

    def work(part: processes.Slice[int]) -> list[int]:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return list(part.tasks)

    assert processes.run(range(7), work, 3) == [[0, 1], [2, 3], [4, 5, 6]]


@needs_fork
def test_a_result_that_cannot_be_pickled_is_made_again() -> None:
    outcomes = processes.run([1, 2], lambda part: lambda: part.tasks[0], 2)

    assert [outcome() for outcome in outcomes] == [1, 2]


@needs_fork
def test_an_interrupt_ends_the_children() -> None:
    parent = os.getpid()

    def work(part: object) -> None:
        if os.getpid() == parent:
            raise KeyboardInterrupt
        signal.pause()

    with pytest.raises(KeyboardInterrupt):
        processes.run([1, 2, 3], work, 3)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_without_tasks() -> None:
    assert processes.run([], list, 4) == []
