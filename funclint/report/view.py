"""What every report needs to know of the reader's side: where he stands, his terminal, and places as he counts them."""

from __future__ import annotations

import os
from pathlib import Path

from funclint.diagnostic import Severity, Span
from funclint.files import Files
from funclint.text import ReadError, SourceText
from funclint.workspace import up_to_repository

Place = tuple[int, int]
"""Row and column, both from 1, the column in characters."""

_COLOURS = {
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "accent": "1;34",
    "bold": "1",
    "dim": "2",
    "good": "1;32",
}


class View:
    """How a report is to look.

    ``cwd``: the folder that paths are shown relative to; ``links``: whether codes may be links, as terminals show them;
    ``width``: columns of the terminal; ``summary``: whether the closing line is wanted.
    """

    def __init__(
        self,
        files: Files,
        *,
        cwd: Path | None = None,
        color: bool = False,
        links: bool = False,
        width: int = 120,
        summary: bool = True,
    ) -> None:
        self._files = files
        self._cwd = str(cwd or Path.cwd()).rstrip(os.sep) + os.sep
        self._repository: str | None = None
        self._sources: dict[Path, SourceText | None] = {}
        self.color = color
        self.links = links and color
        self.width = width
        self.summary = summary

    def filename(self, path: Path) -> str:
        """A path with slashes, relative to the current folder when below it."""
        text = str(path)
        if text.startswith(self._cwd):
            text = text[len(self._cwd) :]
        elif text + os.sep == self._cwd:
            text = "."
        return text.replace(os.sep, "/")

    def repository_path(self, path: Path) -> str:
        """A path with slashes, relative to the repository that the current folder is in (without one, to that folder);
        absolute when outside. What services that show findings beside the code expect."""
        if self._repository is None:
            folder = self._cwd.rstrip(os.sep) or os.sep
            *_, top = up_to_repository(folder)
            self._repository = top if os.path.lexists(os.path.join(top, ".git")) else folder
        prefix = self._repository.rstrip(os.sep) + os.sep
        text = str(path)
        return (text[len(prefix) :] if text.startswith(prefix) else text).replace(os.sep, "/")

    def source(self, path: Path) -> SourceText | None:
        """The text that offsets in ``path`` count in; None if it cannot be read now."""
        if path not in self._sources:
            try:
                found = self._files.python(path) if path.suffix == ".py" else self._files.json(path)
            except ReadError:
                found = None
            self._sources[path] = found
        return self._sources[path]

    def location(self, path: Path, offset: int) -> Place:
        """Row and column of an offset; the first place of the file if it cannot be read."""
        source = None if offset == 0 else self.source(path)
        return (1, 1) if source is None else source.location(offset)

    def start(self, span: Span) -> Place:
        return self.location(span.path, span.start)

    def end(self, span: Span) -> Place:
        return self.location(span.path, span.end)

    def paint(self, style: str | Severity, text: str) -> str:
        """``text`` in a colour (the name of a severity, or accent, bold, dim, good), if colours are on."""
        return f"\x1b[{_COLOURS[str(style)]}m{text}\x1b[0m" if self.color else text
