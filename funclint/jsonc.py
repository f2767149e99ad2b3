"""JSON with places: reads function.json, host.json and local.settings.json as the host does, and names every fault.

The host hands these files to Newtonsoft.Json (``JObject.Parse``), which takes far more than strict JSON: comments,
trailing commas, single quotes, unquoted property names, raw line breaks in strings and more. ``parse`` accepts exactly
what the host accepts, says where that is not strict JSON, and reads on behind a fault.
"""

from __future__ import annotations

from funclint import jsonc_strict
from funclint.jsonc_tree import Document, Member, Node, Problem

__all__ = ["Document", "Member", "Node", "Problem", "parse"]


def parse(text: str) -> Document:
    """Read the text of a JSON file, its byte order mark already removed. Raises nothing, whatever the text."""
    document = jsonc_strict.read(text)
    if document is None:
        # Strict files, nearly all there are, do without the expressions that this module has to compile.
        from funclint.jsonc_reader import Reader

        document = Reader(text).document()
    return document
