"""Ways of giving a script its entry point that should keep the signature: aliases, imports, branches, decorators ..."""

from __future__ import annotations

from collections.abc import Callable

from appgen.draft import Draft, indent

Shape = Callable[[Draft], list[str]]
"""Takes a draft, gives the lines of the script; further modules go to the draft's files."""

_TRUE = ("True", "1", "sys.version_info >= (3, 8)", "sys.version_info[0] >= 3", "not False", "os.name", "'x'", "2 > 1")
_FALSE = (
    "False",
    "0",
    "sys.version_info < (3, 8)",
    "None",
    "''",
    "sys.version_info[0] == 2",
    "not True",
    "__debug__ is None",
)
_UNKNOWN = ("os.environ.get('FEATURE')", "os.path.exists('/nowhere')", "sys.platform == 'win32'", "os.getenv('HOME')")


def target(draft: Draft) -> str:
    """The name that the entry point must have."""
    return draft.entry_point or "main"


def rename_target(draft: Draft) -> None:
    """Names an entry point other than main in function.json, sometimes."""
    draft.entry_point = draft.rng.choice(("handler", "run", "process_item", "entry", "Main", "_run", "main"))
    draft.style.append("entryPoint")


def whole(draft: Draft, name: str) -> list[str]:
    """Header, function under a name, footer."""
    return [*draft.header, "", *draft.function(name), *draft.footer]


def write(draft: Draft, path: str, lines: list[str]) -> None:
    draft.files[path] = draft.spelling.module(lines, draft.future, draft.skip_imports)


def plain(draft: Draft) -> list[str]:
    return whole(draft, target(draft))


def assigned(draft: Draft) -> list[str]:
    main = target(draft)
    form = draft.rng.choice(
        (
            "{0} = handler_impl",
            "{0}: <t>Any = handler_impl",
            "{0}: <t>Callable = handler_impl",
            "{0}, _other = handler_impl, None",
            "(_other, {0}) = (None, handler_impl)",
            "[{0}] = [handler_impl]",
            "{0} = _same = handler_impl",
            "_same = {0} = handler_impl",
            "if ({0} := handler_impl):\n    pass",
            "_a = handler_impl\n_b = _a\n{0} = _b",
            "{0}, *_rest = handler_impl, 1, 2",
            "{0} = handler_impl if True else None",
            "{0} = handler_impl or None",
            "{0} = None or handler_impl",
            "{0} = [handler_impl][0]",
            "{0} = {{'x': handler_impl}}['x']",
            "{0} = (handler_impl)",
            "{0} = (lambda f: f)(handler_impl)",
            "{0} = getattr(sys.modules[__name__], 'handler_impl')",
            "{0} = globals()['handler_impl']",
            "for {0} in (None, handler_impl):\n    pass",
            "{0} = next(iter([handler_impl]))",
            "{0} = None\n{0} = handler_impl",
            "{0} = True and handler_impl",
        )
    )
    return [*draft.header, "", *draft.function("handler_impl"), "", *form.format(main).split("\n"), *draft.footer]


def dynamic(draft: Draft) -> list[str]:
    """Bound in a way that only running tells."""
    main = target(draft)
    form = draft.rng.choice(
        (
            "globals()['{0}'] = handler_impl",
            "setattr(sys.modules[__name__], '{0}', handler_impl)",
            "vars()['{0}'] = handler_impl",
            "locals()['{0}'] = handler_impl",
            "globals().update({0}=handler_impl)",
            "exec('{0} = handler_impl')",
            "def __getattr__(name):\n    if name == '{0}':\n        return handler_impl\n"
            "    raise AttributeError(name)",
            "sys.modules[__name__].{0} = handler_impl",
            "def _install():\n    global {0}\n    {0} = handler_impl\n_install()",
            "def _install():\n    globals()['{0}'] = handler_impl\n_install()",
            "import builtins\nexec(\"globals()['{0}'] = handler_impl\")",
            "for _name in ('{0}',):\n    globals()[_name] = handler_impl",
            "sys.modules[__name__].__dict__['{0}'] = handler_impl",
        )
    )
    return [*draft.header, "", *draft.function("handler_impl"), "", *form.format(main).split("\n"), *draft.footer]


