"""What the interpreter makes of a script: its entry point, or what importing it raises."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from funclint.app.model import FunctionApp, Target
from funclint.files import Files

HOST_JSON = (
    '{"version": "2.0", "extensionBundle":'
    ' {"id": "Microsoft.Azure.Functions.ExtensionBundle", "version": "[4.*, 5.0.0)"}}'
)
FUNCTION_JSON = '{"bindings": [{"type": "queueTrigger", "direction": "in", "name": "msg", "queueName": "q"}]}'


def verdict(folder: Path, script: str, **others: str) -> str:
    """What the entry point ``main`` is: ``main(a, b)``, ``missing``, ``not-callable``, ``unknown``; or what raises."""
    (folder / "Fn").mkdir()
    (folder / "host.json").write_text(HOST_JSON)
    (folder / "Fn" / "function.json").write_text(FUNCTION_JSON)
    (folder / "Fn" / "__init__.py").write_text(script)
    for name, text in others.items():
        (folder / f"{name}.py").write_text(text)
    target = Target(python_version=(3, 13), worker="current", host_version=None, known_modules=frozenset())
    (function,) = FunctionApp.read(folder, target, Files()).functions
    if function.import_failure is not None:
        return f"{function.import_failure.kind} in line {getattr(function.import_failure.node, 'lineno', None)}"
    entry = function.entry_point
    if entry.parameters is not None:
        return f"main({', '.join(parameter.name for parameter in entry.parameters)})"
    return "uninspectable" if entry.state == "found" and entry.uninspectable else entry.state


DEF = "def f(msg): pass\n"

FOLLOWED = [
    # assignments and namespaces
    (DEF + "main = f\n", "main(msg)"),
    (DEF + "main, other = f, 1\n", "main(msg)"),
    (DEF + "globals()['main'] = f\n", "main(msg)"),
    (DEF + "globals().update(main=f)\n", "main(msg)"),
    (DEF + "globals().update({'main': f})\n", "main(msg)"),
    (DEF + "globals().update(x)\n", "NameError in line 2"),
    (DEF + "main = f\nglobals().update(dict(zip(['main'], [1])))\n", "unknown"),
    (DEF + "main = f\ndel globals()['main']\n", "missing"),
    (DEF + "exec('main = f')\n", "main(msg)"),
    (DEF + "exec('main = nope')\n", "NameError in line 2"),
    (DEF + "exec('def main(x): pass')\n", "unknown"),
    (DEF + "import os\nexec(os.environ.get('X', ''))\n", "unknown"),
    (DEF + "main = eval('f')\n", "main(msg)"),
    (DEF + "import sys\nmain = getattr(sys.modules[__name__], 'f')\n", "main(msg)"),
    (DEF + "main = getattr(f, 'nope', f)\n", "unknown"),
    (DEF + "main = next(iter([f]))\n", "main(msg)"),
    (DEF + "next(iter([]))\n", "StopIteration in line 2"),
    (DEF + "main = next(iter([]), f)\n", "main(msg)"),
    (DEF + "def __getattr__(name):\n    if name == 'main':\n        return f\n    raise AttributeError(name)\n", "main(msg)"),  # noqa: E501
    (DEF + "def __getattr__(name):\n    raise AttributeError(name)\n", "missing"),
    # containers that nobody changes, and those that somebody may
    (DEF + "TABLE = {'a': f}\nmain = TABLE['a']\n", "main(msg)"),
    (DEF + "TABLE = {'a': f}\nTABLE['a'] = 1\nmain = TABLE['a']\n", "unknown"),
    (DEF + "TABLE = {'a': f}\nprint(TABLE)\nmain = TABLE['a']\n", "unknown"),
    (DEF + "TABLE = {'a': f}\nTABLE['b']\n", "KeyError in line 3"),
    (DEF + "f[0] = 1\n", "TypeError in line 2"),
    (DEF + "f += 1\n", "TypeError in line 2"),
    (DEF + "f + f\n", "TypeError in line 2"),
    ("import logging\nlogging + 1\ndef main(msg): pass\n", "main(msg)"),
    ("n = 1\nn += 1\nif n == 2:\n    def main(msg): pass\n", "main(msg)"),
    ("n = 'a'\nn += 1\n", "TypeError in line 2"),
    ("import os\nn = os.getpid()\nn += 1\ndef main(msg): pass\n", "main(msg)"),
    ("n = (1,)\nn += [2]\ndef main(msg): pass\n", "main(msg)"),
    (DEF + "main = f\nmain.__annotations__['msg'] = str\n", "main(msg)"),
    # loops
    ("while True:\n    def main(msg): pass\n    break\n", "main(msg)"),
    ("while True:\n    raise RuntimeError\n", "RuntimeError in line 2"),
    ("import os\nwhile os.getpid():\n    raise RuntimeError\ndef main(msg): pass\n", "main(msg)"),
    ("for _ in (1, 2):\n    def main(msg): pass\n", "main(msg)"),
    # decorators
    ("def d(f=None, *, n=1):\n    def inner(g): return g\n    return inner if f is None else inner(f)\n@d()\ndef main(msg): pass\n", "main(msg)"),  # noqa: E501
    ("import contextlib\n@contextlib.ContextDecorator()\ndef main(msg): pass\n", "main(msg)"),
    ("import contextlib\n@contextlib.suppress(ValueError)\ndef main(msg): pass\n", "TypeError in line 2"),
    ("import operator\n@operator.call\ndef main(msg): pass\n", "TypeError in line 2"),
    ("import typing\n@typing.runtime_checkable\ndef main(msg): pass\n", "TypeError in line 2"),
    ("import functools\n@functools.cached_property\ndef main(msg): pass\n", "not-callable"),
    ("import functools\ndef d(f):\n    @functools.wraps\n    def w(*a): pass\n    return w\n@d\ndef main(msg): pass\n", "uninspectable"),  # noqa: E501
    ("import inspect\n@inspect.iscoroutinefunction\ndef main(msg): pass\n", "not-callable"),
    # classes
    ("import enum\nclass main(enum.Enum):\n    A = 1\n", "main(values)"),
    ("import enum\nclass E(enum.Enum):\n    A = 1\nE.A.value\ndef main(msg): pass\n", "main(msg)"),
    ("from typing import NamedTuple\nclass main(NamedTuple):\n    msg: str\n    n: int = 1\n", "main(msg, n)"),
    ("from typing import TypedDict\nclass main(TypedDict):\n    msg: str\n", "uninspectable"),
    ("class M(type):\n    def __call__(cls, msg): pass\nclass main(metaclass=M): pass\n", "main(msg)"),
    ("main = type('X', (), {})\n", "main()"),
    ("class H:\n    def run(self, msg): pass\nmain = H().run\n", "main(msg)"),
    ("class H:\n    @property\n    def run(self):\n        def inner(msg): pass\n        return inner\nmain = H().run\n", "main(msg)"),  # noqa: E501
    ("class H:\n    def run(self, msg): pass\nmain = H().go\n", "AttributeError in line 3"),
    ("class H:\n    def __init__(self): self.go = print\nH().go\ndef main(msg): pass\n", "main(msg)"),
    ("class H:\n    def __getattr__(self, name): return 1\nH().go\ndef main(msg): pass\n", "main(msg)"),
    ("class A(5): pass\n", "TypeError in line 1"),
    ("class B: pass\nclass A(B, B): pass\n", "TypeError in line 2"),
    ("class A(int, str): pass\n", "TypeError in line 1"),
    ("class A: pass\nclass B(A): pass\nclass C(A, B): pass\n", "TypeError in line 3"),
    ("class A: pass\nclass B(A): pass\nclass C(B, A): pass\ndef main(msg): pass\n", "main(msg)"),
    ("import enum\nclass A(enum): pass\n", "TypeError in line 2"),
    # objects of builtin types
    ("main = 'a'.join\n", "main(iterable)"),
    ("main = str\n", "uninspectable"),
    ("main = (x for x in ())\n", "not-callable"),
    ("[1].push(2)\n", "AttributeError in line 1"),
    ("items = []\nitems.push(2)\n", "AttributeError in line 2"),
    ("items = []\nitems.append(2)\nlen(items)\ndef main(msg): pass\n", "main(msg)"),
    ("'{}'.format()\n", "IndexError in line 1"),
    ("'{a}'.format(a=1)\ndef main(msg): pass\n", "main(msg)"),
    ("'{:>999999999}'.format(1)\ndef main(msg): pass\n", "main(msg)"),
    ("set([[]])\n", "TypeError in line 1"),
    ("{[]: 1}\n", "TypeError in line 1"),
    ("dict(a=1).a\n", "AttributeError in line 1"),
    ("import uuid\nuuid.UUID('x')\n", "ValueError in line 2"),
    ("import json\njson.loads('{')\n", "ValueError in line 2"),
    ("import json\njson.loads('{}')\ndef main(msg): pass\n", "main(msg)"),
    ("a, *b, c = [1]\n", "ValueError in line 1"),
    ("a, b = 1\n", "TypeError in line 1"),
    ("-'a'\n", "TypeError in line 1"),
    ("with 5: pass\n", "TypeError in line 1"),
    ("from typing import Dict\nDict[str]\n", "TypeError in line 2"),
    # what a module from outside is given
    ("import builtins\nbuiltins.extra = 1\nextra\ndef main(msg): pass\n", "main(msg)"),
    ("import logging\nlogging.TRACE = 5\nlogging.TRACE\ndef main(msg): pass\n", "main(msg)"),
    ("import logging\nlogging.TRACE\n", "AttributeError in line 2"),
]  # fmt: skip


# Pairs of a script and the line on which it raises; None where nothing can be said against it.
CHANGED = [
    # what a list or dict holds is changed under another name
    ("C = {'x': []}\nC['x'].append(1)\nC['x'][0]\n", None),
    ("C = {'x': {}}\nC['x']['y'] = 1\nC['x']['y']\n", None),
    ("C = {'x': {}}\nC['y']\n", "KeyError in line 2"),
    ("X = [{}]\nfor d in X:\n    d['a'] = 1\nX[0]['a']\n", None),
    ("X = [{}]\nfor d in X:\n    d['a'] = 1\nfor e in X:\n    e['a']\n", None),
    ("A = B = []\nB.append(1)\nA[0]\n", None),
    ("A = []\nA[0]\n", "IndexError in line 2"),
    ("A = []\nglobals()['A'].append(1)\nA[0]\n", None),
    ("def f(x): x.append(1)\nf(A := [])\nA[0]\n", None),
    ("class A:\n    items = []\nA.items.append(1)\nA.items[0]\n", None),
    ("class A:\n    n = 0\nA.n += 1\nassert A.n == 1\n", None),
    ("class A:\n    n = 0\nassert A.n == 1\n", "AssertionError in line 3"),
    ("class A:\n    def __init__(self): self.d = {}\n    def add(self, k): self.d[k] = 1\na = A()\na.add('x')\na.d['x']\n", None),  # noqa: E501
    ("import functools\n@functools.cache\ndef get(): return {}\nget()['a'] = 1\nget()['a']\n", None),
    # classes that have more than their bodies show
    ("class M(type):\n    def __getattr__(cls, name): return name\nclass C(metaclass=M): pass\nclass D(C): pass\nD.q\n", None),  # noqa: E501
    ("class M(type):\n    def __call__(cls, *a): pass\nclass C(metaclass=M): pass\nclass D(C): pass\nD(1)\n", None),
    ("class C: pass\nclass D(C): pass\nD(1)\n", "TypeError in line 3"),
    ("class C: pass\nclass D(C): pass\nD.q\n", "AttributeError in line 3"),
    ("class B:\n    def __init_subclass__(cls): cls.reg = 1\nclass C(B): pass\nC.reg\n", None),
    ("class B:\n    __slots__ = 'a'\nclass C(B): pass\nC.a\n", None),
    ("class C: pass\nfor n in vars(object): setattr(C, n + '_', 1)\nC.a\n", None),
    ("class C: pass\nsetattr(C, 'b', 1)\nC.a\n", "AttributeError in line 3"),
    ("class C:\n    def __new__(cls):\n        cls.inst = object.__new__(cls)\n        return cls.inst\nC()\nC.inst\n", None),  # noqa: E501
    ("class C:\n    inst = None\n    def __new__(cls):\n        cls.inst = object.__new__(cls)\nC()\nC.inst.x\n", None),
    ("class C:\n    inst = None\nC.inst.x\n", "AttributeError in line 3"),
    ("class C:\n    def __init__(self): type(self).a = 1\nC()\nC.a\n", None),
    ("class C:\n    for n in 'ab': locals()[n] = 1\n    a\nC.a\n", None),
    ("class C:\n    vars().update(a=1)\nC.a\n", None),
    ("def f():\n    x = 1\n    return locals()['x']\nf()\n", None),
    ("class D:\n    def __set_name__(self, owner, name): setattr(owner, name + '_', 1)\nclass C:\n    f = D()\nC.f_\n", None),  # noqa: E501
    ("class D:\n    def __set_name__(self, owner, name): pass\nclass C:\n    f = 1\nC.a\n", "AttributeError in line 5"),
    ("def model(cls):\n    def init(self, **k): self.__dict__.update(k)\n    cls.__init__ = init\n    return cls\n@model\nclass A: pass\nA(x=1).x\n", None),  # noqa: E501
    ("class A: pass\nclass B(A): pass\nfor s in A.__subclasses__(): s.x = 1\nB.x\n", None),
    ("class A: pass\nclass B(A): pass\nfor s in A.__subclasses__(): s.y = 1\nB.x\n", "AttributeError in line 4"),
    # objects that code changes which is not followed
    ("class A:\n    def __init__(self): self.c = None\n    def __enter__(self): self.c = ''\na = A()\nwith a: a.c.strip()\n", None),  # noqa: E501
    ("class A:\n    def __init__(self): self.c = None\nA().c.strip()\n", "AttributeError in line 3"),
    ("def gen():\n    global X\n    X = 'a'\n    yield 1\nX = None\nlist(gen())\nX.strip()\n", None),
    ("def put(n):\n    global X\n    X = 'a'\nX = None\n[put(n) for n in (1,)]\nX.strip()\n", None),
    ("def put(n):\n    global X\n    X = 'a'\nX = None\nlist(map(put, [1]))\nX.strip()\n", None),
    ("def put(n):\n    global X\n    X = 'a'\nX = None\nX.strip()\n", "AttributeError in line 5"),
    ("def put(n):\n    global X\n    X = 'a'\nX = None\nput(1)\nX.strip()\n", None),
    ("def f():\n    x = [0]\n    def g():\n        nonlocal x\n        x = [1, 2]\n    list(map(lambda _: g(), [1]))\n    return x[1]\nf()\n", None),  # noqa: E501
    ("def f(): f.x = 'a'\nf.x = None\nlist(map(lambda _: f(), [1]))\nf.x.strip()\n", None),
    ("def f(): pass\nf.x = None\nf.x.strip()\n", "AttributeError in line 3"),
    # exceptions
    ("try:\n    raise ExceptionGroup('x', [ValueError()])\nexcept* ValueError: pass\n", None),
    ("try:\n    raise BaseExceptionGroup('x', [ValueError()])\nexcept* ValueError: pass\n", None),
    pytest.param(
        "try:\n    raise ExceptionGroup('x', [ValueError()])\nexcept ValueError: pass\n", "ExceptionGroup in line 2",
        marks=pytest.mark.skipif(sys.version_info < (3, 11), reason="3.10 has no exception groups"),
    ),
    ("try:\n    raise ValueError\nexcept* KeyError: pass\n", "ValueError in line 2"),
    ("import json\ntry:\n    raise json.JSONDecodeError('a', 'b', 0)\nexcept ValueError: pass\n", None),
    ("def make(): return ValueError()\ntry:\n    raise make()\nexcept ValueError: pass\n", None),
]  # fmt: skip
ELSEWHERE = [
    ("from reg import TABLE\nimport plugin\nTABLE['a']\n", "from reg import TABLE\nTABLE['a'] = 1\n", None),
    ("import reg, plugin\nreg.TABLE['a']\n", "import reg\nreg.TABLE['a'] = 1\n", None),
    ("from reg import *\nimport plugin\nTABLE['a']\n", "import reg\nreg.TABLE['a'] = 1\n", None),
    ("TABLE = {}\nimport plugin\nTABLE['a']\n", "from __app__.Fn import TABLE\nTABLE['a'] = 1\n", None),
    ("TABLE = {}\nimport plugin\nTABLE['a']\n", "import json\n", "KeyError in line 3"),
    ("import reg, plugin\nreg.NONE.strip()\n", "import reg, os\nif os.environ.get('x'): reg.NONE = ''\n", None),
    ("import reg, plugin\nreg.NONE.strip()\n", "import reg, os\n", "AttributeError in line 2"),
    ("from reg import C\nimport plugin\nC.extra\n", "import reg\nreg.C.extra = 1\n", None),
    ("from reg import C\nimport plugin\nC.extra\n", "import reg\nreg.C.other = 1\n", "AttributeError in line 3"),
]


@pytest.mark.parametrize(("script", "expected"), CHANGED)
def test_what_is_changed_out_of_sight(tmp_path: Path, script: str, expected: str | None) -> None:
    assert verdict(tmp_path, script + "def main(msg): pass\n") == (expected or "main(msg)")


@pytest.mark.parametrize(("script", "plugin", "expected"), ELSEWHERE)
def test_what_another_module_changes(tmp_path: Path, script: str, plugin: str, expected: str | None) -> None:
    found = verdict(
        tmp_path, script + "def main(msg): pass\n", plugin=plugin, reg="TABLE = {}\nNONE = None\nclass C: pass\n"
    )

    assert found == (expected or "main(msg)")


@pytest.mark.parametrize(
    ("script", "others", "expected"),
    [
        ("from conf import a\n", {"conf.py": "import sys\nsys.modules[__name__] = object()\n"}, None),
        ("import conf\nconf.a\n", {"conf.py": "import sys\nm = sys.modules\nm[__name__] = object()\n"}, None),
        ("from conf import a\n", {"conf.py": "import sys\nsys.modules.update({__name__: object()})\n"}, None),
        ("from conf import a\n", {"conf.py": "import sys\nsys.modules[__name__].__class__ = object\n"}, None),
        ("from conf import a\n", {"conf.py": "import sys\nsys.modules['other'] = object()\n"}, "ImportError"),
        ("import old.conf as c\nc.A\n", {"old/__init__.py": "import sys\nsys.modules['old.conf'] = 1\n"}, None),
        ("from old.conf import A\n", {"old/__init__.py": "import sys\nsys.modules['old.conf'] = 1\n"}, None),
        ("from old.conf import A\n", {"old/__init__.py": "import sys\nsys.modules\n"}, "ModuleNotFoundError"),
        ("from old import conf\n", {"old/__init__.py": "__path__.append('x')\n"}, None),
        ("import old.conf\n", {"old/__init__.py": "__path__.append('x')\n"}, None),
        ("import old.conf\n", {"old/__init__.py": "path = []\npath.append('x')\n"}, "ModuleNotFoundError"),
        ("import conf\n_('x')\n", {"conf.py": "import gettext\ngettext.install('x')\n"}, None),
        ("import conf\n_('x')\n", {"conf.py": "import gettext\ngettext.translation('x').install()\n"}, None),
        ("import conf\n_('x')\n", {"conf.py": "import gettext\n"}, "NameError"),
        ("import conf\nzork\n", {"conf.py": "import builtins\nbuiltins.zork = 1\n"}, None),
        ("import conf\nzork\n", {"conf.py": "import builtins as b\nfor n in dir(b): setattr(b, n + '_', 1)\n"}, None),
        ("import conf\nzork\n", {"conf.py": "__builtins__['zork'] = 1\n"}, None),
        ("import conf\nzork\n", {"conf.py": "import builtins\nbuiltins.bork = 1\n"}, "NameError"),
    ],
)
def test_modules_and_names_that_the_app_makes(
    tmp_path: Path, script: str, others: dict[str, str], expected: str | None
) -> None:
    from funclint.engine import check_paths

    for name, text in others.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    found = verdict(tmp_path, script + "def main(msg): pass\n")
    errors = [item.code for item in check_paths([tmp_path]).diagnostics if str(item.severity) in ("error", "warning")]

    assert found.partition(" ")[0] == (expected or "main(msg)")
    assert bool(errors) is (expected is not None), errors


@pytest.mark.parametrize(("script", "expected"), FOLLOWED)
def test_what_a_script_is(tmp_path: Path, script: str, expected: str) -> None:
    assert verdict(tmp_path, script) == expected


def test_a_module_imported_below_a_folder_is_its_attribute(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "core.py").write_text("def run(msg, extra): pass\n")

    assert verdict(tmp_path, "import __app__.lib.core\nmain = __app__.lib.core.run\n") == "main(msg, extra)"


def test_a_star_import_brings_what_the_other_module_has(tmp_path: Path) -> None:
    assert verdict(tmp_path, "from shared import *\n", shared="def main(msg): pass\n_main = 1\n") == "main(msg)"


@pytest.mark.parametrize(
    ("script", "codes"),
    [
        ("from typing import *\ndef main(msg: Optional[int]): pass\n", {"FN308"}),
        ("from typing import *\nx: List[int] = []\ndef main(msg): pass\nnobody_knows\n", set()),
        # Every way is refused, whichever is taken.
        ("import os\nif os.environ.get('A'):\n    def main(other): pass\nelse:\n    main = None\n", {"FN301", "FN302", "FN304"}),  # noqa: E501
        ("try:\n    import not_installed\nexcept ImportError:\n    def main(*args): pass\n", {"FN301", "FN302", "FN303"}),  # noqa: E501
        # One of them is sound.
        ("import os\nif os.environ.get('A'):\n    def main(other): pass\nelse:\n    def main(msg): pass\n", set()),
        ("try:\n    import not_installed\nexcept ImportError:\n    def main(msg): pass\n", set()),
        ("import os\nif os.environ.get('A'):\n    from nowhere import main\nelse:\n    main = None\n", set()),
    ],
)  # fmt: skip
def test_ways_that_cannot_be_told_apart(tmp_path: Path, script: str, codes: set[str]) -> None:
    from funclint.engine import check_paths

    verdict(tmp_path, script)
    errors = {item.code for item in check_paths([tmp_path]).diagnostics if str(item.severity) == "error"}

    assert errors == codes
