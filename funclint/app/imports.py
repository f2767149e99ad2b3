"""The imports of a function and of all that it imports inside the app: which lead nowhere, and what was meant."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from funclint.diagnostic import Applicability, Edit, Fix, Label, Span
from funclint.python import import_edits
from funclint.python.import_edits import Target
from funclint.python.import_statements import ImportStatement
from funclint.python.importing import ModuleState
from funclint.python.imports import APP, Importer, Meant
from funclint.python.module import Module
from funclint.python.outcomes import UnresolvedImport

if TYPE_CHECKING:
    from funclint.app.function import Function


class ImportProblem:
    """An import that leads nowhere.

    ``at_load``: it raises when the worker imports the script; else when a function that holds it is called.
    ``package``: the package that relative imports of its module start from.
    """

    __slots__ = ("at_load", "failure", "package")

    def __init__(self, failure: UnresolvedImport, at_load: bool, package: str) -> None:
        self.failure = failure
        self.at_load = at_load
        self.package = package

    @property
    def module(self) -> Module:
        """The module that holds the import."""
        return self.failure.module

    @property
    def node(self) -> ast.Import | ast.ImportFrom:
        """The statement."""
        node = self.failure.node
        assert isinstance(node, (ast.Import, ast.ImportFrom))
        return node

    @property
    def span(self) -> Span:
        """The name that is wrong, else the statement."""
        alias = self.failure.alias
        return self.module.span(alias if alias is not None and hasattr(alias, "lineno") else self.node)


class FunctionImports:
    """What a function imports.

    ``modules``: the script and the modules of the app that it imports, also from inside functions, and for each
    whether that happens when the script is imported. ``problems``: the imports among them that lead nowhere.
    """

    def __init__(self, function: Function) -> None:
        self.function = function
        self.modules: list[tuple[Module, bool]] = [(module, True) for module in function.modules]
        self.problems: list[ImportProblem] = []
        interpreter = function.app.interpreter
        seen = {module.path for module, _ in self.modules}
        for module, at_load in self.modules:
            copies = interpreter.copies.get(module.path, [])
            for copy in copies:
                # where the script is imported all the same, something catches what the module raises
                if not at_load or function.import_failure is not None:
                    self.problems += [ImportProblem(failure, at_load, copy.package) for failure in copy.unresolved]
            if not copies:
                continue
            state = copies[0]
            for statement in module.imports:
                if statement.in_function and statement.certain:
                    for further in self._probe(statement, state):
                        if further.path not in seen:
                            seen.add(further.path)
                            self.modules.append((further, False))

    def _probe(self, statement: ImportStatement, state: ModuleState) -> list[Module]:
        interpreter = self.function.app.interpreter
        failure, reached = interpreter.probe(statement.node, state)
        if isinstance(failure, UnresolvedImport):
            copies = interpreter.copies.get(failure.module.path, []) if failure.chain else []
            package = next(
                (c.package for c in copies if any(f.node is failure.node for f in c.unresolved)), state.package
            )
            self.problems.append(ImportProblem(failure, False, package))
        return reached

    def with_cause(self, *causes: str) -> Iterator[ImportProblem]:
        """The problems of some causes; see UnresolvedImport."""
        return (problem for problem in self.problems if problem.failure.cause in causes)

    def chain(self, problem: ImportProblem) -> tuple[Label, ...]:
        """The imports that lead from the script to the module of a problem, the nearest first."""
        failure = self.function.import_failure
        if failure is None or failure.module is not problem.module or failure.node is not problem.node:
            return ()
        return tuple(Label(module.span(node), "imported from here") for module, node in failure.chain)


def meant_fix(problem: ImportProblem, importer: Importer) -> Fix | None:
    """The rewrite of an absolute import to what it was meant to reach; all names of the statement at once."""
    meant = problem.failure.meant
    if meant is None or meant.how == "hyphen":
        return None
    node, module = problem.node, problem.module
    if isinstance(node, ast.ImportFrom):
        if meant.how == "project" and not meant.name:
            return fix(import_edits.split_from(module, node))
        target = _target(meant, node.module or "", module, importer)
        return fix(import_edits.retarget_from(module, node, target.as_source))

    def target_of(name: str) -> Target | None:
        found = importer.meant(name, module.path)
        return _target(found, name, module, importer) if found is not None and found.how == meant.how else None

    return fix(import_edits.retarget_import(module, node, target_of))


def _target(meant: Meant, name: str, module: Module, importer: Importer) -> Target:
    if meant.how == "sibling":
        folder = meant.name.split(".")[: -len(name.split("."))]
        depth = len(module.path.parent.relative_to(importer.root).parts)
        return import_edits.relative(depth - len(folder) + 1, name)
    if meant.how == "root":
        return import_edits.below(APP, name)
    return import_edits.absolute(meant.name)


def respelled_fix(problem: ImportProblem, importer: Importer) -> Fix | None:
    """The rewrite of an import of a module of the app that is spelt in another case on disk."""
    missing = problem.failure.missing
    right = importer.respelled(missing.removeprefix(APP + "."))
    node, module = problem.node, problem.module
    if right is None:
        return None
    if isinstance(node, ast.ImportFrom):
        written = node.module or ""
        rest = _full_name(problem).removeprefix(missing)
        correct = (right + rest).split(".")[-len(written.split(".")) :] if written else []
        whole = written.startswith(APP + ".") and len(correct) == len(written.split("."))
        source = "." * node.level + (f"{APP}.{right}{rest}" if whole else ".".join(correct))
        return fix(import_edits.retarget_from(module, node, source))
    alias = problem.failure.alias or node.names[0]
    prefix = f"{APP}." if alias.name.startswith(APP + ".") else ""
    new = prefix + right + alias.name.removeprefix(missing)
    target = import_edits.absolute(new)
    return fix(import_edits.retarget_import(module, node, lambda name: target if name == alias.name else None))


def _full_name(problem: ImportProblem) -> str:
    """The absolute name of the module that a from-import names."""
    node = problem.node
    assert isinstance(node, ast.ImportFrom)
    if not node.level:
        return node.module or ""
    package = problem.package.split(".")
    base = package[: len(package) - node.level + 1]
    return ".".join([*base, node.module] if node.module else base)


def fix(edits: list[Edit], applicability: Applicability = Applicability.SAFE) -> Fix | None:
    """A fix titled by what it puts into the place of the statement; None without edits."""
    if not edits:
        return None
    return Fix(f"write '{' '.join(edits[0].content.split())}'", applicability, tuple(edits))
