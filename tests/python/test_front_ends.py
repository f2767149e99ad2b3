"""Both front ends give the same tree."""

from __future__ import annotations

import ast
import random
import sys
import sysconfig
import warnings
from pathlib import Path

import pytest

from funclint.python import front_cst
from funclint.python.errors import PythonSyntaxError

LIBRARY = Path(sysconfig.get_path("stdlib"))
SAMPLE = 40

SNIPPETS = [
    "x = 1\n",
    "async def f(a, /, b: int = 2, *c, d, e=3, **g) -> str:\n"
    "    async with a as b, c:\n        await b\n    return 'x'\n",
    "@d.e(1)\nclass A(B, metaclass=C):\n    'doc'\n    x: int = 1\n    y: str\n",
    "for i, *j in x:\n    continue\nelse:\n    pass\nwhile a < b <= c and not d or e:\n    break\n",
    "try:\n    pass\nexcept (A, B) as e:\n    raise X from e\nexcept:\n    raise\n"
    "else:\n    pass\nfinally:\n    pass\n",
    "match x:\n    case {'a': 1, **rest}:\n        pass\n"
    "    case [A(b=1), *_] | (2 | 3) as z if z:\n        pass\n    case _:\n        pass\n",
    "a[1:2, ::3], b[c], d[...] = -1, +2j, 0x1_0\ndel a, (b[1]), c.d\nglobal q\nassert a, 'b'\n",
    "lambda x, *y, z=1, **k: (yield)\n[i async for i in x if y for z in i]\n{1: 2, **a}\n{*b, 1}\n",
    "x = 'a' \"b\" r'\\d'\ny = b'z' b'y'\n",
    "from . import a\nfrom ..b import (c as d, e)\nfrom f import *\n"
    "import g.h as i, j\nfrom __future__ import annotations\n",
    "if (n := 10) > 5: pass\nelif x: pass\nelse: print(*a, **b, c=1, sep='')\n",
    "x: 'é' = 'ü'  # ñ\ny = é\n",
    "def f():\n\tx = 1; y = 2\n\tnonlocal_ = not -x ** y // 2 @ 3\n\treturn\r\n",
]

NEWER = {
    "type X[T: int, *Ts, **P] = list[T]\n": "X",
    "def f[T](x: T) -> T: return x\n": "f",
    "class A[T = int]: pass\n": "A",
    "try:\n    pass\nexcept* ValueError as e:\n    g = 1\n": "g",
    "x = f'{'a'}'\n": "x",
}


def dump(tree: ast.AST) -> str:
    return ast.dump(tree, include_attributes=True)


def equal(source: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = ast.parse(source)
    assert dump(front_cst.parse(source)) == dump(expected)


@pytest.mark.parametrize("source", SNIPPETS)
def test_snippets(source: str) -> None:
    equal(source)


def corpus() -> list[Path]:
    files = sorted(p for p in LIBRARY.glob("*.py") if p.stat().st_size < 40_000)
    return random.Random(7).sample(files, min(SAMPLE, len(files)))


@pytest.mark.parametrize("path", corpus(), ids=lambda path: path.name)
def test_the_standard_library(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = ast.parse(source)
    found = front_cst.parse(source)
    # Until 3.12 the interpreter gives parts of f-strings no place of their own.
    if sys.version_info < (3, 12) and any(isinstance(node, ast.JoinedStr) for node in ast.walk(expected)):
        assert ast.dump(found) == ast.dump(expected)
    else:
        assert dump(found) == dump(expected)


@pytest.mark.parametrize(("source", "name"), NEWER.items())
def test_newer_grammar_is_read_by_any_interpreter(source: str, name: str) -> None:
    tree = front_cst.parse(source)
    bound = {getattr(node, "id", None) or getattr(node, "name", None) for node in ast.walk(tree)}
    assert name in {getattr(item, "id", item) for item in bound}


@pytest.mark.parametrize(("source", "row"), [("def f(:\n", 1), ("x = 1\ny = (\n", 2), ("a = = 2\n", 1)])
def test_errors_have_a_place(source: str, row: int) -> None:
    with pytest.raises(PythonSyntaxError) as raised:
        front_cst.parse(source)
    assert abs(raised.value.row - row) <= 1


def test_nesting_without_end_is_an_error() -> None:
    with pytest.raises(PythonSyntaxError, match="nested"):
        front_cst.parse("(" * 20_000)
