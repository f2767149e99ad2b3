"""One Python file: its text, its tree (from whichever front end could read it) and what pyflakes says of it."""

from __future__ import annotations
import __future__

import ast
import re
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from funclint.diagnostic import Severity, Span
from funclint.files import Files
from funclint.python.errors import PythonSyntaxError
from funclint.python.import_statements import ImportStatement, import_statements
from funclint.python.reach import Reach
from funclint.python.uses import Uses
from funclint.text import ReadError, SourceText

if TYPE_CHECKING:
    from funclint.python.tree_index import TreeIndex

# What the compiler refuses although the grammar allows it always involves one of these words; compiling costs as
# much as parsing, so files without them skip it. The rest of that kind pyflakes says: return or a bare yield outside of
# a function ... In parentheses a yield can stand where only the compiler objects, in a comprehension for example.
# Looking for a plain word first is many times as quick as one expression for them all.
# The expressions are compiled when they are needed, which few are in most runs.
_NEEDS_COMPILER = (
    *((word, rf"\b{word}\b") for word in ("await", "async", "__debug__")),
    *((word, rf"(?m)(?:^|[;:])[ \t]*{word}\b") for word in ("nonlocal", "global", "case")),
    ("yield", r"\([\s\\]*yield\b"),
    ("*", r"import[ \t]*\*"),
    *((f"\n{word}", rf"\n{word}\b") for word in ("return", "break", "continue")),
)
COMPILER_CODES = frozenset(("F404", "F406", "F407", "F622", "F701", "F702", "F704", "F706", "F707", "F831"))
"""Messages of pyflakes about what the compiler refuses."""
_CODES = r"(?::\s?(?P<list>[A-Z][0-9]+(?:[,\s]+[A-Z][0-9]+)*))?"
_NOQA = rf"(?i)#\s*noqa{_CODES}"
_FILE_NOQA = rf"(?im)^[ \t]*#\s*(?:flake8|ruff)[:=]\s*noqa{_CODES}[ \t\r]*$"
_FUTURE = "from __future__"


class PyflakesMessage:
    """One message of pyflakes: ``code`` as flake8 numbers it, ``message``, ``span``; ``severity`` where it differs
    from the rule's because of where the fault lies; ``arguments``: the names that the message is about; ``statement``:
    the first row of the statement, where ``span`` is on a later one."""

    __slots__ = ("arguments", "code", "message", "severity", "span", "statement")

    def __init__(
        self,
        code: str,
        message: str,
        span: Span,
        severity: Severity | None,
        arguments: tuple[object, ...] = (),
        statement: Span | None = None,
    ) -> None:
        self.statement = statement
        self.code = code
        self.message = message
        self.arguments = arguments
        self.span = span
        self.severity = severity


