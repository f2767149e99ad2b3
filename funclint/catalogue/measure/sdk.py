"""Measure one package of the SDK, in the interpreter that runs this script; JSON on standard output.

Usage: ``python -I sdk.py azure.functions``. The package is imported first, as any import below it would; each of its
modules is then described in a child process of its own.

Output: ``{"modules": {name: {"dynamic": bool, "star": [...] | null, "missing": [...], "submodules": [...],
"names": {name: [kind, target]}}}, "classes": {canonical name: [flags, mro without itself]}}``.
"""

from __future__ import annotations

import importlib
import inspect
import json
import os
import sys
from types import ModuleType
from typing import Any

SKIPPED = frozenset(("__pycache__", "_thirdparty"))
"""Folders left out: copies of other people's packages."""


def dotted(cls: type) -> str:
    """The name of a class as the catalogue spells it: builtins by their bare name."""
    return cls.__qualname__ if cls.__module__ == "builtins" else f"{cls.__module__}.{cls.__qualname__}"


def describe_class(cls: type) -> list[str]:
    """Flags (``a`` abstract, ``r`` readable) and the mro without the class itself, joined by blanks."""
    flags = "a" * inspect.isabstract(cls) + "r" * callable(getattr(cls, "read", None))
    return [flags, " ".join(dotted(base) for base in cls.__mro__[1:])]


def describe_module(name: str) -> dict[str, Any] | None:
    """What a module offers; None when it cannot be imported."""
    try:
        module = importlib.import_module(name)
    except Exception:
        return None
    names: dict[str, list[str]] = {}
    classes: dict[str, list[str]] = {}
    for key, value in sorted(vars(module).items()):
        if key.startswith("__") and key != "__version__":
            continue
        if isinstance(value, type):
            names[key] = ["c", dotted(value)]
            classes.update({dotted(base): describe_class(base) for base in value.__mro__})
        elif isinstance(value, ModuleType):
            names[key] = ["m", value.__name__]
        else:
            names[key] = ["f" if inspect.isroutine(value) else "o", f"{name}.{key}"]
    exported = getattr(module, "__all__", None)
    described = {
        "dynamic": "__getattr__" in vars(module),
        "star": None if exported is None else sorted(key for key in set(exported) if hasattr(module, key)),
        "missing": sorted(key for key in set(exported or ()) if not hasattr(module, key)),
        "names": names,
    }
    return {"module": described, "classes": classes}


def in_child(name: str) -> dict[str, Any] | None:
    """The description of a module, made in a child process."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            with os.fdopen(writer, "w", encoding="utf-8") as pipe:
                json.dump(describe_module(name), pipe)
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return json.loads(text) if text else None


def submodules(folder: str) -> list[str]:
    """Names of the modules and packages in a folder."""
    found = set()
    for entry in os.scandir(folder):
        if entry.is_dir() and entry.name not in SKIPPED and os.path.exists(os.path.join(entry.path, "__init__.py")):
            found.add(entry.name)
        elif entry.is_file() and entry.name.endswith(".py") and entry.name != "__init__.py":
            found.add(entry.name[:-3])
    return sorted(found)


def main() -> None:
    package = sys.argv[1]
    home = os.path.dirname(str(importlib.import_module(package).__file__))
    modules: dict[str, Any] = {}
    classes: dict[str, list[str]] = {}
    queue = [(package, home)]
    while queue:
        name, folder = queue.pop()
        below = submodules(folder) if os.path.isdir(folder) else []
        found = in_child(name) or {
            "module": {"dynamic": True, "star": None, "missing": [], "names": {}},
            "classes": {},
        }
        modules[name] = {**found["module"], "submodules": below}
        for canonical, described in found["classes"].items():
            if classes.setdefault(canonical, described) != described:
                raise SystemExit(f"two classes are called {canonical}")
        queue += [(f"{name}.{part}", os.path.join(folder, part)) for part in below]
    json.dump({"modules": modules, "classes": classes}, sys.stdout, sort_keys=True)


if __name__ == "__main__":
    main()
