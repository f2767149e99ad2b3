"""Edits of Python: the smallest change, or none where it is not certain."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from funclint.files import Buffers
from funclint.fixing.editing import apply
from funclint.python import rewrite
from funclint.python.module import Module

Edits = rewrite.Edits
PATH = Path("/app/__init__.py")


def module(text: str) -> Module:
    return Module.read(PATH, Buffers({PATH: text.encode()}))


def function(read: Module) -> rewrite.FunctionDef:
    assert read.tree is not None
    return next(n for n in ast.walk(read.tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef)))


def edited(text: str, change: Callable[[Module], Edits | None]) -> str | None:
    """The text after a change, None if there is no change; what comes out must parse."""
    read = module(text)
    edits = change(read)
    if edits is None:
        return None
    assert read.text is not None
    result = apply(read.text, edits)[0].decode()
    ast.parse(result)
    return result


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("def f(): pass", "def f(new): pass"),
        ("def f( ): pass", "def f( new): pass"),
        ("def f(a): pass", "def f(a, new): pass"),
        ("def f(a, b: int = 1): pass", "def f(a, new, b: int = 1): pass"),
        ("def f(a=(1)): pass", "def f(new, a=(1)): pass"),
        ("def f(a, *, b): pass", "def f(a, *, b, new): pass"),
        ("def f(a, *, b=((2)), **c): pass", "def f(a, *, b=((2)), new, **c): pass"),
        ("def f(a, *rest): pass", "def f(a, new, *rest): pass"),
        (
            "def f(\n    a: int,\n    b: int,  # last\n): pass",
            "def f(\n    a: int,\n    b: int,\n    new,  # last\n): pass",
        ),
        ("def f(\r\n\ta\r\n): pass", "def f(\r\n\ta,\r\n\tnew\r\n): pass"),
        ("def f(*rest): pass", None),
        ("def f(a, /): pass", None),
    ],
)
def test_add_parameter(before: str, after: str | None) -> None:
    assert edited(before, lambda m: rewrite.Parameters(m, function(m)).add("new")) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("def f(a, /): pass", "def f(a): pass"),
        ("def f(a, b=(1), /, c=2): pass", "def f(a, b=(1), c=2): pass"),
        ("def f(a, /, *, b): pass", "def f(a, *, b): pass"),
        ("def f(\n    a,\n    /,\n    b,\n): pass", "def f(\n    a,\n    b,\n): pass"),
        ("def f(a,  # one\n      /): pass", None),
        ("def f(a): pass", None),
    ],
)
def test_allow_keywords(before: str, after: str | None) -> None:
    assert edited(before, lambda m: rewrite.Parameters(m, function(m)).allow_keywords()) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("def f(old): return old.old(old=old)\n", "def f(new): return new.old(old=new)\n"),
        ("def f(old: 'old' = 1):\n    old += 1\n", "def f(new: 'old' = 1):\n    new += 1\n"),
        ("def f(old):\n    return f'{old} old {old!r:>{old}} {{old}}'\n",
         "def f(new):\n    return f'{new} old {new!r:>{new}} {{old}}'\n"),
        ("def f(old):\n    return '\u00e9', f'\u00e9{old.x}'\n",
         "def f(new):\n    return '\u00e9', f'\u00e9{new.x}'\n"),
        ("def f(old):\n    def g(): return old\n    return g\n",
         "def f(new):\n    def g(): return new\n    return g\n"),
        ("def f(old):\n    return [old for x in old]\nold = 1\n",
         "def f(new):\n    return [new for x in new]\nold = 1\n"),
        ("def f(old):\n    return new(old)\n", None),
        ("def f(old, new): pass\n", None),
        ("def f(old):\n    return locals()\n", None),
        ("def f(old):\n    return lambda old: old\n", None),
        ("def f(old):\n    import old\n", None),
        ("def f(old):\n    def g():\n        nonlocal old\n", None),
        ("def f(*old): pass\n", None),
    ],
)  # fmt: skip
def test_rename_parameter(before: str, after: str | None) -> None:
    assert edited(before, lambda m: rewrite.rename_parameter(m, function(m), "old", "new")) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "import x\n"),
        ("import a\n", "import a\nimport x\n"),
        ("import a\r\nfrom b import c  # why\r\nd = 1\r\nimport e\r\n",
         "import a\r\nfrom b import c  # why\r\nimport x\r\nd = 1\r\nimport e\r\n"),
        ("import a", "import a\nimport x"),
        ("import (a)\n", None),
        ("from a import (\n    b,\n    c,\n)\n", "from a import (\n    b,\n    c,\n)\nimport x\n"),
        ('"""Doc."""\n', '"""Doc."""\n\nimport x\n'),
        ('"""Doc."""\nfrom __future__ import annotations\n',
         '"""Doc."""\nfrom __future__ import annotations\nimport x\n'),
        ("def f(): pass\n", "import x\n\n\ndef f(): pass\n"),
        ("#!/bin/sh\n\n# about f\n@d\ndef f(): pass\n", "#!/bin/sh\n\nimport x\n\n\n# about f\n@d\ndef f(): pass\n"),
        ("# -*- coding: utf-8 -*-\na = 1\n", "# -*- coding: utf-8 -*-\nimport x\n\na = 1\n"),
        ("import a; b = 1\n", None),
    ],
)  # fmt: skip
def test_add_import(before: str, after: str | None) -> None:
    if module(before).tree is None:
        return
    assert edited(before, lambda m: rewrite.add_import(m, "import x")) == after


@pytest.mark.parametrize(
    ("before", "spelled", "added"),
    [
        ("import azure.functions as func\n", "func.HttpRequest", None),
        ("import azure.functions\n", "azure.functions.HttpRequest", None),
        ("from azure import functions as af\n", "af.HttpRequest", None),
        ("from azure.functions import HttpRequest\n", "HttpRequest", None),
        ("from azure.functions import HttpRequest as R\n", "R", None),
        ("import json\n", "func.HttpRequest", "import json\nimport azure.functions as func\n"),
        ("if 1:\n    import azure.functions as func\n", None, None),
        ("func = 1\n", None, None),
    ],
)
def test_spelling(before: str, spelled: str | None, added: str | None) -> None:
    read = module(before)
    found = rewrite.spelling(read, "azure.functions", "HttpRequest", "func")
    assert (found[0] if found else None) == spelled
    assert read.text is not None
    assert found is None or apply(read.text, found[1])[0].decode() == (added or before)


@pytest.mark.parametrize(
    ("before", "name", "after"),
    [
        ("import a\nb = 1\n", "a", "b = 1\n"),
        ("import a, b\n", "a", "import b\n"),
        ("import a, b\n", "b", "import a\n"),
        ("from m import a as x, b\n", "a", "from m import b\n"),
        ("from m import (\n    a,\n    b,\n)\n", "b", "from m import (\n    a,\n)\n"),
        ("def f():\n    import a\n", "a", "def f():\n    pass\n"),
        ("def f():\n    import a\n    return 1\n", "a", "def f():\n    return 1\n"),
        ("import a  # for its effect\n", "a", None),
        ("from m import (\n    a,  # why\n    b,\n)\n", "a", None),
        ("import a; b = 1\n", "a", None),
        ("import a\r\n", "a", ""),
    ],
)
def test_remove_import(before: str, name: str, after: str | None) -> None:
    def change(read: Module) -> Edits | None:
        assert read.tree is not None
        statement = next(n for n in ast.walk(read.tree) if isinstance(n, (ast.Import, ast.ImportFrom)))
        return rewrite.remove_import(read, statement, next(item for item in statement.names if item.name == name))

    assert edited(before, change) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("out = 1", "out.set(1)"),
        ("out=f(x)  # done", "out.set(f(x))  # done"),
        ("out = (\n    1\n)", "out.set((\n    1\n))"),
        ("out = 1, 2", "out.set((1, 2))"),
        ("out = a = 1", None),
        ("out += 1", None),
    ],
)
def test_call_set(before: str, after: str | None) -> None:
    def change(read: Module) -> Edits | None:
        assert read.tree is not None
        return rewrite.call_set(read, read.tree.body[0])

    assert edited(before, change) == after


def test_decorate_and_return() -> None:
    text = "def d(fn):\n    @other\n    def inner(*a, **k):\n        fn(*a, **k)\n    return inner\n"

    def change(read: Module) -> Edits:
        assert read.tree is not None
        inner = function(read).body[0]
        assert isinstance(inner, ast.FunctionDef)
        returned = rewrite.return_value(read, inner.body[0])
        assert returned is not None
        return (*rewrite.decorate(read, inner, "functools.wraps(fn)"), *returned)

    after = text.replace("    def inner", "    @functools.wraps(fn)\n    def inner").replace(
        "        fn(", "        return fn("
    )
    assert edited(text, change) == after


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("out.set(1)", (True, False)),
        ("out.set", (True, False)),
        ("out.set(1); g(out)", (True, True)),
        ("out.get()", (False, True)),
        ("pass", (False, False)),
        ("locals()", (False, True)),
    ],
)
def test_uses(body: str, found: tuple[bool, bool]) -> None:
    assert rewrite.uses_of(function(module(f"def f(out): {body}\n")), "out") == found
