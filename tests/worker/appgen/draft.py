"""The app being drawn: everything that a fault or a shape may still change before the files are written."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from appgen.spelling import Spelling


@dataclass
class Parameter:
    """One parameter of the entry point. `kind` is plain, positional, keyword, star or double-star."""

    name: str
    annotation: str | None = None
    default: str | None = None
    kind: str = "plain"
    binding: dict[str, object] | None = None

    @property
    def text(self) -> str:
        stars = {"star": "*", "double-star": "**"}.get(self.kind, "")
        annotated = f"{stars}{self.name}" if self.annotation is None else f"{stars}{self.name}: {self.annotation}"
        if self.default is None:
            return annotated
        return f"{annotated}={self.default}" if self.annotation is None else f"{annotated} = {self.default}"


@dataclass
class Draft:
    """One app with one function.

    `header` lines stand before the function, `footer` lines after it; `files` are further files by path from the app
    root. Marks like `<f>` in Python lines are spelt out when a module is written.
    """

    rng: random.Random
    spelling: Spelling
    name: str = "Fn"
    bindings: list[dict[str, object]] = field(default_factory=list)
    parameters: list[Parameter] = field(default_factory=list)
    returns: str | None = None
    value: str | None = None
    header: list[str] = field(default_factory=list)
    footer: list[str] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)
    decorators: list[str] = field(default_factory=list)
    is_async: bool = False
    future: bool = False
    skip_imports: str = ""
    preview: bool = False
    requirements: list[str] = field(default_factory=lambda: ["azure-functions"])
    script_name: str = "__init__.py"
    script_file: str | None = "__init__.py"
    entry_point: str | None = None
    files: dict[str, str] = field(default_factory=dict)
    shape: str = "def"
    style: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def coin(self, chance: float) -> bool:
        return self.rng.random() < chance

    def unused(self, stem: str) -> str:
        """A name for a helper that no other helper of the app has."""
        taken = " ".join([*self.header, *self.files])
        number = 0
        while (name := f"{stem}{number or ''}") in taken:
            number += 1
        return name

    def signature(self) -> str:
        """The parameters and the return annotation as they stand between `def name` and the colon."""
        parts: list[str] = []
        starred = False
        for at, parameter in enumerate(self.parameters):
            if parameter.kind == "star":
                starred = True
            if parameter.kind == "keyword" and not starred:
                parts.append("*")
                starred = True
            parts.append(parameter.text)
            following = self.parameters[at + 1 : at + 2]
            if parameter.kind == "positional" and (not following or following[0].kind != "positional"):
                parts.append("/")
        arrow = "" if self.returns is None else f" -> {self.returns}"
        return f"({', '.join(parts)}){arrow}"

    def names(self) -> list[str]:
        return [p.name for p in self.parameters]

    def body(self) -> list[str]:
        """The statements of the function without indentation."""
        lines = list(self.statements)
        if "yield 1" in lines:
            # A generator: an asynchronous one may not return a value.
            return [*lines, "return"]
        lines.append("return None" if self.value is None else f"return {self.value}")
        return lines

    def function(self, name: str, first: str = "", decorators: list[str] | None = None) -> list[str]:
        """The definition of the function under a name; `first` is put before its parameters (`self, `)."""
        signature = self.signature()
        if first:
            signature = "(" + (first if signature[1] != ")" else first.rstrip(", ")) + signature[1:]
        word = "async def" if self.is_async else "def"
        above = [*(self.decorators if decorators is None else decorators)]
        return [*above, f"{word} {name}{signature}:", *indent(self.body())]


def indent(lines: list[str], by: int = 1) -> list[str]:
    return [("    " * by + line) if line else line for line in lines]
