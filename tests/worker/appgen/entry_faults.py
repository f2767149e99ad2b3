"""Scripts whose entry point is not what function.json says: missing, not callable, overwritten, with another signature.

Shapes like those of shapes.py, most of them faulty.
"""

from __future__ import annotations

from appgen.draft import Draft, indent
from appgen.shapes import Shape, target, whole, write


def misnamed(draft: Draft) -> list[str]:
    main = target(draft)
    other = draft.rng.choice(
        (main.capitalize(), main + "_", main[1:] or "m", "mian", "handler2", main.upper(), main + "s", "_" + main)
    )
    return whole(draft, other)


def entry_point_wrong(draft: Draft) -> list[str]:
    """function.json names something else."""
    lines = whole(draft, "main")
    lines += [
        "",
        "CONSTANT = 5",
        "class Handler:",
        "    @staticmethod",
        "    def run(x):",
        "        pass",
        "handler = Handler()",
    ]
    draft.entry_point = draft.rng.choice(
        (
            "mian",
            "Main",
            "Handler.run",
            "handler.run",
            "main()",
            " main",
            "main ",
            "CONSTANT",
            "handler",
            "logging",
            "print",
            "__name__",
            "__doc__",
            "__init__",
            "Fn.main",
            "__init__.main",
            "Handler",
            "__builtins__",
            "__loader__",
            "main.__call__",
            "__class__",
            "",
        )
    )
    return lines


def not_callable(draft: Draft) -> list[str]:
    main = target(draft)
    form = draft.rng.choice(
        (
            "{0} = 5",
            "{0} = None",
            "{0} = 'text'",
            "{0} = [handler_impl]",
            "{0} = {{'main': handler_impl}}",
            "{0} = (handler_impl,)",
            "import json as {0}",
            "from os import path as {0}",
            "{0} = object()",
            "{0} = handler_impl.__name__",
            "{0}: <t>Any",
            "{0}: int = 3",
            "{0} = ...",
            "{0} = property(handler_impl)",
            "{0} = staticmethod(handler_impl)",
            "{0} = classmethod(handler_impl)",
            "{0} = (x for x in ())",
            "{0} = [x for x in 'a']",
            "{0} = handler_impl is None",
            "{0} = not handler_impl",
            "{0} = handler_impl and None",
            "{0} = None if True else handler_impl",
            "{0} = f'{{handler_impl}}'",
            "class _C:\n    pass\n{0} = _C()",
            "import logging\n{0} = logging.getLogger()",
            "{0} = sys.modules[__name__]",
            "{0} = None\nif False:\n    {0} = handler_impl",
            "with io.StringIO() as {0}:\n    pass",
            "{0} = dict(main=handler_impl)",
            "for {0} in range(3):\n    pass",
            "{0} = 'a'.upper()",
            "{0} = len('abc')",
            "{0} = <t>NamedTuple('X', [])()",
        )
    )
    return [*draft.header, "", *draft.function("handler_impl"), "", *form.format(main).split("\n"), *draft.footer]


def odd_callable(draft: Draft) -> list[str]:
    """Callable, but not a function of the app's own."""
    main = target(draft)
    form = draft.rng.choice(
        (
            "{0} = functools.partial(handler_impl)",
            "{0} = functools.partial(handler_impl, 1)",
            "{0} = print",
            "{0} = str",
            "{0} = int",
            "{0} = functools.partialmethod(handler_impl)",
            "{0} = functools.update_wrapper(functools.partial(handler_impl), handler_impl)",
            "class _C:\n    def __call__(self, *a, **k):\n        return handler_impl(*a, **k)\n{0} = _C()",
            "class _C:\n    def __init__(self, f):\n        functools.update_wrapper(self, f)\n"
            "    def __call__(self, *a, **k):\n        "
            "return handler_impl(*a, **k)\n{0} = _C(handler_impl)",
            "class _C:\n    pass\n{0} = _C",
            "{0} = functools.lru_cache(handler_impl)",
            "{0} = handler_impl.__call__",
            "{0} = functools.singledispatch(handler_impl)",
            "{0} = contextlib.contextmanager(handler_impl)",
            "{0} = dict",
            "{0} = <t>List",
            "{0} = <t>NewType('X', int)",
            "{0} = json.dumps",
            "{0} = os.getcwd",
            "{0} = operator.itemgetter(0)",
            "{0} = len",
            "{0} = types.MethodType(handler_impl, 5)",
            "{0} = types.SimpleNamespace",
            "{0} = unittest.mock.Mock()",
            "{0} = <f>HttpResponse",
            "{0} = <t>Any",
            "{0} = list[str]",
            "{0} = [].append",
            "{0} = 'a'.join",
            "{0} = <f>FunctionApp()",
            "{0} = <t>TypeVar('T')",
            "{0} = lambda *a, **k: handler_impl(*a, **k)",
            "{0} = lambda: None",
            "{0} = functools.wraps(handler_impl)(lambda *a, **k: None)",
            "{0} = functools.wraps(handler_impl)(functools.partial(handler_impl))",
            "{0} = weakref.ref(handler_impl)",
            "{0} = type('X', (), {{'__call__': handler_impl}})()",
            "{0} = type('X', (), {{}})",
            "{0} = types.FunctionType(handler_impl.__code__, globals())",
        )
    )
    return [*draft.header, "", *draft.function("handler_impl"), "", *form.format(main).split("\n"), *draft.footer]


