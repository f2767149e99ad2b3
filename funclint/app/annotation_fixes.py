"""Fixes of annotations that the worker refuses."""

from __future__ import annotations

import ast

from funclint.app import judge, mending
from funclint.app.entry_point import Parameter
from funclint.app.function import Function
from funclint.app.function_json import Binding
from funclint.app.mending import SAFE, UNSAFE
from funclint.catalogue import Acceptance
from funclint.diagnostic import Applicability, Fix
from funclint.json_edits import Edits
from funclint.python import rewrite
from funclint.python.module import Module
from funclint.python.types import TypeForm


class Annotation:
    """An annotation as it is written: its expression, also when that stands in quotes."""

    def __init__(self, module: Module, node: ast.expr) -> None:
        self.module = module
        self.node = node
        self.text = module.source(node)
        self.quote = ""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            plain = next((q for q in ('"', "'") if self.text == f"{q}{node.value}{q}"), None)
            self.quote, self.text = (plain or "?"), node.value
        self.expression: ast.expr | None = None
        if self.quote != "?":
            try:
                self.expression = ast.parse(self.text.strip(), mode="eval").body
            except (SyntaxError, ValueError):
                self.expression = None

    def is_plain(self, out: bool) -> bool:
        """Whether it can be taken apart: no ``Annotated``, and the outermost name of an ``Out`` is that."""
        if self.expression is None or "Annotated" in self.text:
            return False
        outermost = self.expression.value if isinstance(self.expression, ast.Subscript) else self.expression
        return not out or self.part(outermost).rpartition(".")[2] == "Out"

    def part(self, node: ast.expr) -> str:
        """The text of a part of the expression."""
        return ast.get_source_segment(self.text.strip(), node) or ""

    def replace(self, text: str) -> Edits:
        """Other text in its place, in quotes if it had some."""
        quoted = f"{self.quote}{text}{self.quote}" if self.quote in ('"', "'") else text
        return rewrite.replace(self.module, self.node, quoted)


def _of(function: Function, parameter: Parameter) -> Annotation | None:
    found = mending.argument(function, parameter)
    if found is None or found[2].annotation is None:
        return None
    annotation = Annotation(found[0], found[2].annotation)
    is_out = parameter.form is not None and parameter.form.is_out
    return annotation if annotation.is_plain(is_out) else None


def _write(annotation: Annotation, text: str, safety: Applicability) -> Fix | None:
    """The annotation is replaced by ``text``, written as it stands in the module or as the catalogue spells it."""
    spelled = mending.spelled(annotation.module, text)
    if spelled is None or spelled[0] == annotation.text:
        return None
    return Fix(f"annotate '{spelled[0]}'", safety, (*annotation.replace(spelled[0]), *spelled[1]))


def _wrapped(annotation: Annotation, inner: str, safety: Applicability) -> Fix | None:
    """The annotation becomes ``func.Out[inner]``."""
    out, spelled = mending.spelled(annotation.module, "func.Out"), mending.spelled(annotation.module, inner)
    if out is None or spelled is None:
        return None
    text = f"{out[0]}[{spelled[0]}]"
    edits = (*annotation.replace(text), *out[1], *(edit for edit in spelled[1] if edit not in out[1]))
    return Fix(f"annotate '{text}'", safety, edits)


def _own(annotation: Annotation, text: str, safety: Applicability) -> Fix | None:
    """The annotation is replaced by a part of itself."""
    return Fix(f"annotate '{text}'", safety, annotation.replace(text)) if text else None


def out_missing(function: Function, parameter: Parameter, binding: Binding) -> Fix | None:
    """``func.Out[...]`` around the annotation of an output; safe if the code does nothing but ``set`` it."""
    annotation, form = _of(function, parameter), parameter.form
    if annotation is None or form is None:
        return None
    _, is_read = mending.uses(function, parameter.name)
    safety = UNSAFE if is_read else SAFE
    if _accepts(binding, form, True):
        text = annotation.text.strip()
        out = mending.spelled(annotation.module, "func.Out")
        if out is None:
            return None
        return Fix(f"annotate '{out[0]}[{text}]'", safety, (*annotation.replace(f"{out[0]}[{text}]"), *out[1]))
    inner = mending.example(binding, True)
    return _wrapped(annotation, inner, UNSAFE) if inner is not None else None


