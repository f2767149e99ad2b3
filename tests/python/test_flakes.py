"""Our quicker walk of pyflakes finds what pyflakes finds."""

from __future__ import annotations

import ast
import random
import sysconfig
import warnings
from pathlib import Path

import pytest
from pyflakes.checker import Checker

from funclint.files import Files
from funclint.python.flakes import CHECKER
from funclint.python.module import Module

LIBRARY = sorted(Path(sysconfig.get_path("stdlib")).glob("*.py"))
SNIPPETS = [
    "from typing import cast as c, TypeVar\nimport typing as t\nc('Missing', 1)"
    "\nTypeVar('T', bound='Gone')\nt.cast('X', 2)\n",
    "'{} {1}'.format(1)\n'%s %s' % (1,)\nprint >> x\n",
    "def f(a, a2=lambda: b):\n    global g\n    x = 1\n    return [y for y in a if (z := y)]\n",
    "import os, sys\ntry:\n    import json\nexcept ImportError:\n    json = None\n__all__ = ['nope']\n",
    "class A:\n    x: 'B' = 1\n    def m(self):\n        return __class__, undefined\n",
    "from __future__ import annotations\ndef f(x: Unknown) -> list['Also']: ...\n",
]  # fmt: skip


def messages(checker: Checker) -> list[tuple[str, int, int, str]]:
    return sorted((type(m).__name__, m.lineno, m.col, m.message % m.message_args) for m in checker.messages)


def assert_same(source: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = messages(Checker(ast.parse(source), filename="x.py"))
        assert messages(CHECKER(ast.parse(source), filename="x.py")) == expected


@pytest.mark.parametrize("source", SNIPPETS)
def test_snippets(source: str) -> None:
    assert_same(source)


@pytest.mark.parametrize("path", random.Random(7).sample(LIBRARY, 40), ids=lambda path: path.name)
def test_the_standard_library(path: Path) -> None:
    assert_same(path.read_text(encoding="utf-8"))


def test_a_repeated_keyword_argument_is_found(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text("print(1, end='', sep='', end='')\n")

    found = Module.read(tmp_path / "x.py", Files()).pyflakes()

    assert [(m.code, m.message, m.span.start) for m in found] == [
        ("FN004", "keyword argument repeated: end", 25),
    ]


@pytest.mark.parametrize(
    ("source", "undefined"),
    [
        ("def f[T, *Ts, **P](x: T, *a: *Ts) -> T:\n    y: T = x\n    return y\n", []),
        ("class C[T: (int, str)]:\n    def f[U](self, x: T, y: U) -> T:\n        return x\n", []),
        ("type A[T] = list[T]\n", []),
        ("def f[T](x: T) -> U:\n    return x\nT\n", ["U", "T"]),
        ("class C[T](Base[T]):\n    pass\n", ["Base"]),
    ],
)
def test_type_parameters_are_names_on_every_python(tmp_path: Path, source: str, undefined: list[str]) -> None:
    (tmp_path / "x.py").write_text(source)
    found = Module.read(tmp_path / "x.py", Files()).pyflakes()
    assert [item.message for item in found if item.code == "F821"] == [f"undefined name '{name}'" for name in undefined]
