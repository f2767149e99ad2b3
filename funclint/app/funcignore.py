"""``.funcignore`` as Core Tools reads it, which is not what git makes of the same lines.

Source: GitIgnoreParser and FileSystemHelpers of azure-functions-core-tools (since 3.0.2086). A pattern is anchored at
the app root and matches as a prefix that ends at a word boundary; ``*`` and ``**`` need at least one character; no
other character is special; the order of the lines does not matter, and what a ``!`` line matches is always kept.
"""

from __future__ import annotations

import re
from pathlib import Path

FILE_NAME = ".funcignore"


class Pattern:
    """One line: the pattern as ``text``, where it stands, whether it keeps (``!``) or leaves out."""

    __slots__ = ("_parts", "end", "keeps", "start", "text")

    def __init__(self, text: str, keeps: bool, start: int, end: int) -> None:
        self.text = text
        self.keeps = keeps
        self.start = start
        self.end = end
        self._parts = [part for part in re.split(r"(\*\*|\*)", text.removeprefix("/")) if part]

    def matches(self, path: str) -> bool:
        """Whether a file, relative to the app root and with slashes, is meant."""
        # All places that the pattern can have come to: regular expressions take ages for many stars.
        places = {0}
        for part in self._parts:
            if part not in ("*", "**"):
                places = {place + len(part) for place in places if path.startswith(part, place)}
                continue
            reached: set[int] = set()
            for place in sorted(places):
                stop = path.find("/", place) if part == "*" else -1
                reached.update(range(place + 1, (len(path) if stop < 0 else stop) + 1))
            places = reached
        return any(_is_word(path, place - 1) != _is_word(path, place) for place in places)


def _is_word(path: str, at: int) -> bool:
    return 0 <= at < len(path) and path[at].isascii() and (path[at].isalnum() or path[at] == "_")


class FuncIgnore:
    """All patterns of a ``.funcignore``."""

    __slots__ = ("path", "patterns")

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.patterns: list[Pattern] = []
        offset = 0
        for raw in text.split("\n"):
            line = raw.strip()
            start = offset + len(raw) - len(raw.lstrip())
            offset += len(raw) + 1
            if line and not line.startswith("#"):
                keeps = line.startswith("!")
                self.patterns.append(Pattern(line[1:] if keeps else line, keeps, start, start + len(line)))

    def leaving_out(self, path: str) -> Pattern | None:
        """The first pattern that keeps a file out of the deployment; None when it is deployed.

        ``path``: relative to the app root, with slashes.
        """
        found = next((item for item in self.patterns if not item.keeps and item.matches(path)), None)
        if found is None or any(item.keeps and item.matches(path) for item in self.patterns):
            return None
        return found
