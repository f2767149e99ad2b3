"""Asks the real worker about apps and says which line of the app raises: one JSON line for each app below a folder.

[app, [ok, error, place, called]]: `place` is the file from the app root and the row of the innermost line of the app
that the exception passed. Runs under the worker's Python, each app in a fork of its own.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

from azure_functions_runtime_v1 import functions, loader
from azure_functions_runtime_v1.bindings import meta
from host_stage import read_function
from invocation import Protos, call
from oracle import _load, _metadata, _short, _silence


def place(error: BaseException, app: Path) -> str | None:
    """Where in the app an exception was raised."""
    found = None
    if isinstance(error, SyntaxError) and error.filename:
        return f"{Path(error.filename).relative_to(app).as_posix()}:{error.lineno}"
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        if app in path.parents:
            found = f"{path.relative_to(app).as_posix()}:{frame.lineno}"
    return found


async def judge(app: Path) -> list[Any]:
    """The verdict on the one function of an app."""
    os.chdir(app)
    here = str(Path(__file__).parent.resolve())
    sys.path[:] = [p for p in sys.path if p and str(Path(p).resolve()) != here]
    sys.path.append(str(app))
    [folder] = [path.parent for path in app.glob("*/function.json")]
    function = read_function(folder)
    registry = functions.Registry()
    try:
        registry.add_function(folder.name, _load(function), _metadata(function), Protos)
    except BaseException as error:
        return [False, _short(error), place(error, app), None]
    try:
        await call(registry.get_function(folder.name), function.bindings)
    except BaseException as error:
        return [True, _short(error), place(error, app), False]
    return [True, None, None, True]


def in_fork(app: Path) -> list[Any]:
    """The same in a process of its own."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.close(reading)
        try:
            _silence()
            signal.alarm(5)
            os.write(writing, json.dumps(asyncio.run(judge(app))).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as answer:
        text = answer.read()
    os.wait()
    found: list[Any] = json.loads(text)
    return found


if __name__ == "__main__":
    meta.load_binding_registry()
    loader.install()
    sys.dont_write_bytecode = True
    for root in sys.argv[1:]:
        for app in sorted(path.parent for path in Path(root).glob("*/host.json")):
            print(json.dumps([app.name, in_fork(app.resolve())]), flush=True)
