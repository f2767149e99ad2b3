"""Statements, and the module as a whole."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any, cast

import libcst as cst

from funclint.python import cst_nodes
from funclint.python.cst_base import DEL, LOAD
from funclint.python.cst_expressions import OPERATORS
from funclint.python.cst_patterns import Patterns


class Statements(Patterns):
    """Lowers statements."""

    def module(self, node: cst.Module) -> ast.Module:
        """The whole tree."""
        return ast.Module(body=self._statements(node.body), type_ignores=[])

    def _statements(self, nodes: Sequence[cst.CSTNode]) -> list[ast.stmt]:
        statements: list[ast.stmt] = []
        for node in nodes:
            if isinstance(node, cst.SimpleStatementLine):
                statements += self._line(node)
            else:
                statements.append(cast(ast.stmt, self.lower(node)))
        return statements

    def _line(self, node: cst.SimpleStatementLine | cst.SimpleStatementSuite) -> list[ast.stmt]:
        statements = [cast(ast.stmt, self.lower(part)) for part in node.body]
        semicolon = node.body[-1].semicolon
        if isinstance(semicolon, cst.Semicolon):
            place = self.between(self.start(node.body[0]), self.end(semicolon))
            self.block_ends[statements[-1]] = place["end_lineno"], place["end_col_offset"]
        return statements

    def _suite(self, node: cst.BaseSuite) -> list[ast.stmt]:
        if isinstance(node, cst.SimpleStatementSuite):
            return self._line(node)
        return self._statements(node.body)

    # Simple statements

    def lower_Expr(self, node: cst.Expr) -> ast.stmt:
        return ast.Expr(value=self.expr(node.value), **self._simple(node, node.value))

    def _simple(self, node: cst.CSTNode, last: cst.CSTNode | None) -> Any:
        """The place of a simple statement that ends with ``last``, without blanks after a trailing comma."""
        if isinstance(last, cst.Tuple) and not last.lpar:
            return self.between(self.start(node), self.end_with_comma(last.elements[-1]))
        return self.at(node)

    def lower_Pass(self, node: cst.Pass) -> ast.stmt:
        return ast.Pass(**self.at(node))

    def lower_Break(self, node: cst.Break) -> ast.stmt:
        return ast.Break(**self.at(node))

    def lower_Continue(self, node: cst.Continue) -> ast.stmt:
        return ast.Continue(**self.at(node))

    def lower_Return(self, node: cst.Return) -> ast.stmt:
        return ast.Return(value=self.optional(node.value), **self._simple(node, node.value))

    def lower_Raise(self, node: cst.Raise) -> ast.stmt:
        cause = None if node.cause is None else self.expr(node.cause.item)
        return ast.Raise(exc=self.optional(node.exc), cause=cause, **self.at(node))

    def lower_Assert(self, node: cst.Assert) -> ast.stmt:
        return ast.Assert(test=self.expr(node.test), msg=self.optional(node.msg), **self.at(node))

    def lower_Global(self, node: cst.Global) -> ast.stmt:
        return ast.Global(names=[self.identifier(item.name.value) for item in node.names], **self.at(node))

    def lower_Nonlocal(self, node: cst.Nonlocal) -> ast.stmt:
        return ast.Nonlocal(names=[self.identifier(item.name.value) for item in node.names], **self.at(node))

    def lower_Del(self, node: cst.Del) -> ast.stmt:
        target = node.target
        if isinstance(target, cst.Tuple) and not target.lpar:
            targets = [self.target(element.value, DEL) for element in target.elements]
        else:
            targets = [self.target(target, DEL)]
        return ast.Delete(targets=targets, **self._simple(node, target))

    def lower_Assign(self, node: cst.Assign) -> ast.stmt:
        return ast.Assign(
            targets=[self.target(target.target) for target in node.targets],
            value=self.expr(node.value),
            type_comment=None,
            **self._simple(node, node.value),
        )

    def lower_AugAssign(self, node: cst.AugAssign) -> ast.stmt:
        return ast.AugAssign(
            target=cast("ast.Name | ast.Attribute | ast.Subscript", self.target(node.target)),
            op=OPERATORS[type(node.operator).__name__.removesuffix("Assign")],
            value=self.expr(node.value),
            **self._simple(node, node.value),
        )

    def lower_AnnAssign(self, node: cst.AnnAssign) -> ast.stmt:
        return ast.AnnAssign(
            target=cast("ast.Name | ast.Attribute | ast.Subscript", self.target(node.target)),
            annotation=self.expr(node.annotation.annotation),
            value=self.optional(node.value),
            simple=int(isinstance(node.target, cst.Name) and not node.target.lpar),
            **self._simple(node, node.value),
        )

    def lower_TypeAlias(self, node: cst.TypeAlias) -> ast.stmt:
        fields: dict[str, Any] = {
            "name": self.target(node.name),
            "type_params": self._type_params(node.type_parameters),
            "value": self.expr(node.value),
        }
        return cst_nodes.TypeAlias(**fields, **self.at(node))

    # Imports

    def lower_Import(self, node: cst.Import) -> ast.stmt:
        return ast.Import(names=[self._alias(name) for name in node.names], **self.at(node))

    def lower_LazyImport(self, node: cst.LazyImport) -> ast.stmt:
        return _lazy(ast.Import(names=[self._alias(name) for name in node.names], **self.at(node)))

    def lower_ImportFrom(self, node: cst.ImportFrom | cst.LazyImportFrom) -> ast.ImportFrom:
        if isinstance(node.names, cst.ImportStar):
            names = [ast.alias(name="*", asname=None, **self.at(node.names))]
        else:
            names = [self._alias(name) for name in node.names]
        module = None if node.module is None else self._dotted(node.module)
        return ast.ImportFrom(module=module, names=names, level=len(node.relative), **self.at(node))

    def lower_LazyImportFrom(self, node: cst.LazyImportFrom) -> ast.stmt:
        return _lazy(self.lower_ImportFrom(node))

    def _alias(self, node: cst.ImportAlias) -> ast.alias:
        asname = None if node.asname is None else self.identifier(cast(cst.Name, node.asname.name).value)
        return ast.alias(name=self._dotted(node.name), asname=asname, **self.at(node))

    def _dotted(self, node: cst.CSTNode) -> str:
        parts: list[str] = []
        while isinstance(node, cst.Attribute):
            parts.append(self.identifier(node.attr.value))
            node = node.value
        parts.append(self.identifier(cast(cst.Name, node).value))
        return ".".join(reversed(parts))

    # Branches and loops

    def lower_If(self, node: cst.If) -> ast.stmt:
        test, body = self.expr(node.test), self._suite(node.body)
        orelse = self._else(node.orelse)
        return ast.If(test=test, body=body, orelse=orelse, **self.until(node, (orelse or body)[-1]))

    def _else(self, node: cst.If | cst.Else | None) -> list[ast.stmt]:
        if node is None:
            return []
        return [self.lower_If(node)] if isinstance(node, cst.If) else self._suite(node.body)

    def lower_While(self, node: cst.While) -> ast.stmt:
        test, body = self.expr(node.test), self._suite(node.body)
        orelse = self._else(node.orelse)
        return ast.While(test=test, body=body, orelse=orelse, **self.until(node, (orelse or body)[-1]))

    def lower_For(self, node: cst.For) -> ast.stmt:
        target, iterable = self.target(node.target), self.expr(node.iter)
        body = self._suite(node.body)
        orelse = self._else(node.orelse)
        kind = ast.For if node.asynchronous is None else ast.AsyncFor
        place = self.until(node, (orelse or body)[-1])
        return kind(target=target, iter=iterable, body=body, orelse=orelse, type_comment=None, **place)

    def lower_With(self, node: cst.With) -> ast.stmt:
        items = [
            ast.withitem(
                context_expr=self.expr(item.item),
                optional_vars=None if item.asname is None else self.target(item.asname.name),
            )
            for item in node.items
        ]
        body = self._suite(node.body)
        kind = ast.With if node.asynchronous is None else ast.AsyncWith
        return kind(items=items, body=body, type_comment=None, **self.until(node, body[-1]))

    def lower_Try(self, node: cst.Try) -> ast.stmt:
        return self._try(node, ast.Try)

    def lower_TryStar(self, node: cst.TryStar) -> ast.stmt:
        return self._try(node, cst_nodes.TryStar)

    def _try(self, node: cst.Try | cst.TryStar, kind: type[Any]) -> ast.stmt:
        body = self._suite(node.body)
        handlers = [self._handler(handler) for handler in node.handlers]
        orelse = self._else(node.orelse)
        final = [] if node.finalbody is None else self._suite(node.finalbody.body)
        place = self.until(node, (final or orelse or handlers or body)[-1])
        return cast(ast.stmt, kind(body=body, handlers=handlers, orelse=orelse, finalbody=final, **place))

    def _handler(self, node: cst.ExceptHandler | cst.ExceptStarHandler) -> ast.ExceptHandler:
        name = None if node.name is None else self.identifier(cast(cst.Name, node.name.name).value)
        kind = self.optional(node.type)
        body = self._suite(node.body)
        return ast.ExceptHandler(type=kind, name=name, body=body, **self.until(node, body[-1]))

    def lower_Match(self, node: cst.Match) -> ast.stmt:
        subject = self.expr(node.subject)
        cases = [
            ast.match_case(
                pattern=self.pattern(case.pattern), guard=self.optional(case.guard), body=self._suite(case.body)
            )
            for case in node.cases
        ]
        return ast.Match(subject=subject, cases=cases, **self.until(node, cases[-1].body[-1]))

    # Definitions

    def lower_FunctionDef(self, node: cst.FunctionDef) -> ast.stmt:
        fields: dict[str, Any] = {
            "name": self.identifier(node.name.value),
            "args": self.parameters(node.params),
            "body": self._suite(node.body),
            "decorator_list": [self.expr(decorator.decorator) for decorator in node.decorators],
            "returns": None if node.returns is None else self.expr(node.returns.annotation),
            "type_comment": None,
        }
        fields.update(self.until(node, fields["body"][-1]))
        if node.asynchronous is None:
            return self._definition(ast.FunctionDef, cst_nodes.FunctionDef, fields, node.type_parameters)
        return self._definition(ast.AsyncFunctionDef, cst_nodes.AsyncFunctionDef, fields, node.type_parameters)

    def lower_ClassDef(self, node: cst.ClassDef) -> ast.stmt:
        bases, keywords = self.arguments([*node.bases, *node.keywords])
        fields: dict[str, Any] = {
            "name": self.identifier(node.name.value),
            "bases": bases,
            "keywords": keywords,
            "body": self._suite(node.body),
            "decorator_list": [self.expr(decorator.decorator) for decorator in node.decorators],
        }
        fields.update(self.until(node, fields["body"][-1]))
        return self._definition(ast.ClassDef, cst_nodes.ClassDef, fields, node.type_parameters)

    def _definition(
        self,
        plain: type[ast.stmt],
        generic: type[ast.stmt],
        fields: dict[str, Any],
        parameters: cst.TypeParameters | None,
    ) -> ast.stmt:
        """A definition; one without type parameters is always of ``ast``'s own class."""
        if parameters is None and "type_params" not in plain._fields:
            return plain(**fields)
        return generic(**{"type_params": self._type_params(parameters), **fields})

    def _type_params(self, node: cst.TypeParameters | None) -> list[ast.AST]:
        return [] if node is None else [self._type_param(param) for param in node.params]

    def _type_param(self, node: cst.TypeParam) -> ast.AST:
        param = node.param
        fields: dict[str, Any] = {"name": self.identifier(param.name.value)}
        end = self.end(param.name)
        if isinstance(param, cst.TypeVar):
            fields["bound"] = self.optional(param.bound)
            end = end if param.bound is None else self.outer_end(param.bound)
        default = self.optional(node.default)
        if node.default is not None:
            end = self.outer_end(node.default)
            if node.star == "*" and isinstance(node.equal, cst.AssignEqual) and default is not None:
                star = self.skip_blank(self.end(node.equal))
                default = ast.Starred(value=default, ctx=LOAD, **self.between(star, end))
        fields.update(self.between(self.start(param), end))
        kind = cst_nodes.type_param_class(type(param).__name__, with_default=default is not None)
        if "default_value" in kind._fields:
            fields["default_value"] = default
        return kind(**fields)


def _lazy(node: ast.stmt) -> ast.stmt:
    if "is_lazy" in node._fields:
        node.is_lazy = 1  # type: ignore[attr-defined]
    return node
