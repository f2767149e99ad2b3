"""Syntax tree classes that the running interpreter's ``ast`` may lack, under the names newer interpreters give them.

On an interpreter that has them, these are ``ast``'s own. Elsewhere they are subclasses of what ``ast`` does have, with
the newer fields in ``_fields``, so that ``ast.walk`` and visitors that go by class name treat both alike.
"""

from __future__ import annotations

import ast
import sys
from typing import cast

if sys.version_info >= (3, 11):
    TryStar = ast.TryStar
else:

    class TryStar(ast.Try):
        """``try`` with ``except*`` handlers (3.11)."""


if sys.version_info >= (3, 12):
    FunctionDef = ast.FunctionDef
    AsyncFunctionDef = ast.AsyncFunctionDef
    ClassDef = ast.ClassDef
    TypeAlias = ast.TypeAlias
    type_param = ast.type_param
else:

    class FunctionDef(ast.FunctionDef):
        """A function with type parameters (3.12)."""

        _fields = (*ast.FunctionDef._fields, "type_params")

    class AsyncFunctionDef(ast.AsyncFunctionDef):
        """A coroutine function with type parameters (3.12)."""

        _fields = (*ast.AsyncFunctionDef._fields, "type_params")

    class ClassDef(ast.ClassDef):
        """A class with type parameters (3.12)."""

        _fields = (*ast.ClassDef._fields, "type_params")

    class TypeAlias(ast.stmt):
        """``type name[type_params] = value`` (3.12); ``name`` is an ``ast.Name`` in Store context."""

        _fields = ("name", "type_params", "value")

    class type_param(ast.AST):
        """A type parameter (3.12): TypeVar, ParamSpec or TypeVarTuple; ``name`` is a string."""

        _attributes = ("lineno", "col_offset", "end_lineno", "end_col_offset")


if sys.version_info >= (3, 13):
    TypeVar = ast.TypeVar
    ParamSpec = ast.ParamSpec
    TypeVarTuple = ast.TypeVarTuple
elif sys.version_info >= (3, 12):

    class TypeVar(ast.TypeVar):
        """``T: bound = default_value`` among type parameters; the default came with 3.13."""

        _fields = (*ast.TypeVar._fields, "default_value")

    class ParamSpec(ast.ParamSpec):
        """``**P = default_value`` among type parameters; the default came with 3.13."""

        _fields = (*ast.ParamSpec._fields, "default_value")

    class TypeVarTuple(ast.TypeVarTuple):
        """``*Ts = default_value`` among type parameters; the default came with 3.13."""

        _fields = (*ast.TypeVarTuple._fields, "default_value")
else:

    class TypeVar(type_param):
        """``T: bound = default_value`` among type parameters (3.12; the default came with 3.13)."""

        _fields = ("name", "bound", "default_value")

    class ParamSpec(type_param):
        """``**P = default_value`` among type parameters (3.12; the default came with 3.13)."""

        _fields = ("name", "default_value")

    class TypeVarTuple(type_param):
        """``*Ts = default_value`` among type parameters (3.12; the default came with 3.13)."""

        _fields = ("name", "default_value")


def type_param_class(name: str, *, with_default: bool) -> type[ast.AST]:
    """The class for a type parameter: ``name`` is TypeVar, ParamSpec or TypeVarTuple.

    The result has a field ``default_value`` if ``with_default``, or wherever ``ast`` has no class of its own for it.
    """
    if sys.version_info[:2] == (3, 12) and not with_default:
        return cast("type[ast.AST]", getattr(ast, name))
    return cast("type[ast.AST]", globals()[name])
