"""pyflakes over a tree that is parsed already, its messages numbered as flake8 numbers them."""

from __future__ import annotations

import ast
import contextlib
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyflakes
from pyflakes.checker import (
    AnnotationState,
    Argument,
    Assignment,
    Binding,
    Builtin,
    Checker,
    ClassDefinition,
    ComprehensionScope,
    FunctionDefinition,
    FunctionScope,
    GeneratorScope,
    Importation,
    ImportationFrom,
    ModuleScope,
    Scope,
    SubmoduleImportation,
    TypeScope,
)

from funclint.diagnostic import Severity, Span
from funclint.python.deep_stack import with_room
from funclint.python.module import Module, PyflakesMessage
from funclint.python.walking import fields_of

# flake8's own table (documented on its page of error codes): message class of pyflakes -> code.
CODES = {
    "UnusedImport": "F401",
    "ImportShadowedByLoopVar": "F402",
    "ImportStarUsed": "F403",
    "LateFutureImport": "F404",
    "ImportStarUsage": "F405",
    "ImportStarNotPermitted": "F406",
    "FutureFeatureNotDefined": "F407",
    "PercentFormatInvalidFormat": "F501",
    "PercentFormatExpectedMapping": "F502",
    "PercentFormatExpectedSequence": "F503",
    "PercentFormatExtraNamedArguments": "F504",
    "PercentFormatMissingArgument": "F505",
    "PercentFormatMixedPositionalAndNamed": "F506",
    "PercentFormatPositionalCountMismatch": "F507",
    "PercentFormatStarRequiresSequence": "F508",
    "PercentFormatUnsupportedFormatCharacter": "F509",
    "StringDotFormatInvalidFormat": "F521",
    "StringDotFormatExtraNamedArguments": "F522",
    "StringDotFormatExtraPositionalArguments": "F523",
    "StringDotFormatMissingArgument": "F524",
    "StringDotFormatMixingAutomatic": "F525",
    "FStringMissingPlaceholders": "F541",
    "TStringMissingPlaceholders": "F542",
    "MultiValueRepeatedKeyLiteral": "F601",
    "MultiValueRepeatedKeyVariable": "F602",
    "TooManyExpressionsInStarredAssignment": "F621",
    "TwoStarredExpressions": "F622",
    "AssertTuple": "F631",
    "IsLiteral": "F632",
    "InvalidPrintSyntax": "F633",
    "IfTuple": "F634",
    "BreakOutsideLoop": "F701",
    "ContinueOutsideLoop": "F702",
    "YieldOutsideFunction": "F704",
    "ReturnOutsideFunction": "F706",
    "DefaultExceptNotLast": "F707",
    "ForwardAnnotationSyntaxError": "F722",
    "RedefinedWhileUnused": "F811",
    "UndefinedName": "F821",
    "UndefinedExport": "F822",
    "UndefinedLocal": "F823",
    "UnusedIndirectAssignment": "F824",
    "DuplicateArgument": "F831",
    "UnusedVariable": "F841",
    "UnusedAnnotation": "F842",
    "RaiseNotImplemented": "F901",
}


# With these a module may bind names that pyflakes does not see.
_DYNAMIC = r"\b(?:exec|eval|globals|vars|locals|setattr|__dict__|builtins|__builtins__)\b"


# Nodes that pyflakes visits and makes nothing of: how a name is used, operators.
_IDLE = (ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop)
_TYPING_CALLS = frozenset(
    ("cast", "assert_type", "TypeVar", "ParamSpec", "TypeVarTuple", "NewType", "TypedDict", "NamedTuple")
)


_SPECIAL_NAMES = frozenset(("locals", "print", "__class__"))
"""Names of which pyflakes looks at more than their binding."""
_PLAIN_SCOPES = frozenset((ComprehensionScope, FunctionScope, GeneratorScope, ModuleScope, TypeScope))
_PLAIN_BINDINGS = frozenset((Argument, Assignment, Binding, Builtin, ClassDefinition, FunctionDefinition))
_IMPORTS = frozenset((Importation, ImportationFrom, SubmoduleImportation))

