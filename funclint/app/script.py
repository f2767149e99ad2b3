"""Which file is the script of a function, as host and worker find it.

Sources: HostFunctionMetadataProvider.DeterminePrimaryScriptFile of the host, load_function of the worker.
"""

from __future__ import annotations

import os
from pathlib import Path

from funclint.files import Files

_DEFAULT_NAMES = ("index.js", "index.mjs", "index.cjs", "__init__.py")


class Script:
    """The script of a function.

    ``path``: the file, None when there is none. ``requested``: what ``scriptFile`` says. ``rivals``: the other files
    that the host may take instead, when there are several. ``problem``: None, or

    - ``missing``: the named file does not exist
    - ``undetermined``: no ``scriptFile``, and no file that could be it
    - ``outside``: not below the app root
    - ``not-python``: its name does not end in ``.py``
    - ``dotted-name``: a dot in a name keeps it from being imported
    - ``not-imported``: the worker takes it for a package's ``__init__.py``, but imports the folder without it
    """

    __slots__ = ("path", "problem", "requested", "rivals")

    def __init__(
        self, path: Path | None, requested: str | None, problem: str | None, rivals: tuple[str, ...] = ()
    ) -> None:
        self.path = path
        self.requested = requested
        self.problem = problem
        self.rivals = rivals


def find_script(folder: Path, root: Path, requested: str | None, files: Files) -> Script:
    """The script of the function in ``folder``; ``requested`` is the text of ``scriptFile``, None when absent."""
    rivals: tuple[str, ...] = ()
    if requested:
        path = Path(os.path.normpath(folder / requested))
        if not files.is_file(path) or "\\" in requested:
            return Script(None, requested, "missing")
    else:
        name, rivals = _default(folder, files)
        if name is None:
            return Script(None, None, "undetermined")
        path = folder / name
    return Script(path, requested, _problem(path, root), rivals)


def _default(folder: Path, files: Files) -> tuple[str | None, tuple[str, ...]]:
    names = [
        name for name, is_folder in files.names(folder).items() if not is_folder and name.lower() != "function.json"
    ]
    if len(names) == 1:
        return names[0], ()
    found = sorted(
        name for name in names if os.path.splitext(name)[0].lower() == "run" or name.lower() in _DEFAULT_NAMES
    )
    if not found:
        return None, ()
    if "__init__.py" in found:
        found.remove("__init__.py")
        return "__init__.py", tuple(found)
    return found[0], tuple(found[1:])


def _problem(path: Path, root: Path) -> str | None:
    try:
        relative = path.relative_to(root)
    except ValueError:
        return "outside"
    if path.suffix != ".py":
        return "not-python"
    if relative.stem.lower() == "__init__" and (path.name != "__init__.py" or len(relative.parts) == 1):
        return "not-imported"
    if any("." in part for part in (*relative.parts[:-1], relative.stem)):
        return "dotted-name"
    return None


def module_name(path: Path, root: Path) -> str:
    """The name under which the worker imports a script."""
    relative = path.relative_to(root)
    parts = list(relative.parts[:-1])
    if relative.stem.lower() != "__init__":
        parts.append(relative.stem)
    return ".".join(["__app__", *parts])