def branches(draft: Draft) -> list[str]:
    """Defined under a condition; every path, or the path that is taken, defines it."""
    main = target(draft)
    good = indent(draft.function(main))
    bad = indent(draft.rng.choice(([f"def {main}():", "    pass"], [f"{main} = None"], ["pass"])))
    form = draft.rng.choice(
        ("true", "false", "both", "try", "try-import", "with", "match", "for", "while", "nested", "finally")
    )
    draft.style.append(form)
    lines: list[str]
    if form == "true":
        lines = [f"if {draft.rng.choice(_TRUE)}:", *good, *(["else:", *bad] if draft.coin(0.6) else [])]
    elif form == "false":
        lines = [f"if {draft.rng.choice(_FALSE)}:", *bad, "else:", *good]
    elif form == "both":
        lines = [f"if {draft.rng.choice(_UNKNOWN)}:", *good, "else:", *good]
    elif form == "try":
        handler = draft.rng.choice(("Exception", "NameError", "ImportError"))
        lines = ["try:", *good, f"except {handler}:", *bad]
    elif form == "try-import":
        lines = ["try:", "    import not_installed_anywhere", "except ImportError:", *good, "else:", *bad]
    elif form == "with":
        lines = ["with contextlib.suppress(Exception):", *good]
    elif form == "match":
        lines = ["match sys.version_info[0]:", "    case 2:", *indent(bad), "    case _:", *indent(good)]
    elif form == "for":
        lines = ["for _ in range(1):", *good]
    elif form == "while":
        lines = ["while True:", *good, "    break"]
    elif form == "nested":
        lines = [f"if {draft.rng.choice(_TRUE)}:", "    try:", *indent(good), "    finally:", "        pass"]
    else:
        lines = ["try:", "    pass", "finally:", *good]
    return [*draft.header, "", *lines, *draft.footer]


def redefined(draft: Draft) -> list[str]:
    main = target(draft)
    before = draft.rng.choice(
        (
            [f"def {main}():", "    pass"],
            [f"{main} = None"],
            [f"class {main}:", "    pass"],
            [f"from os.path import join as {main}"],
            [f"def {main}(a, b, c):", "    pass", f"del {main}"],
            [f"{main}: int"],
            ["def outer():", f"    def {main}(x):", "        return x", f"    return {main}"],
        )
    )
    return [*draft.header, "", *before, "", *draft.function(main), *draft.footer]


def sibling(draft: Draft) -> list[str]:
    """Imported from a module beside the script."""
    main = target(draft)
    form, name = draft.rng.choice(
        (
            ("from .impl import {0}", main),
            ("from .impl import run_impl as {0}", "run_impl"),
            ("from . import impl\n{0} = impl.{0}", main),
            ("from . import impl as _impl\n{0} = _impl.run_impl", "run_impl"),
            ("from .impl import *", main),
            ("from __app__.Fn.impl import {0}", main),
            ("from __app__.Fn import impl\n{0} = impl.{0}", main),
            ("from Fn.impl import {0}", main),
            ("import __app__.Fn.impl as _impl\n{0} = _impl.{0}", main),
            ("import importlib\n{0} = importlib.import_module('.impl', __package__).{0}", main),
            ("from .impl import (\n    {0},\n)", main),
            ("try:\n    from .impl import {0}\nexcept ImportError:\n    {0} = None", main),
            ("if True:\n    from .impl import {0}", main),
        )
    )
    lines = whole(draft, name)
    if "*" in form:
        exported = draft.rng.choice(
            (None, f"__all__ = ['{name}']", f"__all__ = ('{name}',)", f"__all__ = []\n__all__ += ['{name}']")
        )
        if exported:
            lines += exported.split("\n")
    write(draft, "Fn/impl.py", lines)
    return form.format(main).split("\n")


