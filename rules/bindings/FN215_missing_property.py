"""A binding lacks a property that its type cannot do without."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.function import Function
from funclint.app.shape import Shape
from funclint.app.suggest import a_or_an
from funclint.diagnostic import Diagnostic, Label, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """A binding lacks a property that its type cannot do without."""
    for shape in function.shapes:
        missing = shape.missing
        if not missing or shape.missing_by_name:
            continue  # written under a name that this bundle does not read: a rule of its own
        binding = shape.binding
        null = next((name for name in missing if name.lower() in shape.members), None)
        given = shape.given_of(missing)
        span = binding.span(null) if null is not None else binding.span("type")
        related = tuple(Label(binding.key_span(name), "this one alone is not enough") for name in given)
        yield Diagnostic(
            span,
            _message(shape, missing, given, null),
            help=None if null is not None else "add " + _listed([f'"{name}"' for name in missing]),
            related=related,
        )


def _message(shape: Shape, missing: tuple[str, ...], given: list[str], null: str | None) -> str:
    type = shape.type.type
    if null is not None:
        return f"'{null}' is null, and {a_or_an(type)} needs it"
    alternatives = shape.alternatives
    if not given and len(alternatives) > 1:
        return f"{a_or_an(type)} needs " + ", or ".join(
            _listed([f"'{name}'" for name in names]) for names in alternatives
        )
    needed = _listed([f"'{name}'" for name in missing])
    return (
        f"{a_or_an(type)} with '{given[0]}' needs {needed} too"
        if given and alternatives[1:]
        else f"{a_or_an(type)} needs {needed}"
    )


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
