"""What ``inspect.signature`` and ``typing.get_type_hints`` give for an entry point."""

from __future__ import annotations

import ast

from funclint.python.module import Module
from funclint.python.values import (
    BoundMethod,
    BuiltinMethod,
    Class,
    Constant,
    Container,
    Decorator,
    Descriptor,
    External,
    Function,
    Instance,
    Partial,
    Unknown,
    Value,
)

POSITIONAL_ONLY = "positional-only"
POSITIONAL = "positional"
KEYWORD_ONLY = "keyword-only"
VAR_POSITIONAL = "*"
VAR_KEYWORD = "**"


class SignatureParameter:
    """A parameter: ``name``, ``kind``, its ``default`` expression or None, and where it is written."""

    __slots__ = ("default", "kind", "module", "name", "node")

    def __init__(self, node: ast.arg, kind: str, default: ast.expr | None, module: Module | None) -> None:
        self.name = node.arg
        self.node = node
        self.kind = kind
        self.default = default
        self.module = module


def parameters_of(node: ast.arguments, module: Module | None) -> list[SignatureParameter]:
    """The parameters of a ``def`` or ``lambda`` in the order of its signature."""
    positional = [*node.posonlyargs, *node.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(node.defaults))
    found = []
    for index, (argument, default) in enumerate(zip(positional, [*defaults, *node.defaults], strict=True)):
        kind = POSITIONAL_ONLY if index < len(node.posonlyargs) else POSITIONAL
        found.append(SignatureParameter(argument, kind, default, module))
    if node.vararg is not None:
        found.append(SignatureParameter(node.vararg, VAR_POSITIONAL, None, module))
    for argument, default in zip(node.kwonlyargs, node.kw_defaults, strict=True):
        found.append(SignatureParameter(argument, KEYWORD_ONLY, default, module))
    if node.kwarg is not None:
        found.append(SignatureParameter(node.kwarg, VAR_KEYWORD, None, module))
    return found


def signature(value: Value) -> list[SignatureParameter] | None:
    """The parameters as ``inspect.signature`` tells them, ``__wrapped__`` followed; None when unknown."""
    seen = 0
    while seen < 20:
        seen += 1
        if isinstance(value, (Function, Instance, Partial)):
            override = value.attributes.get("__signature__")
            if override is not None:
                if not (isinstance(override, Descriptor) and override.kind == "signature"):
                    return None
                value = override.inner
                continue
            wrapped = value.attributes.get("__wrapped__")
            if wrapped is not None and not isinstance(wrapped, Constant):
                value = wrapped
                continue
        if isinstance(value, Descriptor) and value.kind == "staticmethod":
            value = value.inner
            continue
        break
    if isinstance(value, Function):
        return parameters_of(value.node.args, value.module) if value.node is not None else None
    if isinstance(value, BoundMethod):
        inner = signature(value.function)
        if inner is None:
            return None
        return _without_first(inner)
    if isinstance(value, Class):
        return _class_signature(value)
    if isinstance(value, External) and value.kind == "function" and value.name.startswith("builtins."):
        return _builtin_signature(value.name.removeprefix("builtins."))
    if (
        isinstance(value, External)
        and value.name.startswith("azure.durable_functions.")
        and value.name.endswith(".create")
    ):
        return [SignatureParameter(ast.arg(arg="fn"), POSITIONAL, None, None)]
    if isinstance(value, BuiltinMethod):
        found = _builtin_signature(f"{value.type_name}.{value.name}")
        return _without_first(found) if found is not None else None
    if isinstance(value, Instance) and isinstance(value.cls, Class):
        method = value.cls.lookup("__call__")
        inner = signature(method) if isinstance(method, Function) else None
        return _without_first(inner) if inner is not None else None
    return None


def _builtin_signature(name: str) -> list[SignatureParameter] | None:
    """The parameters of a function of the builtins module, from the running interpreter."""
    import builtins
    import inspect
    import operator

    try:
        found = inspect.signature(operator.attrgetter(name)(builtins)).parameters.values()
    except (AttributeError, ValueError, TypeError):
        return None
    kinds: dict[object, str] = {
        inspect.Parameter.POSITIONAL_ONLY: POSITIONAL_ONLY,
        inspect.Parameter.KEYWORD_ONLY: KEYWORD_ONLY,
        inspect.Parameter.VAR_POSITIONAL: VAR_POSITIONAL,
        inspect.Parameter.VAR_KEYWORD: VAR_KEYWORD,
    }
    return [SignatureParameter(ast.arg(arg=p.name), kinds.get(p.kind, POSITIONAL), None, None) for p in found]