class Module:
    """A Python file of the app.

    ``error`` (ReadError or PythonSyntaxError) says why it cannot be imported; ``tree`` is None when it could not even
    be parsed.
    """

    __slots__ = (
        "_changed", "_imports", "_index", "_pyflakes", "_reach", "_uses", "error", "future_annotations", "path", "text",
        "tree",
    )  # fmt: skip

    def __init__(self, path: Path, text: SourceText | None, tree: ast.Module | None, error: Exception | None) -> None:
        self.path = path
        self.text = text
        self.tree = tree
        self.error = error
        self.future_annotations = (
            tree is not None
            and text is not None
            and _FUTURE in text.text
            and any(
                isinstance(node, ast.ImportFrom)
                and node.module == "__future__"
                and any(name.name == "annotations" for name in node.names)
                for node in tree.body
            )
        )
        self._pyflakes: list[PyflakesMessage] | None = None
        self._changed: frozenset[str] | None = None
        self._reach: Reach | None = None
        self._uses: Uses | None = None
        self._imports: list[ImportStatement] | None = None
        self._index: TreeIndex | None = None

    @classmethod
    def read(cls, path: Path, files: Files, python_version: tuple[int, int] = (3, 13)) -> Module:
        """Read and parse a file for a Python version; never raises for what the file contains."""
        try:
            text = files.python(path)
        except ReadError as error:
            return cls(path, None, None, error)
        try:
            return cls(path, text, parse(text.text, python_version), None)
        except PythonSyntaxError as error:
            if error.is_limit:
                return cls(path, text, None, ReadError(path, "too-deep", "is nested too deeply, it was not analysed"))
            return cls(path, text, error.tree, error)

    @property
    def imports(self) -> list[ImportStatement]:
        """The import statements, in order."""
        if self._imports is None:
            if self.tree is None or self.text is None or self.error is not None:
                self._imports = []
            else:
                self._imports = import_statements(self.tree, self.text.text)
        return self._imports

    def only_reads(self, name: str) -> bool:
        """Whether the module does nothing with a container of this name but subscript it, ask ``in``, or iterate."""
        if self._changed is None:
            self._changed = _possibly_changed(self.tree) if self.tree is not None else frozenset()
        return name not in self._changed and not self.reach.own_names

    @property
    def source_text(self) -> str:
        """The text; empty if it could not be read."""
        return self.text.text if self.text is not None else ""

    @property
    def reach(self) -> Reach:
        """What the module may change without naming it in full."""
        if self._reach is None:
            self._reach = Reach(self.tree, self.text.text if self.text is not None else "")
        return self._reach

    def span(self, node: ast.AST) -> Span:
        """Where a node stands in the file."""
        text = self.text
        if text is None or not hasattr(node, "lineno"):
            return Span(self.path)
        start = text.offset_utf8(node.lineno, getattr(node, "col_offset", 0))
        return Span(self.path, start, text.offset_utf8(node.end_lineno, node.end_col_offset))  # type: ignore[attr-defined]

    def _start(self, node: ast.AST) -> int:
        return self.span(node).start

    def name_span(self, node: ast.AST) -> Span:
        """Where the name of a ``def`` or ``class`` stands, else the node itself."""
        text = self.text
        if text is None or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            return self.span(node)
        if not hasattr(node, "lineno"):  # made by a call
            return self.span(node)
        start = text.offset_utf8(node.lineno, node.col_offset)
        at = re.compile(rf"(?:async\s+)?(?:def|class)\s+({re.escape(node.name)})").match(text.text, start)
        return Span(self.path, at.start(1), at.end(1)) if at else self.span(node)

    def source(self, node: ast.AST) -> str:
        """The text of a node."""
        span = self.span(node)
        return self.text.text[span.start : span.end] if self.text is not None else ""

    @property
    def uses(self) -> Uses:
        """What the module does with settings, requests and headers."""
        if self._uses is None:
            self._uses = Uses(self)
        return self._uses

    @property
    def index(self) -> TreeIndex:
        """The tree by place and by name; of nothing if there is no tree."""
        if self._index is None:
            from funclint.python.tree_index import TreeIndex

            tree = self.tree if self.tree is not None else ast.Module(body=[], type_ignores=[])
            self._index = TreeIndex(tree, self._start)
        return self._index

    def let_go(self) -> None:
        """Drop what refers back to the module: so it is freed with its last user, not by a collection."""
        self._uses = None
        self._index = None

    def pyflakes(self) -> list[PyflakesMessage]:
        """What pyflakes says of the file in its order; ``# noqa`` is honoured as flake8 and ruff do."""
        if self._pyflakes is None:
            from funclint.python.flakes import check

            self._pyflakes = [] if self.tree is None else [m for m in check(self) if not self._silenced(m)]
        return self._pyflakes

    def _silenced(self, message: PyflakesMessage) -> bool:
        assert self.text is not None
        if "noqa" not in self.text.text.lower():
            return False
        if any(_covers(match["list"], message.code) for match in re.finditer(_FILE_NOQA, self.text.text)):
            return True
        places = [message.span, *([message.statement] if message.statement is not None else [])]
        rows = {self.text.location(place.start)[0] for place in places}
        rows |= {last for first, last in self._long_strings for row in tuple(rows) if first <= row <= last}
        found = [re.search(_NOQA, self.text.line(row)) for row in rows]
        return any(match is not None and _covers(match["list"], message.code) for match in found)

    @property
    def _long_strings(self) -> list[tuple[int, int]]:
        """The rows of strings that go over several, which have room for a comment behind the last one only."""
        if self.text is None or not any(quotes in self.text.text for quotes in ('"""', "'''")):
            return []
        return self.index.long_strings


def _covers(codes: str | None, code: str) -> bool:
    """Whether the codes of a ``# noqa``, None for all, name one."""
    return codes is None or any(code.startswith(item.upper()) for item in re.split(r"[,\s]+", codes))


def _possibly_changed(tree: ast.Module) -> frozenset[str]:
    """Names that are used in other ways than to read a container's items: it may be changed or known elsewhere."""
    used: dict[str, int] = {}
    read: dict[str, int] = {}
    for node in ast.walk(tree):
        reader: ast.expr | None = None
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store):
            used[node.id] = used.get(node.id, 0) + 1
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            reader = node.value
        elif isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], (ast.In, ast.NotIn)):
            reader = node.comparators[0]
        elif isinstance(node, (ast.For, ast.comprehension)):
            reader = node.iter
        if isinstance(reader, ast.Name):
            read[reader.id] = read.get(reader.id, 0) + 1
    changed = {name for name, count in used.items() if count != read.get(name, 0)}
    return frozenset(changed.union(*map(_second_names, ast.walk(tree))))


