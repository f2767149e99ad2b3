"""Faults in the text of the modules: code that fails when it is imported, and text that is no Python."""

from __future__ import annotations

from appgen.draft import Draft, indent

RAISING = (
    "undefined_name",
    "x = undefined_name + 1",
    "print(undefined_name)",
    "def _boot():\n    return undefined_name\n_boot()",
    "class Config:\n    value = undefined_name",
    "@undefined_decorator\ndef helper():\n    pass",
    "def helper(x=undefined_name):\n    pass",
    "values = [undefined_name for _ in range(2)]",
    "values = [x for x in undefined_name]",
    "class Config(UndefinedBase):\n    pass",
    "f'{undefined_name}'",
    "settings = {'a': undefined_name}",
    "del undefined_name",
    "undefined_name.x = 1",
    "undefined_name += 1",
    "import os\nos.nope",
    "import os\nos.path.nope()",
    "from os import nope",
    "import json.nope",
    "import json\njson.loadz('{}')",
    "from json import loadz",
    "from collections import Mapping",
    "from typing import Lst",
    "import nope_not_a_module",
    "import jsn",
    "from datetime import datetimes",
    "import datetime\ndatetime.now()",
    "import datetime\ndatetime.datetime.nowish()",
    "import distutils",
    "from os.path import nope",
    "import math\nmath.sqare(4)",
    "import azure.nope",
    "import azure.functions.nope",
    "from azure.functions import Nope",
    "from azure import nope",
    "from azure.functions import *",
    "import pandas_not_installed as pd",
    "from yaml_not_installed import load",
    "raise RuntimeError('no')",
    "raise ValueError",
    "raise SystemExit",
    "import sys\nsys.exit()",
    "import sys\nsys.exit(1)",
    "exit()",
    "quit()",
    "assert False",
    "assert 1 == 2, 'no'",
    "1 / 0",
    "x = 10 % 0",
    "int('x')",
    "float('abc')",
    "{}['k']",
    "{'a': 1}['b']",
    "[][0]",
    "(1, 2)[5]",
    "None.x",
    "None()",
    "None[0]",
    "5()",
    "'text'()",
    "'a' + 1",
    "1 + 'a'",
    "len(5)",
    "[] + ()",
    "-'a'",
    "for x in 5:\n    pass",
    "a, b = 1",
    "a, b = 1, 2, 3",
    "a, *b, c = [1]",
    "def _one(x):\n    pass\n_one()",
    "def _one(x):\n    pass\n_one(1, 2)",
    "def _one(*, x):\n    pass\n_one(1)",
    "def _one(x):\n    pass\n_one(y=1)",
    "class _C:\n    def __init__(self, a):\n        self.a = a\n_C()",
    "class _C:\n    pass\n_C(1)",
    "class _C:\n    pass\n_C().nope",
    "class _C:\n    def m(self):\n        return self.nope\n_C().m()",
    "import os\nos.environ['NOT_SET_ANYWHERE']",
    "open('/nowhere/at/all.txt')",
    "open('missing.json')",
    "<f>Out[str, int]",
    "<f>Out()",
    "<f>Out('x')",
    "<f>HttpReqest",
    "<f>HttpResponse(nope=1)",
    "<t>List[str, int]",
    "<t>Optional[str, int]",
    "<t>Dict[str]",
    "<t>Nope",
    "'%d' % 'a'",
    "'{}'.format()",
    "'{a}'.format(b=1)",
    "'a'.nope()",
    "[1].push(2)",
    "(1).nope",
    "dict(a=1).a",
    "{[]: 1}",
    "set([[]])",
    "hash([])",
    "x = y = z",
    "import re\nre.compile('(')",
    "import uuid\nuuid.UUID('x')",
    "import enum\nenum.Enum('E', 'A A')",
    "x: undefined_name = 1",
    "x: UndefinedType",
    "with 5:\n    pass",
    "import asyncio\nasyncio.run(asyncio.sleep(0))",
    "import importlib\nimportlib.import_module('not_there')",
    "eval('1 +')",
    "exec('x = undefined_name')",
    "class A: pass\nclass B(A, A): pass",
    "class A: pass\nclass B(A): pass\nclass C(A, B): pass",
    "class A(5): pass",
    "class A(None): pass",
    "class A(int, str): pass",
    "import dataclasses\n@dataclasses.dataclass\nclass D:\n    a: int = 0\n    b: str",
    "import dataclasses\n@dataclasses.dataclass\nclass D:\n    a: list = []",
    "lambda_ = (lambda x: x)()",
    "max()",
    "max([])",
    "next(iter([]))",
    "print(end=5)",
    "int([])",
    "range('a')",
    "super().x",
    "globals()['nope']",
    "getattr(5, 'nope')",
    "try:\n    import not_there\nexcept ValueError:\n    pass",
    "try:\n    pass\nfinally:\n    raise RuntimeError",
    "if True:\n    raise RuntimeError",
    "while True:\n    raise RuntimeError",
    "raise 5",
    "raise 'text'",
    "raise NotImplemented",
    "raise NotImplementedError",
    "if not undefined_name:\n    pass",
    "for _ in range(1):\n    undefined_name",
    "global_x = local_y",
    "try:\n    undefined_name\nexcept ImportError:\n    pass",
    "def _f():\n    x = 1\n    del x\n    return x\n_f()",
    "def _f():\n    print(x)\n    x = 1\n_f()",
    "import os\nos.chdir('/nowhere')",
    "def _f():\n    raise RuntimeError\n_f()",
    "def _outer():\n    def _inner():\n        return undefined_name\n    return _inner()\n_outer()",
    "_v = late_name\nlate_name = 1",
    "later()\ndef later():\n    pass",
    "try:\n    int('x')\nexcept TypeError:\n    pass",
    "import logging\nlogging.getLogger(5)",
    "import json\njson.loads('{')",
    "import json\njson.loads(5)",
    "from . import nope",
    "from .nope import x",
    "from .. import nope",
    "from ..nope import x",
    "from ... import x",
    "import Fn.nope",
    "import __app__.nope",
    "from __future__ import annotations_",
    "from __future__ import braces",
)
"""Statements that fail when the module is imported."""

