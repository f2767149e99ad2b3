"""Writes a function app of any size: sound, with scripts as people write them, the same for the same number.

    python generate.py FOLDER [FUNCTIONS]

Half of the functions are triggered by http, the others by a queue, a timer or a blob. Each script has about 90 lines
and imports from a `shared` package of 20 modules of about 90 lines.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from string import Template
from typing import Any

SHARED_MODULES = 20

NOUNS = (
    "order", "invoice", "customer", "shipment", "payment", "product", "basket", "voucher", "refund", "supplier",
    "warehouse", "parcel", "meter", "reading", "contract", "tariff", "booking", "ticket", "article", "review",
)  # fmt: skip
VERBS = (
    "accept", "archive", "enrich", "export", "notify", "price", "rank", "resize", "route", "scan", "score",
    "settle", "split", "sync", "track", "validate",
)  # fmt: skip
FIELDS = (
    "amount", "status", "country", "currency", "weight", "quantity", "region", "channel", "priority", "created_by",
    "due_date", "batch",
)  # fmt: skip

_MAINS = {
    "http": '''
def main(req: func.HttpRequest, context: func.Context) -> func.HttpResponse:
    """Answers one $noun for `$route`."""
    logger.info("%s: %s %s", context.invocation_id, req.method, req.url)
    reference = req.route_params.get("reference") or req.params.get("reference")
    if not reference:
        return func.HttpResponse("a reference is needed", status_code=400)
    try:
        body = req.get_json() if req.method == "POST" else {}
    except ValueError:
        return func.HttpResponse("the body is no JSON", status_code=400)
    $noun = $Noun(reference, **{key: body[key] for key in $Noun.KEYS if key in body})
    problems = [problem for problem in check($noun, strict=req.params.get("strict") == "1")]
    if problems:
        return func.HttpResponse(json.dumps({"problems": problems}), status_code=422, mimetype="application/json")
    try:
        result = $verb($noun, $module_a.lookup(reference))
    except $module_a.$ClassA.Missing as error:
        logger.warning("%s is not known: %s", reference, error)
        return func.HttpResponse(status_code=404)
    headers = {"x-$noun": reference, "x-total": f"{result.total:.2f}"}
    return func.HttpResponse(result.as_json(), headers=headers, mimetype="application/json")
''',
    "queue": '''
def main(msg: func.QueueMessage, done: func.Out[str]) -> None:
    """Takes one $noun from the queue and passes the result on."""
    logger.info("message %s, attempt %s", msg.id, msg.dequeue_count)
    body = json.loads(msg.get_body().decode("utf-8"))
    rows = body if isinstance(body, list) else [body]
    results = []
    for number, row in enumerate(rows, start=1):
        $noun = $Noun(str(row.get("reference", number)), **{k: row[k] for k in $Noun.KEYS if k in row})
        problems = list(check($noun, strict=bool(STRICT)))
        if problems:
            logger.warning("row %d of %d: %s", number, len(rows), "; ".join(problems))
            continue
        try:
            results.append($verb($noun, $module_a.lookup($noun.reference)))
        except $module_a.$ClassA.Missing:
            if (msg.dequeue_count or 0) < 5:
                raise
            logger.exception("%s is given up", $noun.reference)
    done.set(json.dumps([json.loads(result.as_json()) for result in results]))
''',
    "timer": '''
async def main(timer: func.TimerRequest, report: func.Out[bytes]) -> None:
    """Goes over every $noun of the day."""
    started = datetime.datetime.now(datetime.timezone.utc)
    if timer.past_due:
        logger.warning("the timer is late")
    lines = ["reference;total"]
    total = 0.0
    for reference in $module_a.references(limit=LIMIT):
        $noun = $Noun(reference)
        *_, problem = ["", *check($noun, strict=STRICT)]
        if problem:
            continue
        result = $verb($noun, $module_a.lookup(reference))
        total += result.total
        lines.append(f"{result.reference};{result.total:.2f}")
        await asyncio.sleep(0)
    lines.append(f"all;{total:.2f}")
    took = datetime.datetime.now(datetime.timezone.utc) - started
    logger.info("%d lines in %s", len(lines), took)
    report.set("\\n".join(lines).encode("utf-8"))
''',
    "blob": '''
def main(source: func.InputStream, target: func.Out[str]) -> None:
    """Reads a file with one $noun in each line."""
    logger.info("%s has %s bytes", source.name, source.length)
    text = source.read().decode("utf-8-sig")
    results: list[str] = []
    for row in csv.DictReader(io.StringIO(text), delimiter=";"):
        values = {key: value for key, value in row.items() if key in $Noun.KEYS and value}
        $noun = $Noun(row.get("reference") or "", **values)
        match list(check($noun, strict=STRICT)):
            case []:
                results.append($verb($noun, $module_a.lookup($noun.reference)).as_json())
            case [problem]:
                logger.warning("%s: %s", $noun.reference, problem)
            case [first, *others]:
                logger.warning("%s: %s and %d more", $noun.reference, first, len(others))
    target.set("\\n".join(results))
''',
}

_IMPORTS = {
    "http": "import json\nimport logging\nimport os\n",
    "queue": "import json\nimport logging\nimport os\n",
    "timer": "import asyncio\nimport datetime\nimport json\nimport logging\nimport os\n",
    "blob": "import csv\nimport io\nimport json\nimport logging\nimport os\n",
}

_HEAD = '''"""The $trigger function that can $verb a $noun."""

$imports
import azure.functions as func

from shared import $module_a
from shared.$module_b import $ClassB, ${module_b}_of
from ..shared.$module_c import normalise as normalise_$module_c

logger = logging.getLogger(__name__)

LIMIT = int(os.environ.get("${NOUN}_LIMIT", "$number"))
STRICT = os.environ.get("${NOUN}_STRICT", "").lower() in {"1", "true", "yes"}
'''

_CLASSES = (
    '''

class $Noun:
    """What a caller tells about a $noun."""

    KEYS = ("$field_a", "$field_b", "$field_c")

    def __init__(self, reference, $field_a=None, $field_b=None, $field_c=None):
        self.reference = reference
        self.$field_a = $field_a
        self.$field_b = $field_b if $field_b is not None else "$default"
        self.$field_c = $field_c

    @property
    def total(self):
        return float(self.$field_a or 0) * (1 + $number / 1000)

    def as_json(self):
        return json.dumps({key: getattr(self, key) for key in ("reference", *self.KEYS)}, default=str)
''',
    '''

class $Noun:
    """One $noun and what is known of it."""

    KEYS = frozenset({"$field_a", "$field_b", "$field_c"})
    reference: str
    values: dict[str, object]

    def __init__(self, reference: str, **values: object) -> None:
        self.reference = reference
        self.values = {"$field_b": "$default", **values}

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.reference!r}, {len(self.values)} values)"

    def __getattr__(self, name: str) -> object:
        if name not in self.KEYS:
            raise AttributeError(name)
        return self.values.get(name)

    @property
    def total(self) -> float:
        value = self.values.get("$field_a")
        return float(value) if isinstance(value, (int, float)) else 0.0

    def as_json(self) -> str:
        return json.dumps({"reference": self.reference, **self.values}, default=str, sort_keys=True)
''',
)

_CHECKS = (
    '''

def check($noun, strict=False):
    """The problems of a $noun, one sentence each."""
    if not $noun.reference:
        yield "a $noun needs a reference"
    elif len($noun.reference) > $number:
        yield f"the reference has {len($noun.reference)} characters, at most $number are taken"
    if strict and $noun.$field_b not in ("$default", "other", None):
        yield f"$field_b cannot be {$noun.$field_b!r}"
    for key in sorted($noun.KEYS):
        value = getattr($noun, key)
        if isinstance(value, str) and value != value.strip():
            yield f"{key} begins or ends with blanks"
''',
    '''

_KNOWN = {"$default": 1, "other": 2, "none": 3}


def check($noun: $Noun, strict: bool = False) -> list[str]:
    """The problems of a $noun."""
    problems = []
    try:
        number = int("".join(filter(str.isdigit, $noun.reference)) or "0")
    except (TypeError, ValueError) as error:
        problems.append(f"no number in the reference: {error}")
    else:
        if number > $number and not LIMIT:
            problems.append(f"{number} is out of range")
    rank = _KNOWN.get(str($noun.$field_b), 0)
    if strict and (rank == 0 or rank > 2):
        problems.append("$field_b is not known")
    while len(problems) > 3:
        problems.pop()
    return problems
''',
)

_WORKS = (
    '''

def $verb($noun, record):
    """The $noun after the rules of $module_b."""
    rules = [rule for rule in ${module_b}_of($noun.reference) if rule.active]
    rules.sort(key=lambda rule: (rule.weight, rule.name))
    best = rules[0] if rules else $ClassB("$default", $number)
    with best.applied_to(record) as changed:
        for key, value in normalise_$module_c(changed).items():
            if key in $noun.KEYS and value is not None:
                logger.debug("%s: %s = %r", $noun.reference, key, value)
    if os.environ.get("${NOUN}_TRACE"):
        logger.info("%s", {**record, "rules": [rule.name for rule in rules]})
    return $noun
''',
    '''

def $verb($noun: $Noun, record: dict[str, object]) -> $Noun:
    """Applies $module_b to a $noun."""

    def weight_of(rule: $ClassB) -> float:
        return rule.weight * (2 if rule.name == "$default" else 1)

    weights = {rule.name: weight_of(rule) for rule in ${module_b}_of($noun.reference)}
    if not weights:
        logger.info("no rule for %s", $noun.reference)
        return $noun
    name, heaviest = max(weights.items(), key=lambda item: item[1])
    changed = normalise_$module_c({**record, "rule": name})
    share = heaviest / (sum(weights.values()) or 1)
    if share > 0.9 and changed.get("$field_c") is None:
        logger.warning("%s rules %s alone: %.0f %%", name, $noun.reference, share * 100)
    return $noun
''',
)

_SHARED = '''"""What several functions need to know about $noun."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import logging
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

