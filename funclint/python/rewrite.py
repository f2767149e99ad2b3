"""Edits of Python source: the smallest change of text, everything else stays byte for byte.

Places come from the tree that the module was read into, whichever front end read it; only names inside f-strings, which
``ast`` misplaces before Python 3.12, are found by libcst. Nothing is formatted anew. Every function gives a tuple of
edits, or None where the change cannot be made without a doubt (a name that is taken, a comment in the way, names looked
up by ``eval`` or ``locals``).
"""

from __future__ import annotations

import ast
import re
import sys
from itertools import pairwise

from funclint.diagnostic import Edit, Span
from funclint.python.module import Module

Edits = tuple[Edit, ...]
FunctionDef = ast.FunctionDef | ast.AsyncFunctionDef
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_SCOPES = (*_DEFINITIONS, ast.Lambda, ast.ClassDef, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_GAP = re.compile(r"(?:[ \t\f\r\n]|\\\r?\n|#[^\r\n]*)*")
_REST_OF_LINE = re.compile(r"[ \t\f]*(#[^\r\n]*)?(\r\n|\n|\r|$)")
_BY_NAME = frozenset(("locals", "vars", "eval", "exec", "globals"))


def edit(module: Module, start: int, end: int, content: str) -> Edit:
    """Replace a range of the module's text."""
    return Edit(Span(module.path, start, end), content)


def replace(module: Module, node: ast.AST, content: str) -> Edits:
    """Put other text in the place of an expression."""
    span = module.span(node)
    return (Edit(span, content),)


def newline(module: Module) -> str:
    """The newline that the file uses."""
    found = re.search(r"\r\n|\n|\r", _text(module))
    return found[0] if found else "\n"


# Names and imports


def spelling(module: Module, package: str, name: str, alias: str | None = None) -> tuple[str, Edits] | None:
    """How code of the module can write ``package.name``, and the edits that add an import if none is there.

    ``alias``: as what the package is imported if that is to be added, e.g. ``func``; without it ``from`` imports the
    name. None if the names for it are taken.
    """
    if module.tree is None:
        return None
    bound = module.index.bound
    for statement in module.tree.body:
        if isinstance(statement, ast.Import):
            for item in statement.names:
                if item.name == package and bound.get(item.asname or package.partition(".")[0]) == 1:
                    return f"{item.asname or package}.{name}", ()
        elif isinstance(statement, ast.ImportFrom) and not statement.level:
            for item in statement.names:
                shown = item.asname or item.name
                if bound.get(shown) != 1:
                    continue
                if statement.module == package and item.name == name:
                    return shown, ()
                if f"{statement.module}.{item.name}" == package:
                    return f"{shown}.{name}", ()
    if alias is None:
        if name in bound or module.index.is_used(name):
            return None
        added = add_import(module, f"from {package} import {name}")
        return None if added is None else (name, added)
    # A name that is used but bound nowhere is waiting for this very import.
    if alias in bound:
        return None
    line = f"import {package}" if alias == package else f"import {package} as {alias}"
    added = add_import(module, line)
    return None if added is None else (f"{alias}.{name}", added)


def add_import(module: Module, line: str) -> Edits | None:
    """Add a line to the imports at the top of the module."""
    assert module.tree is not None
    text, body = _text(module), module.tree.body
    break_ = newline(module)
    last: ast.stmt | None = None
    for number, statement in enumerate(body):
        if isinstance(statement, (ast.Import, ast.ImportFrom)) or (number == 0 and is_docstring(statement)):
            last = statement
        else:
            break
    if last is not None:
        rest = _REST_OF_LINE.match(text, module.span(last).end)
        if rest is None:
            return None  # another statement on the same line
        gap = "" if isinstance(last, (ast.Import, ast.ImportFrom)) else break_
        if not rest[2]:  # the file ends without a newline
            return (edit(module, rest.end(), rest.end(), break_ + gap + line),)
        return (edit(module, rest.end(), rest.end(), gap + line + break_),)
    if not body:
        return (edit(module, len(text), len(text), ("" if not text or text[-1] in "\r\n" else break_) + line + break_),)
    row = min([body[0].lineno, *(item.lineno for item in getattr(body[0], "decorator_list", []))])
    starts = module.text.line_starts if module.text is not None else [0]
    comment = row
    while comment > 1 and text[starts[comment - 2] : starts[comment - 1]].startswith("#"):
        comment -= 1
    row = comment if comment > 1 else row
    gap = break_ * (2 if isinstance(body[0], (*_DEFINITIONS, ast.ClassDef)) else 1)
    return (edit(module, starts[row - 1], starts[row - 1], line + break_ + gap),)


def is_docstring(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def remove_import(module: Module, statement: ast.Import | ast.ImportFrom, item: ast.alias) -> Edits | None:
    """Remove one name from an import, or the whole statement with its line; a block must not become empty."""
    text = _text(module)
    span = module.span(statement)
    if "#" in text[span.start : span.end]:
        return None
    if len(statement.names) > 1:
        at = statement.names.index(item)
        here = module.span(item)
        if at + 1 < len(statement.names):
            return (edit(module, here.start, module.span(statement.names[at + 1]).start, ""),)
        return (edit(module, module.span(statement.names[at - 1]).end, here.end, ""),)
    return remove_statement(module, statement)


def remove_statement(module: Module, statement: ast.stmt) -> Edits | None:
    """Remove a statement with its lines; the only one of a block becomes ``pass``. None if a comment would be lost."""
    text, span = _text(module), module.span(statement)
    block = module.index.block(statement)
    start, rest = _line_start(module, span.start), _REST_OF_LINE.match(text, span.end)
    if block is None or "#" in text[span.start : span.end] or (rest is not None and rest[1]):
        return None
    if len(block) == 1 and block is not (module.tree.body if module.tree else None):
        return (edit(module, span.start, span.end, "pass"),)
    if text[start : span.start].strip() or rest is None:
        return None  # another statement on the same line
    return (edit(module, start, rest.end(), ""),)


# Parameters


class Parameters:
    """The parameter list of a ``def`` as text."""

    def __init__(self, module: Module, node: FunctionDef) -> None:
        self._module = module
        self._text = _text(module)
        self._node = node
        arguments = node.args
        self.positional = [*arguments.posonlyargs, *arguments.args]
        self._defaults: dict[str, ast.expr] = {}
        for argument, default in zip(reversed(self.positional), reversed(arguments.defaults), strict=False):
            self._defaults[argument.arg] = default
        for argument, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
            if value is not None:
                self._defaults[argument.arg] = value

    def add(self, parameter: str) -> Edits | None:
        """Add a parameter without default, where one may stand: behind the last of its kind."""
        arguments = self._node.args
        required = [argument for argument in self.positional if argument.arg not in self._defaults]
        following = arguments.kwonlyargs or required
        if following:
            last = following[-1]
            if not arguments.kwonlyargs and last in arguments.posonlyargs:
                return None
            end = self._end(last)
            separator = self._separator(following)
            return None if end is None else (edit(self._module, end, end, separator + parameter),)
        if self.positional:
            start = self._module.span(self.positional[0]).start
            return (edit(self._module, start, start, parameter + ", "),)
        if arguments.vararg or arguments.kwarg:
            return None
        opening = self._opening()
        return None if opening is None else (edit(self._module, opening, opening, parameter),)

    def remove(self, name: str) -> Edits | None:
        """Remove a parameter with its comma; None in lists with ``*`` or ``/``, and where a comment would be lost."""
        arguments = self._node.args
        if arguments.posonlyargs or arguments.vararg or arguments.kwonlyargs or arguments.kwarg:
            return None
        at = next((number for number, argument in enumerate(self.positional) if argument.arg == name), None)
        end = self._end(self.positional[at]) if at is not None else None
        if at is None or end is None:
            return None
        start = self._module.span(self.positional[at]).start
        if at + 1 < len(self.positional):
            end = self._module.span(self.positional[at + 1]).start
        elif at:
            before = self._end(self.positional[at - 1])
            if before is None:
                return None
            start = before
        else:
            comma = re.compile(r"[ \t\r\n]*,").match(self._text, end)
            end = comma.end() if comma is not None else end
        if "#" in self._text[start:end]:
            return None
        return (edit(self._module, start, end, ""),)

    def allow_keywords(self) -> Edits | None:
        """Remove the ``/`` that makes parameters positional-only."""
        if not self._node.args.posonlyargs:
            return None
        end = self._end(self._node.args.posonlyargs[-1])
        if end is None:
            return None
        found = re.compile(r"[ \t\r\n\\]*(,)[ \t\r\n\\]*/").match(self._text, end)
        return None if found is None else (edit(self._module, found.start(1), found.end(), ""),)

    def _end(self, argument: ast.arg) -> int | None:
        """The offset behind a parameter with annotation and default."""
        end = self._module.span(argument).end
        default = self._defaults.get(argument.arg)
        if default is None:
            return end
        span = self._module.span(default)
        opened = re.sub(r"#[^\r\n]*", "", self._text[end : span.start]).count("(")
        end = span.end
        for _ in range(opened):
            gap = _GAP.match(self._text, end)
            end = gap.end() if gap else end
            if self._text[end : end + 1] != ")":
                return None
            end += 1
        return end

    def _separator(self, group: list[ast.arg]) -> str:
        for before, after in reversed(list(pairwise(group))):
            end = self._end(before)
            between = self._text[end : self._module.span(after).start] if end is not None else ""
            if between.strip() == ",":
                return between
        start = self._module.span(group[-1]).start
        indent = self._text[_line_start(self._module, start) : start]
        return f",{newline(self._module)}{indent}" if not indent.strip() else ", "

    def _opening(self) -> int | None:
        """The offset behind the opening parenthesis of an empty list."""
        found = re.compile(r"[ \t]*\([ \t]*(?=\))").match(self._text, self._module.name_span(self._node).end)
        return found.end() if found else None


def argument_of(node: FunctionDef, name: str) -> ast.arg | None:
    """The parameter of a name that takes one value."""
    arguments = node.args
    return next((a for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs) if a.arg == name), None)


def rename_parameter(module: Module, node: FunctionDef, old: str, new: str) -> Edits | None:
    """Rename a parameter and every use of it in the body; None if the new name means something there already."""
    argument = argument_of(node, old)
    if argument is None or not new.isidentifier():
        return None
    uses: list[ast.Name] = []
    for statement in node.body:
        for part in ast.walk(statement):
            if isinstance(part, ast.Name):
                if part.id == new or part.id in _BY_NAME:
                    return None
                if part.id == old:
                    uses.append(part)
            elif isinstance(part, (ast.Global, ast.Nonlocal)) and {old, new} & set(part.names):
                return None
            elif isinstance(part, (*_DEFINITIONS, ast.Lambda)):
                if {old, new} & {a.arg for a in ast.walk(part.args) if isinstance(a, ast.arg)}:
                    return None
            elif isinstance(part, (ast.Import, ast.ImportFrom)):
                if {old, new} & {a.asname or a.name.partition(".")[0] for a in part.names}:
                    return None
            elif getattr(part, "name", None) in (old, new):  # def, class, except, capture of a match
                return None
    if any(a.arg == new for a in ast.walk(node.args) if isinstance(a, ast.arg)):
        return None
    return _rename(module, node, argument, uses, old, new)


def _rename(
    module: Module, node: FunctionDef, argument: ast.arg, uses: list[ast.Name], old: str, new: str
) -> Edits | None:
    start = module.span(argument).start
    spans = {Span(module.path, start, start + len(old)), *map(module.span, uses)}
    misplaced = sys.version_info < (3, 12) and any(
        isinstance(outer, ast.JoinedStr) for use in uses for outer in module.index.enclosing(use)
    )
    if misplaced:
        found = _places_by_libcst(module, node, old)
        if found is None:
            return None
        spans = found
    text = _text(module)
    if any(text[span.start : span.end] != old for span in spans):
        return None
    return tuple(Edit(span, new) for span in sorted(spans, key=lambda span: span.start))


def _places_by_libcst(module: Module, node: FunctionDef, name: str) -> set[Span] | None:
    """Where libcst finds a name in a function: it is exchanged for a mark, and the marks are looked up in the text."""
    import libcst

    mark = f"{name}_funclint_mark"
    text = _text(module)
    if mark in text:
        return None
    span = module.span(node)

    class Marker(libcst.CSTTransformer):
        def leave_Name(self, original_node: libcst.Name, updated_node: libcst.Name) -> libcst.Name:
            if original_node.value != name or original_node in skipped:
                return updated_node
            return updated_node.with_changes(value=mark)

        def visit_Attribute(self, node: libcst.Attribute) -> None:
            skipped.add(node.attr)

        def visit_Arg(self, node: libcst.Arg) -> None:
            if node.keyword is not None:
                skipped.add(node.keyword)

    skipped: set[libcst.CSTNode] = set()
    marked = libcst.parse_module(text).visit(Marker()).code
    starts = [
        found.start() - number * (len(mark) - len(name)) for number, found in enumerate(re.finditer(mark, marked))
    ]
    return {Span(module.path, at, at + len(name)) for at in starts if span.start <= at < span.end}


def uses_of(node: FunctionDef, name: str) -> tuple[bool, bool]:
    """Whether a parameter's ``.set`` is called in the body, and whether it is used in any other way."""
    setters: set[int] = set()
    is_set = is_read = False
    for statement in node.body:
        for part in ast.walk(statement):
            if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == name:
                if part.attr == "set":
                    is_set = True
                    setters.add(id(part.value))
            elif isinstance(part, ast.Name) and (part.id == name or part.id in _BY_NAME) and id(part) not in setters:
                is_read = True
    return is_set, is_read


# Statements


def call_set(module: Module, statement: ast.stmt) -> Edits | None:
    """``out = value`` becomes ``out.set(value)``."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return None
    target, span, text = statement.targets[0], module.span(statement), _text(module)
    found = re.compile(r"[ \t]*=[ \t]*").match(text, module.span(target).end)
    if not isinstance(target, ast.Name) or found is None or text[module.span(target).end : found.end()].strip() != "=":
        return None
    bare = module.span(statement.value).start == found.end()
    doubled = bare and isinstance(statement.value, (ast.Tuple, ast.Yield, ast.YieldFrom)) and text[found.end()] != "("
    opening, closing = ("((", "))") if doubled else ("(", ")")
    end = module.span(target).end
    return edit(module, end, found.end(), f".set{opening}"), edit(module, span.end, span.end, closing)


def return_value(module: Module, statement: ast.stmt) -> Edits | None:
    """The value of an expression statement is returned."""
    if not isinstance(statement, ast.Expr):
        return None
    start = module.span(statement).start
    return (edit(module, start, start, "return "),)


def decorate(module: Module, node: FunctionDef, decorator: str) -> Edits:
    """Put a decorator directly above ``def``."""
    start = module.span(node).start
    indent = _text(module)[_line_start(module, start) : start]
    return (edit(module, start, start, f"@{decorator}{newline(module)}{indent if not indent.strip() else ''}"),)


def _line_start(module: Module, offset: int) -> int:
    text = _text(module)
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def _text(module: Module) -> str:
    return module.text.text if module.text is not None else ""