def overwritten(draft: Draft) -> list[str]:
    """Something below the function takes its name, or seems to."""
    main = target(draft)
    form = draft.rng.choice(
        (
            "{0} = None",
            "{0} = 5",
            "del {0}",
            "{0}: int",
            "{0}: int = 4",
            "def {0}():\n    pass",
            "class {0}:\n    pass",
            "import json as {0}",
            "for {0} in (1, 2):\n    pass",
            "for {0} in ():\n    pass",
            "[{0} for {0} in (1, 2)]",
            "try:\n    1 / 0\nexcept ZeroDivisionError as {0}:\n    pass",
            "try:\n    pass\nexcept Exception as {0}:\n    pass",
            "if False:\n    {0} = None",
            "if os.environ.get('NOT_SET_ANYWHERE'):\n    {0} = None",
            "def _late():\n    global {0}\n    {0} = None",
            "def _late():\n    global {0}\n    {0} = None\n_late()",
            "def _late():\n    {0} = None\n_late()",
            "_x = {0} = 3",
            "({0} := 3)",
            "def {0}(*args, **kwargs):\n    pass",
            "def {0}(unknown):\n    pass",
            "globals().pop('{0}')",
            "del globals()['{0}']",
            "with contextlib.suppress(NameError):\n    del {0}",
            "class _K:\n    {0} = None",
            "from os.path import join as {0}",
            "if True:\n    del {0}",
            "try:\n    raise ValueError\nexcept ValueError:\n    {0} = None",
            "{0}.x = 5",
            "{0}.__wrapped__ = print",
            "{0}.__annotations__ = {{}}",
            "{0}.__signature__ = inspect.signature(lambda: 0)",
            "{0}.__annotations__['return'] = 5",
            "{0}.__signature__ = inspect.Signature()",
            "{0}.__annotations__.clear()",
            "{0}.__wrapped__ = lambda: None",
            "match 5:\n    case {0}:\n        pass",
            "match [1, 2]:\n    case [{0}, _]:\n        pass",
            "{0} += 1",
            "{0}[0] = 1",
            "import os as _os, sys as {0}",
            "lambda: ({0} := 1)",
            "async def {0}():\n    pass",
            "{0} = {0}",
            "{0} = {0} if False else None",
        )
    )
    return [*draft.header, "", *draft.function(main), "", *form.format(main).split("\n"), *draft.footer]


def hidden(draft: Draft) -> list[str]:
    """The function is there, but not at module level, or only on a path not taken."""
    main = target(draft)
    function = draft.function(main)
    form = draft.rng.choice(
        (
            "class",
            "function",
            "guard",
            "checking",
            "false",
            "unknown",
            "else",
            "except",
            "for",
            "string",
            "comment",
            "nested-call",
            "while",
            "docstring",
            "match",
        )
    )
    draft.style.append(form)
    header = [*draft.header, ""]
    if form == "class":
        return [*header, "class App:", *indent(function)]
    if form in ("function", "nested-call"):
        call = ["setup()"] if form == "nested-call" else []
        return [*header, "def setup():", *indent(function), f"    return {main}", *call]
    if form in ("string", "docstring"):
        return [
            *header,
            f"{'TEXT = ' if form == 'string' else ''}'''",
            *[line.replace("'''", '"""') for line in function],
            "'''",
        ]
    if form == "comment":
        return [*header, *["# " + line for line in function]]
    opening = {
        "guard": ["if __name__ == '__main__':"],
        "checking": ["if <t>TYPE_CHECKING:"],
        "false": [draft.rng.choice(("if False:", "if 0:", "if sys.version_info < (3, 6):", "if not True:", "if []:"))],
        "unknown": [
            draft.rng.choice(
                ("if os.environ.get('NOT_SET_ANYWHERE'):", "if sys.platform == 'win32':", "if os.name == 'nt':")
            )
        ],
        "else": ["if True:", "    pass", "else:"],
        "except": ["try:", "    pass", "except Exception:"],
        "for": ["for _ in ():"],
        "while": ["while False:"],
        "match": ["match 1:", "    case 2:"],
    }[form]
    return [*header, *opening, *indent(function, 2 if form == "match" else 1)]


