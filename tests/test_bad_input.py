"""Files that cannot be what they should be: one message each, and the rest of the app is judged all the same."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from funclint.engine import check_paths

BINDINGS = '{"bindings": [{"type": "queueTrigger", "direction": "in", "name": "msg", "queueName": "q"}]}'
GOOD = [("FN301", "Good/__init__.py"), ("FN302", "Good/function.json")]


def big_json(bad: Path) -> None:
    (bad / "function.json").write_text('{"bindings": [' + "1," * 10_000_000 + "]}")


def deep_array(bad: Path) -> None:
    (bad / "function.json").write_text('{"bindings": ' + "[" * 100_000 + "]" * 100_000 + "}")


def deep_object(bad: Path) -> None:
    (bad / "function.json").write_text('{"a":' * 100_000 + "1" + "}" * 100_000)


def null_bytes(bad: Path) -> None:
    (bad / "function.json").write_text("{\0\0\0")


def noise(bad: Path) -> None:
    (bad / "function.json").write_bytes(bytes(range(256)) * 50)


def empty(bad: Path) -> None:
    (bad / "function.json").write_text("")


def a_folder(bad: Path) -> None:
    (bad / "function.json").unlink()
    (bad / "function.json").mkdir()


def a_link_to_itself(bad: Path) -> None:
    (bad / "function.json").unlink()
    (bad / "function.json").symlink_to("function.json")
    (bad / "loop").symlink_to("..")


def a_pipe(bad: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes here")
    (bad / "function.json").unlink()
    os.mkfifo(bad / "function.json")


def big_script(bad: Path) -> None:
    (bad / "__init__.py").write_text("x = 1\n" * 1_000_000)


def null_bytes_in_script(bad: Path) -> None:
    (bad / "__init__.py").write_text("def main(msg):\n    pass\n\0")


def many_parentheses(bad: Path) -> None:
    (bad / "__init__.py").write_text("x = " + "(" * 100_000 + ")" * 100_000)


def deep_expression(bad: Path) -> None:
    (bad / "__init__.py").write_text("x = " + "-" * 200_000 + "1\n")


def a_dangling_link(bad: Path) -> None:
    (bad / "__init__.py").unlink()
    (bad / "__init__.py").symlink_to("nowhere.py")


def not_utf8(bad: Path) -> None:
    (bad / "__init__.py").write_bytes("x = 'é'\ndef main(msg): pass\n".encode("latin-1"))


def encoding_that_always_fails(bad: Path) -> None:
    (bad / "__init__.py").write_text("# coding: undefined\ndef main(msg): pass\n")


def unknown_encoding(bad: Path) -> None:
    (bad / "__init__.py").write_text("# coding: nope\ndef main(msg): pass\n")


@pytest.mark.parametrize(
    ("break_it", "code", "severity"),
    [
        (big_json, "FN001", "warning"),
        (deep_array, "FN003", "error"),
        (deep_object, "FN003", "error"),
        (null_bytes, "FN003", "error"),
        (noise, "FN003", "error"),
        (empty, "FN003", "error"),
        (a_folder, "FN001", "warning"),
        (a_link_to_itself, "FN001", "warning"),
        (a_pipe, "FN001", "warning"),
        (big_script, "FN001", "warning"),
        (null_bytes_in_script, "FN004", "error"),
        (many_parentheses, "FN004", "error"),
        (deep_expression, "FN001", "warning"),
        (a_dangling_link, "FN001", "warning"),
        (not_utf8, "FN002", "error"),
        (unknown_encoding, "FN002", "error"),
        (encoding_that_always_fails, "FN002", "error"),
    ],
)
def test_one_message(tmp_path: Path, break_it: Callable[[Path], None], code: str, severity: str) -> None:
    (tmp_path / "host.json").write_text('{"version": "2.0"}')
    for name, script in (("Good", "def main(other): pass\n"), ("Bad", "def main(msg): pass\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "function.json").write_text(BINDINGS)
        (tmp_path / name / "__init__.py").write_text(script)
    break_it(tmp_path / "Bad")

    found = check_paths([tmp_path]).diagnostics

    places = [(item.code, item.span.path.relative_to(tmp_path).as_posix()) for item in found]
    assert [place for place in places if "Good" in place[1]] == GOOD
    bad = [item for item in found if "Bad" in str(item.span.path) and str(item.severity) != "info"]
    assert [(item.code, str(item.severity)) for item in bad] == [(code, severity)]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is unreadable here")
def test_what_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "host.json").write_text("{}")
    (tmp_path / "Fn").mkdir()
    (tmp_path / "Fn" / "function.json").write_text(BINDINGS)
    (tmp_path / "Fn" / "function.json").chmod(0)

    (item,) = check_paths([tmp_path]).diagnostics

    assert (item.code, item.message) == ("FN001", "'function.json' cannot be read: permission denied")


def test_thousands_of_bindings_without_parameter(tmp_path: Path) -> None:
    bindings = ", ".join(f'{{"type": "queue", "direction": "out", "name": "n{i}"}}' for i in range(5_000))
    (tmp_path / "host.json").write_text("{}")
    (tmp_path / "Fn").mkdir()
    (tmp_path / "Fn" / "function.json").write_text(f'{{"bindings": [{bindings}]}}')
    (tmp_path / "Fn" / "__init__.py").write_text("def main(other): pass\n")

    found = check_paths([tmp_path]).diagnostics

    assert sum(item.code == "FN302" for item in found) == 5_000
