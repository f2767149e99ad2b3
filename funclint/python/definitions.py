"""Definitions of functions and classes, assignments and deletions: what binds a name."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from funclint.python.concrete import builtin_type
from funclint.python.importing import Frame, Importing
from funclint.python.outcomes import ImportFailure, same
from funclint.python.values import (
    UNKNOWN,
    Alias,
    AppModule,
    BoundMethod,
    Class,
    Constant,
    Container,
    Descriptor,
    External,
    Function,
    Instance,
    NotAType,
    Partial,
    Value,
)

# Builtin types of which a class can inherit only one.
_SOLID_BASES = frozenset(
    f"builtins.{name}" for name in ("int", "str", "float", "bytes", "list", "dict", "set", "tuple", "complex")
)


class Definitions(Importing):
    """Binds names, attributes and items."""

    def _do_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef, frame: Frame) -> None:
        decorators = [self.eval(decorator, frame) for decorator in node.decorator_list]
        value: Value = self.make_function(node.name, node, frame)
        for decorator, source in zip(reversed(decorators), reversed(node.decorator_list), strict=True):
            value = self.call(decorator, [value], {}, source, frame)
        self.bind(node.name, value, frame)

    _do_AsyncFunctionDef = _do_FunctionDef

    def make_function(
        self, name: str, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, frame: Frame
    ) -> Function:
        """The function that a ``def`` or ``lambda`` makes: defaults and annotations are evaluated now."""
        positional = [*node.args.posonlyargs, *node.args.args]
        optional = positional[len(positional) - len(node.args.defaults) :]
        pairs = [*zip(optional, node.args.defaults, strict=True)]
        pairs += [(p, d) for p, d in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if d is not None]
        # A default that can be changed is shared by all calls, so what it holds is not known later.
        defaults = {p.arg: self.unfrozen(self.eval(default, frame)) for p, default in pairs}
        closure = (*frame.closure, frame.locals) if frame.is_function else frame.closure
        type_params = getattr(node, "type_params", None) or []
        if type_params:
            closure = (*closure, {param.name: NotAType("a type parameter", False) for param in type_params})
        function = Function(name, node, frame.state.module, closure)
        function.defaults = defaults
        if not isinstance(node, ast.Lambda):
            lazy = frame.state.module.future_annotations or self.python_version >= (3, 14)
            inner = frame if not type_params else self._scope(frame, closure)
            for parameter in _arguments(node.args):
                if parameter.annotation is not None:
                    function.annotations[parameter.arg] = self._annotation(parameter.annotation, inner, lazy)
            if node.returns is not None:
                function.annotations["return"] = self._annotation(node.returns, inner, lazy)
        return function

    def _scope(self, frame: Frame, closure: tuple[dict[str, Value], ...]) -> Frame:
        inner = Frame(frame.state, frame.locals, closure)
        inner.declared_global = frame.declared_global
        return inner

    def _annotation(self, node: ast.expr, frame: Frame, lazy: bool) -> Value | ast.expr:
        return node if lazy else self.eval(node, frame)

    def _do_ClassDef(self, node: ast.ClassDef, frame: Frame) -> None:
        decorators = [self.eval(decorator, frame) for decorator in node.decorator_list]
        type_params = getattr(node, "type_params", None) or []
        closure = (*frame.closure, frame.locals) if frame.is_function else frame.closure
        bases_frame = frame
        if type_params:
            closure = (*closure, {param.name: NotAType("a type parameter", False) for param in type_params})
            bases_frame = self._scope(frame, closure)
        bases = [UNKNOWN if isinstance(base, ast.Starred) else self.eval(base, bases_frame) for base in node.bases]
        self._check_bases(bases, node, frame)
        cls = Class(node.name, node, frame.state.module, [b.origin if isinstance(b, Alias) else b for b in bases])
        if type_params or any(isinstance(b, Alias) and self.is_generic_origin(b.origin) for b in bases):
            cls.bases = (*cls.bases, External("typing.Generic", "class"))
        for keyword in node.keywords:
            given = self.eval(keyword.value, bases_frame)
            if not (isinstance(given, External) and given.name == "abc.ABCMeta"):
                cls.certain = False
            if keyword.arg == "metaclass":
                cls.metaclass = given
        body = Frame(frame.state, cls.attributes, closure)
        self.block(node.body, body)
        self._class_annotations(cls, node, body)
        value: Value = cls
        for decorator, source in zip(reversed(decorators), reversed(node.decorator_list), strict=True):
            value = self.call(decorator, [value], {}, source, frame)
        self.bind(node.name, value, frame)

    def _check_bases(self, bases: Sequence[Value], node: ast.ClassDef, frame: Frame) -> None:
        """What ``class`` refuses about its bases."""
        module = frame.state.module
        for index, (base, source) in enumerate(zip(bases, node.bases, strict=True)):
            if isinstance(base, (Constant, Container, AppModule)) or (
                isinstance(base, External) and base.kind == "module"
            ):
                what = builtin_type(base) or "module"
                raise ImportFailure("TypeError", f"'{what}' object cannot be a base class", module, source)
            if isinstance(base, Class) and any(
                isinstance(other, Class) and other in base.linear()[1:] for other in bases[:index]
            ):
                reason = f"Cannot create a consistent method resolution order (MRO) for base {base.name}"
                raise ImportFailure("TypeError", reason, module, source)
            if isinstance(base, (Class, External)) and any(same(base, other) for other in bases[:index]):
                name = base.name.rpartition(".")[2]
                raise ImportFailure("TypeError", f"duplicate base class {name}", module, source)
        solid = {base.name for base in bases if isinstance(base, External) and base.name in _SOLID_BASES}
        if len(solid) > 1:
            raise ImportFailure("TypeError", "multiple bases have instance lay-out conflict", module, node.bases[0])

    def _class_annotations(self, cls: Class, node: ast.ClassDef, body: Frame) -> None:
        for statement in node.body:
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                cls.annotations[statement.target.id] = statement.annotation

    def _do_Assign(self, node: ast.Assign, frame: Frame) -> None:
        value = self.eval(node.value, frame)
        for target in node.targets:
            self.assign(target, value, frame)

    def _do_AnnAssign(self, node: ast.AnnAssign, frame: Frame) -> None:
        value = self.eval(node.value, frame) if node.value is not None else None
        lazy = frame.is_function or frame.state.module.future_annotations or self.python_version >= (3, 14)
        if not lazy and isinstance(node.target, ast.Name):
            self.eval(node.annotation, frame)
        if value is not None:
            self.assign(node.target, value, frame)

    def _do_AugAssign(self, node: ast.AugAssign, frame: Frame) -> None:
        value = self.eval(node.value, frame)
        if not isinstance(node.target, ast.Name):
            self.uncertain += 1
            if isinstance(node.target, ast.Attribute):
                self.set_attribute(self.eval(node.target.value, frame), node.target.attr, UNKNOWN, frame)
            return
        name = node.target.id
        current = self.lookup(name, frame, node.target)
        if isinstance(current, Container):
            # a list takes whatever can be iterated, and is changed in place: what it holds is not followed
            self.uncertain += 1
            result: Value = UNKNOWN if name == "__all__" else Instance(External("builtins.list", "class"))
        else:
            result = self.binary(node.op, current, value, node, frame)
        self.bind(name, result, frame)

    def _do_TypeAlias(self, node: ast.AST, frame: Frame) -> None:
        self.bind(node.name.id, NotAType("a type alias", False), frame)  # type: ignore[attr-defined]

    def _do_Delete(self, node: ast.Delete, frame: Frame) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                self.unbind(target.id, frame, target)
            elif isinstance(target, ast.Attribute):
                base = self.eval(target.value, frame)
                if isinstance(base, Function):
                    base.attributes.pop(target.attr, None)
                else:
                    self.set_attribute(base, target.attr, UNKNOWN, frame)
            elif isinstance(target, ast.Subscript):
                self._delete_item(target, frame)

    def _delete_item(self, target: ast.Subscript, frame: Frame) -> None:
        base, key = self.eval(target.value, frame), self.eval(target.slice, frame)
        if isinstance(base, External) and base.name == "builtins.globals()":
            if isinstance(key, Constant) and isinstance(key.value, str):
                frame.state.names.pop(key.value, None)
            else:
                self.lose_sight(frame.state)
        else:
            self.uncertain += 1

    # assignment

    def assign(self, target: ast.expr, value: Value, frame: Frame) -> None:
        """Bind a target of an assignment, unpacking as Python does."""
        if isinstance(target, ast.Name):
            self.bind(target.id, value, frame)
        elif isinstance(target, (ast.Tuple, ast.List)):
            items = value.items if isinstance(value, Container) and value.type_name in ("tuple", "list") else None
            if isinstance(value, (Constant, Function)) and not hasattr(getattr(value, "value", None), "__iter__"):
                what = type(value.value).__name__ if isinstance(value, Constant) else "function"
                raise ImportFailure(
                    "TypeError", f"cannot unpack non-iterable {what} object", frame.state.module, target
                )
            starred = any(isinstance(element, ast.Starred) for element in target.elts)
            if items is not None and not starred and len(items) != len(target.elts):
                what = "too many" if len(items) > len(target.elts) else "not enough"
                raise ImportFailure("ValueError", f"{what} values to unpack", frame.state.module, target)
            if items is not None and starred and len(items) < len(target.elts) - 1:
                raise ImportFailure("ValueError", "not enough values to unpack", frame.state.module, target)
            for index, element in enumerate(target.elts):
                value_of: Value = UNKNOWN
                if items is not None and not starred:
                    value_of = items[index]
                elif items is not None and not isinstance(element, ast.Starred):
                    star = next(i for i, part in enumerate(target.elts) if isinstance(part, ast.Starred))
                    at = index if index < star else index - len(target.elts)
                    value_of = items[at] if -len(items) <= at < len(items) else UNKNOWN
                self.assign(element, value_of, frame)
        elif isinstance(target, ast.Starred):
            self.assign(target.value, UNKNOWN, frame)
        elif isinstance(target, ast.Attribute):
            self.set_attribute(self.eval(target.value, frame), target.attr, value, frame)
        elif isinstance(target, ast.Subscript):
            base = self.eval(target.value, frame)
            key = self.eval(target.slice, frame)
            if isinstance(base, External) and base.name == "builtins.globals()":
                if isinstance(key, Constant) and isinstance(key.value, str):
                    frame.state.names[key.value] = value
                else:
                    frame.state.opaque = True
            else:
                self._set_item(base, key, value, target, frame)

    def _set_item(self, base: Value, key: Value, value: Value, target: ast.Subscript, frame: Frame) -> None:
        """``base[key] = value``. Raises ImportFailure for what takes no items."""
        if isinstance(base, Descriptor) and base.kind == "annotations" and isinstance(base.inner, Function):
            if isinstance(key, Constant) and isinstance(key.value, str):
                base.inner.annotations[key.value] = value
            else:
                base.inner.attributes["__annotations__"] = UNKNOWN
            return
        if isinstance(base, External) and base.name == "sys.modules":
            self.replace_module(key, frame)
            return
        what = {Function: "function", BoundMethod: "method", AppModule: "module"}.get(type(base))
        if isinstance(base, Constant) or (isinstance(base, Container) and base.type_name in ("tuple", "set")):
            what = builtin_type(base)
        if what is not None:
            reason = f"'{what}' object does not support item assignment"
            raise ImportFailure("TypeError", reason, frame.state.module, target)
        self.uncertain += 1

    def set_attribute(self, base: Value, name: str, value: Value, frame: Frame) -> None:
        """``base.name = value``."""
        if isinstance(base, (Function, Instance, Class, Partial)):
            base.attributes[name] = value
        elif isinstance(base, AppModule) and base.module is not None:
            state = self.imported.get(base.name) or self.states.get(base.module.path)
            if state is not None and name == "__class__":
                state.opaque = True
            elif state is not None:
                # on another way, or later and out of sight, it may be given something else
                kept = state is frame.state or not isinstance(value, (Constant, Container))
                state.names[name] = value if kept else UNKNOWN
        elif isinstance(base, External) and base.kind == "module":
            self.added[f"{base.name}.{name}"] = value
        else:
            self.uncertain += 1


def _arguments(args: ast.arguments) -> list[ast.arg]:
    extra = [arg for arg in (args.vararg, args.kwarg) if arg is not None]
    return [*args.posonlyargs, *args.args, *args.kwonlyargs, *extra]