_BAD_WRAPPERS: dict[str, list[str]] = {
    "no-wraps": [
        "def {d}(f):",
        "    def wrapper(*args, **kwargs):",
        "        return f(*args, **kwargs)",
        "    return wrapper",
    ],
    "returns-none": ["def {d}(f):", "    f.done = True"],
    "returns-value": ["def {d}(f):", "    return 5"],
    "calls": ["def {d}(f):", "    return f()"],
    "own-signature": ["def {d}(f):", "    def wrapper(value):", "        return f(value)", "    return wrapper"],
    "wraps-own-signature": [
        "def {d}(f):",
        "    @functools.wraps(f)",
        "    def wrapper(req):",
        "        return f(req)",
        "    return wrapper",
    ],
    "wraps-injects": [
        "def {d}(f):",
        "    @functools.wraps(f)",
        "    def wrapper(*args, **kwargs):",
        "        return f(*args, user='u', **kwargs)",
        "    return wrapper",
    ],
    "wraps-deletes": [
        "def {d}(f):",
        "    @functools.wraps(f)",
        "    def wrapper(*args, **kwargs):",
        "        return f(*args, **kwargs)",
        "    del wrapper.__wrapped__",
        "    return wrapper",
    ],
    "sets-signature": [
        "def {d}(f):",
        "    def wrapper(*args, **kwargs):",
        "        return f(*args, **kwargs)",
        "    wrapper.__signature__ = inspect.signature(lambda a, b: 0)",
        "    return wrapper",
    ],
    "class": [
        "class {d}:",
        "    def __init__(self, f):",
        "        self.f = f",
        "    def __call__(self, *args, **kwargs):",
        "        return self.f(*args, **kwargs)",
    ],
    "class-updated": [
        "class {d}:",
        "    def __init__(self, f):",
        "        functools.update_wrapper(self, f)",
        "        self.f = f",
        "    def __call__(self, *args, **kwargs):",
        "        return self.f(*args, **kwargs)",
    ],
    "class-annotated": [
        "class {d}:",
        "    def __init__(self, f):",
        "        self.f = f",
        "        self.__annotations__ = f.__annotations__",
        "        self.__signature__ = inspect.signature(f)",
        "    def __call__(self, *args, **kwargs):",
        "        return self.f(*args, **kwargs)",
    ],
    "partial": ["def {d}(f):", "    return functools.partial(f)"],
    "lambda": ["def {d}(f):", "    return lambda *a, **k: f(*a, **k)"],
    "missing-call": [
        "def {d}(level):",
        "    def decorate(f):",
        "        return f",
        "    return decorate",
    ],
    "raises": ["def {d}(f):", "    raise RuntimeError('no')"],
    "no-parameter": ["def {d}():", "    return lambda f: f"],
    "two-parameters": ["def {d}(f, g):", "    return f"],
    "wraps-other": [
        "def _other(a, b):",
        "    pass",
        "def {d}(f):",
        "    @functools.wraps(_other)",
        "    def wrapper(*args, **kwargs):",
        "        return f(*args, **kwargs)",
        "    return wrapper",
    ],
    "wraps-assigned": [
        "def {d}(f):",
        "    @functools.wraps(f, assigned=())",
        "    def wrapper(*args, **kwargs):",
        "        return f(*args, **kwargs)",
        "    return wrapper",
    ],
    "wraps-forgotten-return": [
        "def {d}(f):",
        "    @functools.wraps(f)",
        "    def wrapper(*args, **kwargs):",
        "        return f(*args, **kwargs)",
    ],
    "wraps-bare": [
        "def {d}(f):",
        "    @functools.wraps",
        "    def wrapper(*args, **kwargs):",
        "        return f(*args)",
        "    return wrapper",
    ],
    "copies-annotations": [
        "def {d}(f):",
        "    def wrapper(*args, **kwargs):",
        "        return f(*args, **kwargs)",
        "    wrapper.__annotations__ = f.__annotations__",
        "    return wrapper",
    ],
    "renames-only": [
        "def {d}(f):",
        "    def wrapper(*args, **kwargs):",
        "        return f(*args, **kwargs)",
        "    wrapper.__name__ = f.__name__",
        "    return wrapper",
    ],
    "same-names": ["def {d}(f):", "    def wrapper({names}):", "        return f({names})", "    return wrapper"],
    "same-names-default": [
        "def {d}(f):",
        "    def wrapper({names}, *, _f=None):",
        "        return f({names})",
        "    return wrapper",
    ],
    "unknown-branch": [
        "def {d}(f):",
        "    if os.environ.get('NOT_SET_ANYWHERE'):",
        "        return f",
        "    return None",
    ],
    "async-wrapper": [
        "def {d}(f):",
        "    @functools.wraps(f)",
        "    async def wrapper(*args, **kwargs):",
        "        return f(*args, **kwargs)",
        "    return wrapper",
    ],
    "undefined": ["def {d}_other(f):", "    return f"],
}


