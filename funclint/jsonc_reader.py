"""The reader behind ``funclint.jsonc``: the grammar of the host's JSON parser, with recovery from faults.

The host's parser stops at its first error; this one goes on. Every branch moves forward and looks ahead no further than
the next token (past at most 64 closing brackets), so the time is linear in the length of the text.
"""

from __future__ import annotations

import re

from funclint.jsonc_scanner import KEY_AHEAD, QUOTES, Scanner
from funclint.jsonc_tokens import HOST_SPACE, LITERALS, SPACE_CLASS, STRICT_LITERALS, is_name, number
from funclint.jsonc_tree import MAX_DEPTH, Document, Member, Node, mark_duplicates

_WORD = re.compile(rf"""[^{SPACE_CLASS},;"'/()\[\]{{}}]+""")
_KEY_WORD = re.compile(rf"""[^{SPACE_CLASS},:;="'/()\[\]{{}}]+""")
_CONSTRUCTOR = re.compile(rf"new[{SPACE_CLASS}]+(\w+)[{SPACE_CLASS}]*\(")
_BRACKETS = re.compile(r"""[\[{]|([\]}])|"[^"\\]*(?:\\[\s\S][^"\\]*)*"?|'[^'\\]*(?:\\[\s\S][^'\\]*)*'?""")

_CLOSERS = frozenset("}])")
_OPENERS = {"{": "object", "[": "array"}
_BRACKETS_OF = {"object": ("{", "}"), "array": ("[", "]"), "constructor": ("(", ")")}
_MEANT = {"true": "true", "false": "false", "none": "null", "null": "null", "nil": "null"}


