"""What lowering a libcst tree to an ``ast`` tree rests on: dispatch, places, identifiers.

Imports libcst: import this module where it is used, not at start-up.
"""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import NoReturn, TypedDict, cast

import libcst as cst
from libcst.metadata import CodeRange

from funclint.python.cst_guard import Tokens
from funclint.python.errors import PythonSyntaxError

LOAD = ast.Load()
STORE = ast.Store()
DEL = ast.Del()

_BLANK = re.compile(r"(?:[ \t\f\r\n]|\\(?:\r\n|\r|\n)|#[^\r\n]*)*")


class Place(TypedDict):
    """Where a node is, as ``ast`` has it: rows from 1, columns from 0 in UTF-8 bytes, the end exclusive."""

    lineno: int
    col_offset: int
    end_lineno: int
    end_col_offset: int


class Base:
    """A lowering of one module. Subclasses add a method ``lower_X`` for each libcst class ``X``."""

    def __init__(self, tokens: Tokens, positions: Mapping[cst.CSTNode, CodeRange]) -> None:
        self.tokens = tokens
        self.source = tokens.source
        self._positions = positions
        self._ascii = self.source.isascii()
        self.block_ends: dict[ast.AST, tuple[int, int]] = {}
        """Row and byte column after the semicolon that follows the last statement of a line."""
        self._methods: dict[type[cst.CSTNode], Callable[[cst.CSTNode], ast.AST]] = {}

    def lower(self, node: cst.CSTNode) -> ast.AST:
        """The ``ast`` node that stands for a libcst node."""
        kind = type(node)
        method = self._methods.get(kind)
        if method is None:
            method = self._methods[kind] = getattr(self, "lower_" + kind.__name__)
        return method(node)

    def expr(self, node: cst.CSTNode) -> ast.expr:
        """An expression in Load context."""
        return cast(ast.expr, self.lower(node))

    def optional(self, node: cst.CSTNode | None) -> ast.expr | None:
        """An expression in Load context, or None for None."""
        return None if node is None else self.expr(node)

    def target(self, node: cst.CSTNode, context: ast.expr_context = STORE) -> ast.expr:
        """An expression that is assigned to, or deleted."""
        result = self.expr(node)
        set_context(result, context)
        return result

    def identifier(self, name: str) -> str:
        """A name as the interpreter knows it (NFKC)."""
        return name if name.isascii() else unicodedata.normalize("NFKC", name)

    def refuse(self, node: cst.CSTNode, message: str) -> NoReturn:
        """Raise PythonSyntaxError at a node."""
        raise PythonSyntaxError(message, *self.tokens.location(self.start(node)))

    # Offsets, in characters.

    def start(self, node: cst.CSTNode) -> int:
        """Where a node begins, inside its parentheses."""
        position = self._positions[node].start
        return self.tokens.offset(position.line, position.column)

    def end(self, node: cst.CSTNode) -> int:
        """Where a node ends, inside its parentheses."""
        position = self._positions[node].end
        return self.tokens.offset(position.line, position.column)

    def outer_end(self, node: cst.CSTNode) -> int:
        """Where a node ends, with its parentheses."""
        parentheses = getattr(node, "rpar", ())
        return self.end(parentheses[-1] if parentheses else node)

    def outer_start(self, node: cst.CSTNode) -> int:
        """Where a node begins, with its parentheses."""
        parentheses = getattr(node, "lpar", ())
        return self.start(parentheses[0] if parentheses else node)

    def skip_blank(self, offset: int) -> int:
        """The first offset from ``offset`` on that is neither blank nor comment."""
        match = _BLANK.match(self.source, offset)
        return match.end() if match else offset

    def end_with_comma(self, node: cst.CSTNode) -> int:
        """Where an element of a sequence ends, its comma included if there is one."""
        comma = getattr(node, "comma", None)
        if isinstance(comma, cst.Comma):
            return self.end(comma)
        return self.outer_end(getattr(node, "value", node))

    # Places, as ``ast`` has them.

    def at(self, node: cst.CSTNode) -> Place:
        """The place of a node, without its parentheses."""
        position = self._positions[node]
        start, end = position.start, position.end
        if self._ascii:
            return {
                "lineno": start.line,
                "col_offset": start.column,
                "end_lineno": end.line,
                "end_col_offset": end.column,
            }
        return self.between(self.start(node), self.end(node))

    def between(self, start: int, end: int) -> Place:
        """The place from one offset to another."""
        (row, column), (end_row, end_column) = self._byte_location(start), self._byte_location(end)
        return {"lineno": row, "col_offset": column, "end_lineno": end_row, "end_col_offset": end_column}

    def until(self, node: cst.CSTNode, last: ast.stmt | ast.ExceptHandler) -> Place:
        """The place from the start of a node to the end of a block that ends with ``last``, its semicolon included."""
        place = self.at(node)
        end = self.block_ends.get(last) or (last.end_lineno or 0, last.end_col_offset or 0)
        place["end_lineno"], place["end_col_offset"] = end
        return place

    def _byte_location(self, offset: int) -> tuple[int, int]:
        row, column = self.tokens.location(offset)
        if self._ascii:
            return row, column - 1
        return row, len(self.source[offset - column + 1 : offset].encode("utf-8", "surrogatepass"))


def set_context(node: ast.expr, context: ast.expr_context) -> None:
    """Mark an expression, and what it unpacks to, as assigned or deleted."""
    if isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)):
        node.ctx = context
    elif isinstance(node, ast.Starred):
        node.ctx = context
        set_context(node.value, context)
    elif isinstance(node, (ast.Tuple, ast.List)):
        node.ctx = context
        for element in node.elts:
            set_context(element, context)
