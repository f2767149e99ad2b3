"""The complete front end: Python source of any version to a syntax tree, by way of libcst.

``ast.parse`` knows the grammar of the interpreter that runs it and no newer one. libcst knows the newest grammar on
every interpreter, at about a hundredth of the speed.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from funclint.python.deep_stack import on_deep_stack
from funclint.python.errors import PythonSyntaxError

if TYPE_CHECKING:
    from funclint.python.cst_guard import Tokens

_PARSER_ERROR = re.compile(r"parser error: error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)


def parse(source: str) -> ast.Module:
    """The tree that ``ast.parse`` of a new interpreter gives for ``source``, places included.

    ``source`` is without byte order mark, its newlines as in the file. Node classes that the running ``ast`` lacks are
    those of ``cst_nodes``, with the names of ``ast``'s own; a t-string becomes an f-string before 3.14. A definition
    without type parameters is always of ``ast``'s own class.

    Raises PythonSyntaxError for what is no Python, and for what is nested too deeply to be read.
    """
    from funclint.python.cst_guard import Tokens

    tokens = Tokens(source)
    tokens.check_nesting()
    try:
        return on_deep_stack(lambda: _read(tokens))
    except RecursionError:
        raise PythonSyntaxError("nested too deeply to be read", 1, 1) from None


def _read(tokens: Tokens) -> ast.Module:
    import libcst
    from libcst.metadata import MetadataWrapper, PositionProvider

    from funclint.python.cst_statements import Statements

    try:
        module = libcst.parse_module(tokens.source)
    except libcst.ParserSyntaxError as error:
        raise _syntax_error(tokens, error.message) from None
    except libcst.CSTValidationError:
        # Of what its parser builds, libcst refuses only this.
        raise _syntax_error(tokens, "cannot mix bytes and nonbytes literals") from None
    except UnicodeEncodeError as error:
        raise PythonSyntaxError("contains half of a surrogate pair", *tokens.location(error.start)) from None
    wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
    return Statements(tokens, wrapper.resolve(PositionProvider)).module(wrapper.module)


def _syntax_error(tokens: Tokens, report: str) -> PythonSyntaxError:
    """The error for libcst's message, which names the end of the offending token, or no place."""
    parser_error = _PARSER_ERROR.fullmatch(report)
    offset: int | None
    if parser_error:
        end = tokens.offset(int(parser_error[1]), int(parser_error[2]))
        offset, message = _unexpected(tokens, end, parser_error[3].split(", "))
    else:
        message = report.removeprefix("tokenizer error: ")
        offset = tokens.first_invalid(message)
    row, column = tokens.location(offset or 0)
    own = _own_error(tokens.source)
    # The running interpreter explains best, but may have stumbled over newer grammar first.
    if own is not None and (own.row == row or offset is None):
        return own
    return PythonSyntaxError(message, row, column)


def _unexpected(tokens: Tokens, end: int, expected: list[str]) -> tuple[int, str]:
    """Offset and message for a token that ends at ``end``, where libcst expected one of others."""
    source = tokens.source
    unclosed = tokens.unclosed()
    if unclosed is not None and not source[end:].strip():
        return unclosed, f"'{source[unclosed]}' was never closed"
    if "pass" in expected and source[:end].endswith((" ", "\t")):
        return end, "unexpected indent"
    if expected == ["INDENT"]:
        message = "expected an indented block"
    elif len(expected) <= 3 and all(token == token.lower() for token in expected):
        message = "invalid syntax, expected " + " or ".join(f"'{token}'" for token in expected)
    else:
        message = "invalid syntax"
    return tokens.token_before(end), message


def _own_error(source: str) -> PythonSyntaxError | None:
    """What the running interpreter says of the source, if it refuses it."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(source)
        except SyntaxError as error:
            return PythonSyntaxError(error.msg, max(error.lineno or 1, 1), max(error.offset or 1, 1))
        except (ValueError, RecursionError, MemoryError):
            return None
    return None