def shared(draft: Draft) -> list[str]:
    """Imported from a package at the app root."""
    main = target(draft)
    form, name = draft.rng.choice(
        (
            ("from ..handlers.core import {0}", main),
            ("from handlers.core import {0}", main),
            ("from __app__.handlers.core import {0}", main),
            ("from ..handlers import core\n{0} = core.{0}", main),
            ("from handlers import core\n{0} = core.{0}", main),
            ("import handlers.core\n{0} = handlers.core.{0}", main),
            ("import __app__.handlers.core as _core\n{0} = _core.run_impl", "run_impl"),
            ("import __app__.handlers.core\n{0} = __app__.handlers.core.run_impl", "run_impl"),
            ("from ..handlers.core import *", main),
            ("from handlers.core import *", main),
            ("from handlers import {0}", "package"),
            ("from ..handlers import {0}", "package"),
            ("from ..handlers import *", "package"),
            ("from root_module import {0}", "root"),
            ("from ..root_module import {0}", "root"),
            ("import root_module\n{0} = root_module.{0}", "root"),
            ("from __app__ import root_module\n{0} = root_module.{0}", "root"),
        )
    )
    function = main if name in ("package", "root") else name
    lines = whole(draft, function)
    if name == "root":
        write(draft, "root_module.py", lines)
        return form.format(main).split("\n")
    write(draft, "handlers/core.py", lines)
    if name == "package":
        export = draft.rng.choice(
            (f"from .core import {main}", "from .core import *", f"from . import core\n{main} = core.{main}")
        )
        draft.files["handlers/__init__.py"] = export + "\n"
    elif draft.coin(0.5):
        draft.files["handlers/__init__.py"] = draft.rng.choice(("", '"""Handlers."""\n', "from . import core\n"))
    return form.format(main).split("\n")


_WRAPPERS = {
    "wraps": [
        "def {d}(function):",
        "    @functools.wraps(function)",
        "    {async_}def wrapper(*args, **kwargs):",
        "        return {await_}function(*args, **kwargs)",
        "    return wrapper",
    ],
    "wraps-named": [
        "def {d}(fn):",
        "    {async_}def inner(*a, **k):",
        "        return {await_}fn(*a, **k)",
        "    return functools.wraps(fn)(inner)",
    ],
    "update-wrapper": [
        "def {d}(fn):",
        "    {async_}def inner(*a, **k):",
        "        return {await_}fn(*a, **k)",
        "    functools.update_wrapper(inner, fn)",
        "    return inner",
    ],
    "same": ["def {d}(function):", "    function.registered = True", "    return function"],
    "same-lambda": ["{d} = lambda f: f"],
    "parametrised": [
        "def {d}_of(level=1, *names):",
        "    def decorate(function):",
        "        @functools.wraps(function)",
        "        {async_}def wrapper(*args, **kwargs):",
        "            logging.info(level)",
        "            return {await_}function(*args, **kwargs)",
        "        return wrapper",
        "    return decorate",
    ],
    "optional-call": [
        "def {d}(function=None, *, level=1):",
        "    def decorate(f):",
        "        @functools.wraps(f)",
        "        {async_}def wrapper(*args, **kwargs):",
        "            return {await_}f(*args, **kwargs)",
        "        return wrapper",
        "    return decorate if function is None else decorate(function)",
    ],
    "registry": [
        "_REGISTRY = []",
        "def {d}(function):",
        "    _REGISTRY.append(function)",
        "    return function",
    ],
    "branching": [
        "def {d}(function):",
        "    if os.environ.get('NO_TRACE'):",
        "        return function",
        "    @functools.wraps(function)",
        "    {async_}def wrapper(*args, **kwargs):",
        "        return {await_}function(*args, **kwargs)",
        "    return wrapper",
    ],
    "class-static": [
        "class Tools:",
        "    @staticmethod",
        "    def {d}(function):",
        "        @functools.wraps(function)",
        "        {async_}def wrapper(*args, **kwargs):",
        "            return {await_}function(*args, **kwargs)",
        "        return wrapper",
    ],
    "set-wrapped": [
        "def {d}(fn):",
        "    {async_}def inner(*a, **k):",
        "        return {await_}fn(*a, **k)",
        "    inner.__wrapped__ = fn",
        "    return inner",
    ],
    "set-signature": [
        "def {d}(fn):",
        "    {async_}def inner(*a, **k):",
        "        return {await_}fn(*a, **k)",
        "    inner.__signature__ = inspect.signature(fn)",
        "    inner.__annotations__ = fn.__annotations__",
        "    return inner",
    ],
}


