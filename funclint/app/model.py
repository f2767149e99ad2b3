"""An app as all rules see it: its functions, settings, host.json, requirements and modules.

Everything is read when it is first asked for, so rules that are off cost nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from funclint.app.endpoints import Endpoint, endpoint_of
from funclint.app.funcignore import FILE_NAME as FUNCIGNORE_FILE
from funclint.app.funcignore import FuncIgnore
from funclint.app.function import FUNCTION_FILE, Function
from funclint.app.function_json import Binding
from funclint.app.host import HOST_FILE, HostJson
from funclint.app.host_prefix import HostPrefix
from funclint.app.import_styles import ImportStyles
from funclint.app.local_settings import FILE_NAME as LOCAL_SETTINGS_FILE
from funclint.app.local_settings import LocalSettings
from funclint.app.name_clashes import root_modules
from funclint.app.packages import AppPackages
from funclint.app.requirements import Requirements, read_requirements
from funclint.files import Files
from funclint.python.extra_builtins import ANY, extra_builtins
from funclint.python.extra_builtins import SIGNS as SIGNS_OF_BUILTINS
from funclint.python.imports import Importer
from funclint.python.interpreter import Interpreter
from funclint.python.module import Module, PyflakesMessage
from funclint.python.search_path import SIGNS, SearchPath, search_path_of
from funclint.text import ReadError

NEWEST_PYTHON = (3, 13)
MAX_STRAY_DEPTH = 3
_INSTALLED = frozenset(("node_modules", "site-packages", "venv", "env", "bin", "obj", "tests", "test"))
MODULES_KEPT = 200
"""Shared modules are kept between functions; beyond this number all are read again, to bound the memory."""


def names_installed(names: Mapping[str, bool]) -> bool:
    """Whether a folder's content is that of a virtual environment."""
    return "pyvenv.cfg" in names


class Target:
    """What the app runs on: the Python version of the worker, the worker's generation, the host's version."""

    __slots__ = ("host_version", "known_modules", "python_version", "worker")

    def __init__(
        self,
        python_version: tuple[int, int] = NEWEST_PYTHON,
        worker: str = "current",
        host_version: str | None = None,
        known_modules: frozenset[str] = frozenset(),
    ) -> None:
        self.python_version = python_version
        self.worker = worker
        self.host_version = host_version
        self.known_modules = known_modules