def wrapped(draft: Draft) -> list[str]:
    """Decorators of the app that change what the worker sees."""
    main = target(draft)
    kind = draft.rng.choice(list(_BAD_WRAPPERS))
    draft.style.append(kind)
    names = ", ".join(draft.names())
    lines = [line.replace("{d}", "traced").replace("{names}", names) for line in _BAD_WRAPPERS[kind]]
    above = ["@traced"]
    if draft.coin(0.2):
        lines += [
            "def outer(f):",
            "    @functools.wraps(f)",
            "    def shell(*a, **k):",
            "        return f(*a, **k)",
            "    return shell",
        ]
        above = draft.rng.choice((["@outer", "@traced"], ["@traced", "@outer"]))
        draft.style.append("stacked")
    if draft.coin(0.2):
        write(draft, "tools/deco.py", lines)
        lines = [
            draft.rng.choice(
                (
                    "from ..tools.deco import traced",
                    "from tools.deco import *",
                    "from ..tools import deco\ntraced = deco.traced",
                )
            )
        ]
        if "outer" in "".join(above):
            lines.append("from tools.deco import outer")
        lines = "\n".join(lines).split("\n")
    return [*draft.header, *lines, "", *draft.function(main, decorators=above), *draft.footer]


def unbound(draft: Draft) -> list[str]:
    """Methods reached in the wrong way."""
    main = target(draft)
    form = draft.rng.choice(
        ("unbound", "no-self", "class-self", "static-bound", "missing", "needs-arguments", "abstract", "misspelt")
    )
    draft.style.append(form)
    header = [*draft.header, ""]
    inside = draft.function("run", "self, ")
    use = "Handler().run"
    if form == "unbound":
        use = "Handler.run"
    elif form == "no-self":
        inside = draft.function("run")
    elif form == "class-self":
        inside = ["@classmethod", *draft.function("run")]
    elif form == "static-bound":
        inside = ["@staticmethod", *draft.function("run", "self, ")]
    elif form == "missing":
        use = "Handler().execute"
    elif form == "misspelt":
        use = "Handlr().run"
    elif form == "needs-arguments":
        inside = ["def __init__(self, url):", "    self.url = url", *inside]
    else:
        lines = [
            "class Base(abc.ABC):",
            "    @abc.abstractmethod",
            "    def other(self):",
            "        ...",
            "class Handler(Base):",
        ]
        return [*header, *lines, *indent(inside), "", f"{main} = {use}", *draft.footer]
    return [*header, "class Handler:", *indent(inside), "", f"{main} = {use}", *draft.footer]


