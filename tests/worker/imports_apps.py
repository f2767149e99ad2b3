"""Apps drawn at random whose modules import each other in every way; the same seed gives the same app.

python tests/worker/imports_apps.py --record [--seeds 0:500]   asks the worker that FUNCLINT_WORKER_PYTHON names
python tests/worker/imports_apps.py --show 17                  an app with verdict and findings
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from agreement import check, seed_range
from appgen import import_shapes as shapes
from appgen.import_shapes import PLACES, SCRIPT, SUB_SCRIPT, Modules, indented
from generate import app_name, write_app
from verdicts import HERE, WORKER_PYTHON, digest

if TYPE_CHECKING:
    from funclint.rulebook import Rulebook

RECORDED = HERE / "imports_verdicts.json"
RULES = frozenset(f"FN{number}" for number in (*range(501, 508), 530))
"""What speaks of imports that fail."""
_FIRST = 1_000_000
_HOST_JSON = b"""{
  "version": "2.0",
  "extensionBundle": {
    "id": "Microsoft.Azure.Functions.ExtensionBundle",
    "version": "[4.*, 5.0.0)"
  }
}
"""


class ImportApp(NamedTuple):
    """A generated app: `files` by path, the kinds of statements put in."""

    files: dict[str, bytes]
    kinds: list[str]


class Said(NamedTuple):
    """What the worker says: whether the function loads, its error, the file and row of the app that raised it, whether
    a call succeeds (None if it does not load), and the same place for a call that fails."""

    ok: bool
    error: str | None
    place: str | None
    called: bool | None


def generate(seed: int) -> ImportApp:
    """The app of a seed."""
    rng = random.Random(_FIRST + seed)
    modules = Modules(rng)
    script = SUB_SCRIPT if rng.random() < 0.12 else SCRIPT
    modules.add(script)
    modules.names[script] = "def main(msg):\n    print(msg)\n"
    for path in PLACES.values():
        modules.add(path)
        if rng.random() < 0.15:
            modules.head[path].append(rng.choice(shapes.EXPORTS))
    inside = rng.random() < 0.25
    for _ in range(rng.choice((1, 1, 2, 3))):
        _draw(modules, script, inside)
    for path in rng.sample(sorted(PLACES.values()), k=2):
        if rng.random() < 0.55:
            _draw(modules, path, False)
    if rng.random() < 0.12:
        _make_cycle(modules)
    if rng.random() < 0.08:
        modules.head[script].insert(0, rng.choice(shapes.PATHS))
        modules.kinds.append("path")
    return ImportApp(_files(modules, script, rng), modules.kinds)


def _draw(modules: Modules, path: str, inside: bool) -> None:
    """One import into a module, whole or with something around it."""
    rng = modules.rng
    kind, choices = rng.choice(
        (
            ("sibling", shapes.SIBLING), ("sibling", shapes.SIBLING), ("implicit", shapes.IMPLICIT),
            ("implicit", shapes.IMPLICIT), ("namespace", shapes.NAMESPACE), ("root", shapes.ROOT),
            ("root", shapes.ROOT), ("up", shapes.UP), ("up", shapes.UP), ("above", shapes.ABOVE),
            ("nowhere", shapes.NOWHERE), ("foreign", shapes.FOREIGN), ("not-installed", shapes.NOT_INSTALLED),
        )
    )  # fmt: skip
    statement = rng.choice(choices)
    star = "*" in statement
    if inside and not star and path in (SCRIPT, SUB_SCRIPT):
        modules.names[path] = f"def main(msg):\n{indented(statement)}\n    print(msg)\n"
        modules.kinds.append(f"{kind} in main")
    elif rng.random() < 0.2 and not star:
        # what stands behind an import that only the environment decides must not decide about the function
        handler = "pass" if kind == "not-installed" else rng.choice(shapes.SIBLING)
        modules.put(path, rng.choice(shapes.GUARDS).format(indented(statement), handler), f"{kind} guarded")
    elif rng.random() < 0.12 and not star:
        modules.put(path, rng.choice(shapes.BARE).format(indented(statement)), f"{kind} enclosed")
    else:
        modules.put(path, statement, kind)
        if (
            statement in ("import local", "import os, local", "import pack.inner", "import shared.a")
            and rng.random() < 0.6
        ):
            name = statement.split()[-1]
            modules.tail[path].append(f"USED = {name}.X")


def _make_cycle(modules: Modules) -> None:
    """Two shared modules that import each other, by module or by name."""
    rng = modules.rng
    one, other = rng.sample(("shared.a", "shared.b"), k=2)
    for mine, theirs in ((one, other), (other, one)):
        last = theirs.rpartition(".")[2]
        statement = rng.choice((f"from .{last} import X as from_{last}", f"from . import {last}", f"import {theirs}"))
        where = modules.head if rng.random() < 0.7 else modules.tail
        where[PLACES[mine]].append(statement)
    modules.put(
        SCRIPT if SCRIPT in modules.head else SUB_SCRIPT, f"from shared import {one.rpartition('.')[2]}", "cycle"
    )


def _files(modules: Modules, script: str, rng: random.Random) -> dict[str, bytes]:
    function: dict[str, Any] = {
        "bindings": [{"type": "queueTrigger", "direction": "in", "name": "msg", "queueName": "q", "connection": "C"}]
    }
    if script == SUB_SCRIPT:
        function["scriptFile"] = "code/run.py"
    files = {path: modules.text(path).encode() for path in modules.head}
    files["Fn/function.json"] = json.dumps(function, indent=2).encode()
    files["host.json"] = _HOST_JSON
    files["requirements.txt"] = b"azure-functions\nazure-functions-durable\n"
    if rng.random() < 0.5:
        files["shared/__init__.py"] = b""
    for path in ("Fn/other.py", "shared/b.py", "tools.py"):
        mentioned = path.rpartition("/")[2].removesuffix(".py").encode()
        if rng.random() < 0.08 and not any(mentioned in text for name, text in files.items() if name != path):
            del files[path]
    return dict(sorted(files.items()))


def ask(python: str, folder: Path) -> dict[str, Said]:
    """The worker's verdicts on the apps in a folder, by app name."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    answers = subprocess.run(
        [python, str(HERE / "imports_oracle.py"), str(folder)],
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
        encoding="utf-8",
    ).stdout
    return {app: Said(*said) for app, said in map(json.loads, answers.splitlines())}