def decorated(draft: Draft) -> list[str]:
    """Decorators of the app that keep the signature."""
    main = target(draft)
    above: list[str] = []
    definitions: list[str] = []
    for number in range(draft.rng.choice((1, 1, 1, 2, 3))):
        kind = draft.rng.choice(list(_WRAPPERS))
        draft.style.append(kind)
        name = f"traced{number or ''}"
        words = {"d": name, "async_": "async " if draft.is_async else "", "await_": "await " if draft.is_async else ""}
        definitions += [line.format(**words) if "{" in line else line for line in _WRAPPERS[kind]]
        use = {
            "parametrised": draft.rng.choice((f"{name}_of()", f"{name}_of(2)", f"{name}_of(level=3)")),
            "optional-call": draft.rng.choice((name, f"{name}()", f"{name}(level=2)")),
            "class-static": f"Tools.{name}",
        }.get(kind, name)
        above.append(f"@{use}")
    if draft.coin(0.25) and not any("Tools" in line for line in above):
        write(draft, "tools/deco.py", definitions)
        draft.style.append("from-module")
        line = draft.rng.choice(
            ("from ..tools.deco import *", "from tools.deco import *", "from __app__.tools.deco import *")
        )
        names = [a[1:].split("(")[0] for a in above]
        if draft.coin(0.5):
            line = line.replace("*", ", ".join(dict.fromkeys(names)))
        definitions = [line]
    if draft.coin(0.15):
        call = main if len(above) > 1 else f"{above[0][1:]}({main})"
        if len(above) == 1:
            return [*draft.header, *definitions, "", *draft.function(main), f"{main} = {call}", *draft.footer]
    return [*draft.header, *definitions, "", *draft.function(main, decorators=above), *draft.footer]


def foreign_decorator(draft: Draft) -> list[str]:
    """Decorators of the standard library."""
    main = target(draft)
    above = draft.rng.choice(
        (
            "functools.lru_cache",
            "functools.lru_cache(maxsize=1)",
            "functools.cache",
            "functools.singledispatch",
            "contextlib.contextmanager",
            "staticmethod",
            "classmethod",
            "atexit.register",
            "<t>no_type_check",
            "<t>final",
            "contextlib.ContextDecorator()",
            "contextlib.suppress(ValueError)",
            "functools.total_ordering",
            "abc.abstractmethod",
            "asyncio.coroutines.iscoroutinefunction",
            "types.coroutine",
            "<t>overload",
            "property",
            "unittest.mock.patch.dict('os.environ', {})",
            "unittest.mock.patch('os.getcwd')",
            "functools.wraps(print)",
            "contextlib.asynccontextmanager",
            "<t>runtime_checkable",
            "dataclasses.dataclass",
            "warnings.catch_warnings()",
            "functools.cached_property",
            "<t>override",
            "functools.partial",
            "contextlib.closing",
            "threading.Thread",
            "asyncio.run",
            "enum.unique",
            "repr",
            "callable",
            "print",
            "list",
            "weakref.ref",
            "operator.call",
            "id",
        )
    )
    draft.style.append(above.split("(")[0].replace("<t>", "typing."))
    return [*draft.header, "", *draft.function(main, decorators=[f"@{above}"]), *draft.footer]


def factory(draft: Draft) -> list[str]:
    """Made by a function of the app."""
    main = target(draft)
    arguments, call = draft.rng.choice((("", ""), ("level", "1"), ("level=2", ""), ("*, level", "level=3")))
    inner = indent(draft.function("inner"))
    form = draft.rng.choice(("plain", "nested", "tuple", "branch", "method"))
    lines = [f"def make({arguments}):", *inner, "    return inner"]
    use = f"{main} = make({call})"
    if form == "nested":
        lines = [
            f"def make({arguments}):",
            "    def build():",
            *indent(inner),
            "        return inner",
            "    return build()",
        ]
    elif form == "tuple":
        lines[-1] = "    return inner, 1"
        use = f"{main}, _number = make({call})"
    elif form == "branch":
        lines[-1:] = ["    if True:", "        return inner", "    return None"]
    elif form == "method":
        lines = ["class Maker:", "    def make(self):", *indent(inner), "        return inner"]
        use = f"{main} = Maker().make()"
    draft.style.append(form)
    return [*draft.header, "", *lines, "", use, *draft.footer]