def _second_names(node: ast.AST) -> set[str]:
    """Names that a node binds to what may have another name too, or changes in place."""
    if isinstance(node, (ast.AugAssign, ast.NamedExpr, ast.For, ast.AsyncFor)):
        targets = [node.target]
    elif isinstance(node, ast.Assign) and len(node.targets) > 1:
        targets = node.targets
    elif isinstance(node, ast.Assign) and not isinstance(node.value, (ast.Tuple, ast.List)):
        targets = [target for target in node.targets if isinstance(target, (ast.Tuple, ast.List))]
    else:
        return set()
    return {part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)}


def parse(source: str, python_version: tuple[int, int] = (3, 13)) -> ast.Module:
    """Parse with the interpreter's own grammar, else with libcst, which knows newer ones.

    Raises PythonSyntaxError, worded by whichever of the two is clearer; its ``tree`` is what could be parsed although
    the compiler refuses it.
    """
    tree: ast.Module | None = None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = ast.parse(source)
            if _needs_compiler(tree, source):
                _compile(tree, source)
            return tree
        except SyntaxError as error:
            refused = _syntax_error(source, error)
        except (ValueError, RecursionError, MemoryError) as error:
            raise _limit(source, error) from None
    refused.tree = tree
    if tree is not None or not _newer_grammar_possible(source, python_version):
        raise refused
    from funclint.python import front_cst

    try:
        return front_cst.parse(source)
    except PythonSyntaxError:
        raise refused from None


def _compile(tree: ast.Module, source: str) -> None:
    """Raise what the compiler raises for a module. It goes deeper from text than from a tree, but parses again."""
    try:
        compile(tree, "<module>", "exec", dont_inherit=True)
    except RecursionError:
        compile(source, "<module>", "exec", dont_inherit=True)


def _needs_compiler(tree: ast.Module, source: str) -> bool:
    if "__future__" in source and not _is_usual_future_import(tree, source):
        return True
    if source.startswith(("return", "break", "continue")):
        return True
    return any(word in source and re.search(pattern, source) for word, pattern in _NEEDS_COMPILER)


def _is_usual_future_import(tree: ast.Module, source: str) -> bool:
    """Whether all that the file has to do with __future__ is an import of features at its very beginning."""
    if not tree.body or source.count("__future__") > 1:
        return False
    first = tree.body[1 if len(tree.body) > 1 and _is_docstring(tree.body[0]) else 0]
    return (
        isinstance(first, ast.ImportFrom)
        and first.module == "__future__"
        and all(name.name in __future__.all_feature_names for name in first.names)
    )


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


# What each version's grammar added, told by its looks, for versions newer than the oldest that runs funclint.
_ADDED = (
    ((3, 11), r"\bexcept\s*\*|\*\w+\s*[\],]"),
    ((3, 12), r"(?m)^\s*type\s+\w+|^\s*(?:async\s+)?(?:def|class)\s+\w+\s*\[|\b(?:[fF][rR]?|[rR][fF])[\"']"),
    ((3, 13), r"(?m)^\s*(?:type\s|(?:async\s+)?(?:def|class)\s+\w+\s*\[)[^\n]*="),
    ((3, 14), r"(?m)\b(?:[tT][rR]?|[rR][tT])[\"']|^\s*except\s*\*?\s*[\w.]+\s*,"),
)


def _newer_grammar_possible(source: str, python_version: tuple[int, int]) -> bool:
    """Whether the app's Python could accept what this one refused: only then is libcst worth its start-up."""
    added = [version for version, pattern in _ADDED if re.search(pattern, source)]
    return bool(added) and max(added) <= python_version


def _syntax_error(source: str, error: SyntaxError) -> PythonSyntaxError:
    row = error.lineno or 1
    column = error.offset or 1
    message = error.msg
    lines = source.splitlines()
    if row > len(lines):
        row, column = max(1, len(lines)), len(lines[-1]) + 1 if lines else 1
    return PythonSyntaxError(message, row, max(1, column))


def _limit(source: str, error: Exception) -> PythonSyntaxError:
    """What keeps the interpreter's parser from even looking: null bytes, or its own limits."""
    if isinstance(error, ValueError):
        return PythonSyntaxError("source code cannot contain null bytes", *_limit_place(source))
    refused = PythonSyntaxError("nested too deeply", 1, 1)
    refused.is_limit = True
    return refused


def _limit_place(source: str) -> tuple[int, int]:
    at = source.find("\0")
    if at < 0:
        return 1, 1
    return source.count("\n", 0, at) + 1, at - source.rfind("\n", 0, at)
