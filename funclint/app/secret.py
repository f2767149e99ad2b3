"""Texts that are connection strings or keys, told by their form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from funclint.jsonc import Node

DEVELOPMENT_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
"""The key of the storage emulator, the same on every machine."""

_PLACEHOLDER = re.compile(
    r"^(?:<.*>|\{.*\}|\[.*\]|\*+|x+|\.+|%.*%|\$\(.*\)|your.*|changeme|secret|password|key)$", re.I
)
_SECRETS = (
    ("an account key", re.compile(r"(?:^|;)\s*AccountKey\s*=\s*([^;]+)", re.I)),
    ("a shared access key", re.compile(r"(?:^|;)\s*SharedAccessKey\s*=\s*([^;]+)", re.I)),
    ("an access key", re.compile(r"(?:^|;)\s*AccessKey\s*=\s*([^;]+)", re.I)),
    ("a shared access signature", re.compile(r"[?&]sig=([^&;]{20,})", re.I)),
    (
        "a password",
        re.compile(r"^(?=.*(?:^|;)\s*(?:Server|Data Source|Host|AccountEndpoint)\s*=)"
                   r".*(?:^|;)\s*(?:Password|Pwd)\s*=\s*([^;]+)", re.I),
    ),
    ("a password", re.compile(r"^[^,;=]+:\d+,(?:.*,)?\s*password\s*=\s*([^,]+)", re.I)),
    ("a password", re.compile(r"^[a-z][a-z0-9+.-]*://[^/\s:@]+:([^/\s@]+)@", re.I)),
    ("a SendGrid key", re.compile(r"^(SG\.[\w-]{16,}\.[\w-]{16,})$")),
)  # fmt: skip
_CONNECTION = re.compile(
    r"^(?:UseDevelopmentStorage=true|(?:.*;)?\s*(?:DefaultEndpointsProtocol|AccountName|AccountEndpoint|BlobEndpoint"
    r"|QueueEndpoint|TableEndpoint|Endpoint|Server|Data Source|Initial Catalog|AccountKey|SharedAccessKey"
    r"|SharedAccessKeyName|SharedAccessSignature|EntityPath|InstrumentationKey)\s*=)",
    re.I,
)
_SIGNS = ("=", "://", "SG.")


def secret_in(text: str) -> str | None:
    """What kind of secret a text holds, with its article; None for none, for placeholders and the emulator's key."""
    if len(text) > 4096 or not any(sign in text for sign in _SIGNS):
        return None
    for kind, pattern in _SECRETS:
        match = pattern.search(text)
        if match is not None:
            value = match[1].strip()
            if value != DEVELOPMENT_KEY and not _PLACEHOLDER.match(value):
                return kind
    return None


def is_connection_string(text: str) -> bool:
    """Whether a text is a connection string, or a URL, and so not the name of a setting."""
    return (
        len(text) <= 4096
        and any(sign in text for sign in _SIGNS)
        and (_CONNECTION.match(text) is not None or secret_in(text) is not None or "://" in text)
    )


_TRACES = re.compile(r"key\s*=|password\s*=|pwd\s*=|[?&]sig=|://|SG\.", re.I)


def secret_nodes(text: str, root: Node | None) -> Iterator[Node]:
    """The strings of a JSON file that hold secrets, in order; ``text``: the whole file."""
    if root is None or not _TRACES.search(text):
        return
    pending = [root]
    while pending:
        node = pending.pop()
        if node.kind == "string" and isinstance(node.value, str) and secret_in(node.value) is not None:
            yield node
        pending += reversed([*(member.value for member in node.members), *node.items])
