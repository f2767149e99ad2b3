"""One function.json app drawn at random: bindings x annotations x code shapes x faults.

`generate(seed)` gives the same app for the same seed on every Python. About half of the apps have no fault put in, some
have two. Whether an app is sound is for the worker to say (oracle.py): what is put in as a fault may be harmless.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import NamedTuple

from appgen.annotations import spell_annotations
from appgen.bindings import draw_bindings
from appgen.catalogue import NOT_IN_PREVIEW
from appgen.draft import Draft
from appgen.entry_faults import draw_entry_fault
from appgen.faults import FAMILIES
from appgen.file_faults import add_bystanders, function_json, misplace_script, place_script, vary_json
from appgen.module_faults import break_text, insert_statement
from appgen.shapes import draw_shape, rename_target
from appgen.spelling import Spelling

_FAULT_FREE = 0.44
_TWO_FAULTS = 0.12
_OTHER_FAMILIES = {"entry": 13, "decorators": 6, "import-time": 15, "syntax": 5, "script": 6, "json": 4}
_BUNDLE = "Microsoft.Azure.Functions.ExtensionBundle"


class App(NamedTuple):
    """A generated app: `files` by path from the app root, the shape of its script, and the faults put in."""

    files: dict[str, bytes]
    shape: str
    faults: list[str]


def generate(seed: int) -> App:
    """The app of a seed."""
    rng = random.Random(seed)
    draft = Draft(rng, Spelling(rng))
    families = _draw_families(draft)
    _draw_signature(draft)
    for family in families:
        _put_fault(draft, family)
    spell_annotations(draft)
    lines = _draw_script(draft, families)
    if draft.coin(0.04):
        lines.insert(0, draft.rng.choice(("import requests", "from requests import Session", "import aiohttp")))
        draft.requirements += ["requests", "aiohttp>=3"]
    for family in families:
        if family == "import-time":
            lines = insert_statement(draft, lines, harmless=draft.coin(0.15))
    if not families and draft.coin(0.12):
        lines = insert_statement(draft, lines, harmless=True)
        draft.style.append(draft.faults.pop())
    text = draft.spelling.module(lines, draft.future, draft.skip_imports).encode()
    files = _write(draft, text, families)
    return App(dict(sorted(files.items())), "+".join([draft.shape, *draft.style]), draft.faults)


def write_app(files: dict[str, bytes], folder: Path) -> None:
    """Puts the files of an app into a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def app_name(seed: int) -> str:
    """The folder of a seed's app."""
    return f"s{seed:06d}"


def _draw_families(draft: Draft) -> list[str]:
    """The families of the faults to put in: none, one or two."""
    if draft.coin(_FAULT_FREE):
        return []
    weights = {**{family: weight for family, (weight, _) in FAMILIES.items()}, **_OTHER_FAMILIES}
    choices = [family for family, weight in weights.items() for _ in range(weight)]
    return [draft.rng.choice(choices) for _ in range(2 if draft.coin(_TWO_FAULTS) else 1)]


def _draw_signature(draft: Draft) -> None:
    draw_bindings(draft)
    if draft.preview and any(b["type"] in NOT_IN_PREVIEW for b in draft.bindings):
        # No bundle has both types: the newer one goes.
        draft.preview = False
        gone = [b for b in draft.bindings if b["type"] in ("assistantSkillTrigger", "kusto", "textCompletion")]
        for binding in gone:
            if binding["type"] == "assistantSkillTrigger":
                binding.pop("functionDescription")
                binding.update(type="rabbitMQTrigger", queueName="q", connectionStringSetting="Rabbit")
                continue
            draft.bindings.remove(binding)
            draft.parameters[:] = [p for p in draft.parameters if p.binding is not binding]
            draft.statements[:] = [s for s in draft.statements if str(binding["name"]) not in s]
    durable = draft.shape in ("orchestrator", "entity")
    draft.is_async = not durable and draft.coin(0.25)
    if draft.coin(0.12):
        rename_target(draft)


def _put_fault(draft: Draft, family: str) -> None:
    """Puts in a fault of a family that works on the draft; the first one drawn that applies."""
    if family not in FAMILIES:
        return
    for _ in range(20):
        fault = draft.rng.choice(FAMILIES[family][1])
        if draft.bindings and fault(draft):
            draft.faults.append(f"{family}:{fault.__name__.replace('_', '-')}")
            return


def _draw_script(draft: Draft, families: list[str]) -> list[str]:
    if draft.shape.endswith("-direct"):
        name = draft.shape.removesuffix("-direct")
        draft.shape = name
        lines = draw_entry_fault(draft, wrapping=False)
        draft.faults.pop()
        draft.shape = f"{name}-direct"
        return lines
    for family in families:
        if family in ("entry", "decorators"):
            return draw_entry_fault(draft, wrapping=family == "decorators")
    return draw_shape(draft)


def _write(draft: Draft, text: bytes, families: list[str]) -> dict[str, bytes]:
    files: dict[str, bytes] = {path: content.encode() for path, content in draft.files.items()}
    if "syntax" in families:
        text = _break_one(draft, text, files)
    place = misplace_script if "script" in families else place_script
    files.update(place(draft, text))
    add_bystanders(draft, files)
    files = {(draft.name + path.removeprefix("Fn") if path.startswith("Fn/") else path): c for path, c in files.items()}
    description = function_json(draft)
    if "json" in families:
        description = vary_json(draft, description, faulty=True)
    elif not families and draft.coin(0.12):
        description = vary_json(draft, description, faulty=False)
    files[f"{draft.name}/function.json"] = description.encode()
    bundle = {"id": _BUNDLE + (".Preview" if draft.preview else ""), "version": "[4.*, 5.0.0)"}
    files["host.json"] = (json.dumps({"version": "2.0", "extensionBundle": bundle}, indent=2) + "\n").encode()
    if b"durable_functions" in text and "azure-functions-durable" not in draft.requirements:
        draft.requirements.append("azure-functions-durable")
    files["requirements.txt"] = ("\n".join(draft.requirements) + "\n").encode()
    return files


def _break_one(draft: Draft, text: bytes, files: dict[str, bytes]) -> bytes:
    """Breaks the text of the script, or of a module that it imports."""
    modules = sorted(path for path, content in files.items() if path.endswith(".py") and content)
    if modules and draft.coin(0.4):
        path = draft.rng.choice(modules)
        files[path] = break_text(draft, files[path].decode())
        return text
    return break_text(draft, text.decode())
