"""Texts that are connection strings or keys, told by their form.

The patterns are compiled when a text with one of a few signs is seen, which most apps have none of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from funclint.jsonc import Node

DEVELOPMENT_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
"""The key of the storage emulator, the same on every machine."""

_PLACEHOLDER = r"^(?:<.*>|\{.*\}|\[.*\]|\*+|x+|\.+|%.*%|\$\(.*\)|your.*|changeme|secret|password|key)$"
_SECRETS = (
    ("an account key", r"(?:^|;)\s*AccountKey\s*=\s*([^;]+)"),
    ("a shared access key", r"(?:^|;)\s*SharedAccessKey\s*=\s*([^;]+)"),
    ("an access key", r"(?:^|;)\s*AccessKey\s*=\s*([^;]+)"),
    ("a shared access signature", r"[?&]sig=([^&;]{20,})"),
    (
        "a password",
        r"^(?=.*(?:^|;)\s*(?:Server|Data Source|Host|AccountEndpoint)\s*=).*(?:^|;)\s*(?:Password|Pwd)\s*=\s*([^;]+)",
    ),
    ("a password", r"^[^,;=]+:\d+,(?:.*,)?\s*password\s*=\s*([^,]+)"),
    ("a password", r"^[a-z][a-z0-9+.-]*://[^/\s:@]+:([^/\s@]+)@"),
    ("a SendGrid key", r"^(SG\.[\w-]{16,}\.[\w-]{16,})$"),
)
_CONNECTION = (
    r"^(?:UseDevelopmentStorage=true|(?:.*;)?\s*(?:DefaultEndpointsProtocol|AccountName|AccountEndpoint|BlobEndpoint"
    r"|QueueEndpoint|TableEndpoint|Endpoint|Server|Data Source|Initial Catalog|AccountKey|SharedAccessKey"
    r"|SharedAccessKeyName|SharedAccessSignature|EntityPath|InstrumentationKey)\s*=)"
)
_SIGNS = ("=", "://", "SG.")


def secret_in(text: str) -> str | None:
    """What kind of secret a text holds, with its article; None for none, for placeholders and the emulator's key."""
    if len(text) > 4096 or not any(sign in text for sign in _SIGNS):
        return None
    for kind, pattern in _SECRETS:
        match = re.search(pattern, text, re.I)
        if match is not None:
            value = match[1].strip()
            if value != DEVELOPMENT_KEY and not re.match(_PLACEHOLDER, value, re.I):
                return kind
    return None


def is_connection_string(text: str) -> bool:
    """Whether a text is a connection string, or a URL, and so not the name of a setting."""
    return (
        len(text) <= 4096
        and any(sign in text for sign in _SIGNS)
        and (re.match(_CONNECTION, text, re.I) is not None or secret_in(text) is not None or "://" in text)
    )


_TRACES = ("accountkey", "accesskey", "password", "pwd", "sig=", "://", "sg.")


def secret_nodes(text: str, root: Node | None) -> Iterator[Node]:
    """The strings of a JSON file that hold secrets, in order; ``text``: the whole file."""
    lower = text.lower()
    if root is None or not any(trace in lower for trace in _TRACES):
        return
    pending = [root]
    while pending:
        node = pending.pop()
        if node.kind == "string" and isinstance(node.value, str) and secret_in(node.value) is not None:
            yield node
        pending += reversed([*(member.value for member in node.members), *node.items])
