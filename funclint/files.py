"""The files of a run: read once, folders listed once. Everything above asks here, nothing else opens a file to read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from funclint.leftovers import is_leftover
from funclint.text import ReadError, SourceText, decode_json, decode_python, read_bytes

MARK = "funclint:"
"""What a comment that speaks to funclint contains."""


class Files:
    """Files and folders as they are on disk, remembered for the length of a run.

    ``marked``: the files read so far that contain MARK, kept when they are forgotten otherwise.
    """

    def __init__(self) -> None:
        self.marked: dict[Path, SourceText] = {}
        self._texts: dict[tuple[Path, str], SourceText | ReadError] = {}
        self._folders: dict[Path, dict[str, bool]] = {}

    def json(self, path: Path) -> SourceText:
        """The text of a JSON file. Raises ReadError."""
        return self._text(path, "json")

    def python(self, path: Path) -> SourceText:
        """The text of a Python file. Raises ReadError."""
        return self._text(path, "python")

    def plain(self, path: Path) -> SourceText:
        """The text of any other file: by its byte order mark, else as UTF-8. Raises ReadError."""
        return self._text(path, "json")

    def bytes(self, path: Path) -> bytes:
        """The content of any file. Raises ReadError."""
        return read_bytes(path)

    def names(self, folder: Path) -> dict[str, bool]:
        """Names in a folder, each with whether it is a folder itself (links followed); empty if it cannot be listed."""
        found = self._folders.get(folder)
        if found is None:
            found = self._folders[folder] = self._list(folder)
        return found

    def is_file(self, path: Path) -> bool:
        """Whether a file of exactly this spelling exists, whatever the file system thinks of case."""
        return self.names(path.parent).get(path.name) is False

    def is_dir(self, path: Path) -> bool:
        """Whether a folder of exactly this spelling exists."""
        return self.names(path.parent).get(path.name) is True

    def forget(self, path: Path) -> None:
        """Drop what is remembered of a file, to bound the memory of a run over many."""
        self._texts.pop((path, "json"), None)
        self._texts.pop((path, "python"), None)

    def changed(self, path: Path) -> None:
        """Drop all that is remembered of a file, because its content is another now."""
        self.forget(path)
        self.marked.pop(path, None)

    def _text(self, path: Path, kind: str) -> SourceText:
        key = (path, kind)
        found = self._texts.get(key)
        if found is None:
            try:
                data = self.bytes(path)
                found = decode_json(path, data) if kind == "json" else decode_python(path, data)
                if MARK in found.text:
                    self.marked[path] = found
            except ReadError as error:
                found = error
            self._texts[key] = found
        if isinstance(found, ReadError):
            raise found
        return found

    @staticmethod
    def _list(folder: Path) -> dict[str, bool]:
        names: dict[str, bool] = {}
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if is_leftover(entry.name):
                        continue
                    try:
                        names[entry.name] = entry.is_dir()
                    except OSError:
                        names[entry.name] = False
        except OSError:
            pass
        return names


class Buffers(Files):
    """Files of which some have another content than on disk: what an editor holds, or what fixes made of them."""

    def __init__(self, contents: Mapping[Path, bytes]) -> None:
        """``contents``: by path, links resolved; a file that does not exist on disk exists here."""
        super().__init__()
        self._contents = contents
        self._new: dict[Path, list[str]] = {}
        for path in contents:
            if not os.path.lexists(path):
                self._new.setdefault(path.parent, []).append(path.name)

    def bytes(self, path: Path) -> bytes:
        found = self._contents.get(path)
        if found is None and self._contents:
            found = self._contents.get(Path(os.path.realpath(path)))
        return super().bytes(path) if found is None else found

    def names(self, folder: Path) -> dict[str, bool]:
        found = super().names(folder)
        new = self._new.get(folder) if self._new else None
        return {**found, **dict.fromkeys(new, False)} if new else found