HARMLESS = (
    "def _never():\n    return undefined_name",
    "_f = lambda: undefined_name",
    "class Config:\n    def m(self):\n        return undefined_name",
    "try:\n    undefined_name\nexcept NameError:\n    pass",
    "try:\n    import not_there\nexcept ImportError:\n    not_there = None",
    "try:\n    import not_there\nexcept:\n    pass",
    "try:\n    import not_there\nexcept Exception:\n    pass",
    "try:\n    import not_there\nexcept ModuleNotFoundError:\n    pass\nelse:\n    undefined_name",
    "if False:\n    import not_there",
    "if <t>TYPE_CHECKING:\n    import not_there",
    "if __name__ == '__main__':\n    undefined_name",
    "import contextlib\nwith contextlib.suppress(ImportError):\n    import not_there",
    "import contextlib\nwith contextlib.suppress(Exception):\n    1 / 0",
    "import sys\nif sys.version_info < (3, 8):\n    import not_there",
    "import os\nif os.environ.get('NOT_SET_ANYWHERE'):\n    undefined_name",
    "import os\nos.environ.get('X')",
    "x = 0 and undefined_name",
    "x = 1 or undefined_name",
    "x = 5 if True else undefined_name",
    "while False:\n    undefined_name",
    "for _ in ():\n    undefined_name",
    "for _ in []:\n    import not_there",
    "assert True",
    "assert 1",
    "values = [undefined_name for _ in ()]",
    "x: 'undefined_name' = 1",
    "def _h(x: 'undefined_name'):\n    pass",
    "def _gen():\n    yield undefined_name\n_g = _gen()",
    "async def _co():\n    undefined_name\n_c = _co()\n_c.close()",
    "print(__file__, __name__, __doc__, __package__, __spec__, __loader__, __builtins__)",
    "try:\n    raise ValueError\nexcept ValueError:\n    pass",
    "try:\n    1 / 0\nexcept ArithmeticError:\n    pass",
    "try:\n    {}['a']\nexcept LookupError:\n    pass",
    "try:\n    [][0]\nexcept (KeyError, IndexError):\n    pass",
    "try:\n    import not_there\nexcept (ImportError, OSError) as e:\n    print(e)",
    "import sys\nif not hasattr(sys, 'nope'):\n    pass\nelse:\n    sys.nope",
    "getattr(object, 'nope', None)",
    "import importlib.util\nimportlib.util.find_spec('not_there')",
    "x = __import__('os')",
    "def later():\n    return LATER\nLATER = 1\nlater()",
    "class A:\n    x = 1\n    y = x + 1",
    "class A:\n    def f(self) -> 'A':\n        return self\nA().f()",
    "import collections\nP = collections.namedtuple('P', 'a b')\nP(1, 2).a",
    "import types\nns = types.SimpleNamespace(a=1)\nns.a",
    "import enum\nclass E(enum.Enum):\n    A = 1\nE.A.value\nE['A']",
    "a = b = c = 1\na, (b, *c) = 1, (2, 3)",
    "d = {}\nd['x'] = 1\nd['x']",
    "try:\n    from yaml import CSafeLoader\nexcept ImportError:\n    CSafeLoader = None",
    "(n := 10)\nn + 1",
    "def _deco(f):\n    return f\n@_deco\ndef g():\n    return undefined_name",
    "exec('generated = 1')\ngenerated",
    "globals()['made'] = 1\nmade",
    "import builtins\nbuiltins.extra_builtin = 1\nextra_builtin",
    "def _set():\n    global made_global\n    made_global = 1\n_set()\nmade_global",
    "for i in range(2):\n    pass\ni",
    "with open(__file__) as fh:\n    pass\nfh",
    "import os.path as osp\nosp.join",
    "import xml.dom.minidom\nxml.dom",
    "__version__ = '1'",
    "from os import *\ngetcwd()",
    "try:\n    x = 1\nfinally:\n    y = 2\nx + y",
    "if (m := 5) > 3:\n    pass\nm",
    "match 5:\n    case k:\n        pass\nk",
    "type Alias = undefined_name",
    "def _t[T](x: T) -> T:\n    return x",
    "class _Box[T]:\n    pass\n_Box[int]",
    "lambda: (yield)",
    "import logging as undefined_name_2\nundefined_name_2.info",
    "@property\ndef p(self):\n    return undefined_name",
    "try:\n    pass\nexcept* ValueError:\n    pass",
    "del logging\nimport logging",
    "import os, sys\nos.sys = sys\nos.sys",
    "import json\njson.extra = 1\njson.extra",
    "class M(type):\n    def __getattr__(c, n):\n        return 1\nclass K(metaclass=M):\n    pass\nK.anything",
    "class G:\n    def __getattr__(self, n):\n        return 1\nG().anything",
    "class S:\n    def __class_getitem__(c, i):\n        return c\nS[1]",
    "x = 5\ndef _f(x=x):\n    return x\n_f()",
    "def _v(*a, **k):\n    pass\n_v(1, 2, z=3)",
    "import functools\n@functools.lru_cache\ndef _c(x):\n    return x\n_c(1)",
    "NotImplemented",
    "...",
    "print",
)
"""Statements that look like the raising ones, and do not fail."""


