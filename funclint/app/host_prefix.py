"""``extensions.http.routePrefix`` of host.json, and the document it stands in."""

from __future__ import annotations

from pathlib import Path

from funclint.app.function_json import string_of
from funclint.app.host import HostJson
from funclint.diagnostic import Span

DEFAULT_PREFIX = "api"
"""HttpExtensionConstants.DefaultRoutePrefix of azure-webjobs-sdk-extensions."""


class HostPrefix:
    """``prefix``: what stands before every route, and ``span``, where that is written (None without it).

    ``root``: the root object of host.json, None when it is missing, unreadable or refused; ``text``: the whole file.
    """

    __slots__ = ("path", "prefix", "root", "span", "text")

    def __init__(self, path: Path, host: HostJson | None) -> None:
        self.path = path
        self.root = host.root if host is not None else None
        self.text = host.text.text if host is not None else ""
        self.prefix = DEFAULT_PREFIX
        self.span: Span | None = None
        node = host.value("extensions", "http", "routePrefix") if host is not None else None
        written = string_of(node)
        if host is not None and node is not None and written is not None:
            self.prefix = written
            self.span = host.span(node)
