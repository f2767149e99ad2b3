"""Expressions other than string literals, and the parts they share with statements: parameters, arguments."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any, cast

import libcst as cst

from funclint.python.cst_base import LOAD
from funclint.python.cst_strings import Strings

OPERATORS: dict[str, ast.operator] = {
    "Add": ast.Add(),
    "Subtract": ast.Sub(),
    "Multiply": ast.Mult(),
    "Divide": ast.Div(),
    "FloorDivide": ast.FloorDiv(),
    "Modulo": ast.Mod(),
    "Power": ast.Pow(),
    "LeftShift": ast.LShift(),
    "RightShift": ast.RShift(),
    "BitOr": ast.BitOr(),
    "BitAnd": ast.BitAnd(),
    "BitXor": ast.BitXor(),
    "MatrixMultiply": ast.MatMult(),
}
"""Binary operators by libcst class name; the class of an augmented assignment has ``Assign`` appended."""
_UNARY: dict[str, ast.unaryop] = {
    "Plus": ast.UAdd(),
    "Minus": ast.USub(),
    "BitInvert": ast.Invert(),
    "Not": ast.Not(),
}
_BOOLEAN: dict[str, ast.boolop] = {"And": ast.And(), "Or": ast.Or()}
_COMPARISON: dict[str, ast.cmpop] = {
    "Equal": ast.Eq(),
    "NotEqual": ast.NotEq(),
    "LessThan": ast.Lt(),
    "LessThanEqual": ast.LtE(),
    "GreaterThan": ast.Gt(),
    "GreaterThanEqual": ast.GtE(),
    "Is": ast.Is(),
    "IsNot": ast.IsNot(),
    "In": ast.In(),
    "NotIn": ast.NotIn(),
}
_NAMED_CONSTANTS = {"None": None, "True": True, "False": False}


class Expressions(Strings):
    """Lowers expressions."""

    # Names and literals

    def lower_Name(self, node: cst.Name) -> ast.expr:
        if node.value in _NAMED_CONSTANTS:
            return ast.Constant(value=_NAMED_CONSTANTS[node.value], kind=None, **self.at(node))
        return ast.Name(id=self.identifier(node.value), ctx=LOAD, **self.at(node))

    def lower_Ellipsis(self, node: cst.Ellipsis) -> ast.expr:
        return ast.Constant(value=..., kind=None, **self.at(node))

    def lower_Integer(self, node: cst.Integer) -> ast.expr:
        try:
            value = int(node.value, 0)
        except ValueError:
            self.refuse(node, f"invalid integer literal '{node.value[:40]}'")
        return ast.Constant(value=value, kind=None, **self.at(node))

    def lower_Float(self, node: cst.Float) -> ast.expr:
        return ast.Constant(value=float(node.value), kind=None, **self.at(node))

    def lower_Imaginary(self, node: cst.Imaginary) -> ast.expr:
        return ast.Constant(value=complex(0.0, float(node.value[:-1])), kind=None, **self.at(node))

    # Displays

    def lower_Tuple(self, node: cst.Tuple) -> ast.expr:
        elements = [self.lower_element(element) for element in node.elements]
        return ast.Tuple(elts=elements, ctx=LOAD, **self._sequence_place(node, node.elements))

    def _sequence_place(self, node: cst.Tuple | cst.MatchTuple, elements: Sequence[cst.CSTNode]) -> Any:
        """A tuple has its innermost parentheses; without any, it ends with its last comma."""
        if node.lpar:
            return self.between(self.start(node.lpar[-1]), self.end(node.rpar[0]))
        return self.between(self.start(node), self.end_with_comma(elements[-1]))

    def lower_element(self, node: cst.BaseElement) -> ast.expr:
        """An element of a tuple, list or set."""
        if isinstance(node, cst.StarredElement):
            return self.lower_StarredElement(node)
        return self.expr(node.value)

    def lower_StarredElement(self, node: cst.StarredElement) -> ast.expr:
        if node.lpar:
            self.refuse(node, "cannot use starred expression here")
        place = self.between(self.start(node), self.outer_end(node.value))
        return ast.Starred(value=self.expr(node.value), ctx=LOAD, **place)

    def lower_List(self, node: cst.List) -> ast.expr:
        return ast.List(elts=[self.lower_element(element) for element in node.elements], ctx=LOAD, **self.at(node))

    def lower_Set(self, node: cst.Set) -> ast.expr:
        return ast.Set(elts=[self.lower_element(element) for element in node.elements], **self.at(node))

    def lower_Dict(self, node: cst.Dict) -> ast.expr:
        keys = [self.expr(item.key) if isinstance(item, cst.DictElement) else None for item in node.elements]
        values = [self.expr(item.value) for item in node.elements]
        return ast.Dict(keys=keys, values=values, **self.at(node))

    # Comprehensions

    def lower_ListComp(self, node: cst.ListComp) -> ast.expr:
        return ast.ListComp(elt=self.expr(node.elt), generators=self._generators(node.for_in), **self.at(node))

    def lower_SetComp(self, node: cst.SetComp) -> ast.expr:
        return ast.SetComp(elt=self.expr(node.elt), generators=self._generators(node.for_in), **self.at(node))

    def lower_DictComp(self, node: cst.DictComp) -> ast.expr:
        return ast.DictComp(
            key=self.expr(node.key),
            value=self.expr(node.value),
            generators=self._generators(node.for_in),
            **self.at(node),
        )

    def lower_StarredDictComp(self, node: cst.StarredDictComp) -> ast.expr:
        # As Python 3.15 has it: the mapping is the key, and there is no value.
        value = cast(ast.expr, None)
        generators = self._generators(node.for_in)
        return ast.DictComp(key=self.expr(node.value), value=value, generators=generators, **self.at(node))

    def lower_GeneratorExp(self, node: cst.GeneratorExp) -> ast.expr:
        place = self.between(self.start(node.lpar[-1]), self.end(node.rpar[0])) if node.lpar else self.at(node)
        return ast.GeneratorExp(elt=self.expr(node.elt), generators=self._generators(node.for_in), **place)

    def _generators(self, node: cst.CompFor) -> list[ast.comprehension]:
        generators: list[ast.comprehension] = []
        clause: cst.CompFor | None = node
        while clause is not None:
            generators.append(
                ast.comprehension(
                    target=self.target(clause.target),
                    iter=self.expr(clause.iter),
                    ifs=[self.expr(condition.test) for condition in clause.ifs],
                    is_async=int(clause.asynchronous is not None),
                )
            )
            clause = clause.inner_for_in
        return generators

    # Operations

    def lower_UnaryOperation(self, node: cst.UnaryOperation) -> ast.expr:
        operator = _UNARY[type(node.operator).__name__]
        return ast.UnaryOp(op=operator, operand=self.expr(node.expression), **self.at(node))

    def lower_BinaryOperation(self, node: cst.BinaryOperation) -> ast.expr:
        operator = OPERATORS[type(node.operator).__name__]
        return ast.BinOp(left=self.expr(node.left), op=operator, right=self.expr(node.right), **self.at(node))

    def lower_BooleanOperation(self, node: cst.BooleanOperation) -> ast.expr:
        kind = type(node.operator)
        operands: list[cst.BaseExpression] = []
        pending: list[cst.BaseExpression] = [node.right, node.left]
        while pending:
            operand = pending.pop()
            if isinstance(operand, cst.BooleanOperation) and type(operand.operator) is kind and not operand.lpar:
                pending += (operand.right, operand.left)
            else:
                operands.append(operand)
        values = [self.expr(operand) for operand in operands]
        return ast.BoolOp(op=_BOOLEAN[kind.__name__], values=values, **self.at(node))

    def lower_Comparison(self, node: cst.Comparison) -> ast.expr:
        left = self.expr(node.left)
        operators = [_COMPARISON[type(comparison.operator).__name__] for comparison in node.comparisons]
        comparators = [self.expr(comparison.comparator) for comparison in node.comparisons]
        return ast.Compare(left=left, ops=operators, comparators=comparators, **self.at(node))

    def lower_IfExp(self, node: cst.IfExp) -> ast.expr:
        return ast.IfExp(
            test=self.expr(node.test), body=self.expr(node.body), orelse=self.expr(node.orelse), **self.at(node)
        )

    def lower_NamedExpr(self, node: cst.NamedExpr) -> ast.expr:
        return ast.NamedExpr(
            target=cast("ast.Name", self.target(node.target)), value=self.expr(node.value), **self.at(node)
        )

    def lower_Await(self, node: cst.Await) -> ast.expr:
        return ast.Await(value=self.expr(node.expression), **self.at(node))

    def lower_Yield(self, node: cst.Yield) -> ast.expr:
        if isinstance(node.value, cst.From):
            return ast.YieldFrom(value=self.expr(node.value.item), **self.at(node))
        return ast.Yield(value=self.optional(node.value), **self.at(node))

    # Attributes, subscripts, calls

    def lower_Attribute(self, node: cst.Attribute) -> ast.expr:
        attribute = self.identifier(node.attr.value)
        return ast.Attribute(value=self.expr(node.value), attr=attribute, ctx=LOAD, **self.at(node))

    def lower_Subscript(self, node: cst.Subscript) -> ast.expr:
        value = self.expr(node.value)
        items = [self._subscript_item(item) for item in node.slice]
        index = items[0]
        last = node.slice[-1]
        if len(items) > 1 or isinstance(last.comma, cst.Comma) or isinstance(index, ast.Starred):
            end = self.end(last.comma) if isinstance(last.comma, cst.Comma) else self._item_end(last)
            index = ast.Tuple(elts=items, ctx=LOAD, **self.between(self.start(node.slice[0]), end))
        return ast.Subscript(value=value, slice=index, ctx=LOAD, **self.at(node))

    def _subscript_item(self, node: cst.SubscriptElement) -> ast.expr:
        item = node.slice
        if isinstance(item, cst.Slice):
            place = self.between(self.start(node), self._item_end(node))
            lower, upper, step = self.optional(item.lower), self.optional(item.upper), self.optional(item.step)
            return ast.Slice(lower=lower, upper=upper, step=step, **place)
        assert isinstance(item, cst.Index)
        value = self.expr(item.value)
        if item.star:
            return ast.Starred(value=value, ctx=LOAD, **self.between(self.start(node), self._item_end(node)))
        return value

    def _item_end(self, node: cst.SubscriptElement) -> int:
        item = node.slice
        if isinstance(item, cst.Index):
            return self.outer_end(item.value)
        assert isinstance(item, cst.Slice)
        for part in (item.step, item.second_colon, item.upper):
            if isinstance(part, cst.Colon):
                return self.end(part)
            if isinstance(part, cst.BaseExpression):
                return self.outer_end(part)
        return self.end(item.first_colon)

    def lower_Call(self, node: cst.Call) -> ast.expr:
        function = self.expr(node.func)
        positional, keywords = self.arguments(node.args)
        if len(positional) == 1 and isinstance(node.args[0].value, cst.GeneratorExp) and not node.args[0].value.lpar:
            # A lone generator shares the parentheses of the call.
            opening = self.skip_blank(self.outer_end(node.func))
            vars(positional[0]).update(self.between(opening, self.end(node)))
        return ast.Call(func=function, args=positional, keywords=keywords, **self.at(node))

    def arguments(self, nodes: Sequence[cst.Arg]) -> tuple[list[ast.expr], list[ast.keyword]]:
        """Positional and keyword arguments of a call, or bases and keywords of a class."""
        positional: list[ast.expr] = []
        keywords: list[ast.keyword] = []
        for node in nodes:
            value = self.expr(node.value)
            place = self.between(self.start(node), self.outer_end(node.value))
            if node.star == "*":
                positional.append(ast.Starred(value=value, ctx=LOAD, **place))
            elif node.star == "**":
                keywords.append(ast.keyword(arg=None, value=value, **place))
            elif node.keyword is not None:
                keywords.append(ast.keyword(arg=self.identifier(node.keyword.value), value=value, **place))
            else:
                positional.append(value)
        return positional, keywords

    # Functions

    def lower_Lambda(self, node: cst.Lambda) -> ast.expr:
        return ast.Lambda(args=self.parameters(node.params), body=self.expr(node.body), **self.at(node))

    def parameters(self, node: cst.Parameters) -> ast.arguments:
        """The parameters of a function or lambda."""
        star, double = node.star_arg, node.star_kwarg
        ordered = [*node.posonly_params, *node.params]
        return ast.arguments(
            posonlyargs=[self._parameter(param) for param in node.posonly_params],
            args=[self._parameter(param) for param in node.params],
            vararg=self._parameter(star) if isinstance(star, cst.Param) else None,
            kwonlyargs=[self._parameter(param) for param in node.kwonly_params],
            kw_defaults=[self.optional(param.default) for param in node.kwonly_params],
            kwarg=self._parameter(double) if double is not None else None,
            defaults=[self.expr(param.default) for param in ordered if param.default is not None],
        )

    def _parameter(self, node: cst.Param) -> ast.arg:
        annotation = None
        end = self.end(node.name)
        if node.annotation is not None:
            annotation = self.expr(node.annotation.annotation)
            end = self.outer_end(node.annotation.annotation)
        name = self.identifier(node.name.value)
        place = self.between(self.start(node.name), end)
        return ast.arg(arg=name, annotation=annotation, type_comment=None, **place)