def method(draft: Draft) -> list[str]:
    """A method that takes what the bindings say."""
    main = target(draft)
    forms = ("bound", "static", "static-class", "classmethod", "inherited", "attribute", "property", "init", "variable")
    form = draft.rng.choice(forms)
    draft.style.append(form)
    header = [*draft.header, ""]
    if form in ("static", "static-class"):
        inside = ["@staticmethod", *draft.function("run")]
        use = "Handler.run" if form == "static-class" else "Handler().run"
    elif form == "classmethod":
        inside = ["@classmethod", *draft.function("run", "cls, ")]
        use = draft.rng.choice(("Handler.run", "Handler().run"))
    elif form == "property":
        inside = ["@property", "def run(self):", *indent(draft.function("inner")), "    return inner"]
        use = "Handler().run"
    elif form == "attribute":
        lines = [*draft.function("impl"), "", "class Handler:", "    pass", "Handler.run = staticmethod(impl)"]
        return [*header, *lines, f"{main} = Handler.run", *draft.footer]
    elif form == "variable":
        inside = [*draft.function("run", "self, ")]
        return [
            *header,
            "class Handler:",
            *indent(inside),
            "",
            "_handler = Handler()",
            f"{main} = _handler.run",
            *draft.footer,
        ]
    elif form == "init":
        inside = ["def __init__(self, level=1):", "    self.level = level", "", *draft.function("run", "self, ")]
        use = draft.rng.choice(("Handler().run", "Handler(2).run", "Handler(level=3).run"))
    elif form == "inherited":
        inside = draft.function("run", "self, ")
        lines = ["class Base:", *indent(inside), "", "class Handler(Base):", "    pass"]
        return [*header, *lines, "", f"{main} = Handler().run", *draft.footer]
    else:
        inside = draft.function("run", "self, ")
        use = "Handler().run"
    return [*header, "class Handler:", *indent(inside), "", f"{main} = {use}", *draft.footer]


def class_entry(draft: Draft) -> list[str]:
    """A class as entry point: the worker reads its constructor as the function."""
    main = target(draft)
    form = draft.rng.choice(
        (
            "init",
            "none",
            "new",
            "metaclass",
            "dataclass",
            "namedtuple",
            "enum",
            "call",
            "inherited",
            "both",
            "typed-dict",
        )
    )
    draft.style.append(form)
    first = draft.function("__init__", "self, ")[:1] if not draft.is_async else ["def __init__(self):"]
    header = [*draft.header, ""]
    fields = [f"{p.name}: {p.annotation or 'object'}" for p in draft.parameters] or ["x: int"]
    if form == "none":
        return [*header, f"class {main}:", "    pass", *draft.footer]
    if form == "new":
        lines = [line.replace("__init__(self", "__new__(cls") for line in first]
        return [*header, f"class {main}:", *indent([*lines, "    return object.__new__(cls)"]), *draft.footer]
    if form == "both":
        lines = ["def __new__(cls, *a, **k):", "    return object.__new__(cls)", *first, "    pass"]
        return [*header, f"class {main}:", *indent(lines), *draft.footer]
    if form == "metaclass":
        lines = [line.replace("__init__(self", "__call__(cls") for line in first]
        return [
            *header,
            "class Meta(type):",
            *indent([*lines, "    pass"]),
            f"class {main}(metaclass=Meta):",
            "    pass",
            *draft.footer,
        ]
    if form == "dataclass":
        return [*header, "@dataclasses.dataclass", f"class {main}:", *indent(fields), *draft.footer]
    if form in ("namedtuple", "typed-dict"):
        base = "NamedTuple" if form == "namedtuple" else "TypedDict"
        return [*header, f"class {main}(<t>{base}):", *indent(fields), *draft.footer]
    if form == "enum":
        return [*header, f"class {main}(enum.Enum):", "    A = 1", *draft.footer]
    if form == "call":
        return [*header, f"class {main}:", *indent(draft.function("__call__", "self, ")), *draft.footer]
    if form == "inherited":
        return [
            *header,
            "class Base:",
            *indent([*first, "    pass"]),
            f"class {main}(Base):",
            "    pass",
            *draft.footer,
        ]
    return [*header, f"class {main}:", *indent([*first, "    pass"]), *draft.footer]


