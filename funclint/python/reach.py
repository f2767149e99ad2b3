"""What a module may change without naming it in full: attributes of any object, and its own names by their text."""

from __future__ import annotations

import ast
from collections import Counter

# What can set attributes of any name, or run code of the app that nobody sees.
_DYNAMIC_NAMES = frozenset(("setattr", "vars", "locals", "exec", "eval", "__import__"))
_DYNAMIC_ATTRIBUTES = frozenset(
    ("__dict__", "__setattr__", "exec_module", "load_module", "run_module", "run_path", "patch")
)
# What reaches the names of a module by their text.
_OWN_NAMES = frozenset(("globals", "vars", "locals", "exec", "eval"))


class Reach:
    """What the code of one module can change.

    ``stored``: how often it stores to an attribute of a name, of whatever object; ``dynamic``: it may store to any;
    ``own_names``: it may change its own names or what they hold by their text; ``set_name``: it has ``__set_name__``.
    """

    __slots__ = ("dynamic", "own_names", "set_name", "stored")

    def __init__(self, tree: ast.Module | None) -> None:
        self.stored: Counter[str] = Counter()
        self.dynamic = self.own_names = self.set_name = False
        plain: set[int] = set()  # the names of functions whose calls are understood
        for node in ast.walk(tree) if tree is not None else ():
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
