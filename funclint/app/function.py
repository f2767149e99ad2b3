"""One function of an app: its bindings, script and entry point.

Everything is read when it is first asked for, so rules that are off cost nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from funclint.app.endpoints import Endpoint
from funclint.app.entry_point import EntryPoint
from funclint.app.function_json import Binding, FunctionJson, bindings_of
from funclint.app.imports import FunctionImports
from funclint.app.schedule import Timer, timer_of
from funclint.app.script import Script, find_script, module_name
from funclint.app.shape import Shape, shapes
from funclint.app.wiring import Wiring
from funclint.catalogue import converter
from funclint.python.importing import ModuleState
from funclint.python.module import Module, PyflakesMessage
from funclint.python.outcomes import ImportFailure
from funclint.python.values import Choice, Value
from funclint.text import ReadError

if TYPE_CHECKING:
    from funclint.app.model import FunctionApp

FUNCTION_FILE = "function.json"


class Function:
    """One function: a folder with a function.json."""

    def __init__(self, app: FunctionApp, name: str) -> None:
        self.app = app
        self.name = name
        self.folder = app.root / name
        self.path = self.folder / FUNCTION_FILE

    @cached_property
    def source(self) -> FunctionJson | ReadError:
        """The function.json, or why it cannot be read."""
        try:
            return FunctionJson(self.app.files.json(self.path))
        except ReadError as error:
            return error

    @cached_property
    def json(self) -> FunctionJson | None:
        """The function.json; None when it cannot be read."""
        return self.source if isinstance(self.source, FunctionJson) else None

    @cached_property
    def readable(self) -> bool:
        """Whether the host can parse its function.json; where not, nothing else about it is certain."""
        return self.json is not None and self.json.document.accepted and self.json.root is not None

    @cached_property
    def bindings(self) -> list[Binding]:
        """The bindings that are objects, in order."""
        return list(bindings_of(self.json)) if self.json is not None else []

    @cached_property
    def bound(self) -> Mapping[str, Binding]:
        """Bindings by name as the worker gets them: the last one of a name counts."""
        return {binding.name: binding for binding in self.bindings if binding.name is not None}

    @cached_property
    def shapes(self) -> list[Shape]:
        """The bindings of known types whose properties are not sound; none where the host cannot parse the file."""
        return shapes(self.bindings, self.app.bundle) if self.readable else []

    @property
    def trigger(self) -> Binding | None:
        """The first binding that is a trigger."""
        return next((binding for binding in self.bindings if binding.is_trigger), None)

    @property
    def return_binding(self) -> Binding | None:
        """The binding of the return value."""
        return self.bound.get("$return")

    @property
    def has_output_for_return(self) -> bool:
        """Whether some binding takes a returned value: ``$return``, or a type with an implicit output."""
        return any(
            binding.is_return or converter(binding.type or "").implicit_output for binding in self.bound.values()
        )

    @cached_property
    def script(self) -> Script:
        """The script, as host and worker find it."""
        requested = self.json.text_value("scriptFile") if self.json is not None else None
        return find_script(self.folder, self.app.root, requested, self.app.files)

    @cached_property
    def state(self) -> ModuleState | None:
        """The script's module after its import; None when there is no script that could be imported."""
        script = self.script
        if script.path is None or script.problem is not None:
            return None
        return self.app.interpreter.load(module_name(script.path, self.app.root), script.path)

    @cached_property
    def modules(self) -> list[Module]:
        """The script and the modules of the app that it imports, transitively."""
        return list(self.state.reached) if self.state is not None else []

    def is_entry_point(self, module: Module, message: PyflakesMessage) -> bool:
        """Whether the import that pyflakes calls unused (``F401``) in the script binds the entry point."""
        shown = str(message.arguments[0])
        bound = shown.rpartition(" as ")[2] if " as " in shown else shown.rpartition(".")[2]
        if bound != "*":
            return bound == self.entry_point.name
        state = self.state
        value = state.names.get(self.entry_point.name) if state is not None else None
        return getattr(value, "module", module) is not module

    @cached_property
    def files(self) -> frozenset[Path]:
        """The files that the function is made of: function.json, script, modules of the app."""
        return frozenset((self.path, *(module.path for module in self.modules)))

    @cached_property
    def imports(self) -> FunctionImports:
        """What it imports, and what of that leads nowhere."""
        return FunctionImports(self)

    @property
    def import_failure(self) -> ImportFailure | None:
        """What importing the script certainly raises."""
        return self.state.failure if self.state is not None else None

    @cached_property
    def entry_point(self) -> EntryPoint:
        """The entry point."""
        return EntryPoint(self)

    def alternatives(self) -> list[Function]:
        """This function with each of the entry points that it may have; empty when there is no doubt about it.

        There are several when ways through the script that cannot be told apart bind the name differently.
        """
        value = self.entry_point.value
        return [Alternative(self, way) for way in value.alternatives] if isinstance(value, Choice) else []

    @cached_property
    def wiring(self) -> Wiring:
        """The settings and expressions in its bindings; nothing when the host refuses the file."""
        return Wiring(self.bindings if self.readable else ())

    @cached_property
    def timer(self) -> Timer | None:
        """Its schedule; None without a timer trigger, or when an app setting holds it."""
        return timer_of(self)

    def mentions(self, word: str) -> bool:
        """Whether a word, given in lower case, stands anywhere in its function.json, in any case."""
        try:
            return word in self.app.files.json(self.path).text.lower()
        except ReadError:
            return False

    @property
    def endpoint(self) -> Endpoint | None:
        """Its HTTP endpoint; None without one."""
        return self.app.endpoint(self)

    def release(self) -> None:
        """Drop what was read for this function alone."""
        script = self.__dict__.get("script")
        for name in (
            "source",
            "json",
            "readable",
            "bindings",
            "bound",
            "shapes",
            "wiring",
            "timer",
            "script",
            "state",
            "modules",
            "imports",
            "entry_point",
            "files",
        ):
            self.__dict__.pop(name, None)
        self.app.files.forget(self.path)
        if script is not None and script.path is not None:
            self.app.forget(script.path)


class Alternative(Function):
    """A function as it is on one of the ways through its script; ``value`` is what the way makes the entry point."""

    def __init__(self, function: Function, value: Value | None) -> None:
        super().__init__(function.app, function.name)
        for name in ("source", "bindings", "bound", "script", "state", "modules", "imports"):
            self.__dict__[name] = getattr(function, name)
        self.value = value

    @cached_property
    def entry_point(self) -> EntryPoint:
        """The entry point on this way."""
        return EntryPoint(self, self)
