"""host.json as the host reads it: version, extension bundle, and the values of its sections.

Sources: HostJsonFileConfigurationSource, ScriptJobHostOptionsSetup, ExtensionBundleConfigurationHelper of
azure-functions-host. ``version`` is taken in this exact case; everything else becomes .NET configuration, whose keys
ignore case.
"""

from __future__ import annotations

from functools import cached_property

from funclint.app import version_range
from funclint.app.function_json import string_of
from funclint.app.json_file import JsonFile
from funclint.app.version_range import VersionRange
from funclint.catalogue.bundles import releases
from funclint.jsonc import Member, Node

HOST_FILE = "host.json"


class Bundle:
    """The ``extensionBundle`` section.

    ``id`` and ``version`` as text, None when absent or no text; ``range`` is None when ``version`` is no range.
    """

    def __init__(self, node: Node) -> None:
        self.node = node
        self.id_node = node.get_ci("id")
        self.version_node = node.get_ci("version")
        self.id = string_of(self.id_node)
        self.version = string_of(self.version_node)
        self.range: VersionRange | None = version_range.parse(self.version) if self.version else None

    @cached_property
    def name(self) -> str | None:
        """How the catalogue calls the newest bundle in the range: ``4``, ``4p``; None when it cannot be told."""
        if self.range is None or self.id is None:
            return None
        own = [release for release in releases() if release.id.lower() == self.id.lower()]
        return next(
            (release.bundle for release in reversed(own) if self.range.meets(release.first, release.last)), None
        )


class HostJson(JsonFile):
    """The document of one host.json."""

    @property
    def root(self) -> Node | None:
        """The root object; None when there is none, or when the host cannot parse the file."""
        root = self.document.root
        return root if root is not None and root.kind == "object" and self.document.accepted else None

    @property
    def version(self) -> Node | None:
        """The value of ``version``, in this case only."""
        return self.root.get("version") if self.root is not None else None

    def value(self, *path: str) -> Node | None:
        """The value under a path of keys in any case; None when absent."""
        node = self.root
        for key in path:
            node = node.get_ci(key) if node is not None else None
        return node

    def member(self, *path: str) -> Member | None:
        """The member at the end of a path of keys in any case; None when absent."""
        parent = self.value(*path[:-1]) if len(path) > 1 else self.root
        return parent.member(path[-1], ignore_case=True) if parent is not None else None

    @cached_property
    def bundle(self) -> Bundle | None:
        """The extension bundle; None without one, or when its section is no object."""
        node = self.value("extensionBundle")
        return Bundle(node) if node is not None and node.kind == "object" else None

    @cached_property
    def allowed_functions(self) -> dict[str, Node] | None:
        """The allow-list ``functions``: names in lower case, in order; None when it filters nothing."""
        node = self.value("functions")
        if node is None or node.kind != "array" or not node.items:
            return None
        return {str(item.value).lower(): item for item in node.items if item.kind == "string"}
