"""What a module may change without naming it in full: attributes of any object, and its own names by their text."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from funclint.python.walking import children

# What can set attributes of any name, or run code of the app that nobody sees.
_DYNAMIC_NAMES = frozenset(("setattr", "vars", "locals", "exec", "eval", "__import__"))
_DYNAMIC_ATTRIBUTES = frozenset(
    ("__dict__", "__setattr__", "exec_module", "load_module", "run_module", "run_path", "patch")
)
# What reaches the names of a module by their text.
_OWN_NAMES = frozenset(("globals", "vars", "locals", "exec", "eval"))
_DYNAMIC = "|".join((*_DYNAMIC_NAMES, *_DYNAMIC_ATTRIBUTES, "import_module"))
_BY_TEXT = "|".join((*_OWN_NAMES, "modules", "__dict__"))
_DECLARATIONS = (ast.Global, ast.Nonlocal)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def _is_lazy(node: ast.AST) -> bool:
    """Whether a function does not run when it is called, or is called by the language."""
    if isinstance(node, ast.AsyncFunctionDef) or any(
        isinstance(part, (ast.Yield, ast.YieldFrom)) for part in ast.walk(node)
    ):
        return True
    return isinstance(node, ast.FunctionDef) and (node.name.startswith("__") or bool(node.decorator_list))


def _followed(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run when what holds them does, as far as that is followed."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, (ast.Lambda, *_COMPREHENSIONS)):
            continue
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and _is_lazy(node):
            continue
        waiting += ast.iter_child_nodes(node)


class Reach:
    """What the code of one module can change. The tree is only walked where the text has the words for it."""

    def __init__(self, tree: ast.Module | None, text: str) -> None:
        self._tree = tree
        self._text = text if tree is not None else ""

    def stores(self, name: str) -> int:
        """How often it stores to an attribute of this name, of whatever object."""
        text = self._text
        # What is called at once is not stored to.
        written = f".{name}" in text and re.search(rf"\.{name}\b(?!\s*\()", text) is not None
        return self._found.stored[name] if written or ("setattr" in text and name in text) else 0

    @cached_property
    def dynamic(self) -> bool:
        """Whether it may store to attributes of any name."""
        return re.search(_DYNAMIC, self._text) is not None and self._found.dynamic

    @cached_property
    def own_names(self) -> bool:
        """Whether it may change its own names, or what they hold, by their text."""
        return re.search(_BY_TEXT, self._text) is not None and self._found.own_names

    @cached_property
    def set_name(self) -> bool:
        """Whether it has ``__set_name__``."""
        return "__set_name__" in self._text and self._found.set_name

    @property
    def rebound(self) -> frozenset[str]:
        """Names that functions bind from inside, ``global`` and ``nonlocal``."""
        return self._found.rebound if "global" in self._text or "nonlocal" in self._text else frozenset()

    @property
    def shifting(self) -> frozenset[str]:
        """Those of ``rebound`` that are bound by functions which may be called out of sight."""
        return self._found.shifting if "global" in self._text or "nonlocal" in self._text else frozenset()

    @cached_property
    def _found(self) -> _Walk:
        return _Walk(self._tree)


class _Walk:
    """The answers of ``Reach``, from the tree."""

    def __init__(self, tree: ast.Module | None) -> None:
        self.stored: Counter[str] = Counter()
        self.dynamic = self.own_names = self.set_name = False
        self.rebound: frozenset[str] = frozenset()
        self.shifting: frozenset[str] = frozenset()
        declares = False
        binders: list[ast.FunctionDef | ast.AsyncFunctionDef] = []
        plain: set[int] = set()  # the names of functions whose calls are understood
        waiting: list[ast.AST] = [tree] if tree is not None else []
        while waiting:
            node = waiting.pop()
            waiting += children(node)
            if isinstance(node, ast.Call):
                self._call(node, plain)
            elif isinstance(node, ast.Attribute):
                if not isinstance(node.ctx, ast.Load):
                    self.stored[node.attr] += 1
                self.dynamic |= node.attr in _DYNAMIC_ATTRIBUTES
                self.own_names |= node.attr in ("modules", "__dict__")
            elif isinstance(node, ast.Name):
                self.dynamic |= node.id in _DYNAMIC_NAMES and id(node) not in plain
                self.own_names |= node.id in _OWN_NAMES
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                self.set_name |= node.name == "__set_name__"
                binders.append(node)
            elif isinstance(node, _DECLARATIONS):
                declares = True
        if tree is not None and declares:
            self._rebinding(tree, binders)

    def _rebinding(self, tree: ast.Module, functions: list[ast.FunctionDef | ast.AsyncFunctionDef]) -> None:
        declared = {
            function: {name for node in ast.walk(function) if isinstance(node, _DECLARATIONS) for name in node.names}
            for function in functions
        }
        self.rebound = frozenset[str]().union(*declared.values())
        if not self.rebound:
            return
        seen: dict[str, int] = {}
        for node in _followed(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                seen[node.func.id] = seen.get(node.func.id, 0) + 1
        everywhere = Counter(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
        self.shifting = frozenset[str]().union(
            *(
                names
                for function, names in declared.items()
                if names and (everywhere[function.name] != seen.get(function.name, 0) or _is_lazy(function))
            )
        )

    def _call(self, node: ast.Call, plain: set[int]) -> None:
        """``setattr`` with a name that is written out, ``import_module`` with one that is not."""
        function = node.func
        name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
        given = [part.value if isinstance(part, ast.Constant) else None for part in node.args[:2]]
        if name == "setattr" and len(given) == 2 and isinstance(given[1], str):
            plain.add(id(function))
            self.stored[given[1]] += 1
        elif name == "import_module" and not (given and isinstance(given[0], str)):
            self.dynamic = True
