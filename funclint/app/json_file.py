"""What the JSON files of an app have in common: text, document, and where things stand in them."""

from __future__ import annotations

from pathlib import Path

from funclint.diagnostic import Span
from funclint.jsonc import Document, Member, Node, parse
from funclint.text import SourceText


class JsonFile:
    """A JSON file that was read: its ``text``, its ``document`` as far as it is readable, and its ``path``."""

    def __init__(self, text: SourceText) -> None:
        self.text = text
        self.path: Path = text.path
        self.document: Document = parse(text.text)

    def span(self, node: Node | Member | None) -> Span:
        """Where a value stands, or the key of a member; the opening bracket of the file for None."""
        if node is None:
            root = self.document.root
            return Span(self.path, root.start, root.start + 1) if root is not None else Span(self.path)
        if isinstance(node, Member):
            return Span(self.path, node.key_start, node.key_end)
        return Span(self.path, node.start, node.end)