class FunctionApp:
    """One app. ``functions``: its function folders by name, ignoring case, as the host orders them."""

    def __init__(self, root: Path, target: Target, files: Files) -> None:
        self.root = root
        self.target = target
        self.files = files
        self.functions = [Function(self, name) for name in sorted(self._folders(), key=lambda n: (n.upper(), n))]
        self._modules: dict[Path, Module] = {}
        self._interpreter: Interpreter | None = None
        self._endpoints: dict[str, Endpoint | None] = {}
        self._entered: dict[Path, list[str]] | None = None

    @classmethod
    def read(cls, root: Path, target: Target, files: Files) -> FunctionApp:
        """The app in a folder; only folders are listed yet."""
        return cls(root, target, files)

    def _folders(self) -> list[str]:
        return [
            name
            for name, is_folder in self.files.names(self.root).items()
            if is_folder and FUNCTION_FILE in self.files.names(self.root / name)
        ]

    @cached_property
    def stray_function_files(self) -> list[Path]:
        """Files called function.json where the host does not look, and such files in another case; in order.

        Looked for in the root and two levels of folders, other apps, hidden and installed folders left out.
        """
        found: list[Path] = []
        self._stray(self.root, 0, found)
        return sorted(found)

    def _stray(self, folder: Path, depth: int, found: list[Path]) -> None:
        names = self.files.names(folder)
        if depth and "host.json" in names:
            return
        for name, is_folder in names.items():
            if is_folder:
                if depth < MAX_STRAY_DEPTH and not name.startswith((".", "_")) and name not in _INSTALLED:
                    if names_installed(self.files.names(folder / name)):
                        continue
                    self._stray(folder / name, depth + 1, found)
            elif name == FUNCTION_FILE:
                if depth != 1:
                    found.append(folder / name)
            elif name.lower() == FUNCTION_FILE and FUNCTION_FILE not in names:
                found.append(folder / name)

    @cached_property
    def has_indexed_functions(self) -> bool:
        """Whether function_app.py in the root makes the host ignore every function.json.

        The worker indexes it when the file exists; with a FunctionApp that has no functions the host falls back to
        function.json (host rules D21 to D23), so at least one decorated function must be seen.
        """
        path = self.root / "function_app.py"
        if not self.files.is_file(path):
            return False
        tree = self.module(path).tree
        return tree is not None and any(
            isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
            and any(isinstance(decorator, ast.Call) for decorator in node.decorator_list)
            for node in tree.body
        )

    @cached_property
    def host_source(self) -> HostJson | ReadError | None:
        """The host.json, why it cannot be read, or None without one."""
        if not self.files.is_file(self.root / HOST_FILE):
            return None
        try:
            return HostJson(self.files.json(self.root / HOST_FILE))
        except ReadError as error:
            return error

    @property
    def host(self) -> HostJson | None:
        """The host.json; None when there is none that the host can parse, and nothing it says is known."""
        source = self.host_source
        return source if isinstance(source, HostJson) and source.root is not None else None

    @cached_property
    def extensions(self) -> str:
        """Where its binding types come from.

        ``bundle``: an extension bundle. ``none``: nowhere, only the built-in types work. ``own``: extensions that were
        installed by hand (``func extensions install``), whose types nobody here can know. ``unknown``: without a
        readable host.json (the host makes one with a bundle where it can write).
        """
        host = self.host
        if host is None:
            return "unknown"
        section = host.value("extensionBundle")
        if section is not None:
            return "bundle" if section.kind == "object" else "unknown"
        own = self.files.is_file(self.root / "extensions.csproj") or self.files.is_file(
            self.root / "bin" / "extensions.json"
        )
        return "own" if own else "none"

    @cached_property
    def bundle(self) -> str | None:
        """The extension bundle as the catalogue calls it (``4``, ``4p``); None when it cannot be told."""
        host = self.host
        return host.bundle.name if host is not None and host.bundle is not None else None

    def bindings(self) -> Iterator[tuple[Function, Binding]]:
        """The bindings of all functions that the host can read, function by function; each is dropped again."""
        for name in [function.name for function in self.functions]:
            function = Function(self, name)  # not the one that a rule for functions may be at work on
            if function.readable:
                yield from ((function, binding) for binding in function.bindings)
            self.files.forget(function.path)

    @cached_property
    def requirements(self) -> Requirements:
        """What the app requires; read when first asked for."""
        return read_requirements(self.root, self.files, self.target.python_version)

    @cached_property
    def packages(self) -> AppPackages:
        """Which modules its packages bring."""
        return AppPackages(self.root, self.files, lambda: self.requirements, self.target.known_modules)

    @cached_property
    def root_modules(self) -> list[tuple[str, Path]]:
        """The modules and packages in the root by name, each with its file or its folder."""
        return list(root_modules(self))

    @cached_property
    def python_files(self) -> list[Path]:
        """The Python files below the root, in order; hidden and installed folders and tests are left out."""
        found: list[Path] = []
        waiting = [self.root]
        while waiting:
            folder = waiting.pop()
            names = self.files.names(folder)
            if names_installed(names) or (folder != self.root and "host.json" in names):
                continue
            for name, is_folder in names.items():
                if is_folder and not name.startswith(".") and name not in _INSTALLED:
                    waiting.append(folder / name)
                elif not is_folder and name.endswith(".py"):
                    found.append(folder / name)
        return sorted(found)

    def containing(self, *signs: bytes) -> list[Path]:
        """The Python files in which one of some byte strings occurs."""
        found = []
        for path in self.python_files:
            try:
                data = self.files.bytes(path)
            except ReadError:
                continue
            if any(sign in data for sign in signs):
                found.append(path)
        return found

    @cached_property
    def import_styles(self) -> ImportStyles:
        """How its modules import each other, if any mentions ``__app__``."""
        return ImportStyles(self)

    def _search_path(self) -> SearchPath:
        return self.search_path

    @cached_property
    def search_path(self) -> SearchPath:
        """What the app's modules and its settings add to ``sys.path``."""
        try:
            undecided = b"PYTHONPATH" in self.files.bytes(self.root / "local.settings.json")
        except ReadError:
            undecided = False
        found = search_path_of(map(self.module, self.containing(*SIGNS)), self.root)
        local = [item.folder for item in self.requirements.items if item.folder is not None]
        folders = [*found.folders, *(folder / sub for folder in local for sub in ("src", "") if folder != self.root)]
        return SearchPath(folders, found.undecided or undecided)

    @cached_property
    def extra_builtins(self) -> frozenset[str]:
        """The names that the app's modules add to ``builtins``."""
        return extra_builtins(map(self.module, self.containing(*SIGNS_OF_BUILTINS)))

    @property
    def known_search_path(self) -> SearchPath | None:
        """The search path if anything has asked for it yet."""
        return self.__dict__.get("search_path")

    @property
    def interpreter(self) -> Interpreter:
        """Imports the app's modules without running them; shared by its functions."""
        if self._interpreter is None:
            importer = Importer(
                self.root,
                self.files,
                self.target.python_version,
                self.packages,
                self._search_path,
                self.target.worker,
            )
            self._interpreter = Interpreter(importer, self.module, lambda: self.extra_builtins)
        return self._interpreter

    def module(self, path: Path) -> Module:
        """A Python file of the app, read once."""
        found = self._modules.get(path)
        if found is None:
            found = self._modules[path] = Module.read(path, self.files, self.target.python_version)
        return found

    def lint(self, module: Module) -> list[PyflakesMessage]:
        """What pyflakes says of a module; an import that is the entry point of a function is not unused."""
        messages = module.pyflakes()
        if any(item.code == "F821" for item in messages) and self.extra_builtins:
            added = self.extra_builtins
            messages = [m for m in messages if m.code != "F821" or not (ANY in added or m.arguments[0] in added)]
        if all(item.code != "F401" for item in messages):
            return messages
        functions = self._functions_of(module.path)
        return [
            item
            for item in messages
            if item.code != "F401" or not any(function.is_entry_point(module, item) for function in functions)
        ]

    def _functions_of(self, script: Path) -> list[Function]:
        """The functions that have a file as their script."""
        if self._entered is None:
            self._entered = {}
            for name in [function.name for function in self.functions]:
                function = Function(self, name)  # not the one that a rule for functions may be at work on
                if function.mentions("scriptfile") and function.script.path is not None:
                    self._entered.setdefault(function.script.path, []).append(name)
                self.files.forget(function.path)
        names = dict.fromkeys([script.parent.name, *self._entered.get(script, ())])
        own = {function.name for function in self.functions}
        found = [Function(self, name) for name in names if name in own]
        return [function for function in found if function.script.path == script]

    @cached_property
    def local_settings(self) -> LocalSettings | ReadError | None:
        """The local.settings.json, or why it cannot be read; None when there is none."""
        path = self.root / LOCAL_SETTINGS_FILE
        if not self.files.is_file(path):
            return None
        try:
            return LocalSettings(self.files.json(path))
        except ReadError as error:
            return error

    @property
    def settings(self) -> LocalSettings | None:
        """The local settings to look names up in; None when there are none, or a fault makes Core Tools drop them."""
        found = self.local_settings
        return found if isinstance(found, LocalSettings) and found.usable else None

    @cached_property
    def funcignore(self) -> FuncIgnore | None:
        """What is left out of a deployment; None without such a file."""
        path = self.root / FUNCIGNORE_FILE
        if not self.files.is_file(path):
            return None
        try:
            return FuncIgnore(path, self.files.json(path).text)
        except ReadError:
            return None

    @cached_property
    def host_prefix(self) -> HostPrefix:
        """What host.json puts before every route."""
        return HostPrefix(self.root / HOST_FILE, self.host)

    def endpoint(self, function: Function) -> Endpoint | None:
        """The HTTP endpoint of a function, kept after everything else about the function is dropped."""
        if function.name not in self._endpoints:
            self._endpoints[function.name] = endpoint_of(function)
        return self._endpoints[function.name]

    @property
    def endpoints(self) -> list[Endpoint]:
        """The HTTP endpoints of all functions, in the order in which the host tries them."""
        found = []
        for function in self.functions:
            if function.name in self._endpoints:
                endpoint = self._endpoints[function.name]
            else:
                endpoint = self.endpoint(function) if function.mentions("httptrigger") else None
                function.release()
            if endpoint is not None:
                found.append(endpoint)
        return found

    def changed(self, path: Path) -> None:
        """Drop all that was made of a module or a function.json whose content is another now.

        Which files there are must be the same; for a change in any other file the app has to be read anew.
        """
        self.files.changed(path)
        for function in self.functions:
            if "source" in function.__dict__ or "script" in function.__dict__:
                function.release()
            if function.path == path:
                self._endpoints.pop(function.name, None)
                self._entered = None
        if path.suffix == ".py":
            module = self._modules.pop(path, None)
            if module is not None:
                module.let_go()
            # The namespaces of its importers have values of it: they are filled anew, from modules that are read.
            self._interpreter = None
            for name in ("import_styles", "search_path", "extra_builtins", "has_indexed_functions"):
                self.__dict__.pop(name, None)

    def forget(self, path: Path) -> None:
        """Drop a script that no other function has reached, and everything once it is too much."""
        module = self._modules.pop(path, None)
        if module is not None:
            module.let_go()
        self.files.forget(path)
        if self._interpreter is not None:
            self._interpreter.forget(path)
        if len(self._modules) > MODULES_KEPT:
            for other in self._modules:
                self.files.forget(other)
            self._modules.clear()
            self._interpreter = None