_builtins: dict[str, Builtin] = {}
"""The bindings of the builtins: made once, fresh for each module."""


class _InScope:
    """A new scope for the length of a block."""

    __slots__ = ("_checker", "_cls")

    def __init__(self, checker: _Checker, cls: type[Scope]) -> None:
        self._checker = checker
        self._cls = cls

    def __enter__(self) -> None:
        scope = self._cls()
        if not self._checker.scopeStack:
            for builtin in _builtins.values():
                builtin.used = False
            scope.update(_builtins)
        self._checker.scopeStack.append(scope)

    def __exit__(self, *exception: object) -> None:
        self._checker.deadScopes.append(self._checker.scopeStack.pop())


class _InAnnotation:
    """What stands in an annotation for the length of a block."""

    __slots__ = ("_checker", "_outer", "_type")

    def __init__(self, checker: _Checker, ann_type: object) -> None:
        self._checker = checker
        self._type = ann_type

    def __enter__(self) -> None:
        self._outer = self._checker._in_annotation
        self._checker._in_annotation = self._type

    def __exit__(self, *exception: object) -> None:
        self._checker._in_annotation = self._outer


class _Checker(Checker):  # type: ignore[misc]
    """pyflakes with a look at repeated keyword arguments, a thing that only the compiler refuses."""

    def __init__(self, tree: ast.Module, filename: str) -> None:
        self.repeated: list[ast.keyword] = []
        super().__init__(tree, filename=filename)

    if sys.version_info < (3, 12):

        def _type_param_scope(self, node: ast.AST) -> contextlib.AbstractContextManager[None]:
            """pyflakes looks for type parameters only where Python has them; libcst reads them everywhere."""
            parameters = getattr(node, "type_params", None)
            return self._with_type_params(node, parameters) if parameters else contextlib.nullcontext()

        @contextlib.contextmanager
        def _with_type_params(self, node: ast.AST, parameters: list[ast.AST]) -> Iterator[None]:
            with self.in_scope(TypeScope):
                for parameter in parameters:
                    self.handleNode(parameter, node)
                yield

    def CALL(self, node: ast.Call) -> None:
        self._note_repeated(node)
        super().CALL(node)

    def _note_repeated(self, node: ast.Call) -> None:
        if len(node.keywords) > 1:
            names = [keyword.arg for keyword in node.keywords]
            self.repeated += [k for i, k in enumerate(node.keywords) if k.arg is not None and k.arg in names[:i]]

    def free(self) -> None:
        """Let go of everything: it all refers to each other, so that else only a collection would free it."""
        for scope in self.deadScopes:
            scope.clear()
        self.__dict__.clear()


