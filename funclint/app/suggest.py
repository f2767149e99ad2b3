"""Near names, and what a value is called: the words of help texts."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from funclint.files import Files
from funclint.python.signature import is_callable
from funclint.python.values import (
    AppModule,
    Constant,
    Container,
    Decorator,
    Descriptor,
    External,
    Instance,
    Partial,
    Value,
)

if TYPE_CHECKING:
    from funclint.app.function import Function


def a_or_an(word: str) -> str:
    """A word with its article: ``an httpTrigger``, ``a queue``."""
    return f"{'an' if word[:1].lower() in tuple('aeiou') or word.lower().startswith('http') else 'a'} {word}"


MAX_CANDIDATES = 200
"""Among more there is no telling which was meant, and comparing each with each would take minutes."""


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that is most like a word, None when none is near."""
    import difflib

    names = list(candidates)
    if len(names) > MAX_CANDIDATES:
        return None
    same_letters = [name for name in names if name.lower() == word.lower()]
    if same_letters:
        return same_letters[0]
    found = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    return found[0] if found else None


def slip_for(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that a word is plainly a misspelling of; None when another meaning is as likely."""
    import difflib

    lower = {name.lower(): name for name in candidates}
    found = difflib.get_close_matches(word.lower(), lower, n=1, cutoff=0.8)
    return lower[found[0]] if found else None


def nearest_file(folder: Path, requested: str, files: Files) -> str | None:
    """A file near the one that ``scriptFile`` names: other case, a slip, or the only script; relative to ``folder``."""
    path = Path(os.path.normpath(folder / requested.replace("\\", "/")))
    names = [n for n, is_folder in files.names(path.parent).items() if not is_folder and n.endswith(".py")]
    found = nearest(path.name, names) or (names[0] if len(names) == 1 else None)
    if found is None:
        return None
    return os.path.relpath(path.parent / found, folder).replace(os.sep, "/")


def defined_callables(function: Function) -> list[str]:
    """Names of the script that could be meant as the entry point; ``main`` first, the only function last."""
    state = function.state
    if state is None:
        return []
    names = [name for name, value in state.names.items() if not name.startswith("_") and is_callable(value)]
    return [name for name in names if getattr(state.names[name], "module", None) is state.module]


def kind_of(value: Value | None) -> str:
    """What a value is, in words: ``it is a module``."""
    if isinstance(value, Constant):
        return "it is None" if value.value is None else f"it is the {type(value.value).__name__} {value.value!r}"
    if isinstance(value, Container):
        return f"it is {a_or_an(value.type_name)}"
    if isinstance(value, Descriptor):
        return f"it is {a_or_an(value.kind)}"
    if isinstance(value, (AppModule,)) or (isinstance(value, External) and value.kind == "module"):
        return "it is a module"
    if isinstance(value, Decorator):
        return "it is a decorator still to be applied: was 'functools.wraps(...)' given the wrapper alone?"
    if isinstance(value, Partial):
        return "it is a functools.partial"
    if isinstance(value, Instance):
        name = getattr(value.cls, "name", "").rpartition(".")[2]
        return f"it is an instance of '{name}'"
    return "it is no function"