def out_on_input(function: Function, parameter: Parameter, binding: Binding) -> Fix | None:
    """An input annotated as output: by what the code does with it, it is one or the other."""
    annotation, form = _of(function, parameter), parameter.form
    if annotation is None or form is None or len(form.args) != 1:
        return None
    is_set, is_read = mending.uses(function, parameter.name)
    written = binding.value("direction") is not None
    if is_set and not is_read and not binding.is_trigger and _accepts(binding, form.args[0], True):
        title = 'set "direction": "out": the code sets it'
        return mending.set_property(function, binding, "direction", "out", title, UNSAFE if written else SAFE)
    if is_set:
        return None
    expression = annotation.expression
    if isinstance(expression, ast.Subscript) and _accepts(binding, form.args[0], False):
        return _own(annotation, annotation.part(expression.slice), SAFE)
    text = mending.example(binding, False)
    return _write(annotation, text, SAFE if not is_read else UNSAFE) if text is not None else None


def out_without_type(function: Function, parameter: Parameter, binding: Binding) -> Fix | None:
    """``func.Out`` gets the type that the binding takes."""
    annotation, inner = _of(function, parameter), mending.example(binding, True)
    if annotation is None or inner is None:
        return None
    bare = isinstance(annotation.expression, (ast.Name, ast.Attribute))
    if binding.direction != "out":
        return None
    return _wrapped(annotation, inner, SAFE if bare else UNSAFE)


def not_a_type(function: Function, parameter: Parameter, binding: Binding) -> Fix | None:
    """The type that is meant by an annotation which is none to the worker."""
    annotation, form = _of(function, parameter), parameter.form
    if annotation is None or form is None or annotation.expression is None:
        return None
    out, expression = binding.direction == "out", annotation.expression
    is_set, is_read = mending.uses(function, parameter.name)
    if isinstance(expression, ast.Call):
        return _called(annotation, expression, binding, out)
    inner, around = form, ""
    if form.is_out:
        if not isinstance(annotation.expression, ast.Subscript) or not isinstance(expression, ast.Subscript):
            return None
        inner, expression = form.args[0], expression.slice
        if out:
            around = annotation.part(annotation.expression.value)
        elif is_set:
            return None

    def write(text: str, safety: Applicability) -> Fix | None:
        if form.is_out or not out:
            return _write(annotation, f"{around}[{text}]" if around else text, safety)
        return _wrapped(annotation, text, safety)

    careful = UNSAFE if out and not form.is_out and is_read else SAFE
    member = _only_member(inner, expression)
    if member is not None and _accepts(binding, member[0], out):
        return write(annotation.part(member[1]), careful)
    if inner.what == "list[...]" and isinstance(expression, ast.Subscript):
        as_generic = TypeForm("generic", name="List", iterable=True, args=inner.args)
        if _accepts(binding, as_generic, out) and _is_builtin(expression, "list"):
            return write(f"typing.List[{annotation.part(expression.slice)}]", careful)
    bare = _bare_class(inner)
    if bare is not None and isinstance(expression, ast.Subscript) and _accepts(binding, bare, out):
        return write(annotation.part(expression.value), careful)
    text = mending.example(binding, out)
    return write(text, SAFE if not (is_set or is_read) else UNSAFE) if text is not None else None


def _called(annotation: Annotation, call: ast.Call, binding: Binding, out: bool) -> Fix | None:
    """``func.Out(str)`` is ``func.Out[str]``, ``func.HttpRequest()`` is ``func.HttpRequest``."""
    check = mending.acceptance(binding, out)
    names = [word.rpartition(".")[2] for word in check.examples] if check is not None else []
    called = annotation.part(call.func)
    if call.keywords:
        return None
    if called.rpartition(".")[2] == "Out" and len(call.args) == 1 and out:
        inner = annotation.part(call.args[0])
        return _own(annotation, f"{called}[{inner}]", SAFE if inner.rpartition(".")[2] in names else UNSAFE)
    if not call.args and called.rpartition(".")[2] in names and not out:
        return _own(annotation, called, SAFE)
    return None


