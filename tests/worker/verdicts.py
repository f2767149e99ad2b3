"""Verdicts of the real worker on generated apps: asking for them, keeping them in verdicts.json."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
RECORDED = HERE / "verdicts.json"
WORKER_PYTHON = "FUNCLINT_WORKER_PYTHON"
"""Environment variable: a Python with azure-functions-runtime-v1 and azure-functions-durable."""

_LONGEST_MESSAGE = 100


class Verdict(NamedTuple):
    """What host and worker say of one function.

    `ok`: it loads. `stage`: "host", "load" or "register" where it does not. `error`: class and message. `called`:
    whether a call with plausible inputs succeeds; None for functions that do not load.
    """

    ok: bool
    stage: str | None
    error: str | None
    called: bool | None

    @property
    def error_class(self) -> str | None:
        return None if self.error is None else self.error.partition(":")[0]


class Recorded(NamedTuple):
    """A verdict with the digest of the app that it was given on."""

    verdict: Verdict
    digest: str


def ask(python: str, folder: Path) -> dict[str, Verdict]:
    """The worker's verdicts on the apps in a folder, by app name. One function per app is looked at.

    `python` is the worker's interpreter. Raises subprocess.CalledProcessError if it cannot be asked at all.
    """
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    environment["PYTHONHASHSEED"] = "0"  # sets in messages always in the same order
    answers = subprocess.run(
        [python, str(HERE / "oracle.py"), "--invoke", str(folder)],
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
        encoding="utf-8",
    ).stdout
    found: dict[str, Verdict] = {}
    for line in answers.splitlines():
        answer = json.loads(line)
        for said in answer["functions"].values():
            call = said["call"]
            error = said["error"] or (call and call["error"])
            found[answer["app"]] = Verdict(said["ok"], said["stage"], error, call and call["ok"])
    return found


def digest(files: Mapping[str, bytes]) -> str:
    """Identifies the files of an app."""
    found = hashlib.sha256()
    for path in sorted(files):
        found.update(path.encode() + b"\0" + files[path] + b"\0")
    return found.hexdigest()[:12]


def save(recorded: Mapping[int, Recorded], path: Path = RECORDED) -> None:
    """Writes verdicts.json, one line per seed: [ok, stage, error, called, digest]."""
    lines = []
    for seed, (verdict, app) in sorted(recorded.items()):
        error = None if verdict.error is None else verdict.error[:_LONGEST_MESSAGE]
        lines.append(f'"{seed}": {json.dumps([verdict.ok, verdict.stage, error, verdict.called, app])}')
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def load(path: Path = RECORDED) -> dict[int, Recorded]:
    """The verdicts of verdicts.json by seed."""
    return {
        int(seed): Recorded(Verdict(*line[:4]), line[4])
        for seed, line in json.loads(path.read_text(encoding="utf-8")).items()
    }


def changed(old: Mapping[int, Recorded], new: Mapping[int, Verdict], seeds: Iterable[int]) -> list[str]:
    """Where two verdicts differ in more than the wording of a message: one sentence per seed."""
    sentences = []
    for seed in seeds:
        before, now = old[seed].verdict, new[seed]
        if (before.ok, before.stage, before.called, before.error_class) != (
            now.ok,
            now.stage,
            now.called,
            now.error_class,
        ):
            sentences.append(f"seed {seed}: recorded {before}, now {now}")
    return sentences
