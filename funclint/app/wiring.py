"""How a function is wired: the settings that its bindings name, the expressions in their properties."""

from __future__ import annotations

import re
from collections.abc import Iterable

from funclint.app.expression import Expression
from funclint.app.function_json import Binding
from funclint.catalogue.wiring import wiring
from funclint.diagnostic import Span
from funclint.jsonc import Node

_EXPRESSION = r"\{[^{}]*\}"


class Property:
    """A property of a binding that holds a text: ``key`` in lower case, ``written`` as the file has it."""

    __slots__ = ("binding", "key", "node", "text", "written")

    def __init__(self, binding: Binding, key: str, written: str, node: Node, text: str) -> None:
        self.binding = binding
        self.key = key
        self.written = written
        self.node = node
        self.text = text

    @property
    def span(self) -> Span:
        """Where the text stands, with its quotes."""
        return Span(self.binding.file.path, self.node.start, self.node.end)

    def span_of(self, start: int, end: int) -> Span:
        """Where a part of the text stands; all of it when the file writes it with escapes."""
        inside = self.binding.file.text.text[self.node.start + 1 : self.node.end - 1]
        if inside != self.text:
            return self.span
        return Span(self.binding.file.path, self.node.start + 1 + start, self.node.start + 1 + end)


class Template(Property):
    """A property that takes expressions, and has some."""

    __slots__ = ("expression",)

    def __init__(self, of: Property) -> None:
        super().__init__(of.binding, of.key, of.written, of.node, of.text)
        self.expression = Expression(of.text)


class Wiring:
    """``settings``: the properties that name a setting; ``templates``: those with expressions."""

    def __init__(self, bindings: Iterable[Binding]) -> None:
        self.settings: list[Property] = []
        self.templates: list[Template] = []
        for binding in bindings:
            names, expressions = wiring(binding.type or "")
            if not names and not expressions:
                continue
            last = {member.key.lower(): member for member in binding.node.members}
            for key, member in last.items():
                node = member.value
                if node.kind != "string" or not isinstance(node.value, str):
                    continue
                if key in names:
                    self.settings.append(Property(binding, key, member.key, node, node.value))
                elif key in expressions and any(sign in node.value for sign in "%{}"):
                    self.templates.append(Template(Property(binding, key, member.key, node, node.value)))


BLOB_METADATA = frozenset({"blobtrigger", "uri", "properties", "metadata"})
TIMER_METADATA = frozenset({"timertrigger"})
ALWAYS = frozenset({"sys", "invocationid"})


class Offer:
    """What a trigger offers to the expressions of the other bindings.

    ``names`` in lower case. ``certain``: nothing else can come, not even from the content of what triggers.
    """

    __slots__ = ("certain", "listed", "names")

    def __init__(self, names: frozenset[str], listed: list[str], certain: bool) -> None:
        self.names = names
        self.listed = listed
        self.certain = certain


def offer_of(trigger: Binding) -> Offer | None:
    """What a trigger offers; None when that depends on what a caller sends.

    Sources: the binding data contracts of TimerTriggerBinding and BlobTriggerBinding; WorkerFunctionInvoker, which adds
    the properties of a text that is a JSON object.
    """
    kind = (trigger.type or "").lower()
    if kind == "timertrigger":
        return Offer(TIMER_METADATA | ALWAYS, [], True)
    if kind != "blobtrigger":
        return None
    path = trigger.text("path") or trigger.text("blobPath")
    if path is None:
        return None
    expression = Expression(path)
    if expression.error is not None or expression.settings:
        return None
    tokens = [token.text for token in expression.tokens]
    names = frozenset(token.lower() for token in tokens)
    data_type = (trigger.text("dataType") or "").strip().lower()
    # A blob that is handed on as text may be JSON, whose properties are offered too.
    _, dot, suffix = path.rpartition("/")[2].rpartition(".")
    maybe_json = not dot or "{" in suffix or suffix.lower() in ("json", "txt")
    return Offer(names | BLOB_METADATA | ALWAYS, tokens, data_type == "binary" or not maybe_json)


def writes_into(written: str, listened: str) -> bool:
    """Whether every blob written to one path triggers a blob trigger on another.

    An expression in ``listened`` takes any text, one in ``written`` may become any. False when a setting, or what an
    expression becomes, decides.
    """
    if "%" in written or "%" in listened:
        return False
    container, _, name = written.partition("/")
    pattern_container, slash, pattern = listened.partition("/")
    if container != pattern_container or "{" in container or not name:
        return False
    if not slash or Expression(listened).error is not None or Expression(written).error is not None:
        return not slash
    parts = re.split(_EXPRESSION, pattern)
    name = re.sub(_EXPRESSION, "\0", name)  # what its expressions become could fit or not
    first, last = parts[0], parts[-1]
    if len(parts) == 1:
        return name == pattern
    if not (name.startswith(first) and name.endswith(last) and len(name) >= len(first) + len(last)):
        return False
    at = len(first)
    for part in parts[1:-1]:
        found = name.find(part, at)
        if found < 0 or found + len(part) > len(name) - len(last):
            return False
        at = found + len(part)
    return True
