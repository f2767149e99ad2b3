"""Whether control may come out at the end of a function's code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from funclint.python.arguments import is_generator
from funclint.python.importing import Frame, ModuleState
from funclint.python.interpreter import Interpreter
from funclint.python.outcomes import ImportFailure, truth
from funclint.python.own_code import bindings, jumps, statements
from funclint.python.values import (
    UNKNOWN,
    BoundMethod,
    Class,
    Constant,
    External,
    Function,
    FunctionNode,
    Value,
)

_NO_RETURN = frozenset(
    (
        *("sys.exit", "builtins.exit", "builtins.quit", "os._exit", "os.abort"),
        *("typing.assert_never", "typing_extensions.assert_never"),
        *("os.execl", "os.execle", "os.execlp", "os.execlpe", "os.execv", "os.execve", "os.execvp", "os.execvpe"),
    )
)
_NEVER = frozenset(("NoReturn", "Never"))
_ENDLESS = frozenset(("itertools.count", "itertools.cycle", "itertools.repeat"))
_SUGGESTS = re.compile(
    r"_*(?:abort|exit|quit|fail|die|raise|throw|re_?raise|re_?throw|panic|bail|crash|terminate|unreachable"
    r"|assert_(?:never|unreachable))(?![a-z])"
)
_PLAIN = (
    *(ast.Name, ast.Attribute, ast.Constant, ast.Compare, ast.UnaryOp, ast.Tuple),
    *(ast.expr_context, ast.cmpop, ast.unaryop),
)
"""What a condition is made of whose value cannot change from call to call, if its names are constants."""
_ORDERS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "=",
    ast.NotEq: "<>",
    ast.Is: "=",
    ast.IsNot: "<>",
}
"""How two things may stand for a comparison to hold."""
_INEQUALITIES = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_MAX_DEPTH = 8

# How far a question is followed: by the statements alone; with what calls are known to do; and so that whatever may
# be sound counts as sound.
SYNTAX, CALLS, DOUBTS = range(3)


class Endings:
    """The ends of one function of a finished module."""

    def __init__(
        self, node: FunctionNode, state: ModuleState, interpreter: Interpreter, outer: Endings | None = None
    ) -> None:
        self.state = state
        self.interpreter = interpreter
        self.node = node
        self.level: int = SYNTAX if outer is None else outer.level
        self.following: tuple[FunctionNode, ...] = (*(outer.following if outer is not None else ()), node)
        # In a loop that is hoped to return at its first turn: a handler that gives up after some tries is no way out.
        self.hopeful = 0
        # The methods of requests that the function is called for, in upper case; None where that is no question.
        self.methods: frozenset[str] | None = None

    @cached_property
    def assigned(self) -> dict[str, list[ast.expr | None]]:
        """The names that the function binds, each with what is assigned to it; None for what is no plain assignment."""
        found: dict[str, list[ast.expr | None]] = {}
        for name in self.parameters:
            found[name] = [None]
        if not isinstance(self.node, ast.Lambda):
            for name, value in bindings(self.node.body):
                found.setdefault(name, []).append(value)
        return found

    @cached_property
    def parameters(self) -> list[str]:
        """The names of the parameters."""
        arguments = self.node.args
        plain = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        return [argument.arg for argument in (*plain, arguments.vararg, arguments.kwarg) if argument is not None]

    @cached_property
    def _single(self) -> dict[str, ast.stmt]:
        """The imports and functions in the function, by names that nothing else in it binds."""
        found: dict[str, ast.stmt] = {}
        for node in () if isinstance(self.node, ast.Lambda) else statements(self.node.body):
            names: list[str] = []
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                names = [alias.asname or alias.name.partition(".")[0] for alias in node.names]
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                names = [node.name]
            found.update((name, node) for name in names if len(self.assigned[name]) == 1)
        return found

    def value(self, node: ast.expr) -> Value:
        """The value of a name or attribute of the module; UNKNOWN for anything local."""
        root = node
        while isinstance(root, ast.Attribute):
            if root.attr == "__dict__":  # who asks for that may change the module
                return UNKNOWN
            root = root.value
        if not isinstance(root, ast.Name):
            return UNKNOWN
        names = self.state.names
        if root.id in self.assigned:
            statement = self._single.get(root.id) if self.level else None
            if not isinstance(statement, (ast.Import, ast.ImportFrom)):
                return UNKNOWN
            names = self.interpreter.names_of(statement, self.state)
            if root.id not in names:
                return UNKNOWN
        return self._eval(node, names)

    def _eval(self, node: ast.expr, names: dict[str, Value]) -> Value:
        try:
            return self.interpreter.eval(node, Frame(self.state, names, ()))
        except ImportFailure:
            return UNKNOWN

    def falls_through(self, body: Sequence[ast.stmt]) -> tuple[bool, bool]:
        """Whether control may come out at the end of a block, exceptions apart; and whether that is in doubt."""
        for level in (SYNTAX, CALLS, DOUBTS):
            self.level = level
            if not self.ends(body):
                return level == DOUBTS, level == DOUBTS
        return True, False

    def ends(self, body: Sequence[ast.stmt]) -> bool:
        """Whether control may come out at the end of a block as far as the level tells, exceptions apart.

        A loop, since a generator passed to ``all`` or ``any`` would count against Python 3.12's limit of native
        recursion, which cannot be raised.
        """
        refuted: dict[str, set[object]] = {}
        for statement in body:
            if not (self._if(statement, refuted) if isinstance(statement, ast.If) else self._passes(statement)):
                return False
        return True

    def _one_ends(self, bodies: Iterable[Sequence[ast.stmt]]) -> bool:
        for body in bodies:  # noqa: SIM110
            if self.ends(body):
                return True
        return False

    def _passes(self, node: ast.stmt) -> bool:
        if isinstance(node, (ast.Return, ast.Raise, ast.Break, ast.Continue)):
            return False
        if isinstance(node, ast.While):
            left = jumps(node.body, ast.Break)
            if self._truth(node.test):
                return left
            if node.orelse and not left and not self.ends(node.orelse):
                return False
            return not (self.level == DOUBTS and self._returns_at_once(node))
        if isinstance(node, (ast.For, ast.AsyncFor)):
            return self._for(node)
        if isinstance(node, (ast.With, ast.AsyncWith)):
            return self.ends(node.body)
        if isinstance(node, ast.Try) or type(node).__name__ == "TryStar":
            if not self.ends(node.finalbody):  # type: ignore[attr-defined]
                return False
            handlers: list[ast.ExceptHandler] = node.handlers  # type: ignore[attr-defined]
            if self.hopeful:
                handlers = [handler for handler in handlers if not _gives_up(handler.body)]
            body = self.ends(node.body) and self.ends(node.orelse)  # type: ignore[attr-defined]
            return body or self._one_ends([handler.body for handler in handlers])
        if isinstance(node, ast.Match):
            return self._match(node)
        if isinstance(node, ast.Expr):
            return self._call_returns(node.value)
        if isinstance(node, ast.Assert):
            return not (isinstance(node.test, ast.Constant) and not node.test.value)
        return True

    # conditions

    def _if(self, node: ast.If, refuted: dict[str, set[object]]) -> bool:
        """As ``_passes``. ``refuted``: what has led out of the block already, by what it is about."""
        while True:
            decided = self._truth(node.test)
            if decided is not False:
                if self.ends(node.body):
                    return True
                if decided or (self.level == DOUBTS and self._was_last(node.test, refuted)):
                    return False
            if len(node.orelse) != 1 or not isinstance(node.orelse[0], ast.If):
                return self.ends(node.orelse)
            node = node.orelse[0]

    def _truth(self, test: ast.expr) -> bool | None:
        """Whether a condition holds at every call; None when that cannot be told."""
        if isinstance(test, ast.Constant):
            return bool(test.value)
        if self.level != DOUBTS:
            return None
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            inner = self._truth(test.operand)
            return None if inner is None else not inner
        if isinstance(test, ast.BoolOp):
            parts = [self._truth(value) for value in test.values]
            stops = isinstance(test.op, ast.Or)
            return stops if stops in parts else None if None in parts else not stops
        for part in ast.walk(test):
            if not isinstance(part, _PLAIN):
                return None
            if isinstance(part, ast.Name) and (part.id in self.assigned or part.id in self._rebound):
                return None
        return truth(self._eval(test, self.state.names))

    @cached_property
    def _rebound(self) -> set[str]:
        """The names of the module that functions bind anew."""
        module = self.state.module
        if module.tree is None or module.text is None or "global" not in module.text.text:
            return set()
        return {name for node in ast.walk(module.tree) if isinstance(node, ast.Global) for name in node.names}

    def _was_last(self, test: ast.expr, refuted: dict[str, set[object]]) -> bool:
        """Whether one of a row of conditions always holds, this being the last of them."""
        about, answers, every = self._outcomes(test)
        seen = refuted.setdefault(about, set())
        seen.update(answers)
        return every is not None and seen >= every

    def _outcomes(self, test: ast.expr) -> tuple[str, set[object], set[object] | None]:
        """What a condition is about, the answers for which it holds, and all that there are; None if not known."""
        yes = True
        while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            yes, test = not yes, test.operand
        if not isinstance(test, ast.Compare) or len(test.ops) != 1:
            return ast.dump(test), {yes}, {True, False}
        op, left, right = test.ops[0], ast.dump(test.left), test.comparators[0]
        if isinstance(op, (ast.NotEq, ast.IsNot, ast.NotIn)) is not yes and type(op) not in _INEQUALITIES:
            listed = right.elts if isinstance(right, (ast.Tuple, ast.List, ast.Set)) else [right]
            if self.methods is not None and self._is_method(test.left):
                return "method", {*_words(listed)}, {*self.methods}
            members = self._members(listed)
            if members is not None:
                return f"{left} of {members[0]}", {*members[1]}, {*members[2]}
        if type(op) not in _ORDERS:
            return f"{left} in {ast.dump(right)}", {isinstance(op, ast.In) is yes}, {True, False}
        if isinstance(right, ast.Constant) and isinstance(right.value, bool) and type(op) not in _INEQUALITIES:
            same = isinstance(op, (ast.Eq, ast.Is)) is yes
            return left, {right.value is same}, {True, False}
        holds: set[object] = {*_ORDERS[type(op)]}
        return f"{left} <> {ast.dump(right)}", holds if yes else {*"<=>"} - holds, {*"<=>"}

    def _is_method(self, node: ast.expr) -> bool:
        """Whether this is the method of the request."""
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("upper", "lower"):
            node = node.func.value
        if isinstance(node, ast.Name):
            values = self.assigned.get(node.id, ())
            return len(values) == 1 and isinstance(values[0], (ast.Attribute, ast.Call)) and self._is_method(values[0])
        return isinstance(node, ast.Attribute) and node.attr == "method" and _root(node) in self.parameters

    def _members(self, nodes: Sequence[ast.expr]) -> tuple[str, list[str], list[str]] | None:
        """The enum of the app that all the nodes are members of, their names, and those of all members."""
        cls: Class | None = None
        names = []
        for node in nodes:
            found = self.value(node.value) if isinstance(node, ast.Attribute) else UNKNOWN
            if not isinstance(found, Class) or not _is_enum(found) or (cls is not None and found is not cls):
                return None
            assert isinstance(node, ast.Attribute)
            cls = found
            names.append(node.attr)
        if cls is None:
            return None
        every = [
            target.id
            for statement in cls.node.body
            if isinstance(statement, ast.Assign)
            for target in statement.targets
            if isinstance(target, ast.Name) and not target.id.startswith("_")
        ]
        return cls.name, names, every

    # match

    def _match(self, node: ast.Match) -> bool:
        if self._one_ends([case.body for case in node.cases]):
            return True
        last = node.cases[-1]
        if last.guard is None and _catches_all(last.pattern):
            return False
        if self.level != DOUBTS:
            return True
        if self.methods is not None and self._is_method(node.subject):
            patterns = [pattern for case in node.cases if case.guard is None for pattern in _alternatives(case.pattern)]
            words = _words([pattern.value for pattern in patterns if isinstance(pattern, ast.MatchValue)])
            return not {*words} >= self.methods
        return not self._may_be_all(node.cases)

    def _may_be_all(self, cases: Sequence[ast.match_case]) -> bool:
        """Whether cases may well be all that there are: not where they are literals, or too few members of an enum."""
        plain: set[object] = set()
        listed: list[ast.expr] = []
        for case in cases:
            for pattern in _alternatives(case.pattern):
                if isinstance(pattern, ast.MatchSingleton):
                    if case.guard is None:
                        plain.add(pattern.value)
                elif isinstance(pattern, ast.MatchValue) and isinstance(pattern.value, ast.Attribute):
                    if case.guard is None and not isinstance(self.value(pattern.value), Constant):
                        listed.append(pattern.value)
                elif not isinstance(pattern, (ast.MatchValue, ast.MatchMapping)):
                    return True
        if listed:
            members = self._members(listed)
            return members is None or {*members[1]} >= {*members[2]}
        return {True, False} <= plain

    # loops

    def _for(self, node: ast.For | ast.AsyncFor) -> bool:
        left = jumps(node.body, ast.Break)
        if self.level and isinstance(node.iter, ast.Call):
            function = self.value(node.iter.func)
            if isinstance(function, External) and function.name in _ENDLESS and not node.iter.args[1:]:
                return left
        if node.orelse and not left and not self.ends(node.orelse):
            return False
        if self.level != DOUBTS or left:
            return True
        # what a function is given may well be empty
        if _root(node.iter) in self.parameters:
            return True
        return not (self._returns_at_once(node) or _knows_its_last_turn(node))

    def _returns_at_once(self, node: ast.For | ast.AsyncFor | ast.While) -> bool:
        """Whether a loop returns at its first turn, unless an exception comes, which it raises itself in the end."""
        self.hopeful += 1
        try:
            if jumps(node.body, ast.Break) or self.ends(node.body):
                return False
            return not jumps(list(_without_giving_up(node.body)), ast.Continue)
        finally:
            self.hopeful -= 1

    # calls

    def _call_returns(self, node: ast.expr) -> bool:
        awaited = isinstance(node, ast.Await)
        call = node.value if isinstance(node, ast.Await) else node
        if self.level == SYNTAX or not isinstance(call, ast.Call):
            return True
        function = call.func
        name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
        if isinstance(function, ast.Attribute):
            base = self.value(function.value)
            if isinstance(base, External) and f"{base.name}.{name}" in _NO_RETURN:
                return False
        elif name in self._single:
            inner = self._single[name]
            if isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef)) and not inner.decorator_list:
                return not self._never_returns(inner, self.state, awaited)
        value = self.value(function)
        if isinstance(value, External) and value.name in _NO_RETURN:
            return False
        if isinstance(value, BoundMethod):
            value = value.function
        if isinstance(value, Function) and isinstance(value.node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            if _says_never(value.node):
                return value.node.__class__ is ast.AsyncFunctionDef and not awaited
            state = self.interpreter.states.get(value.module.path) if value.module is not None else None
            if state is not None and not value.attributes:
                return not self._never_returns(value.node, state, awaited)
        return not (self.level == DOUBTS and _SUGGESTS.match(name))

    def _never_returns(self, node: ast.FunctionDef | ast.AsyncFunctionDef, state: ModuleState, awaited: bool) -> bool:
        """Whether calls of a function of the app raise, or never end."""
        if isinstance(node, ast.AsyncFunctionDef) is not awaited or is_generator(node):
            return False
        if _says_never(node):
            return True
        if node in self.following or len(self.following) > _MAX_DEPTH:
            return False
        for statement in statements(node.body):
            if isinstance(statement, ast.Return):
                return False
        return not Endings(node, state, self.interpreter, self).ends(node.body)


def _root(node: ast.expr) -> str | None:
    """The name that an expression starts from: ``a`` of ``a.b()[1]``."""
    while isinstance(node, (ast.Attribute, ast.Call, ast.Subscript, ast.Await)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def _words(nodes: Iterable[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value.upper()


def _says_never(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    said = node.returns
    if isinstance(said, ast.Constant):
        return str(said.value).rpartition(".")[2] in _NEVER
    return (said.id if isinstance(said, ast.Name) else getattr(said, "attr", None)) in _NEVER


def _is_enum(cls: Class) -> bool:
    return any(isinstance(base, External) and base.name.startswith("enum.") for base in cls.linear())


def _catches_all(pattern: ast.pattern) -> bool:
    return any(isinstance(part, ast.MatchAs) and part.pattern is None for part in _alternatives(pattern))


def _alternatives(pattern: ast.pattern) -> Iterator[ast.pattern]:
    """The patterns of which one has to match, without the names that they are given."""
    waiting = [pattern]
    while waiting:
        part = waiting.pop()
        if isinstance(part, ast.MatchOr):
            waiting += part.patterns
        elif isinstance(part, ast.MatchAs) and part.pattern is not None:
            waiting.append(part.pattern)
        else:
            yield part


def _gives_up(body: Sequence[ast.stmt]) -> bool:
    """Whether code raises or returns a value somewhere."""
    return any(
        isinstance(node, ast.Raise) or (isinstance(node, ast.Return) and node.value is not None)
        for node in statements(body)
    )


def _without_giving_up(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a block, ``try`` statements without their handlers that give up."""
    for node in body:
        if isinstance(node, ast.Try):
            yield from (*node.body, *node.orelse, *node.finalbody)
            for handler in node.handlers:
                if not _gives_up(handler.body):
                    yield from handler.body
        else:
            yield node


def _knows_its_last_turn(node: ast.For | ast.AsyncFor) -> bool:
    """Whether a loop over numbers compares the number, and raises or returns then: ``if attempt == 2: raise``."""
    called = node.iter.func if isinstance(node.iter, ast.Call) else None
    if not isinstance(called, ast.Name) or called.id not in ("range", "enumerate"):
        return False
    first = node.target.elts[0] if isinstance(node.target, ast.Tuple) and node.target.elts else node.target
    if not isinstance(first, ast.Name):
        return False
    for statement in statements(node.body):
        if isinstance(statement, ast.If) and isinstance(statement.test, ast.Compare):
            named = [part.id for part in ast.walk(statement.test) if isinstance(part, ast.Name)]
            if first.id in named and _gives_up([*statement.body, *statement.orelse]):
                return True
    return False