def _without_first(parameters: list[SignatureParameter]) -> list[SignatureParameter]:
    if parameters and parameters[0].kind in (POSITIONAL, POSITIONAL_ONLY):
        return parameters[1:]
    return parameters


def _class_signature(cls: Class) -> list[SignatureParameter] | None:
    if cls.dataclass_fields is not None:
        return [SignatureParameter(ast.arg(arg=name), POSITIONAL, None, cls.module) for name in cls.dataclass_fields]
    if cls.metaclass is not None and isinstance(cls.metaclass, Class):
        call = cls.metaclass.lookup("__call__")
        if isinstance(call, Function):
            inner = signature(call)
            return _without_first(inner) if inner is not None else None
    fields = _named_tuple_fields(cls)
    if fields is not None:
        return fields
    if [base.name for base in cls.bases if isinstance(base, External)] in _ENUMS and "__call__" not in cls.attributes:
        # (*values) from Python 3.12 on, (value, names=None, ...) before: never the names of bindings
        return [SignatureParameter(ast.arg(arg="values"), VAR_POSITIONAL, None, None)]
    if not cls.wholly_certain:
        return None
    for base in cls.linear():
        if isinstance(base, Class):
            new = base.attributes.get("__new__")
            if new is not None:
                inner = signature(new) if isinstance(new, Function) else None
                return _without_first(inner) if inner is not None else None
            init = base.attributes.get("__init__")
            if init is not None:
                inner = signature(init) if isinstance(init, Function) else None
                return _without_first(inner) if inner is not None else None
        elif not (isinstance(base, External) and base.name in ("builtins.object", "typing.Generic")):
            return None
    return []


_ENUMS = [["enum.Enum"], ["enum.IntEnum"], ["enum.StrEnum"], ["enum.Flag"], ["enum.IntFlag"]]
# inspect.signature raises ValueError for these in every supported Python.
_WITHOUT_SIGNATURE = frozenset(("builtins.str", "builtins.dict", "builtins.int", "builtins.bytes"))


def has_no_signature(value: Value) -> bool:
    """Whether ``inspect.signature`` certainly raises for a callable."""
    if isinstance(value, Class):
        return [base.name for base in value.bases if isinstance(base, External)] == ["typing.TypedDict"]
    return isinstance(value, External) and value.name in _WITHOUT_SIGNATURE


def _named_tuple_fields(cls: Class) -> list[SignatureParameter] | None:
    """The parameters of a class made with ``typing.NamedTuple``; None for other classes."""
    if [base.name for base in cls.bases if isinstance(base, External)] != ["typing.NamedTuple"]:
        return None
    fields = [
        statement
        for statement in cls.node.body
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
    ]
    return [
        SignatureParameter(ast.arg(arg=field.target.id), POSITIONAL, field.value, cls.module)  # type: ignore[union-attr]
        for field in fields
    ]


class Hints:
    """What ``typing.get_type_hints`` works on.

    ``refused``: it raises TypeError for such an object. ``annotations``: name -> value or expression, None when they
    are not known. ``module``: whose globals strings are evaluated in; ``closure``: the scopes around it.
    """

    __slots__ = ("annotations", "closure", "module", "refused")

    def __init__(
        self,
        annotations: dict[str, Value | ast.expr] | None,
        module: Module | None = None,
        closure: tuple[dict[str, Value], ...] = (),
        refused: bool = False,
    ) -> None:
        self.annotations = annotations
        self.module = module
        self.closure = closure
        self.refused = refused


UNKNOWN_HINTS = Hints(None)
_WITHOUT_ANNOTATIONS = ("builtins.object", "typing.Generic", "typing.NamedTuple")


