"""The patterns of ``match`` statements."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import cast

import libcst as cst

from funclint.python.cst_expressions import Expressions


class Patterns(Expressions):
    """Lowers patterns."""

    def pattern(self, node: cst.CSTNode) -> ast.pattern:
        """A pattern."""
        return cast(ast.pattern, self.lower(node))

    def lower_MatchValue(self, node: cst.MatchValue) -> ast.pattern:
        return ast.MatchValue(value=self.expr(node.value), **self.at(node.value))

    def lower_MatchSingleton(self, node: cst.MatchSingleton) -> ast.pattern:
        value = {"None": None, "True": True, "False": False}[node.value.value]
        return ast.MatchSingleton(value=value, **self.at(node.value))

    def lower_MatchTuple(self, node: cst.MatchTuple) -> ast.pattern:
        place = self._sequence_place(node, node.patterns)
        return ast.MatchSequence(patterns=self._sequence(node.patterns), **place)

    def lower_MatchList(self, node: cst.MatchList) -> ast.pattern:
        if node.lbracket is None:
            place = self.between(self.start(node), self.end_with_comma(node.patterns[-1]))
        else:
            place = self.at(node)
        return ast.MatchSequence(patterns=self._sequence(node.patterns), **place)

    def _sequence(self, nodes: Sequence[cst.MatchSequenceElement | cst.MatchStar]) -> list[ast.pattern]:
        return [self.pattern(node.value if isinstance(node, cst.MatchSequenceElement) else node) for node in nodes]

    def lower_MatchStar(self, node: cst.MatchStar) -> ast.pattern:
        name = None if node.name is None else self.identifier(node.name.value)
        # libcst drops the name of ``*_``.
        end = self.skip_blank(self.start(node) + 1) + 1 if node.name is None else self.end(node.name)
        return ast.MatchStar(name=name, **self.between(self.start(node), end))

    def lower_MatchMapping(self, node: cst.MatchMapping) -> ast.pattern:
        return ast.MatchMapping(
            keys=[self.expr(element.key) for element in node.elements],
            patterns=[self.pattern(element.pattern) for element in node.elements],
            rest=None if node.rest is None else self.identifier(node.rest.value),
            **self.at(node),
        )

    def lower_MatchClass(self, node: cst.MatchClass) -> ast.pattern:
        return ast.MatchClass(
            cls=self.expr(node.cls),
            patterns=[self.pattern(element.value) for element in node.patterns],
            kwd_attrs=[self.identifier(element.key.value) for element in node.kwds],
            kwd_patterns=[self.pattern(element.pattern) for element in node.kwds],
            **self.at(node),
        )

    def lower_MatchAs(self, node: cst.MatchAs) -> ast.pattern:
        pattern = None if node.pattern is None else self.pattern(node.pattern)
        name = None if node.name is None else self.identifier(node.name.value)
        return ast.MatchAs(pattern=pattern, name=name, **self.at(node))

    def lower_MatchOr(self, node: cst.MatchOr) -> ast.pattern:
        return ast.MatchOr(patterns=[self.pattern(element.pattern) for element in node.patterns], **self.at(node))
