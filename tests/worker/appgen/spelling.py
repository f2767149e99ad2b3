"""How an app reaches azure.functions, typing and azure.durable_functions: the import lines and the prefixes."""

from __future__ import annotations

import random
import re
from typing import NamedTuple

_MARK = re.compile(r"<([ftd])>(\w+)")
_STANDARD = (
    "abc",
    "asyncio",
    "atexit",
    "collections.abc",
    "contextlib",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "functools",
    "importlib",
    "inspect",
    "io",
    "json",
    "logging",
    "operator",
    "os",
    "pathlib",
    "sys",
    "threading",
    "types",
    "unittest.mock",
    "uuid",
    "warnings",
    "weakref",
)
_USES = [(name, re.compile(rf"(?<![\w.]){re.escape(name.split('.')[0])}\.")) for name in _STANDARD]


class _Way(NamedTuple):
    """`prefix` goes before a name; `line` is the import, with {} for the names where they are imported one by one."""

    prefix: str
    line: str


_FUNCTIONS = (
    _Way("func.", "import azure.functions as func"),
    _Way("func.", "import azure.functions as func"),
    _Way("func.", "import azure.functions as func"),
    _Way("azure.functions.", "import azure.functions"),
    _Way("af.", "from azure import functions as af"),
    _Way("functions.", "from azure import functions"),
    _Way("", "from azure.functions import {}"),
)
_TYPING = (
    _Way("typing.", "import typing"),
    _Way("t.", "import typing as t"),
    _Way("", "from typing import {}"),
    _Way("", "from typing import {}"),
)
_DURABLE = (
    _Way("df.", "import azure.durable_functions as df"),
    _Way("df.", "import azure.durable_functions as df"),
    _Way("", "from azure.durable_functions import {}"),
)


class Spelling:
    """The ways of one app."""

    def __init__(self, rng: random.Random) -> None:
        self._ways = {"f": rng.choice(_FUNCTIONS), "t": rng.choice(_TYPING), "d": rng.choice(_DURABLE)}

    def module(self, lines: list[str], future: bool = False, skip: str = "") -> str:
        """The text of a module: its import lines, then its lines with every mark spelt out.

        Modules of the standard library that the lines use are imported as well.

        `skip` names the marks for which no import line is written, because the lines import them in their own way.
        """
        text = "\n".join(lines)
        head = ["from __future__ import annotations"] if future else []
        for mark, way in self._ways.items():
            names = list(dict.fromkeys(name for found, name in _MARK.findall(text) if found == mark))
            if names and mark not in skip:
                head.append(way.line.format(", ".join(names)))
        for name, use in _USES:
            if use.search(text):
                head.append(f"import {name}")
        return "\n".join([*head, *([""] if head else []), self.spell(text)]) + "\n"

    def spell(self, text: str) -> str:
        """A text with every mark spelt out."""
        return _MARK.sub(lambda found: self._ways[found[1]].prefix + found[2], text)

    def import_line(self, mark: str, names: str) -> str:
        """The import line of a mark for some names."""
        return self._ways[mark].line.format(names)
