"""The cardinality of a trigger does not agree with what the function expects."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app import cardinality
from funclint.app.cardinality import MANY, ONE, TEXT
from funclint.app.entry_point import Parameter
from funclint.app.function import Function
from funclint.app.function_json import Binding
from funclint.app.matching import bound_parameters
from funclint.diagnostic import Applicability, Diagnostic, Fix, Label, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES, safety=(Applicability.SAFE, Applicability.UNSAFE))


def check(function: Function) -> Iterator[Diagnostic]:
    """The cardinality of a trigger does not agree with what the function expects."""
    if not function.readable or not any(cardinality.passed(binding) for binding in function.bindings):
        return
    for parameter, binding in bound_parameters(function):
        passed = cardinality.passed(binding)
        expected = cardinality.annotated(parameter.form)
        if passed is None or passed == expected or (passed, expected) == (ONE, TEXT):
            continue
        if parameter.form is not None and expected is None:
            continue
        use = cardinality.use_of(function, parameter.name)
        name, place = parameter.name, parameter.annotation_span
        if passed == MANY:
            if use.many or (expected is None and not use.one):
                continue
            message = f"'{name}' gets a list with cardinality 'many', but "
            message += (
                f"it is annotated '{parameter.annotation}'" if parameter.annotation else "it is used as one message"
            )
            if expected is None and use.span is not None:
                place = use.span
            help = 'set "cardinality": "one", or annotate a typing.List and loop over it'
            if expected == TEXT:
                help = 'set "cardinality": "one": as text a list cannot be decoded'
        else:
            if expected != MANY or use.one:
                continue
            message = f"'{name}' gets a single message, but it is annotated '{parameter.annotation}'"
            help = 'set "cardinality": "many"'
        written = binding.value("cardinality") is not None
        yield Diagnostic(
            binding.span("cardinality" if written else "type"),
            message,
            help=help,
            related=(Label(place, "one message is expected here" if passed == MANY else "a list is expected here"),),
            offer=partial(_fix, function, parameter, binding, ONE if passed == MANY else MANY),
        )


def _fix(function: Function, parameter: Parameter, binding: Binding, value: str) -> Fix | None:
    """Unsafe where the cardinality is written: the code may be wrong. None where the annotation itself is refused."""
    from funclint.app import judge, mending

    version = function.app.target.python_version
    if parameter.form is not None and judge.parameter_fault(binding, parameter.form, version) is not None:
        return None
    safety = mending.SAFE if binding.value("cardinality") is None else mending.UNSAFE
    return mending.set_property(function, binding, "cardinality", value, f'set "cardinality": "{value}"', safety)
