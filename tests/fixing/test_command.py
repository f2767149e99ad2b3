"""``funclint check`` with fixes: what is written, printed and returned."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from funclint.cli import main

Write = Callable[[Path, dict[str, str]], Path]

JSON = (
    '{\n  "bindings": [\n    {"type": "httpTrigger", "direction": "in", "name": "req"},\n'
    '    {"type": "http", "direction": "in", "name": "$return"}\n  ]\n}\n'
)
FIXED = JSON.replace('"in", "name": "$return"', '"out", "name": "$return"')
CODE = "import json\nimport os\n\n\ndef main(req):\n    return os.name\n"
FIXED_CODE = CODE.removeprefix("import json\n")


@pytest.fixture
def app(tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An app whose function has a safe fix in each of its two files."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    files = {"host.json": '{"version": "2.0"}', "requirements.txt": "azure-functions\n"}
    return write(tmp_path, {**files, "Orders/function.json": JSON, "Orders/__init__.py": CODE})


def texts(app: Path) -> tuple[str, str]:
    return (app / "Orders/function.json").read_text(), (app / "Orders/__init__.py").read_text()


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    def give(data: bytes) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))

    return give


def test_nothing_is_written_without_fix(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--output-format", "concise"]) == 1
    assert texts(app) == (JSON, CODE)
    assert capsys.readouterr().out == (
        "Orders/__init__.py:1:1: F401 [*] 'json' imported but unused\n"
        "Orders/function.json:4:35: FN208 [*] the '$return' binding must have direction 'out'\n"
        "Found 1 error and 1 note in 1 function (1 function checked). --fix would mend 2 of them.\n"
    )
    main([])
    assert ' = safe fix: set "direction": "out"\n' in capsys.readouterr().out


def test_fix(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--fix", "--show-fixes"]) == 0
    assert texts(app) == (FIXED, FIXED_CODE)
    out, err = capsys.readouterr()
    assert out == "The only function in 1 app is fine.\n"
    assert err == (
        "funclint: Orders/__init__.py: F401 unused-import: remove the import of 'json'\n"
        'funclint: Orders/function.json: FN208 return-direction: set "direction": "out"\n'
        "funclint: fixed 2 findings in 2 files\n"
    )
    assert main(["--fix"]) == 0
    assert capsys.readouterr().err == ""


def test_what_cannot_be_fixed_is_reported(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (app / "Orders/__init__.py").write_text(CODE.replace("def main(req)", "def main(req, order)"))
    assert main(["--fix", "--output-format", "concise"]) == 1
    out, _ = capsys.readouterr()
    assert out.splitlines()[0].startswith("Orders/__init__.py:4:15: FN301 the parameter 'order' has no binding")


def test_fix_only(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (app / "Orders/__init__.py").write_text("import json\n\n\ndef main(request, order):\n    pass\n")
    assert main(["--fix-only"]) == 0
    assert capsys.readouterr() == ("", "funclint: fixed 2 findings in 2 files\n")


@pytest.mark.parametrize(
    ("options", "changed"),
    [
        (["--fixable", "FN2"], (True, False)),
        (["--fixable", "F401,FN208"], (True, True)),
        (["--unfixable", "F"], (True, False)),
        (["--unfixable", "return-direction"], (False, True)),
        (["--fixable", "FN", "--unfixable", "FN208"], (False, False)),
        (["--select", "F401"], (False, True)),
    ],
)
def test_fixable(app: Path, options: list[str], changed: tuple[bool, bool]) -> None:
    main(["--fix", *options])
    assert texts(app) == (FIXED if changed[0] else JSON, FIXED_CODE if changed[1] else CODE)


def test_unknown_rules_are_refused(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--fix", "--fixable", "FN2O8"]) == 2
    assert "unknown rule 'FN2O8' in --fixable" in capsys.readouterr().err
    assert texts(app) == (JSON, CODE)


def test_unsafe_fixes(app: Path) -> None:
    text = JSON.replace("httpTrigger", "HttpTrigger").replace('"in", "name": "$', '"out", "name": "$')
    (app / "Orders/function.json").write_text(text)
    main(["--fix"])
    assert texts(app)[0] == text
    main(["--fix", "--unsafe-fixes"])
    assert texts(app)[0] == FIXED


@pytest.mark.skipif(shutil.which("patch") is None, reason="needs patch")
@pytest.mark.parametrize("ending", ["\n", ""])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_diff_is_what_patch_takes(
    app: Path, capfdbinary: pytest.CaptureFixture[bytes], newline: str, ending: str
) -> None:
    before = {name: (text.rstrip("\n") + ending).replace("\n", newline).encode()
              for name, text in (("function.json", JSON), ("__init__.py", CODE))}  # fmt: skip
    for name, data in before.items():
        (app / "Orders" / name).write_bytes(data)
    done = subprocess.run([sys.executable, "-m", "funclint", "--diff"], capture_output=True,
                          env={"PYTHONPATH": str(Path(__file__).parents[2])})  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == b"funclint: would fix 2 findings in 2 files\n"
    assert {name: (app / "Orders" / name).read_bytes() for name in before} == before
    subprocess.run(["patch", "-p0", "--binary", "-s"], input=done.stdout, check=True, cwd=app)
    after = {name: (text.rstrip("\n") + ending).replace("\n", newline).encode()
             for name, text in (("function.json", FIXED), ("__init__.py", FIXED_CODE))}  # fmt: skip
    assert {name: (app / "Orders" / name).read_bytes() for name in before} == after
    assert main(["--diff"]) == 0


def test_read_only_files_are_left_alone(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = app / "Orders/function.json"
    path.chmod(0o444)
    assert main(["--fix"]) == 1
    path.chmod(0o644)
    assert texts(app) == (JSON, FIXED_CODE)
    assert f"{path}: left as it is: it is read-only" in capsys.readouterr().err


def test_a_fix_over_two_files_needs_both(app: Path) -> None:
    text = FIXED.replace('"req"', '"my__req"')
    (app / "Orders/function.json").write_text(text)
    code = "def main(my__req):\n    return my__req.url\n"
    (app / "Orders/__init__.py").write_text(code)
    (app / "Orders/__init__.py").chmod(0o444)
    main(["--fix"])
    (app / "Orders/__init__.py").chmod(0o644)
    assert texts(app) == (text, code)
    main(["--fix"])
    assert texts(app) == (FIXED.replace('"req"', '"my_req"'), "def main(my_req):\n    return my_req.url\n")


def test_links_stay_links(app: Path) -> None:
    real = app / "real.json"
    path = app / "Orders/function.json"
    path.rename(real)
    path.symlink_to("../real.json")
    main(["--fix"])
    assert path.is_symlink()
    assert real.read_text() == FIXED


def test_stdin(app: Path, stdin: Callable[[bytes], None], capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    (app / "Orders/function.json").write_text(FIXED)
    stdin(b"import re\r\n\r\ndef main(req, order):\r\n    return 'x'\r\n")
    assert main(["--stdin-filename", "Orders/__init__.py", "--output-format", "concise", "-"]) == 1
    out, _ = capsysbinary.readouterr()
    assert [line.split(b": ")[0:2] for line in out.splitlines()[:2]] == [
        [b"Orders/__init__.py:1:1", b"F401 [*] 're' imported but unused"],
        [b"Orders/__init__.py:3:15", b"FN301 the parameter 'order' has no binding in function.json"],
    ]

    stdin(b"import re\r\n\r\ndef main(req):\r\n    return 'x'\r\n")
    assert main(["--stdin-filename", "Orders/__init__.py", "--fix", "-"]) == 0
    out, err = capsysbinary.readouterr()
    assert out == b"\r\ndef main(req):\r\n    return 'x'\r\n"
    assert b"funclint: fixed 1 finding in 1 file" in err
    assert texts(app) == (FIXED, CODE)


def test_stdin_needs_no_dash(app: Path, stdin: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]) -> None:
    (app / "Orders/function.json").write_text(FIXED)
    stdin(CODE.encode())
    assert main(["--stdin-filename", "Orders/__init__.py", "--output-format", "concise"]) == 0
    assert capsys.readouterr().out.startswith("Orders/__init__.py:1:1: F401 [*]")


@pytest.mark.parametrize(
    ("options", "text", "code"),
    [
        (["--diff"], CODE, 1),
        (["--diff"], FIXED_CODE, 0),
        (["--fix"], CODE, 0),
        (["--fix-only"], CODE, 0),
        (["--fix", "--exit-non-zero-on-fix"], CODE, 1),
        (["--fix"], "def main(req, order):\n    return 'x'\n", 1),
        (["--fix-only"], "def main(req, order):\n    return 'x'\n", 0),
        (["--fix"], "def main(req:\n    return 'x'\n", 1),
        (["--fix", "--unfixable", "F401"], CODE, 0),
    ],
)
def test_exit_codes_with_stdin(
    app: Path,
    stdin: Callable[[bytes], None],
    capsysbinary: pytest.CaptureFixture[bytes],
    options: list[str],
    text: str,
    code: int,
) -> None:
    (app / "Orders/function.json").write_text(FIXED)
    stdin(text.encode())
    assert main(["--stdin-filename", "Orders/__init__.py", *options, "-"]) == code
    out, _ = capsysbinary.readouterr()
    fixed = FIXED_CODE if text == CODE and "--unfixable" not in options else text
    if "--diff" in options:
        assert out.startswith(b"--- Orders/__init__.py") == (fixed != text)
    else:
        assert out == fixed.encode()
    assert texts(app) == (FIXED, CODE)


def test_json_on_stdin_keeps_its_bytes(
    app: Path, stdin: Callable[[bytes], None], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    text = "\ufeff" + JSON.rstrip("\n").replace("\n", "\r\n").replace('"req"}', '"req", "x-é": "€"}')
    stdin(text.encode())
    main(["--stdin-filename", "Orders/function.json", "--fix-only", "-"])
    assert capsysbinary.readouterr().out.decode() == text.replace('"in", "name": "$return"', '"out", "name": "$return"')
    assert texts(app) == (JSON, CODE)


def test_stdin_fixes_only_what_is_on_stdin(
    app: Path, stdin: Callable[[bytes], None], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    stdin(CODE.encode())
    assert main(["--stdin-filename", "Orders/__init__.py", "--fix", "-"]) == 1
    assert capsysbinary.readouterr().out == FIXED_CODE.encode()
    assert texts(app) == (JSON, CODE)


def test_stdin_for_a_new_file(app: Path, stdin: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]) -> None:
    (app / "Orders/__init__.py").unlink()
    (app / "Orders/function.json").write_text(FIXED)
    stdin(b"def main(req):\n    return 'x'\n")
    assert main(["--stdin-filename", "Orders/__init__.py", "-"]) == 0, capsys.readouterr()
    assert main(["-q"]) == 1


@pytest.mark.parametrize("args", [["-"], ["--stdin-filename", "a.py", "b.py"], ["--stdin-filename"]])
def test_errors_of_use(app: Path, args: list[str]) -> None:
    assert main(args) == 2


def test_json_carries_the_fix(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--output-format", "json"])
    unused, direction = json.loads(capsys.readouterr().out)
    assert direction["fix"] == {
        "title": 'set "direction": "out"',
        "applicability": "safe",
        "edits": [
            {
                "filename": "Orders/function.json",
                "location": {"row": 4, "column": 35},
                "end_location": {"row": 4, "column": 39},
                "content": '"out"',
            }
        ],
    }
    assert unused["fix"]["edits"][0]["content"] == ""


def test_a_clean_app_imports_nothing_for_fixes(app: Path) -> None:
    main(["--fix"])
    script = (
        "import sys\nfrom funclint.cli import main\nassert main([]) == 0\n"
        "names = {'libcst', 'difflib', 'concurrent.futures', 'json'} & set(sys.modules)\n"
        "names |= {name for name in sys.modules if name.startswith('funclint.fixing') or name.endswith('_fixes')}\n"
        "names |= {'funclint.json_edits', 'funclint.python.rewrite'} & set(sys.modules)\n"
        "assert not names, names\n"
    )
    environment = {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "options", [["--diff"], ["--fix-only", "--exit-non-zero-on-fix"], ["--fix", "--exit-non-zero-on-fix"]]
)
def test_exit_zero(app: Path, options: list[str]) -> None:
    assert main([*options, "--exit-zero"]) == 0
    (app / "Orders/function.json").write_text(JSON)
    (app / "Orders/__init__.py").write_text(CODE)
    assert main(options) == 1
