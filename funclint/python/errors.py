"""What can go wrong when Python source is read."""

from __future__ import annotations

import ast


class PythonSyntaxError(Exception):
    """Source that is no Python, or that is nested too deeply to be read.

    Attributes: ``message``, a phrase without a full stop; ``row`` from 1; ``column`` from 1, in characters; ``tree``,
    the syntax tree where only the compiler refuses it; ``is_limit``, whether it is only this interpreter that cannot
    go so deep.
    """

    def __init__(self, message: str, row: int, column: int) -> None:
        super().__init__(f"{message} (line {row}, column {column})")
        self.message = message
        self.row = row
        self.column = column
        self.tree: ast.Module | None = None
        self.is_limit = False

    def __reduce__(self) -> tuple[type[PythonSyntaxError], tuple[str, int, int]]:
        return PythonSyntaxError, (self.message, self.row, self.column)
