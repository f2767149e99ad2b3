"""Binding expressions: ``%setting%`` and ``{token}`` in the properties of a binding.

Sources: NameResolverExtensions.ResolveWholeString and BindingTemplateParser of azure-webjobs-sdk. Settings are put in
first; braces are read in what comes out.
"""

from __future__ import annotations

import re

_TOKENS = r"\{\{|\}\}|\{([^{}]*)\}|[^{}]+|[{}]"
SYSTEM = ("rand-guid", "datetime")
"""Tokens that begin so are filled in by the SDK itself, ignoring case."""


class Token:
    """A ``{token}``: ``text`` between the braces, ``name`` up to the first dot or colon, its place in the whole."""

    __slots__ = ("end", "name", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.name = re.split(r"[.:]", text, maxsplit=1)[0]
        self.start = start
        self.end = end

    @property
    def is_system(self) -> bool:
        """Whether the host offers it to every function: ``{rand-guid}``, ``{DateTime:yyyy}``, ``{sys.utcnow}``."""
        return self.text.lower().startswith(SYSTEM) or self.name.lower() == "sys"


class Expression:
    """The ``settings`` (name, start, end) and ``tokens`` of a text, in order.

    ``error``: a clause that says why the host refuses it, None if it does not; the lists hold what precedes the fault.
    """

    __slots__ = ("error", "settings", "text", "tokens")

    def __init__(self, text: str) -> None:
        self.text = text
        self.settings: list[tuple[str, int, int]] = []
        self.tokens: list[Token] = []
        self.error: str | None = self._read_settings() or self._read_tokens()

    def _read_settings(self) -> str | None:
        at = self.text.find("%")
        while at >= 0:
            end = self.text.find("%", at + 1)
            if end < 0:
                return f"the '%' at position {at} has no closing '%'"
            self.settings.append((self.text[at + 1 : end], at, end + 1))
            at = self.text.find("%", end + 1)
        return None

    def _read_tokens(self) -> str | None:
        for match in re.finditer(_TOKENS, self._without_settings()):
            whole, inside = match[0], match[1]
            if whole in ("{", "}"):
                return f"the '{whole}' at position {match.start()} has no matching '{'}' if whole == '{' else '{'}'"
            if inside is None:
                continue
            token = Token(inside, match.start(), match.end())
            if not inside:
                return f"the expression at position {match.start()} is empty"
            if not token.is_system:
                path = inside.split(":", 1)[0] if inside.find(":") > 0 else inside
                if any(letter.isspace() for letter in path):
                    return f"'{{{inside}}}' is no expression: spaces are not allowed"
                parts = path.split(".")
                if "-" in parts[0]:
                    return f"'{{{inside}}}' is no expression: a name has no '-'"
                if not all(parts):
                    return f"'{{{inside}}}' is no expression: a name between dots is missing"
            self.tokens.append(token)
        return None

    def _without_settings(self) -> str:
        """The text with the settings blanked out: their values are not known, and braces in their names are none."""
        text = self.text
        for _, start, end in self.settings:
            text = text[:start] + "%" * (end - start) + text[end:]
        return text
