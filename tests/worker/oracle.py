"""Asks the real Azure Functions worker about many function.json apps at once.

    WORKER_PYTHON oracle.py [--invoke] FOLDER...

FOLDER holds one app per sub-folder that has a host.json. One JSON line per app, in the order of the names:
{"app": name, "functions": {name: {"ok": bool, "stage": "host" | "load" | "register" | null, "error": text | null,
"call": {"ok": bool, "error": text | null} | null}}}. `ok` says that the function loads; `call` is there with --invoke
for functions that load. Each app is judged in a fork of its own, within 5 seconds.

Runs under a Python that has azure-functions-runtime-v1 (3.13 or later); imports nothing else but the standard library.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import azure.durable_functions  # noqa: F401 - as a worker that has served durable functions
from azure_functions_runtime_v1 import functions, loader
from azure_functions_runtime_v1.bindings import meta
from host_stage import HostError, HostFunction, read_function
from invocation import Protos, call

_SECONDS_PER_APP = 5
_LONGEST_ERROR = 400
_FOLDERS = re.compile(r"/(?:[^\s'\"():,]+/)+")
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")


def judge_all(folders: list[Path], invoke: bool) -> Iterator[dict[str, Any]]:
    """One verdict per app below the folders."""
    meta.load_binding_registry()
    loader.install()
    sys.dont_write_bytecode = True
    for folder in folders:
        for app in sorted(p.parent for p in folder.glob("*/host.json")):
            yield {"app": app.name, "functions": _judge_in_fork(app.resolve(), invoke)}


def _judge_in_fork(app: Path, invoke: bool) -> dict[str, Any]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            _silence()
            signal.alarm(_SECONDS_PER_APP)
            asyncio.run(_judge(app, invoke, writing))
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as answers:
        lines = answers.read().splitlines()
    status = os.waitpid(child, 0)[1]
    found: dict[str, Any] = {}
    for line in lines:
        name, verdict = json.loads(line)
        found[name] = verdict
    for verdict in found.values():
        # An unfinished verdict is one during which the process ended: os._exit in the app, or the alarm.
        if verdict.pop("unfinished", False):
            timed_out = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM
            error = "TimeoutError: no answer in time" if timed_out else "SystemExit: the process ended"
            if verdict["ok"]:
                verdict["call"] = {"ok": False, "error": error}
            else:
                verdict["error"] = error
    return found


def _silence() -> None:
    """Apps may print: nothing of it may reach the answers."""
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)


async def _judge(app: Path, invoke: bool, answers: int) -> None:
    """Loads the functions of an app inside a running event loop, as the worker does."""
    os.chdir(app)
    # The worker has the app root last on its path, and neither this folder nor the current one.
    here = str(Path(__file__).parent.resolve())
    sys.path[:] = [p for p in sys.path if p and str(Path(p).resolve()) != here]
    sys.path.append(str(app))
    registry = functions.Registry()

    def tell(name: str, verdict: dict[str, Any]) -> None:
        os.write(answers, (json.dumps([name, verdict]) + "\n").encode())

    for folder in sorted(p.parent for p in app.glob("*/function.json")):
        name = folder.name
        verdict: dict[str, Any] = {"ok": False, "stage": "host", "error": None, "call": None}
        try:
            function = read_function(folder)
            verdict["stage"] = "load"
            tell(name, {**verdict, "unfinished": True})
            loaded = _load(function)
            verdict["stage"] = "register"
            registry.add_function(name, loaded, _metadata(function), Protos)
        except HostError as error:
            verdict["error"] = f"HostError: {error}"
        except BaseException as error:  # SystemExit at import time ends the worker
            verdict["error"] = _short(error)
        else:
            verdict.update(ok=True, stage=None)
            if invoke:
                tell(name, {**verdict, "unfinished": True})
                verdict["call"] = await _call(registry.get_function(name), function)
        tell(name, verdict)


def _load(function: HostFunction) -> Any:
    return loader.load_function(function.folder.name, str(function.folder), str(function.script), function.entry_point)


def _metadata(function: HostFunction) -> SimpleNamespace:
    bindings = {
        b.name: SimpleNamespace(type=b.type, direction=b.direction, data_type=b.data_type) for b in function.bindings
    }
    return SimpleNamespace(name=function.folder.name, directory=str(function.folder), bindings=bindings)


async def _call(info: Any, function: HostFunction) -> dict[str, Any]:
    try:
        await call(info, function.bindings)
    except BaseException as error:
        return {"ok": False, "error": _short(error)}
    return {"ok": True, "error": None}


def _short(error: BaseException) -> str:
    """Class and message, without what differs from run to run and from machine to machine."""
    try:
        text = str(error)
    except Exception:
        text = "?"
    # The worker adds its whole sys.path to import errors.
    text = text.split(" Cannot find module. Please check")[0]
    return f"{type(error).__name__}: {_FOLDERS.sub('', _ADDRESS.sub('', text))}"[:_LONGEST_ERROR]


def main() -> None:
    parser = argparse.ArgumentParser(description="Ask the real worker about function.json apps.")
    parser.add_argument("--invoke", action="store_true", help="also call the functions that load")
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    arguments = parser.parse_args()
    for verdict in judge_all(arguments.folders, arguments.invoke):
        print(json.dumps(verdict), flush=True)


if __name__ == "__main__":
    main()
