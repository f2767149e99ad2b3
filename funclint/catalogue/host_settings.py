"""The settings of host.json that hosts and extensions read (host_settings.txt)."""

from __future__ import annotations

from collections.abc import Mapping

from funclint.catalogue.kinds import Kind, kind
from funclint.catalogue.table import FOLDER, Table

TABLE = Table(FOLDER / "host_settings.txt")


class Section:
    """An object of host.json: ``members`` by key in lower case. ``open``: it may have more keys than are known here.

    ``type``: they are read like this only where the ``type`` in the object is this one or missing.
    """

    __slots__ = ("description", "members", "name", "open", "type")

    def __init__(self, name: str, open: bool, description: str | None = None, type: str | None = None) -> None:
        self.name = name
        self.open = open
        self.type = type
        self.description = description
        self.members: dict[str, Section | Setting] = {}


class Setting:
    """A setting of host.json; ``is_map``: an object with any keys whose values are of its kind."""

    __slots__ = ("default", "description", "is_map", "kind", "name")

    def __init__(self, name: str, kind: Kind, is_map: bool, default: str | None, description: str | None) -> None:
        self.name = name
        self.kind = kind
        self.is_map = is_map
        self.default = default
        self.description = description


_root: Section | None = None


def host_settings() -> Section:
    """All settings; their names are spelled as documented, the host ignores case in all but ``version``."""
    global _root
    if _root is None:
        _root = Section("", False)
        for path, kind_text, default, description in TABLE.records():
            *parents, name = path.split(".")
            parent = _root
            for step in parents:
                inner = parent.members[step.lower()]
                assert isinstance(inner, Section), f"{path}: a parent must be a section"
                parent = inner
            said = None if description == "-" else description
            head, _, rest = kind_text.partition(" ")
            if head == "section":
                how, _, type_ = rest.partition(" for ")
                parent.members[name.lower()] = Section(name, how == "open", said, type_ or None)
            else:
                is_map = head == "map"
                found = kind(rest if is_map else kind_text)
                parent.members[name.lower()] = Setting(name, found, is_map, None if default == "-" else default, said)
    return _root


V1_KEYS: Mapping[str, str | None] = {
    "http": "extensions.http",
    "queues": "extensions.queues",
    "blobs": "extensions.blobs",
    "servicebus": "extensions.serviceBus",
    "eventhub": "extensions.eventHubs",
    "eventhubs": "extensions.eventHubs",
    "durabletask": "extensions.durableTask",
    "documentdb": "extensions.cosmosDB",
    "cosmosdb": "extensions.cosmosDB",
    "sendgrid": "extensions.sendGrid",
    "applicationinsights": "logging.applicationInsights",
    "logger": "logging",
    "tracing": "logging",
    "loglevel": "logging.logLevel",
    "fileloggingmode": "logging.fileLoggingMode",
    "routeprefix": "extensions.http.routePrefix",
    "id": None,
}
"""Keys at the top of host.json that only Functions 1.x read there, and where they belong today."""
