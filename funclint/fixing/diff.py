"""What fixes change, as a unified diff that ``patch -p0`` and ``git apply -p0`` take."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

_LINES = re.compile(r"[^\n]*\n|[^\n]+")


def unified(name: str, before: str, after: str) -> Iterator[str]:
    """The lines of the diff of one file, newlines included; nothing if the texts are equal."""
    # Only "\n" ends a line of a diff; difflib's own splitting would break lines at form feeds and the like.
    old, new = _LINES.findall(before), _LINES.findall(after)
    name = _quoted(name)
    for line in difflib.unified_diff(old, new, name, name):
        if line.endswith("\n"):
            yield line
        else:
            yield f"{line}\n\\ No newline at end of file\n"


def _quoted(name: str) -> str:
    """The name of a file as git writes it in a diff: in quotes if a character could be misread."""
    if not any(character in '"\\' or not character.isprintable() for character in name):
        return name
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    data = escaped.encode("utf-8", "surrogateescape")
    return '"' + "".join(chr(byte) if 0x20 <= byte < 0x7F else f"\\{byte:03o}" for byte in data) + '"'
