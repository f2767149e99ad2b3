"""Imports of an app's modules as the worker makes them, and the namespaces they fill."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from funclint.python.arguments import bind_arguments
from funclint.python.expressions import Expressions
from funclint.python.extra_builtins import ANY
from funclint.python.imports import APP, Importer, Meant
from funclint.python.module import Module
from funclint.python.outcomes import ImportFailure, Stuck, UnresolvedImport
from funclint.python.values import (
    UNKNOWN,
    AppModule,
    Constant,
    Container,
    External,
    Function,
    Unknown,
    Value,
)


class ModuleState:
    """A module while and after it is imported: ``names`` is its namespace.

    ``opaque``: names may have been bound in a way that cannot be followed (``exec``, ``globals()`` passed on, a star
    import from elsewhere), so a missing name is unknown. ``failure``: what its import raises.
    """

    __slots__ = (
        "complete",
        "failure",
        "is_package",
        "module",
        "name",
        "names",
        "opaque",
        "probed",
        "reached",
        "unresolved",
    )

    def __init__(self, name: str, module: Module) -> None:
        self.name = name
        self.module = module
        self.is_package = module.path.name == "__init__.py"
        self.names: dict[str, Value] = {}
        self.opaque = False
        self.complete = False
        self.failure: ImportFailure | None = None
        self.reached: list[Module] = [module]
        self.unresolved: list[UnresolvedImport] = []
        self.probed: dict[ast.stmt, tuple[ImportFailure | None, list[Module], dict[str, Value]]] = {}

    @property
    def package(self) -> str:
        """The package that relative imports start from."""
        return self.name if self.is_package else self.name.rpartition(".")[0]

    def get(self, name: str) -> Value | None:
        """A name of the finished module as ``getattr(module, name)`` finds it: None when certainly missing."""
        found = self.names.get(name)
        if found is None and (self.opaque or "__getattr__" in self.names):
            return UNKNOWN
        return found


class Frame:
    """A running block of code: module, class body or function body."""

    __slots__ = ("closure", "declared_global", "declared_nonlocal", "is_function", "locals", "returns", "state")

    def __init__(self, state: ModuleState, names: dict[str, Value], closure: tuple[dict[str, Value], ...]) -> None:
        self.state = state
        self.locals = names
        self.closure = closure
        self.declared_global: set[str] = set()
        self.declared_nonlocal: set[str] = set()
        self.is_function = False
        self.returns: list[Value] = []


class Importing(Expressions):
    """Imports modules of one app. States are kept by name, so a module imported by many is followed once.

    A file that is imported under two names, ``shared`` and ``__app__.shared``, makes two modules as it does in Python;
    ``states`` has the first of them by path, ``copies`` all.

    The statements of a module are run by the interpreter, which builds on this.
    """

    def __init__(
        self,
        importer: Importer,
        read: Callable[[Path], Module],
        extra_builtins: Callable[[], frozenset[str]] = frozenset,
    ) -> None:
        super().__init__(importer.python_version)
        self.extra_builtins = extra_builtins
        self.importer = importer
        self.read = read
        self.imported: dict[str, ModuleState] = {}
        self.copies: dict[Path, list[ModuleState]] = {}
        self.loading: list[ModuleState] = []
        # Names that were put into sys.modules, each with the module that did it; "" for names that are not known.
        self.replaced: dict[str, Module] = {}
        self.depth = 0
        self.steps = 0
        self.calling: list[ast.AST] = []

    def block(self, body: Sequence[ast.stmt], frame: Frame) -> bool:
        """Run statements in order; whether control comes out at the end. Raises ImportFailure."""
        raise NotImplementedError

    # importing

    def load(self, name: str, path: Path) -> ModuleState:
        """The state of a module of the app, imported now if it was not. Raises nothing: see ``failure``."""
        state = self.imported.get(name)
        if state is not None and state.module.path == path:
            return state
        module = self.read(path)
        state = self.imported[name] = ModuleState(name, module)
        self.states.setdefault(path, state)
        self.copies.setdefault(path, []).append(state)
        state.names["__name__"] = Constant(name)
        state.names["__package__"] = Constant(state.package)
        for special in ("__file__", "__doc__", "__loader__", "__spec__", "__builtins__", "__path__"):
            state.names[special] = UNKNOWN
        if module.tree is None or module.error is not None:
            state.failure = ImportFailure("SyntaxError", str(module.error), module, None)
            state.complete = True
            return state
        outer_steps, self.steps = self.steps, 0
        self.loading.append(state)
        try:
            self._module_body(module.tree.body, Frame(state, state.names, ()))
        except ImportFailure as failure:
            state.failure = state.failure or failure
        except (Stuck, RecursionError):
            state.opaque = True
            for key in state.names:
                state.names[key] = UNKNOWN
        finally:
            self.loading.pop()
            self.steps = outer_steps
            state.complete = True
            for key in state.names:
                self._shared(state, key)
        return state

    def _module_body(self, body: Sequence[ast.stmt], frame: Frame) -> None:
        """Run the statements of a module, also those behind an import that leads nowhere. Raises ImportFailure."""
        for statement in body:
            try:
                if not self.block([statement], frame):
                    return
            except UnresolvedImport as failure:
                state = frame.state
                state.failure = state.failure or failure
                if not failure.chain:
                    state.unresolved.append(failure)
                if not isinstance(statement, (ast.Import, ast.ImportFrom)):
                    raise
                if not failure.chain:
                    self._reach(failure, frame, statement)
                self._bind_unknown(statement, frame)

    def _reach(self, failure: UnresolvedImport, frame: Frame, node: ast.stmt) -> None:
        """Import what an import was meant to reach, for the sake of what is wrong there."""
        if failure.meant is not None and failure.meant.name and failure.meant.path.suffix == ".py":
            with suppress(ImportFailure):
                self.import_module(f"{APP}.{failure.meant.name}", frame, node)

    def _bind_unknown(self, node: ast.Import | ast.ImportFrom, frame: Frame) -> None:
        for alias in node.names:
            if alias.name == "*":
                frame.state.opaque = True
            else:
                name = alias.asname or (alias.name.partition(".")[0] if isinstance(node, ast.Import) else alias.name)
                self.bind(name, UNKNOWN, frame)

    def probe(self, node: ast.Import | ast.ImportFrom, state: ModuleState) -> tuple[ImportFailure | None, list[Module]]:
        """What an import in a function of an imported module raises, and the modules of the app that it reaches."""
        if node not in state.probed:
            state.probed[node] = self._probe(node, state)
        return state.probed[node][:2]

    def names_of(self, node: ast.Import | ast.ImportFrom, state: ModuleState) -> dict[str, Value]:
        """The names that an import in a function of an imported module binds."""
        self.probe(node, state)
        return state.probed[node][2]

    def _probe(
        self, node: ast.Import | ast.ImportFrom, state: ModuleState
    ) -> tuple[ImportFailure | None, list[Module], dict[str, Value]]:
        collector = ModuleState(state.name, state.module)
        collector.opaque = True
        frame = Frame(state, {}, ())
        frame.is_function = True
        self.loading.append(collector)
        try:
            self.block([node], frame)
        except ImportFailure as failure:
            return failure, collector.reached[1:], {}
        except (Stuck, RecursionError):
            pass
        finally:
            self.loading.pop()
            self.steps = 0
        return None, collector.reached[1:], frame.locals

    def forget(self, path: Path) -> None:
        """Drop what is kept of a file."""
        self.states.pop(path, None)
        self.replaced = {name: module for name, module in self.replaced.items() if module.path != path}
        for state in self.copies.pop(path, ()):
            if self.imported.get(state.name) is state:
                del self.imported[state.name]

    def import_module(self, name: str, frame: Frame, node: ast.stmt, names: Sequence[str] = ()) -> Value:
        """``import name``: the module itself, all its packages imported on the way. Raises ImportFailure.

        ``names``: what a from-import wants of it.
        """
        parts = name.split(".")
        value: Value = UNKNOWN
        for count in range(1, len(parts) + 1):
            dotted = ".".join(parts[:count])
            if dotted in self.replaced and dotted not in self.imported:
                self.uncertain += 1
                return UNKNOWN
            place = self.importer.place(dotted)
            if place.kind in ("unknown", "missing") and self.may_be_put(name):
                self.uncertain += 1
                return UNKNOWN
            if place.kind == "external":
                value = External(dotted, "module")
            elif place.kind == "unknown":
                meant = self.importer.meant(name, frame.state.module.path, names) if count == 1 else None
                if meant is not None:
                    raise self._nowhere(parts[0], name, frame, node, meant)
                self.uncertain += 1
                return UNKNOWN
            elif place.kind == "missing":
                raise self._nowhere(dotted, name, frame, node)
            elif place.kind == "folder":
                value = AppModule(dotted, None, str(place.path))
            else:
                assert place.path is not None
                value = self._app_module(dotted, place.path, frame, node)
        return value

    @staticmethod
    def _nowhere(dotted: str, name: str, frame: Frame, node: ast.stmt, meant: Meant | None = None) -> ImportFailure:
        reason = f"No module named '{dotted}'"
        if not isinstance(node, (ast.Import, ast.ImportFrom)):  # importlib.import_module
            return ImportFailure("ModuleNotFoundError", reason, frame.state.module, node)
        several = node.names if isinstance(node, ast.Import) and len(node.names) > 1 else []
        alias = next((alias for alias in several if alias.name == name), None)
        return UnresolvedImport(
            "missing" if meant is None else "nowhere",
            "ModuleNotFoundError",
            reason,
            frame.state.module,
            node,
            alias,
            meant,
            dotted,
        )

    def _app_module(self, dotted: str, path: Path, frame: Frame, node: ast.stmt) -> Value:
        state = self.load(dotted, path)
        for outer in self.loading:
            for module in state.reached:
                if module not in outer.reached:
                    outer.reached.append(module)
        if state.failure is not None:
            raise state.failure.through(frame.state.module, node)
        return AppModule(dotted, state.module, None)

    def attribute_of(self, state: ModuleState, name: str) -> Value | None:
        """``getattr(module, name)`` of an imported module, ``__getattr__`` included: None when certainly missing."""
        if state.name in self.replaced:
            return UNKNOWN
        found = self._shared(state, name)
        fallback = state.names.get("__getattr__")
        if found is not None or state.opaque or not isinstance(fallback, Function) or fallback.node is None:
            return state.get(name)
        bound = bind_arguments(fallback.node.args, [Constant(name)], {}, False, fallback.defaults)
        if isinstance(bound, str):
            return UNKNOWN
        try:
            return self.run_function(fallback, bound, fallback.node)
        except ImportFailure as failure:
            return None if failure.kind == "AttributeError" else UNKNOWN
        except (Stuck, RecursionError):
            return UNKNOWN

    def replace_module(self, key: Value, frame: Frame) -> None:
        """``sys.modules[key] = ...``."""
        name = key.value if isinstance(key, Constant) and isinstance(key.value, str) else ""
        self.replaced[name] = frame.state.module
        if name == frame.state.name:
            frame.state.opaque = True
        self.uncertain += 1

    def may_be_put(self, name: str) -> bool:
        """Whether the app may have made a module that it has no file for where one would be looked for: by way of
        sys.modules, or of a package's ``__path__``."""
        parts = name.split(".")
        put = "" in self.replaced or any(".".join(parts[: i + 1]) in self.replaced for i in range(len(parts)))
        below = len(parts) > 1 and parts[0] in self.imported
        return put or (below and any("__path__" in state.module.source_text for state in self.states.values()))

    def _shared(self, state: ModuleState, name: str) -> Value | None:
        """A name of a module as others see it, who may change what it holds from then on."""
        value = state.names.get(name)
        if isinstance(value, Container) and name != "__all__":
            value = state.names[name] = self.unfrozen(value)
        return value

    def module_attribute(self, value: AppModule, name: str, node: ast.AST, frame: Frame) -> Value:
        """An attribute of a module or folder of the app. Raises ImportFailure when it certainly has none."""
        if value.module is not None:
            state = self._state_of(value)
            if state is None:
                return UNKNOWN
            found = self.attribute_of(state, name)
            if found is not None:
                return self.kept(found) if name in state.module.reach.rebound or self.stores(name) else found
            if not state.complete and state not in self.loading:
                return UNKNOWN
        place = self.importer.place(f"{value.name}.{name}")
        if place.kind == "missing" and self.may_be_put(f"{value.name}.{name}"):
            return UNKNOWN
        if place.kind != "missing" and self._may_hold_modules(value):
            below = self.imported.get(f"{value.name}.{name}")
            if place.kind == "file" and below is not None and below.failure is None:
                return AppModule(below.name, below.module, None)
            if place.kind == "folder" and any(place.path in path.parents for path in self.states):
                return AppModule(f"{value.name}.{name}", None, str(place.path))
            return UNKNOWN
        if name.startswith("__"):
            return UNKNOWN
        raise ImportFailure(
            "AttributeError", f"module '{value.name}' has no attribute '{name}'", frame.state.module, node
        )

    def _state_of(self, value: AppModule) -> ModuleState | None:
        """The state of a module; None when it was forgotten since."""
        assert value.module is not None
        return self.imported.get(value.name) or self.states.get(value.module.path)

    def state_of_module(self, module: Module) -> ModuleState | None:
        """The state of a file: the one being imported now, if one is, else the first."""
        loading = (state for state in reversed(self.loading) if state.module is module)
        return next(loading, None) or self.states.get(module.path)

    @staticmethod
    def _may_hold_modules(value: AppModule) -> bool:
        return value.module is None or value.module.path.name == "__init__.py"

    def _from(self, base: Value, module_name: str, alias: ast.alias, frame: Frame, node: ast.stmt) -> Value:
        """One name of ``from module import name``."""
        if isinstance(base, AppModule):
            state = self._state_of(base) if base.module is not None else None
            found = self.attribute_of(state, alias.name) if state is not None else None
            if found is not None:
                rebound = state is not None and alias.name in state.module.reach.rebound
                return self.kept(found) if rebound else found
            sub = f"{module_name}.{alias.name}"
            if self.may_be_put(sub) and self.importer.place(sub).kind == "missing":
                return UNKNOWN
            if self._may_hold_modules(base):
                place = self.importer.place(sub)
                if place.kind != "missing":
                    loaded = self.imported.get(sub)
                    if place.kind == "file" and loaded is not None and not loaded.complete:
                        return AppModule(sub, loaded.module, None)
                    return self.import_module(sub, frame, node)
            if alias.name.startswith("__"):
                return UNKNOWN
            shown = module_name or "."
            reason = f"cannot import name '{alias.name}' from '{shown}'"
            cause = "name"
            if state is not None and not state.complete:
                cause = "circular" if state is not frame.state and alias.name in _bound(state.module) else "name"
                reason = (
                    f"cannot import name '{alias.name}' from partially initialized module '{shown}' (circular import)"
                )
            raise UnresolvedImport(cause, "ImportError", reason, frame.state.module, node, alias, missing=module_name)
        if isinstance(base, External):
            return self.external_import(base, alias.name, frame.state.module, node, alias)
        return UNKNOWN

    def import_from(self, node: ast.ImportFrom, frame: Frame) -> None:
        """``from module import names``, relative or absolute."""
        name = node.module or ""
        if node.level:
            package = frame.state.package.split(".")
            if node.level > len(package) or not frame.state.package:
                what = "beyond top-level package" if frame.state.package else "with no known parent package"
                reason = f"attempted relative import {what}"
                raise UnresolvedImport("above", "ImportError", reason, frame.state.module, node)
            base_name = ".".join(package[: len(package) - node.level + 1])
            name = f"{base_name}.{name}" if name else base_name
        if name == "__future__":
            return
        base = self.import_module(name, frame, node, [alias.name for alias in node.names])
        for alias in node.names:
            if alias.name == "*":
                self._star(base, frame, node)
            else:
                self.bind(alias.asname or alias.name, self._from(base, name, alias, frame, node), frame)

    def _star(self, base: Value, frame: Frame, node: ast.stmt) -> None:
        if isinstance(base, AppModule) and base.module is not None:
            state = self._state_of(base)
            if state is None:
                frame.state.opaque = True
                return
            exported = state.names.get("__all__")
            if state.opaque or state.name in self.replaced:
                frame.state.opaque = True
            if exported is None:
                names = [name for name in state.names if not name.startswith("_")]
            elif isinstance(exported, Container) and all(isinstance(item, Constant) for item in exported.items):
                names = [str(item.value) for item in exported.items if isinstance(item, Constant)]
            else:
                frame.state.opaque = True
                names = [name for name in state.names if not name.startswith("__")]
            for name in names:
                self._shared(state, name)
                found = state.get(name)
                if found is None:
                    if self.importer.place(f"{base.name}.{name}").kind in ("file", "folder"):
                        found = self.import_module(f"{base.name}.{name}", frame, node)
                    else:
                        reason = f"module '{base.name}' has no attribute '{name}'"
                        raise UnresolvedImport(
                            "name", "AttributeError", reason, frame.state.module, node, missing=base.name
                        )
                self.bind(name, found, frame)
        elif isinstance(base, External):
            names_or_none = self.external_star(base, frame.state.module, node)
            if names_or_none is None:
                frame.state.opaque = True
                names_or_none = self.typing_star(base)
            for name, value in names_or_none.items():
                self.bind(name, value, frame)
        elif not isinstance(base, AppModule):
            frame.state.opaque = True

    # names

    def lookup(self, name: str, frame: Frame, node: ast.AST) -> Value:
        """The value of a name. Raises ImportFailure (NameError) when it is certainly unbound."""
        if name not in frame.declared_global:
            found = frame.locals.get(name)
            if found is not None:
                return found
            for scope in reversed(frame.closure):
                found = scope.get(name)
                if found is not None:
                    return found
        found = frame.state.names.get(name)
        if found is None:
            found = self.builtin(name)
        if found is not None:
            return found
        if frame.state.opaque or any(state.opaque for state in self.loading):
            return UNKNOWN
        added = self.extra_builtins()
        if name in added or ANY in added:
            return UNKNOWN
        raise ImportFailure("NameError", f"name '{name}' is not defined", frame.state.module, node)

    def bind(self, name: str, value: Value, frame: Frame) -> None:
        """Bind a name where the block's declarations say."""
        if name in frame.declared_global:
            frame.state.names[name] = value
        elif name in frame.declared_nonlocal:
            for scope in reversed(frame.closure):
                if name in scope:
                    scope[name] = value
                    return
        else:
            frame.locals[name] = value

    def unbind(self, name: str, frame: Frame, node: ast.AST) -> None:
        """``del name``. Raises ImportFailure (NameError) when it is certainly unbound."""
        target = frame.state.names if name in frame.declared_global else frame.locals
        if name in target:
            if not isinstance(target[name], Unknown):
                del target[name]
        elif not frame.state.opaque and not frame.is_function:
            raise ImportFailure("NameError", f"name '{name}' is not defined", frame.state.module, node)


def _bound(module: Module) -> set[str]:
    """The names that some statement of a module binds."""
    found: set[str] = set()
    for node in ast.walk(module.tree) if module.tree is not None else ():
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            found.update(alias.asname or alias.name.partition(".")[0] for alias in node.names)
    return found
