"""``--add-ignore``: afterwards nothing is reported, and nothing but comments has changed."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from funclint.cli import main
from funclint.diagnostic import Diagnostic, Span
from funclint.engine import check_paths
from funclint.ignoring import ignore
from funclint.jsonc import parse
from funclint.settings import Overrides
from funclint.text import decode_json, decode_python

Write = Callable[[Path, dict[str, str]], Path]
Capture = pytest.CaptureFixture[str]
FIXTURES = Path(__file__).parent.parent / "fixtures"


def silenced(name: str, content: str, *marks: tuple[str, str]) -> str | None:
    """The text with comments for findings at marks, given with their codes; a mark "" is the whole file."""
    path = Path("/app") / name
    data = content.encode()
    text = decode_python(path, data) if name.endswith(".py") else decode_json(path, data)
    found = []
    for mark, code in marks:
        at = text.text.index(mark)
        found.append(Diagnostic(Span(path, at, at + len(mark)), "m", code=code))
    return ignore(text, found).result


@pytest.mark.parametrize(
    ("name", "content", "marks", "result"),
    [
        ("a.py", "x\ny\n", [("y", "F1"), ("y", "F2"), ("y", "F1")], "x\ny  # funclint: ignore[F1, F2]\n"),
        ("a.py", "x", [("x", "F1")], "x  # funclint: ignore[F1]"),
        ("a.py", "x  # noqa\r\n", [("x", "F1")], "x  # noqa  # funclint: ignore[F1]\r\n"),
        ("a.py", "x  # funclint: ignore[F2] why\n", [("x", "F1")], "x  # funclint: ignore[F2, F1] why\n"),
        ("a.py", "if a:\n    x = '''\n'''\n", [("x", "F1")], "if a:\n    # funclint: ignore[F1]\n    x = '''\n'''\n"),
        ("a.py", "f(\n'''\nq''', x)\n", [("x", "F1")], "f(\n'''\nq''', x)  # funclint: ignore[F1]\n"),
        ("a.py", "f(1,\n'''\nq''', x)\n", [("'''", "F1")], "# funclint: ignore[F1]\nf(1,\n'''\nq''', x)\n"),
        ("a.py", "x = 1 + \\\n  y\n", [("x", "F1"), ("y", "F2")],
         "# funclint: ignore[F1]\nx = 1 + \\\n  y  # funclint: ignore[F2]\n"),
        ("a.py", "x = f'''{a}\n{b}\n'''\n", [("b", "F1")], "# funclint: ignore[F1]\nx = f'''{a}\n{b}\n'''\n"),
        ("a.py", "def f(:\n  x\n", [("x", "F1"), (":", "F2")], "# funclint: ignore-file[F1, F2]\ndef f(:\n  x\n"),
        ("a.py", "#!/bin/python\n# coding: utf-8\nx\n", [("", "F1")],
         "#!/bin/python\n# coding: utf-8\n# funclint: ignore-file[F1]\nx\n"),
        ("a.py", "# text\ny\n", [("", "F1"), ("y", "F1")],
         "# funclint: ignore-file[F1]\n# text\ny  # funclint: ignore[F1]\n"),
        ("a.json", '{\n  "a": 1\n}\n', [("1", "F1"), ("", "F2")],
         '// funclint: ignore-file[F2]\n{\n  "a": 1  // funclint: ignore[F1]\n}\n'),
        ("a.json", '{"a": 1}', [("1", "F1")], '{"a": 1}  // funclint: ignore[F1]\n'),
        ("a.json", '{\n"a": 1 /* x\n*/ }', [("1", "F1")], '{\n"a": 1 /* x  // funclint: ignore[F1]\n*/ }'),
        ("a.json", '{\n"a": "\n"}', [('"a"', "F1")], None),
        ("requirements.txt", "a\n  b\n", [("b", "F1")], "a\n  # funclint: ignore[F1]\n  b\n"),
        (".funcignore", "a\nb\n", [("b", "F1")], "a\n# funclint: ignore[F1]\nb\n"),
    ],
)  # fmt: skip
def test_comments(name: str, content: str, marks: list[tuple[str, str]], result: str | None) -> None:
    assert silenced(name, content, *marks) == result


@pytest.mark.parametrize("fixture", sorted(path.name for path in FIXTURES.iterdir() if path.is_dir()))
def test_afterwards_nothing_is_reported(
    tmp_path: Path, fixture: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    app = Path(shutil.copytree(FIXTURES / fixture, tmp_path / fixture))
    monkeypatch.chdir(app)
    before = {path: path.read_bytes() for path in app.rglob("*") if path.is_file()}
    isolated = Overrides(isolated=True)
    found = check_paths([app], overrides=isolated).diagnostics
    if not found:
        pytest.skip("nothing is wrong with it")

    assert main(["--add-ignore", "--isolated"]) == 0
    sentences = capsys.readouterr().err

    left = check_paths([app], overrides=isolated).diagnostics
    untouched = [item for item in left if item.span.path not in before or f"{item.span.path.name}: left" in sentences]
    assert [item for item in left if item not in untouched] == []
    for path, content in before.items():
        after = path.read_bytes()
        if path.suffix == ".json":
            old, new = (parse(decode_json(path, data).text) for data in (content, after))
            assert new.accepted == old.accepted
            assert (new.root and new.root.plain()) == (old.root and old.root.plain())
        elif path.suffix == ".py" and after != content:
            try:
                tree = ast.dump(ast.parse(content))
            except (SyntaxError, ValueError):
                continue
            assert ast.dump(ast.parse(after)) == tree


def test_what_is_said(tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    binding = '{"type": "queueTrigger", "direction": "in", "name": "msg", "queueName": "q"}'
    write(
        tmp_path,
        {
            "F/function.json": f'{{"bindings": [{binding}]}}',
            "F/__init__.py": "import json\n\n\ndef main(m):\n    print(m)\n",
        },
    )
    (tmp_path / "F" / "__init__.py").chmod(0o640)
    monkeypatch.chdir(tmp_path)

    assert main(["--add-ignore", "--select", "FN301,FN302,F401,FN101"]) == 0

    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert "funclint: silenced 3 findings in 2 files" in lines
    assert "the host reads comments in JSON" in lines[-1]
    assert main(["--select", "FN301,FN302,F401,FN008"]) == 0
    capsys.readouterr()
    assert main(["--add-ignore", "-q", "--select", "FN102,FN305"]) == 0
    assert capsys.readouterr().err == ""
    assert (tmp_path / "F" / "__init__.py").stat().st_mode & 0o777 == 0o640
    assert [path.name for path in (tmp_path / "F").iterdir() if path.suffix == ".tmp"] == []


def test_bytes_that_would_be_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    (tmp_path / "host.json").write_text("{}")
    (tmp_path / "F").mkdir()
    (tmp_path / "F" / "function.json").write_bytes(b'{"bindings": [], "x": "\xff"}')
    monkeypatch.chdir(tmp_path)

    assert main(["--add-ignore", "--select", "FN2"]) == 0
    assert "F/function.json: left as it is: it has bytes that are not utf-8" in capsys.readouterr().err
    assert (tmp_path / "F" / "function.json").read_bytes() == b'{"bindings": [], "x": "\xff"}'