class _QuickChecker(_Checker):
    """The same, quicker on its way through the tree. It builds on the insides of pyflakes 4.1."""

    nodeDepth: int

    @property
    def builtIns(self) -> frozenset[str]:
        """None that would have to be bound one by one: in_scope fills the module's scope with all of them."""
        return frozenset()

    @builtIns.setter
    def builtIns(self, names: set[str]) -> None:
        if not _builtins:
            _builtins.update((name, Builtin(name)) for name in names)

    def in_scope(self, cls: type[Scope]) -> _InScope:
        return _InScope(self, cls)

    def _type_param_scope(self, node: ast.AST) -> contextlib.AbstractContextManager[None]:
        if sys.version_info < (3, 12) or getattr(node, "type_params", None):
            found: contextlib.AbstractContextManager[None] = super()._type_param_scope(node)
            return found
        return self.in_scope(TypeScope)

    def _enter_annotation(self, ann_type: object = AnnotationState.BARE) -> _InAnnotation:
        return _InAnnotation(self, ann_type)

    def handleChildren(self, tree: ast.AST, omit: str | tuple[str, ...] | None = None) -> None:
        outer = self.nodeDepth
        if self.offset or (not outer and self.futuresAllowed):
            # what may still be the beginning of a file, or an example in a docstring
            super().handleChildren(tree, omit)
            return
        depth = outer + 1
        parents, depths = self._parents, self._node_depths
        self.nodeDepth = depth
        for name in fields_of(tree.__class__):
            if omit and name in omit:
                continue
            field: Any = getattr(tree, name, None)
            node: Any
            for node in field if field.__class__ is list else (field,):
                cls = node.__class__
                if cls is ast.Constant:
                    if not self._in_annotation:
                        continue
                elif cls is ast.Name and node.ctx.__class__ is ast.Load and self._is_plainly_bound(node.id, node):
                    continue
                handler = _handlers.get(cls) or _handler_of(cls)
                if handler is not _ignored:
                    depths[node] = depth
                    parents[node] = tree
                    handler(self, node)
        self.nodeDepth = outer

    def handleNode(self, node: ast.AST | None, parent: ast.AST) -> None:
        outer = self.nodeDepth
        if node is None or self.offset or (not outer and self.futuresAllowed):
            super().handleNode(node, parent)
            return
        self.nodeDepth = self._node_depths[node] = outer + 1
        self._parents[node] = parent
        handler = _handlers.get(node.__class__) or _handler_of(node.__class__)
        handler(self, node)
        self.nodeDepth = outer

    def NAME(self, node: ast.Name) -> None:
        if node.ctx.__class__ is not ast.Load or not self._is_plainly_bound(node.id, node):
            super().NAME(node)

    def _is_plainly_bound(self, name: str, node: ast.Name) -> bool:
        """Whether a name that is read has an ordinary binding, which is then noted as used: the common case."""
        if name in _SPECIAL_NAMES:
            return False
        stack = self.scopeStack
        for scope in reversed(stack):
            if scope.__class__ not in _PLAIN_SCOPES:
                return False
            binding = scope.get(name)
            if binding is not None:
                cls = binding.__class__
                if cls in _IMPORTS:
                    if binding.is_lazy:
                        return False
                    if binding._has_alias():
                        # "import a, a as b": whoever uses b uses a
                        original = scope.get(binding.fullName)
                        if original is not None:
                            original.used = (stack[-1], node)
                elif cls not in _PLAIN_BINDINGS:
                    return False
                binding.used = (stack[-1], node)
                return True
        return False

    def CALL(self, node: ast.Call) -> None:
        self._note_repeated(node)
        function = node.func
        if isinstance(function, ast.Attribute):
            plain = function.attr not in _TYPING_CALLS and function.attr != "format"
        else:
            plain = isinstance(function, ast.Name) and not self._comes_from_elsewhere(function.id)
        if plain:
            self.handleChildren(node)
        else:
            super(_Checker, self).CALL(node)

    def _comes_from_elsewhere(self, name: str) -> bool:
        """Whether a name is imported from a module, so that it may be a name of ``typing`` under another."""
        for scope in reversed(self.scopeStack):
            if name in scope:
                return isinstance(scope[name], ImportationFrom)
        return False


# What pyflakes handles by going on to the children goes on with the quicker way to do that.
for _name, _value in vars(Checker).items():
    if _value is Checker.handleChildren:
        setattr(_QuickChecker, _name, _QuickChecker.handleChildren)

_Handler = Callable[[Any, Any], None]
_handlers: dict[type, _Handler] = {}
"""What handles the values of a field, by their class."""


def _ignored(_checker: Checker, _value: object) -> None:
    """Nothing comes of it: it is no node, or one that pyflakes visits in vain."""


def _handler_of(cls: type) -> _Handler:
    handler: _Handler = _ignored
    if issubclass(cls, ast.AST) and not issubclass(cls, _IDLE):
        handler = getattr(_QuickChecker, cls.__name__.upper(), Checker._unknown_handler)
    _handlers[cls] = handler
    return handler


CHECKER = _QuickChecker if pyflakes.__version__.startswith("4.1.") else _Checker
"""The one that fits the pyflakes that is installed."""


