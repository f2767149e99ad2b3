"""Whether control may come out at the end of a function, as the rule about functions that return nothing asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from funclint.app.model import FunctionApp, Target
from funclint.files import Files

FUNCTION_JSON = (
    '{"bindings": [{"type": "httpTrigger", "direction": "in", "name": "req", "methods": ["get", "post"]},'
    ' {"type": "http", "direction": "out", "name": "$return"}]}'
)
HEAD = """\
import asyncio
import enum
import itertools
import os
import sys
from typing import NoReturn, assert_never

import tenacity
from shared import errors
from tenacity import Retrying
from werkzeug.exceptions import abort

DEBUG = False
CLIENT = None
LIMIT = 3


class Kind(enum.Enum):
    A = 1
    B = 2


class Checker:
    def fail(self) -> NoReturn:
        raise ValueError

    def log(self):
        print()


def fail(reason):
    if reason:
        raise ValueError(reason)
    errors.stop()


def said() -> "NoReturn":
    raise ValueError


async def fail_later():
    raise ValueError


def report(reason):
    print(reason)


def abort_some(reason):
    if reason:
        raise ValueError(reason)


def endless():
    endless_too()


def endless_too():
    endless()


def yielding():
    yield 1
    raise ValueError


def connect():
    global CLIENT
    CLIENT = 1


checker = Checker()
kind = Kind.A


"""
SHARED = """\
def stop():
    raise RuntimeError


def go():
    pass
"""


def ending(folder: Path, body: str, start: str = "def main(req):\n") -> str:
    """Whether the entry point's end is reached: ``yes``, ``no``, ``doubtful``."""
    (folder / "Fn").mkdir()
    (folder / "shared").mkdir()
    (folder / "host.json").write_text('{"version": "2.0"}')
    (folder / "Fn" / "function.json").write_text(FUNCTION_JSON)
    text = "".join(f"    {line}\n" for line in body.splitlines())
    (folder / "Fn" / "__init__.py").write_text(HEAD + start + text)
    (folder / "shared" / "errors.py").write_text(SHARED)
    target = Target((3, 13), "current", None, frozenset({"tenacity", "werkzeug"}))
    (function,) = FunctionApp.read(folder, target, Files()).functions
    results = function.entry_point.results
    assert results is not None
    return "no" if not results.falls_through else "doubtful" if results.doubtful else "yes"


IF = "if req.params: return 1\n"

CALLS = [
    ("sys.exit(1)", "no"),
    ("import sys as system\nsystem.exit(1)", "no"),
    ("from os import abort as stop\nstop()", "no"),
    ("os._exit(1)", "no"),
    ("assert_never(req)", "no"),
    ("said()", "no"),
    ("fail('x')", "no"),
    ("errors.stop()", "no"),
    ("from shared.errors import stop\nstop()", "no"),
    ("def stop(): raise ValueError\nstop()", "no"),
    ("checker.fail()", "no"),
    ("abort(404)", "doubtful"),
    ("tenacity.raise_error(req)", "doubtful"),
    ("req.abort()", "doubtful"),
    ("print('x')", "yes"),
    ("report('x')", "yes"),
    ("abort_some('x')", "yes"),
    ("errors.go()", "yes"),
    ("from shared.errors import go\ngo()", "yes"),
    ("def stop(): print()\nstop()", "yes"),
    ("checker.log()", "yes"),
    ("endless()", "yes"),
    ("yielding()", "yes"),
    ("fail_later()", "yes"),
    ("asyncio.sleep(1)", "yes"),
    ("tenacity.failures(req)", "yes"),
    ("sys = req\nsys.exit(1)", "doubtful"),
]


@pytest.mark.parametrize(("body", "answer"), CALLS)
def test_calls(tmp_path: Path, body: str, answer: str) -> None:
    assert ending(tmp_path, IF + body) == answer


def test_coroutines(tmp_path: Path) -> None:
    assert ending(tmp_path, IF + "await fail_later()", "async def main(req):\n") == "no"


def cases(subject: str, *patterns: str) -> str:
    """A match of which each case returns."""
    return f"match {subject}:\n" + "".join(f"    case {pattern}: return 1\n" for pattern in patterns)