def lambda_entry(draft: Draft) -> list[str]:
    main = target(draft)
    body = draft.value if draft.value is not None else "None"
    if any(p.annotation and "Out" in p.annotation for p in draft.parameters) and draft.coin(0.5):
        body = "None"
    names = ", ".join(p.name for p in draft.parameters if p.kind == "plain")
    return [*draft.header, "", f"{main} = lambda {names}: {body}".replace("lambda :", "lambda:"), *draft.footer]


def keyword_only(draft: Draft) -> list[str]:
    for parameter in draft.parameters:
        parameter.kind = "keyword" if draft.coin(0.7) else parameter.kind
    draft.parameters.sort(key=lambda p: p.kind == "keyword")
    return plain(draft)


def generator(draft: Draft) -> list[str]:
    """A generator: loads, and gives a generator object back when called."""
    draft.statements.append("yield 1")
    draft.style.append("generator")
    draft.value = None
    return plain(draft)


def main_guard(draft: Draft) -> list[str]:
    """Code that only runs as a script, faulty code as well."""
    main = target(draft)
    tail = draft.rng.choice(
        ([f"{main}()"], ["undefined_name"], ["import not_there"], [f"{main} = None"], ["raise SystemExit"])
    )
    return [*whole(draft, main), "", "if __name__ == '__main__':", *indent(tail)]


def with_helpers(draft: Draft) -> list[str]:
    """The function among other definitions."""
    main = target(draft)
    helpers = [
        "_CACHE = {}",
        "_RETRIES = int(os.environ.get('RETRIES', '3'))",
        "logger = logging.getLogger(__name__)",
        "",
        "class Client:",
        "    def __init__(self, url='http://localhost'):",
        "        self.url = url",
        "    def get(self, key):",
        "        return _CACHE.get(key) or later(key)",
        "",
        "def later(key):",
        "    return missing_until_called if key else helper(key)",
        "",
        "def helper(value, *, strict=False):",
        "    for index, part in enumerate(str(value)):",
        "        if strict and index > 3:",
        "            return part",
        "    return [x for x in range(3)], {k: v for k, v in _CACHE.items()}",
        "",
        "_client = Client()",
        "_first = helper('abc')",
        "",
    ]
    return [*draft.header, *helpers, *draft.function(main), *draft.footer]


def durable_entry(draft: Draft) -> list[str]:
    """`main = df.Orchestrator.create(f)` or the same for an entity."""
    main = target(draft)
    maker = "<d>Entity" if draft.shape == "entity" else "<d>Orchestrator"
    name = draft.rng.choice(("entity_function", "orchestrator_function", "flow"))
    form = draft.rng.choice(
        ("{0} = {1}.create({2})",) * 6 + ("{0}: <t>Any = {1}.create({2})", "_m = {1}.create({2})\n{0} = _m")
    )
    return [*draft.header, "", *draft.function(name), "", *form.format(main, maker, name).split("\n"), *draft.footer]


SOUND: tuple[tuple[int, Shape], ...] = (
    (16, plain),
    (7, with_helpers),
    (6, assigned),
    (3, dynamic),
    (6, branches),
    (4, redefined),
    (6, sibling),
    (6, shared),
    (9, decorated),
    (3, foreign_decorator),
    (4, factory),
    (5, method),
    (3, class_entry),
    (2, lambda_entry),
    (3, keyword_only),
    (1, generator),
    (3, main_guard),
)


def draw_shape(draft: Draft) -> list[str]:
    """The lines of the script, in a shape that is usually sound."""
    if draft.shape in ("orchestrator", "entity"):
        return durable_entry(draft)
    weighted = [shape for weight, shape in SOUND for _ in range(weight)]
    shape = draft.rng.choice(weighted)
    draft.shape = shape.__name__.replace("_", "-")
    return shape(draft)