logger = logging.getLogger(__name__)

PREFIX = os.getenv("${NOUN}_PREFIX", "${noun}-")
_lock = threading.Lock()
_seen: dict[str, dict[str, object]] = {}


@dataclass
class $Class:
    """A rule for $noun."""

    name: str
    weight: float = $number
    tags: list[str] = field(default_factory=list)

    class Missing(KeyError):
        """There is no such $noun."""

    @property
    def active(self) -> bool:
        return self.weight > 0 and "off" not in self.tags

    @contextlib.contextmanager
    def applied_to(self, record: dict[str, object]) -> Iterator[dict[str, object]]:
        copy = dict(record)
        copy["$field_a"] = self.weight
        try:
            yield copy
        finally:
            logger.debug("%s was applied", self.name)

    @classmethod
    def from_text(cls, text: str) -> $Class:
        name, _, rest = text.partition(":")
        weight, *tags = rest.split(",") if rest else ["1"]
        return cls(name.strip(), float(weight), [tag.strip() for tag in tags])


@functools.lru_cache(maxsize=$number)
def digest(reference: str) -> str:
    """A short, stable name for a reference."""
    return hashlib.sha256(f"{PREFIX}{reference}".encode()).hexdigest()[:12]


def lookup(reference: str) -> dict[str, object]:
    """The record of a reference. Raises $Class.Missing."""
    if not reference.strip():
        raise $Class.Missing(reference)
    with _lock:
        return _seen.setdefault(digest(reference), {"reference": reference, "$field_b": None})


