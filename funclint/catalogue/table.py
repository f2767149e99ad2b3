"""Data files of the catalogue: a record per line, fields separated by tabs, found by the first field.

Plain text because importing ``json`` alone costs more than all look-ups of a run, and because one record must be
readable without parsing the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent


class Table:
    """One data file, read at the first look-up.

    Lines beginning with ``#`` are the header: ``# name value``, what the file was measured with.
    """

    __slots__ = ("_text", "path")

    def __init__(self, path: Path) -> None:
        self.path = path
        self._text: str | None = None

    @property
    def text(self) -> str:
        """The whole file, with a newline before the first line."""
        if self._text is None:
            with open(self.path, encoding="utf-8", newline="\n") as file:
                self._text = "\n" + file.read()
        return self._text

    def record(self, key: str) -> list[str] | None:
        """The fields of the record with this key, the key among them; None without such a record."""
        text = self.text
        start = text.find(f"\n{key}\t")
        if start < 0:
            return None
        end = text.find("\n", start + 1)
        return text[start + 1 : end].split("\t")

    def records(self) -> Iterator[list[str]]:
        """All records in the order of the file."""
        for line in self.text.splitlines():
            if line and not line.startswith("#"):
                yield line.split("\t")

    def block(self, key: str) -> list[list[str]]:
        """The records with this key, which stand together, in the order of the file."""
        text = self.text
        head = f"\n{key}\t"
        found: list[list[str]] = []
        start = text.find(head)
        while start >= 0 and text.startswith(head, start):
            end = text.find("\n", start + 1)
            found.append(text[start + 1 : end].split("\t"))
            start = end
        return found

    def header(self) -> dict[str, str]:
        """What the header says, by name."""
        found: dict[str, str] = {}
        for line in self.text[1:].splitlines():
            if not line.startswith("# "):
                break
            name, _, value = line[2:].partition(" ")
            found[name] = value
        return found


def write(header: dict[str, str], records: list[list[str]]) -> str:
    """The text of a data file: what ``Table`` reads. Raises ValueError for a field that holds a tab or a newline."""
    for record in records:
        if any("\t" in field or "\n" in field for field in record):
            raise ValueError(f"a field of {record[0]!r} holds a separator")
    lines = [f"# {name} {value}" for name, value in header.items()]
    return "\n".join([*lines, *("\t".join(record) for record in records), ""])