class Reader(Scanner):
    """Reads one text; ``pos`` is the offset of the next character to look at."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.pos = 0
        self.comma = -1  # offset of the comma just passed, -1 if something else was
        self.open: list[Node] = []  # the containers around pos, innermost last
        self.duplicates: list[Member] = []
        self.outer_closer = -1  # offset of a bracket that closes a container further out

    def document(self) -> Document:
        root = self.root()
        self.problems.sort(key=lambda problem: problem.start)
        self.duplicates.sort(key=lambda member: member.key_start)
        return Document(root, self.problems, self.comments, self.duplicates)

    # Root

    def root(self) -> Node | None:
        pos = self.trivia(0)
        char = self.char(pos)
        if char == "":
            self.refuse("empty", 0, 0, "expected a JSON object, found nothing")
            return None
        if char == "{":
            root = self.container("object", pos, pos + 1)
        elif KEY_AHEAD.match(self.text, pos):
            self.refuse("root-not-object", pos, pos, "expected '{' at the start")
            root = self.container("object", pos, pos)
        else:
            return self.other_root(pos)
        self.after_root(root)
        return root

    def other_root(self, pos: int) -> Node | None:
        """The file is no object: a value of another kind, or something before the first bracket."""
        word = _WORD.match(self.text, pos)
        self.refuse("root-not-object", pos, word.end() if word else pos + 1, "expected '{' at the start")
        if self.char(pos) in QUOTES or self.char(pos) == "[" or (word and word[0] in LITERALS):
            return self.value(pos)
        start = self.text.find("{", pos)
        return self.container("object", start, start + 1) if start >= 0 else None

    def after_root(self, root: Node) -> None:
        pos = self.trivia(self.pos)
        if pos == len(self.text):
            return
        end = max(pos + 1, len(self.text.rstrip(" \t\r\n")))
        self.refuse("text-after-root", pos, end, "expected the end of the file after the '}'")
        if self.text[pos] == "," and KEY_AHEAD.match(self.text, pos + 1):
            # One bracket too many in the middle: what follows still belongs to the root.
            self.pos = pos + 1
            self.open.append(root)
            self.object(root)

    # Containers

    def container(self, kind: str, start: int, inside: int, name: str | None = None) -> Node:
        node = Node(kind, start, inside, name)
        self.pos = inside
        if len(self.open) == MAX_DEPTH:
            self.refuse("too-deep", start, inside, f"expected at most {MAX_DEPTH} brackets inside each other")
            self.skip_container()
            node.end = self.pos
            return node
        self.open.append(node)
        self.comma = -1
        if kind == "object":
            self.object(node)
        else:
            self.array(node)
        return node

    def close(self, node: Node) -> None:
        node.end = self.pos
        self.open.pop()
        self.duplicates += mark_duplicates(node.members)

    def object(self, node: Node) -> None:
        """Read members up to and with the closing bracket."""
        while True:
            pos = self.pos = self.trivia(self.pos)
            faults = self.faults
            char = self.char(pos)
            if char == "}" or char == "":
                self.end_container(node, pos)
                return
            if char in _CLOSERS:
                if self.closes_another(pos, f"expected a property name or '}}', found '{char}'"):
                    self.close(node)
                    return
            elif char in _OPENERS:
                if self.container_for_name(node, pos):
                    self.close(node)
                    return
            else:
                member = self.member(pos)
                if member is None:
                    continue
                node.members.append(member)
                if not self.separator():
                    self.close(node)
                    return
                if self.faults == faults:
                    self.quiet = False

    def array(self, node: Node) -> None:
        """Read items up to and with the closing bracket; the arguments of a constructor are read the same way."""
        closer = _BRACKETS_OF[node.kind][1]
        while True:
            pos = self.pos = self.trivia(self.pos)
            faults = self.faults
            char = self.char(pos)
            if char == closer or char == "":
                self.end_container(node, pos)
                return
            if char == ",":
                node.items.append(self.hole(pos))
                self.comma = pos
                self.pos = pos + 1
                continue
            if char in _CLOSERS:
                if self.closes_another(pos, f"expected a value or '{closer}', found '{char}'"):
                    self.close(node)
                    return
                continue
            item = self.value(pos)
            if item is None:
                self.refuse("unexpected-character", pos, pos + 1, f"expected a value or '{closer}', found '{char}'")
                self.pos = pos + 1
                continue
            if item.kind == "string" and self.next_char(self.pos) == ":":
                self.refuse("missing-bracket", pos, pos, "expected '{' before the property name")
                item = self.container("object", pos, pos)
            node.items.append(item)
            if not self.separator():
                self.close(node)
                return
            if self.faults == faults:
                self.quiet = False

    def end_container(self, node: Node, pos: int) -> None:
        """At the closing bracket of ``node``, or at the end of the text."""
        if pos == len(self.text):
            self.unclosed()
        else:
            if self.comma >= 0:
                closer = self.text[pos]
                self.tolerate("trailing-comma", self.comma, self.comma + 1, f"expected no ',' before the '{closer}'")
            self.pos = pos + 1
        self.close(node)

    def container_for_name(self, node: Node, pos: int) -> bool:
        """A bracket opens where a property name should stand. True: the object ``node`` ends before it."""
        char = self.text[pos]
        self.refuse("unexpected-bracket", pos, pos + 1, f"expected a property name or '}}', found '{char}'")
        if char == "{" and len(self.open) > 1 and self.open[-2].kind == "array":
            return True
        if char == "{" and not node.members:
            self.pos = pos + 1
            return False
        last = node.members[-1].value if node.members else None
        if char == "{" and last is not None and last.kind == "object":
            # "bindings": {...}, {...}] lacks its '['
            items = self.container("array", pos, pos)
            items.start = last.start
            items.items.insert(0, last)
            node.members[-1].value = items
        else:
            self.value(pos)
        return not self.separator()

    def skip_container(self) -> None:
        depth = 1
        for match in _BRACKETS.finditer(self.text, self.pos):
            if match[1]:
                depth -= 1
            elif match[0] in _OPENERS:
                depth += 1
            if depth == 0:
                self.pos = match.end()
                return
        self.pos = len(self.text)

    # Members

    def member(self, pos: int) -> Member | None:
        """A name, its colon and its value; None when no name is there, then past what is."""
        text = self.text
        char = text[pos]
        if char in QUOTES:
            key, end = self.string(pos, True)
        else:
            word = _KEY_WORD.match(text, pos)
            if not word:
                self.refuse("bad-key", pos, pos + 1, f"expected a property name or '}}', found '{char}'")
                self.pos = pos + 1
                return None
            key, end = word[0], word.end()
            if self.char(end) in QUOTES or not is_name(key, "_$"):
                end += self.char(end) in QUOTES
                self.refuse("bad-key", pos, end, "expected a property name in double quotes")
            else:
                self.tolerate("unquoted-key", pos, end, "expected the property name in double quotes")
        value = self.member_value() if self.colon(end) else Node("undefined", self.pos, self.pos)
        return Member(key, pos, end, value)

    def colon(self, end: int) -> bool:
        """Move past the colon behind a name that ends at ``end``; False when no value is to be looked for."""
        pos = self.space(end)
        char = self.char(pos)
        if char == "/":
            comment = pos
            pos = self.trivia(pos)
            char = self.char(pos)
            if char == ":":
                self.refuse("comment-before-colon", comment, pos, "expected ':' directly after the property name")
        self.pos = pos + 1
        if char == ":":
            return True
        if char == "=" or char == ";":
            self.refuse("missing-colon", pos, pos + 1, f"expected ':' after the property name, found '{char}'")
            self.pos += self.char(pos + 1) == ">"
            return True
        self.pos = pos
        if char == "":
            return False
        self.refuse("missing-colon", end, end, "expected ':' after the property name")
        return char != "," and char not in _CLOSERS and not KEY_AHEAD.match(self.text, pos)

    def member_value(self) -> Node:
        after_colon = self.pos
        pos = self.trivia(after_colon)
        char = self.char(pos)
        if char == ":":
            self.refuse("unexpected-character", pos, pos + 1, "expected a value, found ':'")
            pos = self.trivia(pos + 1)
            char = self.char(pos)
        if char == ",":
            self.pos = pos
            return self.hole(pos)
        on_next_line = char in QUOTES and self.line_end(after_colon, pos) < pos
        if not (on_next_line and KEY_AHEAD.match(self.text, pos)):
            node = self.value(pos)
            if node is not None:
                return node
        if char != "":
            self.refuse("missing-value", after_colon, after_colon, "expected a value after the ':'")
        self.pos = pos
        return Node("undefined", after_colon, after_colon)

    def hole(self, pos: int) -> Node:
        self.tolerate("missing-value", pos, pos + 1, "expected a value before the ','")
        return Node("undefined", pos, pos)

    # Between values

    def separator(self) -> bool:
        """Move past what follows a value: True after a comma, False when the innermost container has ended."""
        closer = _BRACKETS_OF[self.open[-1].kind][1]
        end = self.pos
        while True:
            pos = self.trivia(self.pos)
            char = self.char(pos)
            self.pos = pos + 1
            if char == ",":
                self.comma = pos
                return True
            if char == closer:
                return False
            self.pos = pos
            if char == "":
                self.unclosed()
                return False
            expected = f"expected ',' or '{closer}' after the value"
            if char not in _CLOSERS:
                self.comma = -1
                if char in ";:=":
                    self.refuse("missing-comma", pos, pos + 1, f"{expected}, found '{char}'")
                    self.pos = pos + 1
                else:
                    self.refuse("missing-comma", end, end, expected)
                return True
            if self.closes_another(pos, f"{expected}, found '{char}'"):
                return False

    def closes_another(self, pos: int, message: str) -> bool:
        """A closing bracket that is not the one of the innermost container. True: that container ends here.

        What follows decides whether a container further out is meant, whether the bracket is a slip for the right
        one, or one too many.
        """
        if self.outer_closer == pos:
            return True
        closers = [_BRACKETS_OF[node.kind][1] for node in self.open]
        char = self.text[pos]
        self.refuse("wrong-bracket", pos, pos + 1, message)
        outer = next((depth for depth in range(len(closers) - 1, -1, -1) if closers[depth] == char), -1)
        slip = self.goes_on(closers[:-1], pos + 1)
        if outer >= 0 and (self.goes_on(closers[:outer], pos + 1) or not (slip or self.goes_on(closers, pos + 1))):
            self.outer_closer = pos
            return True
        self.pos = pos + 1
        return slip

    def goes_on(self, closers: list[str], pos: int) -> bool:
        """Whether the text at ``pos``, behind a value, suits open containers with these closing brackets."""
        closers = closers.copy()
        while True:
            pos = self.past(HOST_SPACE, pos)
            char = self.char(pos)
            if not closers:
                return char == ""
            if char == ",":
                return (KEY_AHEAD.match(self.text, pos + 1) is not None) == (closers[-1] == "}")
            if char != closers.pop():
                return False
            pos += 1

    def unclosed(self) -> None:
        """The text ends inside the innermost container."""
        self.pos = len(self.text)
        if not self.quiet:
            opener, closer = _BRACKETS_OF[self.open[-1].kind]
            line = self.text.count("\n", 0, self.open[-1].start) + 1
            end = len(self.text.rstrip(" \t\r\n"))
            self.refuse("unclosed", end, end, f"expected '{closer}' to close the '{opener}' of line {line}")

    # Values

    def value(self, pos: int) -> Node | None:
        """The value that begins at ``pos``, or None when none does."""
        char = self.char(pos)
        if char in QUOTES:
            string, end = self.string(pos, False)
            self.pos = end
            return Node("string", pos, end, string)
        if char in _OPENERS:
            return self.container(_OPENERS[char], pos, pos + 1)
        word = _WORD.match(self.text, pos)
        return self.word(word[0], pos, word.end()) if word else None

    def word(self, word: str, start: int, end: int) -> Node:
        self.pos = end
        if word in LITERALS:
            kind, value = LITERALS[word]
            if word not in STRICT_LITERALS:
                self.tolerate("literal", start, end, f"expected a value of JSON, found {word}")
            return Node(kind, start, end, value)
        if word == "new":
            return self.constructor(start)
        if word[0] in "-+.0123456789":
            found = number(word)
            if found is None:
                self.refuse("bad-number", start, end, f"expected a number or a string in quotes, found {word[:40]}")
                return Node("string", start, end, word)
            value, strict = found
            if not strict:
                self.tolerate("number", start, end, f"expected a decimal number without extra zeros, found {word}")
            return Node("number", start, end, value)
        meant = _MEANT.get(word.lower())
        if meant:
            self.refuse("literal-case", start, end, f"expected {meant}, found {word}")
            kind, value = LITERALS[meant]
            return Node(kind, start, end, value)
        if self.char(end) in QUOTES:
            end = self.pos = end + 1
        self.refuse("unquoted-string", start, end, "expected a value; a string needs double quotes")
        return Node("string", start, end, word)

    def constructor(self, start: int) -> Node:
        match = _CONSTRUCTOR.match(self.text, start)
        if not match or not is_name(match[1]):
            self.refuse("bad-constructor", start, start + 3, "expected a value, or a name and '(' after 'new'")
            return Node("undefined", start, start + 3)
        self.tolerate("constructor", start, match.end(), "expected a value of JSON, found a constructor")
        return self.container("constructor", start, match.end(), match[1])