def mismatch(function: Function, parameter: Parameter, binding: Binding) -> Fix | None:
    """The annotation that fits the binding; unsafe where the code uses the value, which is another one then."""
    annotation, form = _of(function, parameter), parameter.form
    out = binding.direction == "out"
    text = mending.example(binding, out)
    if annotation is None or form is None or text is None or (out and not form.is_out):
        return None
    _, is_read = mending.uses(function, parameter.name)
    if out:
        expression = annotation.expression
        if not isinstance(expression, ast.Subscript):
            return None
        return _write(annotation, f"{annotation.part(expression.value)}[{text}]", UNSAFE)
    return _write(annotation, text, UNSAFE if is_read else SAFE)


def context(function: Function, parameter: Parameter) -> Fix | None:
    """``context`` is always given the invocation context."""
    annotation = _of(function, parameter)
    return _write(annotation, "func.Context", SAFE) if annotation is not None else None


def returned(function: Function, binding: Binding, form: TypeForm) -> Fix | None:
    """The return annotation that fits what is returned, or what the binding takes."""
    found = mending.definition(function)
    if found is None or found[1].returns is None:
        return None
    annotation = Annotation(found[0], found[1].returns)
    expression = annotation.expression
    check = mending.acceptance(binding, True)
    if expression is None or check is None or not annotation.is_plain(form.is_out):
        return None
    if form.is_out and isinstance(expression, ast.Subscript) and judge.return_fault(binding, form.args[0]) is None:
        return _own(annotation, annotation.part(expression.slice), SAFE)
    member = _only_member(form, expression)
    if member is not None and judge.return_fault(binding, member[0]) is None:
        return _own(annotation, annotation.part(member[1]), SAFE)
    results = function.entry_point.results
    types = {result.type for result in results.returns} if results is not None and not results.falls_through else set()
    if types == {"None"}:
        return None
    only = next(iter(types)).rpartition(".")[2] if len(types) == 1 else None
    text = next((word for word in check.examples if "[" not in word and word.rpartition(".")[2] == only), None)
    if text is not None:
        return _write(annotation, text, SAFE)
    text = next((word for word in check.examples if "[" not in word), None)
    return _write(annotation, text, UNSAFE) if text is not None else None


def _accepts(binding: Binding, form: TypeForm, out: bool) -> bool:
    """Whether a binding certainly takes a type, and can hand it over."""
    if not form.is_type or (binding.type == "httpTrigger" and form.name in ("str", "bytes")):
        return False
    check: Acceptance | None = judge.acceptance(binding, form, out)
    return check is not None and judge.accepts(check, form) is True


def _only_member(form: TypeForm, expression: ast.expr) -> tuple[TypeForm, ast.expr] | None:
    """Of a union with None the other member, its form and its expression."""
    members = [member for member in form.union if member.name != "NoneType"]
    if len(members) != 1 or len(form.union) < 2:
        return None
    written = [part for part in _leaves(expression) if not (isinstance(part, ast.Constant) and part.value is None)]
    return (members[0], written[0]) if len(written) == 1 else None


def _leaves(expression: ast.expr) -> list[ast.expr]:
    if isinstance(expression, ast.BinOp) and isinstance(expression.op, ast.BitOr):
        return _leaves(expression.left) + _leaves(expression.right)
    if isinstance(expression, ast.Subscript):
        name = expression.value.attr if isinstance(expression.value, ast.Attribute) else None
        name = expression.value.id if isinstance(expression.value, ast.Name) else name
        if name in ("Optional", "Union"):
            inside = expression.slice
            parts = inside.elts if isinstance(inside, ast.Tuple) else [inside]
            return [leaf for part in parts for leaf in _leaves(part)]
    return [expression]


def _is_builtin(expression: ast.Subscript, name: str) -> bool:
    return isinstance(expression.value, ast.Name) and expression.value.id == name


def _bare_class(form: TypeForm) -> TypeForm | None:
    """The class of ``list[...]`` and the like without its arguments."""
    if not form.what.endswith("[...]") or "." in form.name or not form.name:
        return None
    return TypeForm("class", name=form.name, mro=(form.name, "object"))
