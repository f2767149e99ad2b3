"""The files of an app while somebody edits them: what the editor holds goes over what the disk has."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from funclint.files import Files
from funclint.text import MAX_BYTES, ReadError, decode_python

Content = bytes
Stamp = tuple[int, int] | None
"""When a file was last changed, in ns, and its size; of a folder only when. None when there is none."""


class Held:
    """The documents that the editor holds, by path: the bytes that saving them now would write."""

    def __init__(self) -> None:
        self._by_path: dict[Path, bytes] = {}
        self._versions: dict[Path, int] = {}
        self._real: dict[Path, Path] = {}
        self._by_folder: dict[Path, set[str]] = {}

    def hold(self, path: Path, text: str, version: int = 0) -> None:
        """Take a document over from the disk, or its new text."""
        self._versions[path] = version
        if path not in self._by_path:
            self._real[_real(path)] = path
            self._by_folder.setdefault(path.parent, set()).add(path.name)
        self._by_path[path] = encoded(path, text)

    def let_go(self, path: Path) -> None:
        """The disk counts again."""
        if self._by_path.pop(path, None) is not None:
            self._real = {real: held for real, held in self._real.items() if held != path}
            self._by_folder[path.parent].discard(path.name)

    def get(self, path: Path) -> bytes | None:
        """The content of a document; of the same file under another name too (links)."""
        found = self._by_path.get(path)
        if found is None and self._by_path:
            held = self._real.get(_real(path))
            found = self._by_path.get(held) if held is not None else None
        return found

    def version(self, path: Path) -> int | None:
        """The version that the editor gave the present text of a document; None for a file that it does not hold."""
        return self._versions.get(path) if path in self._by_path else None

    def names(self, folder: Path) -> set[str]:
        """The names of the documents in a folder."""
        return self._by_folder.get(folder, set())

    def __contains__(self, path: object) -> bool:
        return path in self._by_path

    def __iter__(self) -> Iterator[Path]:
        return iter(self._by_path)

    def contents(self) -> dict[Path, bytes]:
        """All documents by path, links resolved."""
        return {real: self._by_path[held] for real, held in self._real.items()}


class LiveFiles(Files):
    """The files of one app: what was read is kept until it changes, and each file's stamp of then."""

    def __init__(self, held: Held) -> None:
        super().__init__()
        self._held = held
        self._asked: set[Path] = set()
        self._stamps: dict[Path, Stamp] = {}
        self._listed: dict[Path, Stamp] = {}
        self._pinned: dict[Path, Content] = {}

    def bytes(self, path: Path) -> bytes:
        """The content of a file, the document's if it is held. Raises ReadError."""
        self._asked.add(path)
        data = self._pinned.get(path) if self._pinned else None
        if data is None:
            data = self._held.get(path)
        if data is None:
            # The time of the first reading: whoever reads it again must not hide that it has changed since.
            self._stamps.setdefault(path, stamp_of(path))
            return super().bytes(path)
        if len(data) > MAX_BYTES:
            raise ReadError(path, "too-large", f"is larger than {MAX_BYTES // 1024 // 1024} MB, it was not analysed")
        return data

    def names(self, folder: Path) -> dict[str, bool]:
        """The names in a folder, with those of documents that are not saved yet."""
        if folder not in self._listed:
            self._listed[folder] = _folder_stamp(folder)
        found = super().names(folder)
        new = self._held.names(folder)
        return {**dict.fromkeys(new, False), **found} if new - found.keys() else found

    def was_asked_for(self, path: Path) -> bool:
        """Whether the content of a file has been looked at."""
        return path in self._asked

    def changed(self, path: Path) -> None:
        """Drop all that is remembered of a file, because its content is another now."""
        super().changed(path)
        self._stamps.pop(path, None)

    def pin(self, path: Path, data: Content) -> None:
        """A file has this content whatever the editor and the disk have."""
        self._pinned[path] = data

    def unpin(self, path: Path) -> None:
        """The editor's content counts again, or that of the disk."""
        self._pinned.pop(path, None)

    def changed_on_disk(self) -> tuple[set[Path], bool]:
        """The files that were changed on disk since they were read, and whether files came or went."""
        paths = set()
        for path, stamp in self._stamps.items():
            now = stamp_of(path)
            if now != stamp and path not in self._held:
                paths.add(path)
                self._stamps[path] = now
        others = [folder for folder in self._listed if self._has_other_names(folder)]
        return paths, bool(others)

    def _has_other_names(self, folder: Path) -> bool:
        """Whether files came or went in a folder; saving by way of another file changes its stamp too."""
        now = _folder_stamp(folder)
        if now == self._listed[folder]:
            return False
        self._listed[folder] = now
        return self._list(folder) != self._folders.get(folder)


def stamp_of(path: Path) -> Stamp:
    """When a file was changed last, and its size; None if there is none that could be asked."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size


def encoded(path: Path, text: str) -> bytes:
    """The bytes that an editor writes for a text: UTF-8, or what a Python file declares."""
    data = text.encode("utf-8", "surrogatepass")
    if path.suffix != ".py" or b"coding" not in data:
        return data
    try:
        read = decode_python(path, data)
    except ReadError as error:
        read = None
        if error.kind != "encoding":
            return data
    if read is not None and read.text == text:
        return data
    name = _declared(path, data)
    try:
        return text.encode(name)
    except (UnicodeEncodeError, LookupError):
        return data


def _declared(path: Path, data: bytes) -> str:
    """The encoding that the first lines of a Python file declare."""
    head = b"\n".join(data.splitlines()[:2])
    try:
        return decode_python(path, head.decode("ascii", "ignore").encode("ascii")).encoding
    except ReadError:
        return "utf-8"


def _folder_stamp(folder: Path) -> Stamp:
    found = stamp_of(folder)
    return found and (found[0], 0)


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))
