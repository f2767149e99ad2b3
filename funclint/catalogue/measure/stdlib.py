"""Measure the standard library of the interpreter that runs this script; JSON on standard output.

Run it with ``-I -S``: alone, without site-packages. Every module is imported in a child process of its own that has
imported next to nothing before, so that only the submodules that a package imports itself count as its attributes.

Output: ``{"python": "3.12.1", "modules": {name: {"dynamic": bool, "submodules": [...] | "*", "names":
{name: [kind, flags, target]}}}}``, flags and kinds as in funclint/catalogue/stdlib.py.
"""

from __future__ import annotations

import marshal
import os
import sys

WHOLE_PACKAGES = frozenset(("idlelib", "lib2to3", "test", "turtledemo"))
"""Packages recorded without a look inside: no app imports them, importing some has effects."""
UNTOUCHED = frozenset(("__main__", "_tkinter", "antigravity", "this", "tkinter", "turtle", *WHOLE_PACKAGES))
"""Modules that are not imported here: they open windows, print, or need a screen."""
SKIPPED = frozenset(("__main__", "__pycache__", "site-packages", "test", "tests"))
BASES = (("s", "str"), ("y", "bytes"), ("b", "bytearray"), ("d", "dict"), ("i", "int"))


def submodules_on_disk(folder: str) -> list[str]:
    """Names of the modules and packages in a folder of the standard library."""
    found = set()
    for entry in os.scandir(folder):
        if entry.name in SKIPPED:
            continue
        if entry.is_dir():
            if os.path.exists(os.path.join(entry.path, "__init__.py")):
                found.add(entry.name)
        elif entry.name.endswith(".py") and entry.name not in ("__init__.py", "__main__.py"):
            found.add(entry.name[:-3])
    return sorted(name for name in found if name.isidentifier())


def on_disk(name: str, root: str) -> list[str]:
    """Submodules of a module as files show them; none for one that is no package."""
    folder = os.path.join(root, *name.split("."))
    return submodules_on_disk(folder) if os.path.isfile(os.path.join(folder, "__init__.py")) else []


def measure(name: str) -> dict[str, object] | None:
    """Import a module and describe it; None when it cannot be imported."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(1, 2)
    try:
        __import__(name)
    except BaseException:
        return None
    module = sys.modules[name]
    dynamic = not isinstance(module, type(sys)) or "__getattr__" in vars(module)
    pseudo = [key[len(name) + 1 :] for key in sys.modules if key.startswith(name + ".")]
    values = dict.fromkeys(dir(module))
    for key in values:
        values[key] = getattr(module, key, None)
    for key in getattr(module, "__all__", ()):
        if key not in values and hasattr(module, key):
            values[key] = getattr(module, key)
    names = {key: describe(key, value, name) for key, value in values.items() if not key.startswith("_")}
    return {"dynamic": dynamic, "pseudo": [key for key in pseudo if "." not in key], "names": names}


def describe(key: str, value: object, module: str) -> list[str]:
    """Kind, flags and target of an attribute."""
    import builtins
    import collections.abc
    import inspect
    import typing

    if isinstance(value, type):
        flags = "".join(letter for letter, base in BASES if is_subclass(value, getattr(builtins, base)))
        flags += "G" * is_subclass(value, typing.Generic)
        flags += "I" * is_subclass(value, collections.abc.Iterable)
        flags += "r" * callable(getattr(value, "read", None))
        builtin = getattr(value, "__qualname__", "")
        same = getattr(builtins, builtin, None) is value and (module, key) != ("builtins", builtin)
        return ["c", flags, builtin if same else ""]
    if inspect.isroutine(value):
        return ["f", "", ""]
    return ["m" if inspect.ismodule(value) else "o", "", ""]


def is_subclass(value: type, base: object) -> bool:
    """``issubclass``, False where a class refuses to answer."""
    try:
        return issubclass(value, base)  # type: ignore[arg-type]
    except TypeError:
        return False


def in_child(name: str) -> dict[str, object] | None:
    """The measurement of a module, made in a child process; None also when the child dies."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            with os.fdopen(writer, "wb") as pipe:
                pipe.write(marshal.dumps(measure(name)))
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        data = pipe.read()
    os.waitpid(child, 0)
    return marshal.loads(data) if data else None


def main() -> None:
    root = os.path.dirname(os.__file__)
    queue = sorted({*sys.stdlib_module_names, "__main__", "test"})
    modules: dict[str, dict[str, object]] = {}
    while queue:
        name = queue.pop()
        if name in WHOLE_PACKAGES:
            modules[name] = {"dynamic": True, "submodules": "*", "names": {}}
            continue
        below = on_disk(name, root)
        found = None if name.partition(".")[0] in UNTOUCHED else in_child(name)
        if found is None:
            modules[name] = {"dynamic": True, "submodules": below, "names": {}}
        else:
            below = sorted({*below, *found.pop("pseudo")} - SKIPPED)  # type: ignore[misc]
            modules[name] = {**found, "submodules": below}
        queue += [f"{name}.{part}" for part in below]

    import json

    version = ".".join(map(str, sys.version_info[:3]))
    json.dump({"python": version, "modules": modules}, sys.stdout, sort_keys=True)


if __name__ == "__main__":
    main()