def references(limit: int = 100) -> list[str]:
    """What was looked up so far, at most so many."""
    found = [str(record["reference"]) for record in _seen.values()]
    return sorted(found)[:limit]


def ${module}_of(reference: str) -> list[$Class]:
    """The rules that hold for a reference."""
    text = os.environ.get("${NOUN}_RULES", "standard:1;late:0.5,slow;never:0,off")
    rules = [$Class.from_text(part) for part in text.split(";") if part]
    return [rule for rule in rules if rule.name != "late" or reference.endswith("L")]


def normalise(record: dict[str, object]) -> dict[str, object]:
    """Lower-case keys, no empty values."""
    clean = {}
    for key, value in record.items():
        if value in ("", None) and key != "$field_b":
            continue
        clean[key.strip().lower()] = value.strip() if isinstance(value, str) else value
    return clean
'''

_TRIGGERS = ("http", "queue", "http", "timer", "http", "blob")


def write_app(folder: Path, functions: int) -> None:
    """Write an app with so many functions into ``folder``, which may not exist yet."""
    shared = folder / "shared"
    shared.mkdir(parents=True)
    (shared / "__init__.py").write_text("")
    for number in range(SHARED_MODULES):
        (shared / f"{_module(number)}.py").write_text(_shared(number))
    _write_json(
        folder / "host.json",
        {
            "version": "2.0",
            "extensionBundle": {"id": "Microsoft.Azure.Functions.ExtensionBundle", "version": "[4.*, 5.0.0)"},
        },
    )
    (folder / "requirements.txt").write_text("azure-functions\n")
    for number in range(functions):
        name, script, function_json = _function(number)
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text(script)
        _write_json(folder / name / "function.json", function_json)


def _module(number: int) -> str:
    return f"{NOUNS[number % len(NOUNS)]}_rules"


def _class(number: int) -> str:
    return f"{NOUNS[number % len(NOUNS)].title()}Rule"


def _words(random_: random.Random) -> dict[str, Any]:
    noun = random_.choice(NOUNS)
    fields = random_.sample(FIELDS, 3)
    return {
        "noun": noun, "Noun": noun.title(), "NOUN": noun.upper(), "verb": random_.choice(VERBS),
        "field_a": fields[0], "field_b": fields[1], "field_c": fields[2],
        "default": random_.choice(["standard", "fast", "late", "home"]), "number": random_.randrange(20, 900),
    }  # fmt: skip


def _shared(number: int) -> str:
    words = _words(random.Random(f"shared {number}"))
    noun = NOUNS[number % len(NOUNS)]
    words.update(noun=noun, NOUN=noun.upper(), module=_module(number), Class=_class(number))
    return Template(_SHARED).substitute(words)


def _function(number: int) -> tuple[str, str, dict[str, Any]]:
    random_ = random.Random(f"function {number}")
    trigger = _TRIGGERS[number % len(_TRIGGERS)]
    words = _words(random_)
    first, second, third = random_.sample(range(SHARED_MODULES), 3)
    words.update(
        module_a=_module(first), ClassA=_class(first), module_b=_module(second), ClassB=_class(second),
        module_c=_module(third), route=f"{words['noun']}/{number}", trigger=trigger, imports=_IMPORTS[trigger],
    )  # fmt: skip
    parts = [_HEAD, random_.choice(_CLASSES), random_.choice(_CHECKS), random_.choice(_WORKS), "\n" + _MAINS[trigger]]
    name = f"{words['verb'].title()}{words['Noun']}{number:04}"
    return name, Template("".join(parts)).substitute(words), _function_json(trigger, words)


def _function_json(trigger: str, words: dict[str, Any]) -> dict[str, Any]:
    storage = {"connection": "AzureWebJobsStorage"}
    noun = words["noun"]
    bindings: dict[str, list[dict[str, Any]]] = {
        "http": [
            {
                "authLevel": "function", "type": "httpTrigger", "direction": "in", "name": "req",
                "methods": ["get", "post"], "route": words["route"] + "/{reference?}",
            },
            {"type": "http", "direction": "out", "name": "$return"},
        ],
        "queue": [
            {"type": "queueTrigger", "direction": "in", "name": "msg", "queueName": f"{noun}-in", **storage},
            {"type": "queue", "direction": "out", "name": "done", "queueName": f"{noun}-done", **storage},
        ],
        "timer": [
            {"type": "timerTrigger", "direction": "in", "name": "timer", "schedule": "0 */15 * * * *"},
            {"type": "blob", "direction": "out", "name": "report", "path": f"{noun}/{{DateTime}}.csv", **storage},
        ],
        "blob": [
            {"type": "blobTrigger", "direction": "in", "name": "source", "path": f"{noun}-in/{{name}}", **storage},
            {"type": "blob", "direction": "out", "name": "target", "path": f"{noun}-out/{{name}}", **storage},
        ],
    }  # fmt: skip
    return {"scriptFile": "__init__.py", "bindings": bindings[trigger]}


def _write_json(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n")


if __name__ == "__main__":
    write_app(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1000)