BRANCHES = [
    ("if not DEBUG: return 1", "doubtful"),
    ("if not DEBUG and LIMIT > 2: return 1", "doubtful"),
    ("if DEBUG: return 1", "yes"),
    ("if CLIENT is None: return 1", "yes"),
    ("DEBUG = req\nif not DEBUG: return 1", "yes"),
    ("while not DEBUG: print()", "doubtful"),
    ("if req.a: return 1\nelif not req.a: return 2", "doubtful"),
    ("if not req.a: return 1\nif req.a: return 2", "doubtful"),
    ("if req.a: print()\nelif not req.a: return 2", "yes"),
    ("if req.a: return 1\nelif req.b: return 2", "yes"),
    ("if req.a is None: return 1\nelif req.a is not None: return 2", "doubtful"),
    ("if req.a is None: return 1\nelif req.b is not None: return 2", "yes"),
    ("if req.a == 1: return 1\nelif not req.a == 1: return 2", "doubtful"),
    ("if req.a < 1: return 1\nelif req.a >= 1: return 2", "doubtful"),
    ("if req.a < 1: return 1\nelif req.a == 1: return 2\nelif req.a > 1: return 3", "doubtful"),
    ("if req.a < 1: return 1\nelif req.a > 1: return 2", "yes"),
    ("if req.a in (1, 2): return 1\nelif req.a not in (1, 2): return 2", "doubtful"),
    ("if req.a in (1, 2): return 1\nelif req.a in (3, 4): return 2", "yes"),
    ("if req.a is True: return 1\nelif req.a is False: return 2", "doubtful"),
    ("if req.a is True: return 1\nelif req.a is True: return 2", "yes"),
    ("if kind is Kind.A: return 1\nelif kind is Kind.B: return 2", "doubtful"),
    ("if kind in (Kind.A, Kind.B): return 1", "doubtful"),
    ("if kind is Kind.A: return 1", "yes"),
    ("if req.method == 'GET': return 1\nelif req.method.lower() == 'post': return 2", "doubtful"),
    ("method = req.method\nif method == 'GET': return 1\nif method in ('POST', 'PUT'): return 2", "doubtful"),
    ("if req.method == 'GET': return 1\nelif req.method == 'PUT': return 2", "yes"),
    (cases("req.method", "'GET'", "'POST'"), "doubtful"),
    (cases("req.method", "'GET'"), "yes"),
    (cases("bool(req)", "True", "False"), "doubtful"),
    (cases("bool(req)", "True"), "yes"),
    (cases("kind", "Kind.A", "Kind.B"), "doubtful"),
    (cases("kind", "Kind.A | Kind.B"), "doubtful"),
    (cases("kind", "Kind.A"), "yes"),
    (cases("kind", "Kind.A", "Kind.B if req"), "yes"),
    (cases("kind", "tenacity.A", "tenacity.B"), "doubtful"),
    (cases("req.a", "str()", "int()"), "doubtful"),
    (cases("req.a", "x if x > 1", "x if x <= 1"), "doubtful"),
    (cases("req.a", "'a'", "'b'"), "yes"),
    (cases("req.a", "{'a': 1}"), "yes"),
    (cases("req.a", "1 | _"), "no"),
]


@pytest.mark.parametrize(("body", "answer"), BRANCHES)
def test_branches(tmp_path: Path, body: str, answer: str) -> None:
    assert ending(tmp_path, body) == answer


TRY = "try: return 1\nexcept OSError:\n"


def loop(head: str, body: str) -> str:
    """A loop around lines."""
    return f"{head}:\n" + "".join(f"    {line}\n" for line in body.splitlines())


LOOPS = [
    (loop("for i in itertools.count()", "if i > 3: return i"), "no"),
    (loop("for i in itertools.count()", "if i > 3: break"), "yes"),
    (loop("for i in range(3)", TRY + "    if i == 2: raise\n    print()"), "doubtful"),
    (loop("for i in range(3)", TRY + "    if i < 2: continue\n    raise"), "doubtful"),
    (loop("for i in range(3)", TRY + "    print()"), "yes"),
    (loop("for i in range(3)", TRY + "    if i == 2: break"), "yes"),
    (loop("for i in range(3)", "try: x = 1\nexcept OSError:\n    if i == 2: raise\nelse: return x"), "doubtful"),
    (loop("while req.a", TRY + "    if req.b: raise"), "doubtful"),
    (loop("while req.a", "if req.b: return 1") + "else:\n    return 2", "no"),
    (loop("for turn in Retrying()", "with turn: return 1"), "doubtful"),
    (loop("for turn in Retrying()", "with turn: print()"), "yes"),
    (loop("for row in req.get_json()", "return row"), "yes"),
    (loop("for row in req.params", "if row: return row"), "yes"),
    (loop("for row in report(1)", "if row: return row"), "yes"),
    (loop("for row in report(1)", "if row: continue\nreturn row"), "yes"),
    (loop("for i in range(3)", "if req.a: return 1\nif i == 2: raise ValueError"), "doubtful"),
    (loop("for i in range(3)", "if req.a: return 1\nif i == 2: print()"), "yes"),
]


@pytest.mark.parametrize(("body", "answer"), LOOPS)
def test_loops(tmp_path: Path, body: str, answer: str) -> None:
    assert ending(tmp_path, body) == answer
