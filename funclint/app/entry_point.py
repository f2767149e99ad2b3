"""The entry point of a function as the worker sees it: parameters, annotations, outputs, what calls return."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING

from funclint.app.function_json import Binding
from funclint.diagnostic import Span
from funclint.python import signature as signatures
from funclint.python.module import Module
from funclint.python.returns import Results, results_of
from funclint.python.types import UNKNOWN_FORM, TypeForm, TypeReader
from funclint.python.uses import ParameterRead
from funclint.python.values import Function as FunctionValue
from funclint.python.values import Unknown, Value
from funclint.python.walking import children

if TYPE_CHECKING:
    from funclint.app.function import Alternative, Function


class Parameter:
    """A parameter of an entry point.

    ``annotation``: its text, None without one. ``form``: what the annotation is to the worker, None without one.
    """

    __slots__ = ("annotation", "annotation_span", "default", "form", "kind", "name", "span")

    def __init__(self, parameter: signatures.SignatureParameter, form: TypeForm | None, fallback: Span) -> None:
        self.name = parameter.name
        self.kind = parameter.kind
        self.form = form
        module = parameter.module
        placed = module is not None and hasattr(parameter.node, "lineno")
        self.span = _argument_span(module, parameter.node) if placed and module is not None else fallback
        written = parameter.node.annotation if placed else None
        self.annotation = module.source(written) if module is not None and written is not None else None
        self.annotation_span = module.span(written) if module is not None and written is not None else self.span
        self.default = parameter.default


def _argument_span(module: Module, node: ast.arg) -> Span:
    span = module.span(node)
    return Span(span.path, span.start, span.start + len(node.arg))


class Output:
    """The parameter of an output binding. ``used``: its value is read somewhere (``out.set(...)``, passed on ...);
    ``assigned``: the names rebound by plain assignments."""

    __slots__ = ("assigned", "binding", "parameter", "used")

    def __init__(self, parameter: Parameter, binding: Binding, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.parameter = parameter
        self.binding = binding
        self.used = False
        self.assigned: list[ast.Name] = []
        pending: list[ast.AST] = list(node.body)
        while pending:
            part = pending.pop()
            if not isinstance(part, ast.Name):
                pending += children(part)
            elif part.id == parameter.name:
                if isinstance(part.ctx, ast.Store):
                    self.assigned.append(part)
                else:
                    self.used = True
            elif part.id in ("locals", "vars", "eval", "exec"):
                self.used = True
        self.assigned.sort(key=lambda name: (name.lineno, name.col_offset))


class EntryPoint:
    """The function that the worker calls.

    ``state``: ``found``, ``missing``, ``not-callable``, ``unknown`` (it cannot be told), or ``unreachable`` (there is
    no script, or its import fails).
    """

    def __init__(self, function: Function, only: Alternative | None = None) -> None:
        self.function = function
        requested = function.json.text_value("entryPoint") if function.json is not None else None
        self.name = requested or "main"
        self.requested = requested is not None
        state = function.state
        self.value: Value | None = None
        if state is None or state.failure is not None:
            self.state = "unreachable"
            return
        self.value = only.value if only is not None else function.app.interpreter.attribute_of(state, self.name)
        if self.value is None and state.is_package:
            # a module of this name in the folder, once imported, is an attribute too
            place = function.app.interpreter.importer.place(f"{state.name}.{self.name}")
            if place.kind in ("file", "folder") and f"{state.name}.{self.name}" in function.app.interpreter.imported:
                self.state = "not-callable"
                return
        callable_ = signatures.is_callable(self.value) if self.value is not None else False
        if self.value is None:
            self.state = "missing"
        elif isinstance(self.value, Unknown) or callable_ is None:
            self.state = "unknown"
        else:
            self.state = "found" if callable_ else "not-callable"

    @cached_property
    def module(self) -> Module | None:
        """The module in which its code stands, else the script."""
        node = self.definition
        return node.module if node is not None else (self.function.state.module if self.function.state else None)

    @cached_property
    def definition(self) -> FunctionValue | None:
        """The ``def`` or ``lambda`` whose signature the worker sees; None when there is none in the app."""
        value = self.value
        for _ in range(20):
            inner = getattr(value, "attributes", {}).get("__wrapped__") if value is not None else None
            if inner is None:
                inner = getattr(value, "function", None) or getattr(value, "inner", None)
            if inner is None:
                break
            value = inner
        return (
            value if isinstance(value, FunctionValue) and value.node is not None and value.module is not None else None
        )

    @cached_property
    def span(self) -> Span:
        """Where it is defined; the beginning of the script when that cannot be told."""
        definition = self.definition
        if definition is not None and definition.module is not None and definition.node is not None:
            return definition.module.name_span(definition.node)
        node = getattr(self.value, "node", None)
        module = getattr(self.value, "module", None)
        if isinstance(node, ast.AST) and isinstance(module, Module):
            return module.name_span(node)
        state = self.function.state
        if state is not None and state.module.tree is not None:
            for statement in reversed(state.module.tree.body):
                for target in getattr(statement, "targets", None) or [getattr(statement, "target", None)]:
                    if isinstance(target, ast.Name) and target.id == self.name:
                        return state.module.span(target)
        return Span(state.module.path) if state is not None else Span(self.function.path)

    @cached_property
    def hints(self) -> signatures.Hints:
        """What the worker's ``typing.get_type_hints`` works on."""
        return signatures.hints(self.value) if self.value is not None else signatures.UNKNOWN_HINTS

    @property
    def uninspectable(self) -> bool:
        """Whether the worker's look at its annotations or signature raises."""
        return self.hints.refused or (self.value is not None and signatures.has_no_signature(self.value))

    @cached_property
    def parameters(self) -> list[Parameter] | None:
        """The parameters as the worker sees them; None when unknown."""
        found = signatures.signature(self.value) if self.state == "found" and self.value is not None else None
        if found is None:
            return None
        return [Parameter(item, self.form_of(item.name), self.span) for item in found]

    @cached_property
    def return_form(self) -> TypeForm | None:
        """What the return annotation is to the worker; None without one."""
        return self.form_of("return")

    def form_of(self, name: str) -> TypeForm | None:
        """The form of the annotation of a parameter, or of ``return``; None without one."""
        hints = self.hints
        if hints.annotations is None:
            return UNKNOWN_FORM
        annotation = hints.annotations.get(name)
        if annotation is None:
            return None
        interpreter = self.function.app.interpreter
        state = interpreter.states.get(hints.module.path) if hints.module is not None else self.function.state
        if state is None:
            return UNKNOWN_FORM
        return TypeReader(interpreter).hint(annotation, state, hints.closure)

    @property
    def annotation_forms(self) -> list[tuple[str, TypeForm]]:
        """All annotations that ``typing.get_type_hints`` evaluates, by name."""
        names = list(self.hints.annotations or ())
        return [(name, form) for name in names if (form := self.form_of(name)) is not None]

    @property
    def is_wrapped_blindly(self) -> bool:
        """Whether the worker sees a decorator's inner function instead of the function that is decorated."""
        definition = self.definition
        return (
            definition is not None
            and definition.node is not None
            and isinstance(definition.node, (ast.FunctionDef, ast.AsyncFunctionDef))
            and bool(definition.closure)
            and self.decorated is not None
        )

    @cached_property
    def decorated(self) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        """The ``def`` of the script that carries the entry point's name and decorators, when another is seen."""
        state = self.function.state
        definition = self.definition
        if state is None or state.module.tree is None:
            return None
        for statement in reversed(state.module.tree.body):
            if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)) and statement.name == self.name:
                seen = definition.node if definition is not None else None
                return statement if statement.decorator_list and statement is not seen else None
        return None

    def reads_of(self, parameter: str) -> list[ParameterRead]:
        """What its code reads by a key from the mappings of a request that is its parameter of that name."""
        definition = self.definition
        if definition is None or definition.module is None or definition.node is None:
            return []
        whole = definition.module.span(definition.node)
        reads = definition.module.uses.parameters
        return [read for read in reads if read.receiver == parameter and whole.start <= read.span.start < whole.end]

    @cached_property
    def outputs(self) -> list[Output] | None:
        """The parameters of output bindings and what the code does with them; None when the code is not known."""
        value = self.value
        if self.results is None or self.parameters is None or isinstance(self.results.node, ast.Lambda):
            return None
        found = []
        for parameter in self.parameters:
            binding = self.function.bound.get(parameter.name)
            if binding is not None and binding.direction == "out":
                found.append(Output(parameter, binding, self.results.node))
        return found if value is not None else None

    @cached_property
    def results(self) -> Results | None:
        """What calls return; None when the code that runs is not known (decorated, a class, elsewhere)."""
        value = self.value
        if not isinstance(value, FunctionValue) or value.node is None or value.module is None:
            method = getattr(value, "function", None)
            if type(value).__name__ != "BoundMethod" or not isinstance(method, FunctionValue):
                return None
            value = method
        if value.attributes or value.node is None or value.module is None:
            return None
        state = self.function.app.interpreter.states.get(value.module.path)
        if state is None:
            return None
        endpoint = self.function.endpoint
        methods = (endpoint.methods if endpoint is not None else None) or ()
        return results_of(value.node, state, self.function.app.interpreter, methods)
