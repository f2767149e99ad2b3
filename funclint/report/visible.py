"""Source text as a terminal can show it: tabs expanded, the invisible made visible, the width of characters known."""

from __future__ import annotations

import re
import unicodedata

TAB = 4
_JOINERS = "\u200d\ufe0e\ufe0f"
"""Zero width joiner and variation selectors belong to emoji; all other invisible characters are shown."""


_COMMAND = re.compile(r"##(?:vso)?\[")
"""How commands to Azure Pipelines and the older ones to GitHub Actions begin, wherever they stand in a line. Those that
begin with ``::`` count at the beginning of a line only."""


def visible(text: str) -> str:
    """One line of prose (a message, a path) without anything that could move the cursor or reorder the line, or that
    a CI service would take for a command to itself."""
    if not (text.isascii() and text.isprintable()):
        text = "".join(character if character == " " else shown(character) for character in text)
    if text.lstrip().startswith("::"):
        text = text.replace("::", ": :", 1)
    return _no_command(text)


def _no_command(text: str) -> str:
    return text.replace("##", "#\u266f") if _COMMAND.search(text) else text


def visible_in_log(text: str) -> str:
    """Prose for the log of a service that shows colours: as ``visible``, but line ends stay, which services escape."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(character if character in " \r\n" else shown(character) for character in text)


def sound(text: str) -> str:
    """Text without halves of surrogate pairs, which names of files have that are not UTF-8, and few readers take."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def shown(character: str) -> str:
    """A character as it is printed: itself, or a picture of it if it is a control or format character."""
    if " " <= character <= "~" or character in _JOINERS:
        return character
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"
    if category in ("Cc", "Cf", "Zl", "Zp"):
        return f"<U+{code:04X}>"
    return character


def cells(line: str) -> list[tuple[str, int]]:
    """For each character of a line: what is printed for it, and how many terminal cells that takes."""
    if line.isascii() and line.isprintable() and "##" not in line:
        return [(character, 1) for character in line]
    found: list[tuple[str, int]] = []
    column = 0
    for character in _no_command(line):
        if character == "\t":
            printed, width = "", TAB - column % TAB
            printed = " " * width
        else:
            printed = shown(character)
            width = len(printed) if len(printed) > 1 else _width(printed)
        found.append((printed, width))
        column += width
    return found


def width_of(line: str) -> int:
    """How many terminal cells a line takes."""
    return sum(width for _, width in cells(line))


def _width(character: str) -> int:
    if character in _JOINERS or unicodedata.combining(character):
        return 0
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