def insert_statement(draft: Draft, lines: list[str], harmless: bool) -> list[str]:
    """The lines with one more top-level statement at a random place."""
    choices = HARMLESS if harmless else RAISING
    snippet = draft.rng.choice(choices)
    if draft.name != "Fn":
        snippet = snippet.replace("import Fn.", "import os.")
    new = snippet.split("\n")
    if not harmless and draft.coin(0.06):
        new = ["def _boot():", *indent(new), *draft.rng.choice((["_boot()"], []))]
    label = new[-1] if new[-1].strip() not in ("pass", "_boot()") else new[0]
    draft.faults.append(f"import-time:{'harmless ' if harmless else ''}{draft.spelling.spell(label.strip())}")
    places = [0, len(lines)]
    places += [at for at, line in enumerate(lines) if _is_boundary(lines, at, line)]
    at = draft.rng.choice(places)
    return [*lines[:at], *new, *lines[at:]]


def _is_boundary(lines: list[str], at: int, line: str) -> bool:
    """A top-level statement starts here that is no continuation (else, except, decorated def) of the one before."""
    if not line or line[0] in " )]}'\"#" or line.startswith(("else", "elif", "except", "finally", "case")):
        return False
    return at == 0 or not lines[at - 1].startswith("@")


SYNTAX = (
    "missing-colon",
    "missing-parenthesis",
    "indent",
    "unindent",
    "print-statement",
    "unterminated-string",
    "keyword-name",
    "tabs",
    "assign-to-call",
    "return-outside",
    "yield-outside",
    "await-outside",
    "break-outside",
    "duplicate-argument",
    "default-order",
    "star-twice",
    "bad-escape",
    "f-string",
    "except-comma",
    "exec-statement",
    "backticks",
    "diamond",
    "octal",
    "nonlocal",
    "global-after",
    "future-late",
    "star-in-function",
    "merge-conflict",
    "null-byte",
    "non-utf8",
    "bom",
    "crlf",
    "encoding-cookie",
    "bad-cookie",
    "empty",
    "comment-only",
    "stray-bracket",
    "walrus-bare",
    "positional-after-keyword",
    "continue-outside",
    "unicode-quote",
    "del-literal",
    "assign-literal",
    "async-outside",
    "type-params",
    "except-star-mix",
    "dict-star",
    "assert-tuple",
    "is-literal",
    "nbsp",
    "form-feed",
    "latin-1-cookie",
    "return-in-class",
    "keyword-repeated",
    "lambda-annotation",
    "nested-fstring",
    "parenthesised-with",
    "match-bad",
    "try-alone",
    "else-alone",
    "decorator-alone",
)
"""Changes of the text, most of them no Python any more."""

