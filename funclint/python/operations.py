"""Calls, as far as it can be told what they give."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from funclint.catalogue import sdk_class
from funclint.python.arguments import bind_arguments, is_generator
from funclint.python.attributes import DURABLE_CREATE, PLAIN_BASES, Attributes
from funclint.python.concrete import (
    NotConcrete,
    is_pure,
    run,
    run_method,
)
from funclint.python.decorator_calls import durable_handle, update_wrapper, wrapped_copy
from funclint.python.known_calls import CALLS
from funclint.python.namespace_calls import OPEN_ENDED_CALLS
from funclint.python.outcomes import ImportFailure
from funclint.python.signature import is_callable
from funclint.python.values import (
    UNKNOWN,
    AppModule,
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
    Value,
)

if TYPE_CHECKING:
    from funclint.python.importing import Frame


class Operations(Attributes):
    """What calls give."""

    def call(
        self,
        function: Value,
        arguments: Sequence[Value],
        keywords: Mapping[str, Value],
        node: ast.AST,
        frame: Frame,
        open_ended: bool = False,
    ) -> Value:
        """What a call returns. ``open_ended``: there are more arguments than those known. Raises ImportFailure."""
        module = frame.state.module
        if isinstance(function, Function):
            return self._call_function(function, arguments, keywords, node, frame, open_ended)
        if isinstance(function, BuiltinMethod):
            return self.compute(
                lambda: run_method(function.receiver, function.name, arguments, keywords), node, frame, open_ended
            )
        if isinstance(function, BoundMethod):
            given = [function.receiver, *arguments]
            return self._call_function(function.function, given, keywords, node, frame, open_ended)
        if isinstance(function, Class):
            return self._instantiate(function, arguments, keywords, node, frame, open_ended)
        if isinstance(function, External):
            return self._call_external(function, arguments, keywords, node, frame, open_ended)
        if isinstance(function, Decorator):
            return self._decorate(function, arguments)
        if isinstance(function, Descriptor) and function.kind == "staticmethod":
            return self.call(function.inner, arguments, keywords, node, frame, open_ended)
        if isinstance(function, Instance) and isinstance(function.cls, External):
            if function.cls.name == "contextlib.ContextDecorator" and len(arguments) == 1:
                return wrapped_copy(arguments[0])
            if is_callable(function) is False:
                short = function.cls.name.rpartition(".")[2]
                raise ImportFailure("TypeError", f"'{short}' object is not callable", module, node)
        if isinstance(function, Instance) and isinstance(function.cls, Class):
            method = function.cls.lookup("__call__")
            if isinstance(method, Function):
                return self._call_function(method, [function, *arguments], keywords, node, frame, open_ended)
            outside = any(isinstance(c, External) for c in function.cls.linear()[1:])
            if method is None and not outside and not self.may_be_given("__call__"):
                raise ImportFailure("TypeError", f"'{function.cls.name}' object is not callable", module, node)
        what = type(function.value).__name__ if isinstance(function, Constant) else None
        if isinstance(function, Container):
            what = function.type_name
        if isinstance(function, AppModule) or (isinstance(function, Descriptor) and function.kind != "staticmethod"):
            what = "module" if isinstance(function, AppModule) else function.kind
        if what is not None:
            raise ImportFailure("TypeError", f"'{what}' object is not callable", module, node)
        self.uncertain += 1
        return UNKNOWN

    def _call_function(
        self,
        function: Function,
        arguments: Sequence[Value],
        keywords: Mapping[str, Value],
        node: ast.AST,
        frame: Frame,
        open_ended: bool,
    ) -> Value:
        code = function.node
        if code is None:
            self.uncertain += 1
            return UNKNOWN
        bound = bind_arguments(code.args, arguments, keywords, open_ended, function.defaults)
        if isinstance(bound, str):
            raise ImportFailure("TypeError", f"{function.name}() {bound}", frame.state.module, node)
        if isinstance(code, ast.AsyncFunctionDef) or is_generator(code):
            return UNKNOWN
        value = self.run_function(function, bound, node)
        # what wraps a function may keep what it returned once
        return self.unfrozen(value) if "__wrapped__" in function.attributes else value

    def _instantiate(
        self,
        cls: Class,
        arguments: Sequence[Value],
        keywords: Mapping[str, Value],
        node: ast.AST,
        frame: Frame,
        open_ended: bool,
    ) -> Value:
        module = frame.state.module
        outside = [c for c in cls.linear() if not isinstance(c, Class)]
        plain = all(isinstance(c, External) and c.name in PLAIN_BASES for c in outside)
        if plain and any(isinstance(c, External) and c.name == "abc.ABC" for c in outside):
            abstract = next((name for name in self._abstract(cls)), None)
            if abstract is not None and not self.may_be_given("__abstractmethods__"):
                raise ImportFailure(
                    "TypeError",
                    f"Can't instantiate abstract class {cls.name} without an implementation for '{abstract}'",
                    module,
                    node,
                )
        if not plain or not cls.wholly_certain or cls.lookup("__new__") is not None or self.stores("__init__"):
            self.uncertain += 1
            return UNKNOWN
        instance = Instance(cls)
        init = cls.lookup("__init__")
        if isinstance(init, Function):
            self._call_function(init, [instance, *arguments], keywords, node, frame, open_ended)
        elif init is None and (arguments or keywords) and not self.may_be_given("__init__"):
            raise ImportFailure("TypeError", f"{cls.name}() takes no arguments", module, node)
        return instance

    @staticmethod
    def _abstract(cls: Class) -> list[str]:
        """Names of the methods that are still abstract in a class whose bases are all known."""
        found = []
        for base in cls.linear():
            for name in base.attributes if isinstance(base, Class) else ():
                value = cls.lookup(name)
                if isinstance(value, Function) and "__isabstractmethod__" in value.attributes and name not in found:
                    found.append(name)
        return found

    def compute(self, run: Callable[[], Value], node: ast.AST, frame: Frame, open_ended: bool = False) -> Value:
        """What a pure function gives. Raises ImportFailure for what it raises."""
        if not open_ended:
            try:
                return run()
            except (NotConcrete, OverflowError, MemoryError, RecursionError):
                pass
            except Exception as error:
                kind = next(cls.__name__ for cls in type(error).__mro__ if cls.__module__ == "builtins")
                raise ImportFailure(kind, str(error), frame.state.module, node) from None
        self.uncertain += 1
        return UNKNOWN

    def _call_external(
        self,
        function: External,
        arguments: Sequence[Value],
        keywords: Mapping[str, Value],
        node: ast.AST,
        frame: Frame,
        open_ended: bool,
    ) -> Value:
        name = function.name
        if function.kind == "module":
            raise ImportFailure("TypeError", "'module' object is not callable", frame.state.module, node)
        if is_pure(name):
            computed = self.compute(lambda: run(name, arguments, keywords), node, frame, open_ended)
            if computed is not UNKNOWN:
                return computed
        special = CALLS.get(name) if not open_ended else OPEN_ENDED_CALLS.get(name)
        if special is not None:
            try:
                value = special(self, arguments, keywords, frame)
            except ImportFailure as failure:
                if failure.node is None or not hasattr(failure.node, "lineno"):
                    failure.node = node
                raise
            if value is not None:
                return value
        if name.startswith("azure.") and name.endswith(".create") and name[: -len(".create")] in DURABLE_CREATE:
            if len(arguments) + len(keywords) != 1:
                reason = "create() takes exactly one argument, the generator function"
                raise ImportFailure("TypeError", reason, frame.state.module, node)
            context = "azure.functions._durable_functions.OrchestrationContext" if ".Orchestrator." in name else None
            return durable_handle(name, context)
        if function.kind == "class":
            known = sdk_class(name) if name.startswith("azure.") else None
            if known is not None and known.abstract:
                short = name.rpartition(".")[2]
                reason = f"{short}() takes no arguments" if arguments else f"Can't instantiate abstract class {short}"
                raise ImportFailure("TypeError", reason, frame.state.module, node)
            if name == "builtins.type" or name.startswith(("typing.", "enum.", "types.")):
                return UNKNOWN
            self.uncertain += 1
            return Instance(function)
        self.uncertain += 1
        return UNKNOWN

    def _decorate(self, decorator: Decorator, arguments: Sequence[Value]) -> Value:
        if len(arguments) != 1:
            return UNKNOWN
        if decorator.kind == "dataclass":
            if isinstance(arguments[0], Class):
                arguments[0].certain = False
            return arguments[0]
        if decorator.kind == "wraps":
            return update_wrapper(arguments[0], decorator.argument)
        return wrapped_copy(arguments[0])
