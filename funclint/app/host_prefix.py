"""host.json as far as routes need it: the document and ``extensions.http.routePrefix``."""

from __future__ import annotations

from pathlib import Path

from funclint.app.function_json import string_of
from funclint.diagnostic import Span
from funclint.files import Files
from funclint.jsonc import Node, parse
from funclint.text import ReadError

DEFAULT_PREFIX = "api"
"""HttpExtensionConstants.DefaultRoutePrefix of azure-webjobs-sdk-extensions."""


class HostPrefix:
    """``prefix``: what stands before every route, and ``span``, where that is written (None without it).

    ``root``: the root object of host.json, None when it is missing, unreadable or refused; ``text``: the whole file.
    """

    __slots__ = ("path", "prefix", "root", "span", "text")

    def __init__(self, path: Path, files: Files) -> None:
        self.path = path
        self.text = ""
        self.root = self._root(files)
        self.prefix = DEFAULT_PREFIX
        self.span: Span | None = None
        node = self.root
        for key in ("extensions", "http", "routePrefix"):
            node = node.get_ci(key) if node is not None else None
        written = string_of(node)
        if node is not None and written is not None:
            self.prefix = written
            self.span = Span(path, node.start, node.end)

    def _root(self, files: Files) -> Node | None:
        if not files.is_file(self.path):
            return None
        try:
            self.text = files.json(self.path).text
        except ReadError:
            return None
        document = parse(self.text)
        root = document.root
        return root if document.accepted and root is not None and root.kind == "object" else None