_APPENDED = {
    "print-statement": "print 'hello'\n",
    "unterminated-string": "TEXT = 'abc\n",
    "keyword-name": "class = 5\n",
    "assign-to-call": "len('a') = 5\n",
    "return-outside": "return 5\n",
    "yield-outside": "yield 5\n",
    "await-outside": "await later()\n",
    "break-outside": "break\n",
    "continue-outside": "if True:\n    continue\n",
    "duplicate-argument": "def _d(a, a):\n    pass\n",
    "default-order": "def _d(a=1, b):\n    pass\n",
    "star-twice": "def _d(*a, *b):\n    pass\n",
    "bad-escape": "TEXT = '\\N{no such name}'\n",
    "f-string": "TEXT = f'{1 +}'\n",
    "except-comma": "try:\n    pass\nexcept ValueError, e:\n    pass\n",
    "exec-statement": "exec 'x'\n",
    "backticks": "x = `5`\n",
    "diamond": "x = 1 <> 2\n",
    "octal": "x = 0777\n",
    "nonlocal": "nonlocal x\n",
    "global-after": "def _g():\n    x = 1\n    global x\n",
    "future-late": "from __future__ import annotations\n",
    "star-in-function": "def _s():\n    from os import *\n",
    "merge-conflict": "<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> branch\n",
    "stray-bracket": "x = (1, 2))\n",
    "walrus-bare": "x := 5\n",
    "positional-after-keyword": "print(end='', 5)\n",
    "unicode-quote": "x = \u201chello\u201d\n",
    "del-literal": "del 5\n",
    "assign-literal": "5 = x\n",
    "async-outside": "async with open('x') as f:\n    pass\n",
    "type-params": "def _t[T](x: T) -> T:\n    return x\ntype _A[T] = list[T]\n",
    "except-star-mix": "try:\n    pass\nexcept* ValueError:\n    pass\nexcept TypeError:\n    pass\n",
    "dict-star": "x = {*{}, **{}}\n",
    "assert-tuple": "assert (1, 'always true')\n",
    "is-literal": "x = 5 is 5\n",
    "form-feed": "\x0cx = 1\n",
    "return-in-class": "class _R:\n    return 1\n",
    "keyword-repeated": "print(end='', end='')\n",
    "lambda-annotation": "f = lambda x: int: x\n",
    "nested-fstring": "x = f'{'a'}'\n",
    "parenthesised-with": "import io\nwith (io.StringIO() as a, io.StringIO() as b):\n    pass\n",
    "match-bad": "match 5:\n    case x:\n        pass\n    case 1:\n        pass\n",
    "try-alone": "try:\n    x = 1\n",
    "else-alone": "else:\n    x = 1\n",
    "decorator-alone": "@staticmethod\n",
}


def break_text(draft: Draft, text: str) -> bytes:
    """A module's text after one change, as bytes."""
    kind = draft.rng.choice(SYNTAX)
    draft.faults.append(f"syntax:{kind}")
    if kind in _APPENDED:
        text = text + "\n" + _APPENDED[kind]
    elif kind == "missing-colon":
        text = _change_last(text, "def ", ":", "")
    elif kind == "missing-parenthesis":
        text = _change_last(text, "def ", ")", "")
    elif kind == "indent":
        text = text.replace("\n    ", "\n     ", 1) if draft.coin(0.5) else text + "  x = 1\n"
    elif kind == "unindent":
        text = text.replace("\n    ", "\n", 1)
    elif kind == "tabs":
        text = text + "def _t():\n    x = 1\n\ty = 2\n"
    elif kind == "null-byte":
        text = text + "\x00"
    elif kind == "crlf":
        text = text.replace("\n", "\r\n")
    elif kind == "empty":
        text = draft.rng.choice(("", "\n", "   \n"))
    elif kind == "comment-only":
        text = "# to be done\n"
    elif kind == "nbsp":
        text = text + "x\u00a0= 1\n"
    elif kind == "bom":
        return b"\xef\xbb\xbf" + text.encode()
    elif kind == "non-utf8":
        return text.encode() + b"# caf\xe9\n"
    elif kind == "encoding-cookie":
        text = "# -*- coding: utf-8 -*-\n" + text
    elif kind == "latin-1-cookie":
        return b"# -*- coding: latin-1 -*-\n" + text.encode() + b"# caf\xe9\n"
    elif kind == "bad-cookie":
        text = "# -*- coding: utf-9 -*-\n" + text
    return text.encode()


def _change_last(text: str, start: str, old: str, new: str) -> str:
    """Replaces the last `old` of the last line that starts with `start` (or holds it, where none does)."""
    lines = text.split("\n")
    for at in range(len(lines) - 1, -1, -1):
        if start in lines[at] and old in lines[at]:
            head, _, tail = lines[at].rpartition(old)
            lines[at] = head + new + tail
            break
    return "\n".join(lines)