def badly_imported(draft: Draft) -> list[str]:
    """The entry point, or something it needs, comes from a module in a way that cannot work, or only looks so."""
    main = target(draft)
    form = draft.rng.choice(
        (
            "from impl import {0}",
            "import impl\n{0} = impl.{0}",
            "from .impl import mian as {0}",
            "from .imp import {0}",
            "from ..impl import {0}",
            "from ...impl import {0}",
            "from . import imp\n{0} = imp.{0}",
            "from .Impl import {0}",
            "from . import impl",
            "import Fn.impl",
            "from Fn import impl",
            "from .impl import *",
            "from __app__.impl import {0}",
            "from __app__.fn.impl import {0}",
            "from . import impl\n{0} = impl.nope",
            "from .impl.sub import {0}",
            "from app.Fn.impl import {0}",
            "import Fn.impl\n{0} = Fn.impl.{0}",
            "from . import *",
            "import .impl",
            "from .impl import {0}.run",
            "from .. import Fn\n{0} = Fn.impl.{0}",
            "import sys\nsys.path.insert(0, os.path.dirname(__file__))\nfrom impl import {0}",
            "from ..Fn.impl import {0}",
            "from ....Fn import impl",
            "try:\n    from impl import {0}\nexcept ImportError:\n    from .impl import {0}",
            "from __main__ import {0}",
            "from impl import *",
            "sys.path.append(os.path.dirname(os.path.abspath(__file__)))\nimport impl\n{0} = impl.{0}",
            "from .impl import {0} as _{0}",
            "{0} = __import__('impl').{0}",
            "{0} = importlib.import_module('Fn.impl').{0}",
            "{0} = importlib.import_module('impl').{0}",
            "from .impl import __all__, {0}",
            "from __app__ import Fn\n{0} = Fn.impl.{0}",
            "from azure.functions.impl import {0}",
        )
    )
    tail = draft.rng.choice(
        (
            [],
            [],
            ["__all__ = []"],
            ["__all__ = ['nope']"],
            [f"__all__ = ['{main}']"],
            ["__all__ = ['x', 'y']", "x = y = 1"],
        )
    )
    write(draft, "Fn/impl.py", [*whole(draft, main), *tail])
    if draft.coin(0.3):
        draft.files["Fn/__init__.py"] = ""
    return form.format(main).split("\n")


def circular(draft: Draft) -> list[str]:
    """Two modules import each other, in orders that work and in orders that do not."""
    main = target(draft)
    first, second = draft.rng.choice(
        (
            ("from .partner import helper", "from . import {0}"),
            ("from .partner import helper", "from . import *"),
            ("from . import partner", "from . import {0}"),
            ("from . import partner", "import __app__.Fn"),
            ("from .partner import helper", "import __app__.Fn as _fn"),
            ("from .partner import helper", "from .. import Fn\nX = Fn.{0}"),
            ("from .partner import helper", "from . import limits_after"),
            ("from .partner import helper", "from . import LIMIT"),
            ("from .partner import helper", "def helper():\n    from . import {0}\n    return {0}"),
        )
    )
    draft.files["Fn/partner.py"] = second.format(main) + "\n\n\ndef helper():\n    return 1\n"
    order = draft.rng.choice(("before", "after"))
    draft.style.append(order)
    lines = ["LIMIT = 3", *draft.header, "", *draft.function(main), *draft.footer]
    lines = [first, *lines] if order == "before" else [*lines, first]
    return [*lines, "limits_after = 4"]


def durable_wrong(draft: Draft) -> list[str]:
    """An orchestrator or entity without its `create`, or with a wrong one."""
    main = target(draft)
    name = "flow"
    form = draft.rng.choice(
        (
            "{0} = flow",
            "{0} = <d>Orchestrator.create",
            "{0} = <d>Orchestrator(flow)",
            "{0} = <d>Entity.create(flow)",
            "{0} = <d>Orchestrator.create(flow)",
            "{0} = <d>Orchestrator.crate(flow)",
            "{0} = <d>Orchestrater.create(flow)",
            "flow = <d>Orchestrator.create(flow)",
            "{0} = <d>Entity(flow)",
            "{0} = <d>Orchestrator.create()",
            "{0} = <d>Orchestrator.create(None)",
            "{0} = <d>Orchestrator(flow).handle",
            "<d>Orchestrator.create(flow)",
            "{0} = <d>Orchestrator.create(flow, 1)",
            "{0} = <d>Orchestrator(flow).create(flow)",
        )
    )
    draft.style.append(form.split("=")[-1].strip().replace("<d>", ""))
    return [*draft.header, "", *draft.function(name), "", *form.format(main).split("\n"), *draft.footer]


SHAPES: tuple[Shape, ...] = (
    misnamed,
    entry_point_wrong,
    not_callable,
    not_callable,
    odd_callable,
    odd_callable,
    overwritten,
    overwritten,
    overwritten,
    hidden,
    hidden,
    unbound,
    badly_imported,
    badly_imported,
    badly_imported,
    circular,
)

WRAPPED: tuple[Shape, ...] = (wrapped,)


def draw_entry_fault(draft: Draft, wrapping: bool) -> list[str]:
    """The lines of a script with a fault of the entry point; `wrapping` picks decorators that hide the signature."""
    if draft.shape in ("orchestrator", "entity"):
        shape: Shape = durable_wrong
    else:
        shape = draft.rng.choice(WRAPPED if wrapping else SHAPES)
    draft.shape = shape.__name__.replace("_", "-")
    draft.faults.append(f"{'decorators' if wrapping else 'entry'}:{draft.shape}")
    return shape(draft)