def findings(folder: Path) -> dict[int, list[Mapping[str, Any]]]:
    """What funclint says of imports and of all else in the apps of a folder, by seed."""
    return check(folder)


def place_of(finding: Mapping[str, Any]) -> str:
    """File from the app root and row of a finding."""
    parts = Path(str(finding["filename"])).parts
    at = next(i for i, part in enumerate(parts) if part.startswith("s") and part[1:].isdigit() and len(part) == 7)
    return f"{'/'.join(parts[at + 1 :])}:{finding['location']['row']}"


def disagreements(seed: int, said: Said, found: Iterable[Mapping[str, Any]]) -> list[str]:
    """Where funclint and the worker differ about an app: one sentence each."""
    found = list(found)
    errors = {place_of(item) for item in found if item["severity"] == "error"}
    warned = {place_of(item) for item in found if item["severity"] != "info" and item["code"] in RULES}
    if not said.ok:
        return [] if said.place in errors | warned else [f"seed {seed}: {said.error} at {said.place} is not reported"]
    if errors:
        return [f"seed {seed}: loads, but errors at {sorted(errors)}"]
    if said.called is False and said.place not in warned:
        return [f"seed {seed}: the call fails at {said.place} ({said.error}), which is not reported"]
    return []


@functools.cache
def _rulebook() -> Rulebook:
    from funclint.rulebook import Rulebook

    return Rulebook.with_shipped()