def hints(value: Value) -> Hints:
    """The annotations that the worker reads from an entry point."""
    if isinstance(value, BoundMethod):
        return hints(value.function)
    if isinstance(value, Descriptor) and value.kind == "staticmethod":
        return hints(value.inner)
    if isinstance(value, Function):
        if not value.type_checked:
            return Hints({}, value.module)
        annotations: dict[str, Value | ast.expr] | None = value.annotations
        override = value.attributes.get("__annotations__")
        if override is not None:
            if isinstance(override, Descriptor) and override.kind == "annotations":
                annotations = override.inner.annotations if isinstance(override.inner, Function) else None
            else:
                annotations = _from_dict(override)
        innermost: Value = value
        while isinstance(innermost, Function):
            wrapped = innermost.attributes.get("__wrapped__")
            if wrapped is None or isinstance(wrapped, Constant):
                break
            innermost = wrapped
        if not isinstance(innermost, Function) or annotations is None:
            return UNKNOWN_HINTS
        return Hints(annotations, innermost.module or value.module, value.closure)
    if isinstance(value, Class):
        merged: dict[str, Value | ast.expr] = {}
        for base in reversed(value.linear()):
            if isinstance(base, Class):
                if base.module is not value.module:
                    return UNKNOWN_HINTS
                merged.update(base.annotations)
            elif not (isinstance(base, External) and base.name in _WITHOUT_ANNOTATIONS):
                return UNKNOWN_HINTS
        return Hints(merged, value.module, (value.attributes,))
    if isinstance(value, (Partial, Instance)):
        override = value.attributes.get("__annotations__")
        if isinstance(override, Function):
            return hints(override)
        if override is not None:
            return UNKNOWN_HINTS
        if isinstance(value, Partial):
            return Hints(None, refused=True)
        return _instance_hints(value)
    if (
        isinstance(value, External)
        and value.name.startswith("azure.durable_functions.")
        and value.name.endswith(".create")
    ):
        return Hints({})
    if isinstance(value, Decorator) and value.kind == "wraps":
        return Hints(None, refused=True)
    if type(value).__name__ in ("NotAType", "Alias"):
        return Hints(None, refused=True)
    if isinstance(value, External) and value.kind == "function" and value.name.startswith("builtins."):
        return Hints({})
    if isinstance(value, BuiltinMethod):
        return Hints({})
    return UNKNOWN_HINTS


def _instance_hints(value: Instance) -> Hints:
    """Objects have no annotations of their own, unless their class body has some."""
    if not isinstance(value.cls, Class):
        return UNKNOWN_HINTS
    for base in value.cls.linear():
        if isinstance(base, Class):
            if base.annotations or "__annotations__" in base.attributes or "__getattr__" in base.attributes:
                return UNKNOWN_HINTS
        elif not (isinstance(base, External) and base.name in ("builtins.object", "typing.Generic")):
            return UNKNOWN_HINTS
    return Hints(None, refused=True)


def _from_dict(value: Value) -> dict[str, Value | ast.expr] | None:
    if isinstance(value, Container) and value.keys is not None and all(isinstance(k, str) for k in value.keys):
        return {str(key): item for key, item in zip(value.keys, value.items, strict=True)}
    return None


_NOT_CALLABLE = frozenset(
    f"builtins.{name}" for name in ("int", "str", "bool", "float", "list", "dict", "set", "bytes")
) | {"types.GeneratorType"}


# Of the SDK's classes only the builders of decorators have __call__.
_SDK_OBJECTS = (
    "azure.functions._",
    "azure.functions.decorators.function_app.FunctionApp",
    "azure.durable_functions.orchestrator.",
    "azure.durable_functions.entity.",
    "contextlib.closing",
    "contextlib.suppress",
    "contextlib.nullcontext",
    "warnings.catch_warnings",
    "threading.Lock",
)


def is_callable(value: Value) -> bool | None:
    """Whether ``callable(value)``; None when it cannot be told."""
    if isinstance(value, (Function, BoundMethod, BuiltinMethod, Class, Partial)):
        return True
    if isinstance(value, Constant):
        return False
    if isinstance(value, Descriptor):
        return value.kind == "staticmethod"
    if isinstance(value, Decorator):
        return True
    if isinstance(value, Container):
        return False
    if type(value).__name__ == "Alias":
        return True
    if isinstance(value, External):
        return {"class": True, "function": True, "module": False}.get(value.kind)
    if isinstance(value, Instance) and isinstance(value.cls, Class):
        found = value.cls.lookup("__call__")
        if found is None:
            return False
        return None if isinstance(found, Unknown) else True
    if isinstance(value, Instance) and isinstance(value.cls, External):
        return False if value.cls.name in _NOT_CALLABLE or value.cls.name.startswith(_SDK_OBJECTS) else None
    if type(value).__name__ == "AppModule":
        return False
    if type(value).__name__ == "NotAType":
        return bool(getattr(value, "callable", None)) or None
    return None
