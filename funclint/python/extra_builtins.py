"""Names that an app adds to the ``builtins`` module, so that each of its modules has them without binding them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from funclint.python.module import Module

SIGNS = (b"builtins", b"gettext")
"""Only files with one of these can add any."""
ANY = "*"
"""In place of names that cannot be told."""

_MODULES = frozenset(("builtins", "__builtins__"))
# what ``gettext.install`` adds when it is asked to
_GETTEXT = frozenset(("_", "gettext", "ngettext", "npgettext", "pgettext"))


def extra_builtins(modules: Iterable[Module]) -> frozenset[str]:
    """What the modules, those with one of the SIGNS, add; ANY among them where that cannot be told."""
    return frozenset(name for module in modules if module.tree is not None for name in _added(module.tree))


def _added(tree: ast.Module) -> Iterator[str]:
    nodes = list(ast.walk(tree))
    aliases = {
        alias.asname or alias.name
        for node in nodes
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
        if alias.name in _MODULES
    }
    known = _MODULES | aliases
    plain = set()  # mentions of the module that are understood
    for node in nodes:
        if isinstance(node, ast.Attribute) and _is_one(node.value, known) and node.attr != "__dict__":
            plain.add(node.value)
            if not isinstance(node.ctx, ast.Load):
                yield node.attr
        elif isinstance(node, ast.Subscript) and _is_one(node.value, known) and isinstance(node.slice, ast.Constant):
            plain.add(node.value)
            yield str(node.slice.value)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) > 1:
            name = node.args[1]
            if _is_one(node.args[0], known) and isinstance(name, ast.Constant) and node.func.id.endswith("attr"):
                plain.add(node.args[0])
                if node.func.id == "setattr":
                    yield str(name.value)
        elif (isinstance(node, ast.Attribute) and node.attr == "install") or (
            isinstance(node, ast.alias) and node.name == "install"
        ):
            yield from _GETTEXT if _imports_gettext(nodes) else ()
    if any(_is_one(node, known) and node not in plain for node in nodes):
        yield ANY


def _is_one(node: ast.AST, known: frozenset[str]) -> bool:
    return isinstance(node, ast.Name) and node.id in known and isinstance(node.ctx, ast.Load)


def _imports_gettext(nodes: Iterable[ast.AST]) -> bool:
    return any(
        (isinstance(node, ast.Import) and any(alias.name == "gettext" for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module == "gettext")
        for node in nodes
    )