def fixed(files: Mapping[str, bytes], root: Path) -> dict[str, bytes]:
    """The files of an app after the fixes of all implicit sibling imports, round by round; `root`: a folder to use."""
    from funclint.engine import check_app
    from funclint.files import Files
    from funclint.settings import Overrides, SettingsFinder

    now = dict(files)
    book = _rulebook()
    settings = SettingsFinder(Overrides(select=("FN502",))).settings_for(root)
    for _ in range(10):
        write_app(now, root)
        found = check_app(root, settings, Files(), book)
        changed = False
        for item in found:
            if item.fix is None:
                continue
            name = item.span.path.relative_to(root).as_posix()
            text = now[name].decode()
            if text.encode() != (root / name).read_bytes():
                continue  # changed in this round already
            for edit in sorted(item.fix.edits, key=lambda edit: edit.span.start, reverse=True):
                text = text[: edit.span.start] + edit.content + text[edit.span.end :]
            now[name] = text.encode()
            changed = True
        if not changed:
            return now
    raise AssertionError("the fixes do not settle")


def record(python: str, seeds: Iterable[int]) -> dict[int, list[Any]]:
    """Verdicts on the apps of some seeds and on what the fixes make of them, each with the digest of its files."""
    lines: dict[int, list[Any]] = {}
    with tempfile.TemporaryDirectory() as name:
        plain, mended, scratch = Path(name, "plain"), Path(name, "mended"), Path(name, "scratch")
        after: dict[int, dict[str, bytes]] = {}
        for seed in seeds:
            files = generate(seed).files
            write_app(files, plain / app_name(seed))
            after[seed] = fixed(files, scratch / app_name(seed))
            if after[seed] != files:
                write_app(after[seed], mended / app_name(seed))
        said, later = ask(python, plain), ask(python, mended)
        for seed in seeds:
            lines[seed] = [*said[app_name(seed)], digest(generate(seed).files)]
            if app_name(seed) in later:
                lines[seed] += [*later[app_name(seed)][:3], digest(after[seed])]
    return lines


def save(lines: Mapping[int, list[Any]]) -> None:
    """Write imports_verdicts.json: [ok, error, place, called, digest] and, where fixes apply, the same after them."""
    text = ",\n".join(f'"{seed}": {json.dumps(line)}' for seed, line in sorted(lines.items()))
    RECORDED.write_text("{\n" + text + "\n}\n", encoding="utf-8")


def load() -> dict[int, list[Any]]:
    """The lines of imports_verdicts.json by seed."""
    return {int(seed): line for seed, line in json.loads(RECORDED.read_text(encoding="utf-8")).items()}


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare funclint's findings on imports with the worker.")
    parser.add_argument("--seeds", type=seed_range, default=range(500), metavar="FROM:TO")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--show", type=int, metavar="SEED")
    arguments = parser.parse_args()
    python = os.environ.get(WORKER_PYTHON)
    if not python:
        parser.error(f"{WORKER_PYTHON} does not name a Python with the worker")
    if arguments.record:
        save(record(python, arguments.seeds))
        return 0
    seeds = range(arguments.show, arguments.show + 1) if arguments.show is not None else arguments.seeds
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        for seed in seeds:
            write_app(generate(seed).files, Path(name) / app_name(seed))
        said, found = ask(python, Path(name)), findings(Path(name))
        for seed in seeds:
            sentences = disagreements(seed, said[app_name(seed)], found.get(seed, ()))
            wrong += bool(sentences)
            print(*sentences, sep="\n", end="\n" if sentences else "")
            if arguments.show is not None:
                for path, content in generate(seed).files.items():
                    print(f"--- {path}\n{content.decode()}")
                print(
                    said[app_name(seed)],
                    *(f"{f['code']} {place_of(f)} {f['message']}" for f in found.get(seed, ())),
                    sep="\n",
                )
    loads = sum(item.ok for item in said.values())
    print(f"{len(said)} apps, {loads} load, {wrong} disagreements")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parents[1]))
    raise SystemExit(main())