def check(module: Module) -> Iterator[PyflakesMessage]:
    """Run pyflakes over the module's tree; messages of classes that have no code are left out."""
    assert module.tree is not None
    assert module.text is not None
    tree, name = module.tree, str(module.path)
    checker = with_room(lambda: CHECKER(tree, filename=name))
    repeated, messages = checker.repeated, checker.messages
    checker.free()
    for keyword in repeated:
        yield PyflakesMessage(
            "FN004", f"keyword argument repeated: {keyword.arg}", module.span(keyword), Severity.ERROR
        )
    top_level: set[tuple[int, int]] | None = None
    for message in sorted(messages, key=lambda m: (m.lineno, m.col)):
        code = CODES.get(type(message).__name__)
        if code is None:
            continue
        severity = None
        if code == "F821":
            if top_level is None:
                followed = module.error is None and not re.search(_DYNAMIC, module.text.text)
                top_level = _unconditional_names(module.tree) if followed else set()
            if (message.lineno, message.col) in top_level:
                severity = Severity.ERROR
        text = module.text
        start = text.offset_utf8(message.lineno, message.col)
        span = Span(module.path, start, _word_end(text.text, start))
        statement: Span | None = None
        below = _further_down(module, span, str(message.message_args[0])) if code == "F401" else None
        if below is not None:
            span, statement = below, span
        shown = message.message % message.message_args
        yield PyflakesMessage(code, shown, span, severity, tuple(message.message_args), statement)


def _further_down(module: Module, span: Span, shown: str) -> Span | None:
    """Where a name stands in the import that begins at ``span``, if that is on a later row."""
    text = module.text
    assert text is not None
    row = text.location(span.start)[0]
    if not text.line(row).rstrip().endswith(("(", ",", "\\")) and "#" not in text.line(row):
        return None  # the import ends on its row
    statement = next(module.index.at(span.start, (ast.Import, ast.ImportFrom)), None)
    if not isinstance(statement, (ast.Import, ast.ImportFrom)):
        return None
    item = module.index.imported(statement, shown)
    return module.span(item) if item is not None and item.lineno > row else None


def _word_end(text: str, start: int) -> int:
    end = start
    while end < len(text) and (text[end].isalnum() or text[end] == "_"):
        end += 1
    return end if end > start else min(start + 1, len(text))


def _unconditional_names(tree: ast.Module) -> set[tuple[int, int]]:
    """Places of names that every import of the module evaluates: statements of the module and of its class bodies,
    not under if, try, with, a loop or an operator that may skip them, and not inside functions."""
    places: set[tuple[int, int]] = set()
    waiting: list[ast.AST] = []
    for statement in tree.body:
        waiting.append(statement)
        if isinstance(statement, (ast.Return, ast.Raise)):
            break
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name):
            places.add((node.lineno, node.col_offset))
        else:
            waiting += _evaluated(node)
    return places


def _evaluated(node: ast.AST) -> Iterable[ast.AST]:
    """The parts of a node that are evaluated whenever it is."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return [*node.decorator_list, *node.args.defaults, *(d for d in node.args.kw_defaults if d)]
    if isinstance(node, ast.Lambda):
        return [*node.args.defaults, *(d for d in node.args.kw_defaults if d)]
    if isinstance(node, ast.BoolOp):
        return node.values[:1]
    if isinstance(node, (ast.GeneratorExp, ast.ListComp, ast.SetComp, ast.DictComp)):
        return [node.generators[0].iter]
    if isinstance(node, ast.Compare):
        return [node.left, node.comparators[0]]
    if isinstance(node, ast.AnnAssign):
        return [part for part in (node.value, node.target) if part is not None]
    if isinstance(node, (ast.If, ast.IfExp, ast.While)):
        return [node.test]
    if isinstance(node, (ast.For, ast.AsyncFor)):
        return [node.iter]
    if isinstance(node, (ast.With, ast.AsyncWith)):
        return [node.items[0].context_expr]
    if isinstance(node, (ast.Try, ast.Match, ast.Assert)) or type(node).__name__ in ("TryStar", "TypeAlias"):
        return []
    return ast.iter_child_nodes(node)
