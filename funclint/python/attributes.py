"""Attributes and subscripts, as far as it can be told what they give."""

from __future__ import annotations

import ast
import builtins
import sys
import typing
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from funclint.catalogue import sdk_class, sdk_module, stdlib_module
from funclint.python.concrete import (
    builtin_type,
    has_attribute,
    is_method,
)
from funclint.python.decorator_calls import durable_handle
from funclint.python.namespace_calls import NAMESPACE_METHODS
from funclint.python.outcomes import ImportFailure
from funclint.python.values import (
    UNKNOWN,
    Alias,
    AppModule,
    BoundMethod,
    BuiltinMethod,
    Class,
    Constant,
    Container,
    Descriptor,
    External,
    Function,
    Instance,
    Partial,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from pathlib import Path

    from funclint.python.importing import Frame, ModuleState
    from funclint.python.module import Module

GENERIC_BASES = ("typing.Generic", "typing.Protocol")
PLAIN_BASES = ("builtins.object", "abc.ABC", *GENERIC_BASES)
# builtin classes that cannot be subscripted; the containers can
_PLAIN_BUILTINS = frozenset(("str", "int", "float", "bool", "bytes", "bytearray", "complex", "object"))
# Generics of typing that take a fixed number of arguments.
_PARAMETERS = {
    **{
        f"typing.{name}": 1
        for name in ("List", "Set", "FrozenSet", "Sequence", "Iterable", "Iterator", "Optional", "Type")
    },
    **{f"typing.{name}": 2 for name in ("Dict", "Mapping", "MutableMapping", "DefaultDict")},
}
# Methods of sys.modules that put something into it.
_PUTTING = frozenset(("update", "setdefault", "__setitem__", "__ior__"))
_DURABLE_CONTEXT = "azure.durable_functions.models.DurableOrchestrationContext.DurableOrchestrationContext"
DURABLE_CREATE = (
    "azure.durable_functions.orchestrator.Orchestrator",
    "azure.durable_functions.entity.Entity",
)


class Attributes:
    """What attributes and subscripts give; calls, expressions, imports and statements build on it."""

    def __init__(self, python_version: tuple[int, int]) -> None:
        self.python_version = python_version
        # Counts what may raise or have effects that cannot be told.
        self.uncertain = 0
        # Attributes that the app has given to modules from outside, by dotted name.
        self.added: dict[str, Value] = {}
        # The modules that are or were imported, by path.
        self.states: dict[Path, ModuleState] = {}

    # given by the interpreter
    if TYPE_CHECKING:

        def block(self, body: Sequence[ast.stmt], frame: Frame) -> bool: ...
        def eval(self, node: ast.expr, frame: Frame) -> Value: ...
        def call(
            self,
            function: Value,
            arguments: Sequence[Value],
            keywords: Mapping[str, Value],
            node: ast.AST,
            frame: Frame,
            open_ended: bool = False,
        ) -> Value: ...
        def lookup(self, name: str, frame: Frame, node: ast.AST) -> Value: ...
        def bind(self, name: str, value: Value, frame: Frame) -> None: ...
        def assign(self, target: ast.expr, value: Value, frame: Frame) -> None: ...
        def set_attribute(self, base: Value, name: str, value: Value, frame: Frame) -> None: ...
        def make_function(self, name: str, node: ast.Lambda, frame: Frame) -> Function: ...
        def module_attribute(self, value: AppModule, name: str, node: ast.AST, frame: Frame) -> Value: ...
        def replace_module(self, key: Value, frame: Frame) -> None: ...
        def import_module(self, name: str, frame: Frame, node: ast.stmt) -> Value: ...
        def run_function(self, function: Function, arguments: dict[str, Value], node: ast.AST) -> Value: ...

    def lose_sight(self, state: ModuleState) -> None:
        """From here on the module's names may have been bound in a way that cannot be followed."""
        state.opaque = True
        for name in state.names:
            if not name.startswith("__"):
                state.names[name] = UNKNOWN
        self.uncertain += 1

    @staticmethod
    def unfrozen(value: Value) -> Value:
        """What is known of a value that may have been changed in place since."""
        if isinstance(value, Container) and value.type_name != "tuple":
            return Instance(External("builtins." + value.type_name, "class"))
        return value

    def kept(self, value: Value) -> Value:
        """What is known of a value that something out of sight may have replaced: what is defined, not assigned."""
        if isinstance(value, (Function, Class, AppModule, Unknown)) or (
            isinstance(value, External) and value.kind != "other"
        ):
            return value
        self.uncertain += 1
        return UNKNOWN

    # attributes

    def stores(self, name: str) -> int:
        """How often the modules that were imported store to an attribute of a name, of whatever object."""
        return sum(state.module.reach.stores(name) for state in self.states.values())

    def may_be_given(self, name: str) -> bool:
        """Whether code that is not followed may give an object or a class an attribute of a name."""
        return self.stores(name) > 0 or any(state.module.reach.dynamic for state in self.states.values())

    def builtin(self, name: str) -> Value | None:
        """A name of the ``builtins`` module; None when it has none."""
        if f"builtins.{name}" in self.added:
            return UNKNOWN
        module = stdlib_module("builtins")
        found = module.attribute(name) if module is not None else None
        if found is not None and found.exists(self.python_version):
            return External(f"builtins.{name}", found.kind)
        return UNKNOWN if name.startswith("__") or name in ("WindowsError",) else None

    def attribute(self, base: Value, name: str, node: ast.AST, frame: Frame) -> Value:
        """``base.name``. Raises ImportFailure (AttributeError) when it certainly has none."""
        if isinstance(base, External):
            if base.kind == "module":
                return self.external_attribute(base, name, frame.state.module, node)
            if base.name in DURABLE_CREATE:
                if name == "create":
                    return External(base.name + ".create", "function")
                if name != "handle" and not name.startswith("_"):
                    reason = f"type object '{base.name.rpartition('.')[2]}' has no attribute '{name}'"
                    raise ImportFailure("AttributeError", reason, frame.state.module, node)
            if base.name == "sys.version_info" and name in ("major", "minor"):
                return Constant(self.python_version[name == "minor"])
            if base.name == "builtins.globals()":
                if name in NAMESPACE_METHODS:
                    return External(f"builtins.globals().{name}", "function")
                self.lose_sight(frame.state)
                return UNKNOWN
            if base.name == "sys.modules":
                if name in _PUTTING:
                    self.replace_module(UNKNOWN, frame)
                return UNKNOWN
            short = base.name.removeprefix("builtins.")
            if base.kind == "class" and short in _PLAIN_BUILTINS and sys.version_info[:2] >= self.python_version:
                if not hasattr(getattr(builtins, short), name):
                    reason = f"type object '{short}' has no attribute '{name}'"
                    raise ImportFailure("AttributeError", reason, frame.state.module, node)
        elif isinstance(base, AppModule) and name == "__dict__":
            if base.module is frame.state.module:
                return External("builtins.globals()", "other")
            self.lose_sight(frame.state)
            return UNKNOWN
        elif isinstance(base, AppModule):
            return self.module_attribute(base, name, node, frame)
        elif isinstance(base, Class):
            found = base.lookup(name)
            if found is None:
                if name.startswith("__") or not self._shows_its_attributes(base) or self.may_be_given(name):
                    self.uncertain += 1
                    return UNKNOWN
                raise ImportFailure(
                    "AttributeError", f"type object '{base.name}' has no attribute '{name}'", frame.state.module, node
                )
            if isinstance(found, Descriptor):
                if found.kind == "classmethod" and isinstance(found.inner, Function):
                    return BoundMethod(found.inner, base)
                return found.inner if found.kind == "staticmethod" else UNKNOWN
            if not isinstance(found, (Function, Class)) and (not self._is_plain(base) or self.stores(name)):
                # a metaclass such as that of enum.Enum makes something else of it, or somebody overwrites it
                self.uncertain += 1
                return UNKNOWN
            return found
        elif isinstance(base, Instance):
            return self._instance_attribute(base, name, node, frame)
        elif isinstance(base, Function) and name in ("__name__", "__qualname__", "__module__"):
            return Constant(base.name)
        elif isinstance(base, Function) and name == "__annotations__":
            return base.attributes.get(name) or Descriptor("annotations", base)
        elif isinstance(base, (Function, Partial)):
            given = base.attributes.get(name, UNKNOWN)
            return self.kept(given) if self.stores(name) > 1 else given
        elif isinstance(base, (Constant, Container)):
            return self._builtin_attribute(base, name, node, frame)
        self.uncertain += 1
        return UNKNOWN

    def _builtin_attribute(self, base: Value, name: str, node: ast.AST, frame: Frame) -> Value:
        """An attribute of an object of a builtin type."""
        type_name = builtin_type(base)
        absent = not has_attribute(type_name, name) if type_name is not None else False
        if isinstance(base, Constant) and not hasattr(type(base.value), name) and type_name in ("NoneType", "ellipsis"):
            absent = True
        if absent:
            reason = f"'{type_name}' object has no attribute '{name}'"
            raise ImportFailure("AttributeError", reason, frame.state.module, node)
        if type_name is not None and not name.startswith("_") and is_method(type_name, name):
            return BuiltinMethod(base, type_name, name)
        self.uncertain += 1
        return UNKNOWN

    def _instance_attribute(self, base: Instance, name: str, node: ast.AST, frame: Frame) -> Value:
        if name in base.attributes:
            given = base.attributes[name]
            return given if self._keeps(base, name) else self.kept(given)
        if isinstance(base.cls, External) and base.cls.name in DURABLE_CREATE and name == "create":
            return External(f"{base.cls.name}.create", "function")
        if isinstance(base.cls, External) and base.cls.name == DURABLE_CREATE[0] and name == "handle":
            return durable_handle(f"{base.cls.name}.handle", _DURABLE_CONTEXT)
        if builtin_type(base) is not None:
            return self._builtin_attribute(base, name, node, frame)
        if isinstance(base.cls, Class):
            found = base.cls.lookup(name)
            if isinstance(found, Function):
                return BoundMethod(found, base)
            if isinstance(found, Descriptor):
                if found.kind == "classmethod" and isinstance(found.inner, Function):
                    return BoundMethod(found.inner, base.cls)
                if found.kind == "property" and isinstance(found.inner, Function):
                    return self.call(found.inner, [base], {}, node, frame)
                return found.inner if found.kind == "staticmethod" else UNKNOWN
            if found is not None and not isinstance(found, (Instance, Class)):
                return found if self._is_plain(base.cls) and not self.stores(name) else UNKNOWN
            if found is None and self._has_only_known_attributes(base.cls, name):
                reason = f"'{base.cls.name}' object has no attribute '{name}'"
                raise ImportFailure("AttributeError", reason, frame.state.module, node)
        self.uncertain += 1
        return UNKNOWN

    @staticmethod
    def _is_plain(cls: Class) -> bool:
        """Whether a class keeps what its body binds as it is."""
        return cls.wholly_certain and all(
            isinstance(base, Class) or (isinstance(base, External) and base.name in PLAIN_BASES)
            for base in cls.linear()
        )

    def _shows_its_attributes(self, cls: Class) -> bool:
        """Whether a class has but the attributes that its body and those of its bases show."""
        set_name = any(state.module.reach.set_name for state in self.states.values())
        return cls.wholly_certain and not any(
            isinstance(base, External)
            or (isinstance(base, Class) and ("__slots__" in base.attributes or "__init_subclass__" in base.attributes))
            or (isinstance(base, Class) and set_name and not self._names_nothing(base))
            for base in cls.linear()
        )

    @staticmethod
    def _names_nothing(cls: Class) -> bool:
        """Whether no object in a class body can have a ``__set_name__`` that the app defines."""
        return not any(
            isinstance(value, Unknown) or (isinstance(value, Instance) and isinstance(value.cls, Class))
            for value in cls.attributes.values()
        )

    def _keeps(self, base: Instance, name: str) -> bool:
        """Whether an object certainly has the value that it was given last, as far as that was seen."""
        if self.stores(name) > 1 or any(state.module.reach.dynamic for state in self.states.values()):
            return False
        return not isinstance(base.cls, Class) or base.cls.lookup(name) is None

    def _has_only_known_attributes(self, cls: Class, name: str) -> bool:
        """Whether no code of the app can have given the objects of a class an attribute of this name."""
        if name.startswith("__") or self.may_be_given(name):
            return False
        return cls.lookup("__getattr__") is None and cls.lookup("__getattribute__") is None

    def external_attribute(self, base: External, name: str, module: Module, node: ast.AST) -> Value:
        """An attribute of a module of the standard library or the SDK."""
        dotted = f"{base.name}.{name}"
        if dotted in self.added:
            return self.added[dotted]
        if dotted == "typing.TYPE_CHECKING":
            return Constant(False)
        library = stdlib_module(base.name)
        if library is not None:
            found = library.attribute(name)
            if found is not None and found.exists(self.python_version):
                target = found.target if "." in found.target else f"builtins.{found.target}"
                return External(target, found.kind)
            if library.lacks(name, self.python_version):
                raise ImportFailure("AttributeError", f"module '{base.name}' has no attribute '{name}'", module, node)
            if name in library.submodules:
                return External(dotted, "module")
            if base.name == "typing" and found is None and not name.startswith("_"):
                # its __getattr__ knows only names that other versions have as well
                raise ImportFailure("AttributeError", f"module 'typing' has no attribute '{name}'", module, node)
            self.uncertain += 1
            return UNKNOWN
        sdk = sdk_module(base.name)
        if sdk is None:
            return External(dotted, "module") if sdk_module(dotted) is not None else UNKNOWN
        known = sdk.get(name)
        if known is not None:
            target = known.target if "." in known.target else f"builtins.{known.target}"
            return External(target, known.kind)
        if sdk.dynamic or name in sdk.submodules or name.startswith("__"):
            return UNKNOWN
        raise ImportFailure("AttributeError", f"module '{base.name}' has no attribute '{name}'", module, node)

    def external_import(self, base: External, name: str, module: Module, node: ast.AST, alias: ast.alias) -> Value:
        """``from base import name``: an attribute, or a module below."""
        dotted = f"{base.name}.{name}"
        try:
            return self.external_attribute(base, name, module, node)
        except ImportFailure:
            if sdk_module(dotted) is not None or stdlib_module(dotted) is not None:
                return External(dotted, "module")
            raise ImportFailure(
                "ImportError", f"cannot import name '{name}' from '{base.name}'", module, node, alias
            ) from None

    def external_star(self, base: External, module: Module, node: ast.AST) -> dict[str, Value] | None:
        """The names of ``from base import *``; None when they are not known. Raises ImportFailure."""
        sdk = sdk_module(base.name)
        if sdk is None or sdk.dynamic:
            return None
        if sdk.star_missing:
            missing = sdk.star_missing[0]
            raise ImportFailure("AttributeError", f"module '{base.name}' has no attribute '{missing}'", module, node)
        return {name: self.external_attribute(base, name, module, node) for name in sdk.star}

    def typing_star(self, base: External) -> dict[str, Value]:
        """What ``from typing import *`` certainly binds: what this Python exports and the app's has as well."""
        library = stdlib_module("typing") if base.name == "typing" else None
        found: dict[str, Value] = {}
        for name in typing.__all__ if library is not None else ():
            known = library.attribute(name) if library is not None else None
            if known is not None and known.exists(self.python_version):
                found[name] = External(known.target if "." in known.target else f"builtins.{known.target}", known.kind)
        return found

    # subscripts

    def is_generic_origin(self, origin: Value) -> bool:
        """Whether subscripting this makes a class that inherits from the result a subclass of typing.Generic."""
        if isinstance(origin, External):
            known = sdk_class(origin.name)
            return origin.name in GENERIC_BASES or (known is not None and known.generic)
        return isinstance(origin, Class) and any(self.is_generic_origin(c) for c in origin.linear()[1:])

    def subscript(self, base: Value, index: Value, node: ast.AST, frame: Frame) -> Value:
        """``base[index]``. Raises ImportFailure for what certainly fails."""
        module = frame.state.module
        args = index.items if isinstance(index, Container) and index.type_name == "tuple" else (index,)
        if isinstance(base, External):
            if base.name == "sys.modules":
                if isinstance(index, Constant) and index.value == frame.state.name:
                    return AppModule(frame.state.name, module, None)
                return UNKNOWN
            if base.name == "builtins.globals()":
                return self._global(index, node, frame)
            if base.name == "sys.version_info":
                if isinstance(index, Constant) and index.value in (0, 1):
                    return Constant(self.python_version[index.value == 1])
                return UNKNOWN
            if base.kind == "class":
                self._check_subscript(base, args, module, node)
                return Alias(base, args)
            if base.name.startswith(("typing.", "collections.abc.")):
                most = _PARAMETERS.get(base.name)
                if most is not None and len(args) > most:
                    reason = f"Too many arguments for {base.name}; actual {len(args)}, expected {most}"
                    raise ImportFailure("TypeError", reason, module, node)
                if most is not None and len(args) < most:
                    reason = f"Too few arguments for {base.name}; actual {len(args)}, expected {most}"
                    raise ImportFailure("TypeError", reason, module, node)
                return Alias(base, args)
        elif isinstance(base, Class):
            if any(isinstance(c, External) and c.name in GENERIC_BASES for c in base.linear()) or any(
                self.is_generic_origin(c) for c in base.linear()[1:]
            ):
                return Alias(base, args)
            if (
                base.lookup("__class_getitem__") is None
                and not any(isinstance(c, External) for c in base.linear()[1:])
                and not self.may_be_given("__class_getitem__")
            ):
                raise ImportFailure("TypeError", f"type '{base.name}' is not subscriptable", module, node)
        elif isinstance(base, Container):
            return self._item(base, index, module, node)
        elif isinstance(base, Constant) and not hasattr(base.value, "__getitem__"):
            raise ImportFailure("TypeError", f"'{type(base.value).__name__}' object is not subscriptable", module, node)
        elif isinstance(base, (Function, BoundMethod)):
            raise ImportFailure("TypeError", "'function' object is not subscriptable", module, node)
        self.uncertain += 1
        return UNKNOWN

    def _global(self, key: Value, node: ast.AST, frame: Frame) -> Value:
        """``globals()[key]``."""
        if isinstance(key, Constant) and isinstance(key.value, str):
            found = frame.state.names.get(key.value)
            if found is not None:
                return found
            if not frame.state.opaque:
                raise ImportFailure("KeyError", repr(key.value), frame.state.module, node)
        return UNKNOWN

    def _check_subscript(self, base: External, args: Sequence[Value], module: Module, node: ast.AST) -> None:
        short = base.name.rpartition(".")[2]
        if base.name.startswith("builtins.") and short in _PLAIN_BUILTINS:
            raise ImportFailure("TypeError", f"type '{short}' is not subscriptable", module, node)
        known = sdk_class(base.name) if base.name.startswith("azure.") else None
        containers = ("dict", "list", "collections.")
        if known is not None and not known.generic and not any(n.startswith(containers) for n in known.mro):
            raise ImportFailure("TypeError", f"type '{short}' is not subscriptable", module, node)
        if base.name == "azure.functions._abc.Out" and len(args) > 1:
            raise ImportFailure("TypeError", "Too many arguments for <class 'azure.functions._abc.Out'>", module, node)

    def _item(self, base: Container, index: Value, module: Module, node: ast.AST) -> Value:
        if isinstance(index, Constant):
            if base.keys is not None:
                if index.value in base.keys:
                    return base.items[base.keys.index(index.value)]
                raise ImportFailure("KeyError", repr(index.value), module, node)
            if base.type_name in ("tuple", "list") and isinstance(index.value, int):
                if -len(base.items) <= index.value < len(base.items):
                    return base.items[index.value]
                raise ImportFailure("IndexError", f"{base.type_name} index out of range", module, node)
        self.uncertain += 1
        return UNKNOWN
