"""local.settings.json as Core Tools reads it; the host itself never sees the file, only what Core Tools makes of it.

Source: AppSettingsFile of azure-functions-core-tools. A fault in the file costs all settings, with a warning or none.
"""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.json_file import JsonFile
from funclint.diagnostic import Span
from funclint.jsonc import Member, Node
from funclint.text import SourceText

FILE_NAME = "local.settings.json"
KEYS = ("IsEncrypted", "Values", "ConnectionStrings", "Host")
"""The keys of the root, in the only case that is read."""


class LocalSettings(JsonFile):
    """The file, its ``document``, and the settings in it."""

    def __init__(self, text: SourceText) -> None:
        super().__init__(text)
        root = self.document.root
        self.root: Node | None = root if root is not None and root.kind == "object" else None
        self._names: dict[str, Member] | None = None

    @property
    def fault(self) -> tuple[Span, str] | None:
        """What makes Core Tools give up the file and with it all settings: where, and a clause that says why."""
        for problem in self.document.problems:
            if problem.level == "refused":
                return Span(self.path, problem.start, problem.end), problem.message
        if self.root is None:
            return None
        for key in ("Values", "ConnectionStrings"):
            values = self.root.get(key)
            if values is None or values.kind == "null":
                continue
            if values.kind != "object":
                return self.span(values), f"'{key}' is {_a(values)} instead of an object"
            nested = self.nested if key == "Values" else None
            if nested is not None:
                return self.span(nested), f"the value of '{nested.key}' is {_a(nested.value)}, not a text"
        return None

    @property
    def nested(self) -> Member | None:
        """The first setting whose value is no scalar: that is enough for all to be given up."""
        values = self.root.get("Values") if self.root is not None else None
        members = values.members if values is not None and values.kind == "object" else []
        return next((m for m in members if m.value.kind in ("object", "array", "constructor")), None)

    @property
    def usable(self) -> bool:
        """Whether its settings are read at all."""
        return self.root is not None and self.fault is None and self.encryption != "invalid"

    @property
    def encryption(self) -> str:
        """``IsEncrypted``: ``no``, ``yes``, ``missing`` (the same as yes) or ``invalid`` (all settings are lost)."""
        node = self.root.get("IsEncrypted") if self.root is not None else None
        if node is None:
            return "missing"
        if node.kind == "boolean":
            return "yes" if node.value else "no"
        if node.kind == "number":
            return "yes" if node.value else "no"
        if node.kind == "string" and isinstance(node.value, str) and node.value.strip().lower() in ("true", "false"):
            return "yes" if node.value.strip().lower() == "true" else "no"
        return "invalid"

    def values(self) -> list[Member]:
        """The members of ``Values``, without those that a later one of the same key replaces."""
        values = self.root.get("Values") if self.root is not None else None
        if values is None or values.kind != "object":
            return []
        return [member for member in values.members if not member.duplicate]

    def value(self, name: str) -> str | None:
        """A setting as text, its name in any case, ``:`` the same as ``__``; None when absent, null or encrypted."""
        member = self._by_name().get(_folded(name))
        if member is None or self.encryption != "no":
            return None
        return text_of(member.value)

    def has(self, name: str) -> bool:
        """Whether there is a setting of that name, or one below it (``name__accountName``)."""
        return _folded(name) in self._by_name() or self.has_section(name)

    def has_section(self, name: str) -> bool:
        """Whether there is a setting below a name (``name__accountName``)."""
        section = f"{_folded(name)}:"
        return any(other.startswith(section) for other in self._by_name())

    def connects(self, name: str) -> bool:
        """Whether the host finds a connection of that name: prefixed or not, setting, section or connection string.

        Source: IConfigurationExtensions.GetWebJobsConnectionStringSection of azure-webjobs-sdk.
        """
        return any(
            self.has(candidate)
            for prefix in ("", "AzureWebJobs")
            for candidate in (f"{prefix}{name}", f"ConnectionStrings:{prefix}{name}")
        )

    def names(self) -> Iterator[str]:
        """The names of the settings as written."""
        return (member.key for member in self.values())

    def _by_name(self) -> dict[str, Member]:
        if self._names is None:
            self._names = {_folded(member.key): member for member in self.values() if member.value.kind != "null"}
            strings = self.root.get("ConnectionStrings") if self.root is not None else None
            if strings is not None and strings.kind == "object":
                self._names.update((_folded(f"ConnectionStrings:{item.key}"), item) for item in strings.members)
        return self._names

    def section_span(self) -> Span:
        """Where the key ``Values`` stands, else the beginning of the file."""
        member = self.root.member("Values") if self.root is not None else None
        if member is not None:
            return self.span(member)
        return Span(self.path, self.root.start, self.root.start + 1) if self.root is not None else Span(self.path)


def text_of(node: Node) -> str | None:
    """A scalar as Core Tools turns it into text; None for null and what is no scalar."""
    if node.kind in ("null", "undefined", "object", "array", "constructor"):
        return None
    return str(node.value)


def _folded(name: str) -> str:
    return name.replace("__", ":").upper()


def _a(node: Node) -> str:
    return {"array": "an array", "object": "an object", "null": "null", "undefined": "nothing"}.get(
        node.kind, f"a {node.kind}"
    )
