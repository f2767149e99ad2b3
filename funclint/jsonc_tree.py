"""What the JSON reader hands out: nodes that know their place, problems, comments."""

from __future__ import annotations

MAX_DEPTH = 64
"""Brackets inside each other; Newtonsoft.Json since 13.0.1: "The reader's MaxDepth of 64 has been exceeded"."""


class Node:
    """A value of the document.

    ``kind``: ``object``, ``array``, ``string``, ``number``, ``boolean``, ``null``, ``undefined`` or ``constructor``.
    ``start``, ``end``: offsets in characters, end exclusive, a string with its quotes.
    ``value``: the decoded str, int, float, bool or None; the name of a constructor; None for objects and arrays.
    ``members`` of an object, ``items`` of an array and arguments of a constructor, in the order of the file.

    An ``undefined`` node of no length stands where a value is missing.
    """

    __slots__ = ("end", "items", "kind", "members", "start", "value")

    def __init__(self, kind: str, start: int, end: int, value: object = None) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.value = value
        self.members: list[Member] = []
        self.items: list[Node] = []

    def __repr__(self) -> str:
        return f"Node({self.kind!r}, {self.start}, {self.end}, {self.plain()!r})"

    def member(self, key: str, ignore_case: bool = False) -> Member | None:
        """The member of that key, the last one if there are several; None without one, or if this is no object."""
        if ignore_case:
            # Folding keeps the length, so most keys need not be folded.
            folded, length = _fold(key), len(key)
            for member in reversed(self.members):
                if len(member.key) == length and _fold(member.key) == folded:
                    return member
            return None
        return next((member for member in reversed(self.members) if member.key == key), None)

    def get(self, key: str) -> Node | None:
        """The value of exactly this key as the host finds it: the last duplicate wins. None if there is none."""
        member = self.member(key)
        return member.value if member else None

    def get_ci(self, key: str) -> Node | None:
        """The value of a key in whatever case, the last one wins. None if there is none."""
        member = self.member(key, ignore_case=True)
        return member.value if member else None

    def plain(self) -> object:
        """Plain Python data, the last duplicate wins; ``undefined`` and constructors become None."""
        if self.kind == "object":
            return {member.key: member.value.plain() for member in self.members}
        if self.kind == "array":
            return [item.plain() for item in self.items]
        return None if self.kind == "constructor" else self.value


class Member:
    """A property of an object: ``key`` decoded, its offsets with the quotes, its value.

    ``duplicate``: a later member has the same key, so the host never sees this one.
    """

    __slots__ = ("duplicate", "key", "key_end", "key_start", "value")

    def __init__(self, key: str, key_start: int, key_end: int, value: Node) -> None:
        self.key = key
        self.key_start = key_start
        self.key_end = key_end
        self.value = value
        self.duplicate = False

    def __repr__(self) -> str:
        return f"Member({self.key!r}, {self.key_start}, {self.key_end}, {self.value!r})"


class Problem:
    """Where the text leaves strict JSON.

    ``level``: ``refused`` (the host refuses the file) or ``host-only`` (strict JSON refuses, the host accepts).
    ``kind``: a short slug; ``message``: what was expected, a clause without a full stop.
    ``start``, ``end``: offsets in characters; an empty range is the place where something has to be inserted.
    """

    __slots__ = ("end", "kind", "level", "message", "start")

    def __init__(self, start: int, end: int, message: str, level: str, kind: str) -> None:
        self.start = start
        self.end = end
        self.message = message
        self.level = level
        self.kind = kind

    def __repr__(self) -> str:
        return f"Problem({self.start}, {self.end}, {self.message!r}, {self.level!r}, {self.kind!r})"


class Document:
    """A file read: the root as far as it is readable, and everything to be said about its syntax.

    ``root`` is None when nothing was readable; it is no object when the file holds another value (then refused).
    ``comments``: ranges of the comments the host skips. ``duplicates``: members a later one of the same key replaces.
    All in the order of the file.
    """

    __slots__ = ("comments", "duplicates", "problems", "root")

    def __init__(
        self,
        root: Node | None,
        problems: list[Problem],
        comments: list[tuple[int, int]],
        duplicates: list[Member],
    ) -> None:
        self.root = root
        self.problems = problems
        self.comments = comments
        self.duplicates = duplicates

    @property
    def accepted(self) -> bool:
        """Whether the host's parser takes the file."""
        return all(problem.level != "refused" for problem in self.problems)


def mark_duplicates(members: list[Member]) -> list[Member]:
    """Mark the members of an object that a later one of the same key replaces; returns those marked just now."""
    if len({member.key for member in members}) == len(members):
        return []
    last = {member.key: member for member in members}
    lost = [member for member in members if last[member.key] is not member and not member.duplicate]
    for member in lost:
        member.duplicate = True
    return lost


def _fold(key: str) -> str:
    """A key as .NET compares it when it ignores case ordinally: letter by letter, one letter for one, and no letter
    outside ASCII equal to one inside (dotless i, long s)."""
    if key.isascii():
        return key.upper()
    return "".join(map(_fold_letter, key))


def _fold_letter(letter: str) -> str:
    upper = letter.upper()
    return upper if len(upper) == 1 and upper.isascii() == letter.isascii() else letter
