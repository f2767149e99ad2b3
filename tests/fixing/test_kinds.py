"""What each kind of fix makes of a small app with one fault."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from funclint.diagnostic import Applicability, Diagnostic
from funclint.engine import check_paths
from funclint.fixing.rounds import Outcome, fix

Write = Callable[[Path, dict[str, str]], Path]
Files = dict[str, str]

SAFE, UNSAFE = Applicability.SAFE, Applicability.UNSAFE

HOST = (
    '{"version": "2.0", "extensionBundle": {"id": "Microsoft.Azure.Functions.ExtensionBundle",'
    ' "version": "[4.*, 5.0.0)"}}\n'
)
REQ = '{"type": "httpTrigger", "direction": "in", "name": "req"}'
RES = '{"type": "http", "direction": "out", "name": "$return"}'
QUEUE = '{"type": "queueTrigger", "direction": "in", "name": "order", "queueName": "orders"}'
OUT = '{"type": "queue", "direction": "out", "name": "label", "queueName": "labels"}'
FUNC = "import azure.functions as func\n\n\n"
TYPING = "import typing\n\n" + FUNC


def described(*bindings: str, more: str = "") -> str:
    """A function.json with a binding on each line; ``more``: what stands before the bindings."""
    return "{\n" + more + '  "bindings": [\n    ' + ",\n    ".join(bindings) + "\n  ]\n}\n"


class Kind(NamedTuple):
    """A fault and its remedy: what the files of the function are before and after; ``title`` is part of the fix's."""

    name: str
    before: Files
    after: Files
    safety: Applicability = SAFE
    title: str = ""


def kind(
    name: str,
    json: str | tuple[str, str],
    code: str | tuple[str, str],
    safety: Applicability = SAFE,
    title: str = "",
    **more: str | tuple[str, str],
) -> Kind:
    """A kind whose files are given once where they stay, twice (before, after) where they change."""
    files = {"F/function.json": json, "F/__init__.py": code}
    files |= {name.replace("__", "/").replace("_", "."): text for name, text in more.items()}
    before = {path: text if isinstance(text, str) else text[0] for path, text in files.items()}
    after = {path: text if isinstance(text, str) else text[1] for path, text in files.items()}
    return Kind(name, before, after, safety, title)


def both(template: str, before: str, after: str) -> tuple[str, str]:
    """A text before and after, the changing part marked by ``@``."""
    return template.replace("@", before), template.replace("@", after)


PLAIN = "def main(req):\n    return 'x'\n"
ON_QUEUE = "def main(order):\n    print(order)\n"

KINDS = [
    # http outputs and $return
    kind(
        "res",
        both(described(REQ, RES.replace("$return", "@")), "res", "$return"),
        PLAIN,
        SAFE,
        "rename the output 'res' to '$return': the function returns its response",
    ),
    kind("direction of $return", both(described(REQ, RES.replace('"out"', '"@"')), "in", "out"), PLAIN),
    kind(
        "inout",
        both(described(QUEUE, OUT.replace('"out"', '"@"')), "inout", "out"),
        FUNC + "def main(order, label: func.Out[str]):\n    label.set(order.get_body().decode())\n",
    ),
    kind("no http output", (described(REQ), described(REQ, RES)), PLAIN),
    kind(
        "no http output, and nothing returned on one path",
        (described(REQ), described(REQ, RES)),
        "def main(req):\n    if req.params:\n        return 'x'\n",
        UNSAFE,
    ),
    kind("direction of http", both(described(REQ, RES.replace('"out"', '"@"')), "in", "out"), PLAIN),
    kind("direction", both(described(REQ, RES.replace('"out"', '"@"')), "output", "out"), PLAIN),
    kind(
        "case of type",
        both(described(QUEUE.replace("queueTrigger", "@")), "QueueTrigger", "queueTrigger"),
        FUNC + "def main(order: func.QueueMessage):\n    print(order)\n",
    ),
    kind(
        "misspelt type",
        both(described(QUEUE.replace("queueTrigger", "@")), "queueTriger", "queueTrigger"),
        ON_QUEUE,
        UNSAFE,
    ),
    # names
    kind(
        "near names",
        both(described(QUEUE.replace('"order"', '"@"')), "orders", "order"),
        FUNC + "def main(order: func.QueueMessage):\n    print(order)\n",
        SAFE,
        "the only ones left over, and the types agree",
    ),
    kind(
        "names that are not alike",
        both(described(QUEUE.replace('"order"', '"@"')), "item", "x"),
        "def main(x):\n    print(x)\n",
        UNSAFE,
        "the names are not alike",
    ),
    kind(
        "names whose types differ",
        both(described(REQ, RES, OUT.replace('"label"', '"@"')), "labels", "label"),
        (
            "def main(req, label: str):\n    print(label)\n    return 'x'\n",
            FUNC + "def main(req, label: func.Out[str]):\n    print(label)\n    return 'x'\n",
        ),
        UNSAFE,
        "the types do not tell whether it is meant",
    ),
    kind(
        "dash",
        both(described(REQ.replace('"req"', '"@"'), RES), "the-req", "the_req"),
        "def main(the_req):\n    return the_req.url\n",
    ),
    kind(
        "two underscores",
        both(described(REQ.replace('"req"', '"@"'), RES), "the__req", "the_req"),
        both("def main(@):\n    return @.url\n", "the__req", "the_req"),
    ),
    kind(
        "missing parameter",
        described(QUEUE, OUT),
        (
            FUNC + "def main(label: func.Out[str]):\n    label.set('x')\n",
            FUNC + "def main(label: func.Out[str], order: func.QueueMessage):\n    label.set('x')\n",
        ),
        SAFE,
        "add the parameter 'order'",
    ),
    kind(
        "missing parameter of an output",
        described(QUEUE, OUT),
        (
            FUNC + "def main(order: func.QueueMessage):\n    print(order)\n",
            FUNC + "def main(order: func.QueueMessage, label: func.Out[func.QueueMessage]):\n    print(order)\n",
        ),
        UNSAFE,
    ),
    kind(
        "context",
        described(REQ, RES),
        both(
            FUNC + "def main(req: func.HttpRequest, @: func.Context):\n    return @.invocation_id\n", "ctx", "context"
        ),
    ),
    kind(
        "durable client",
        (described(REQ, RES), described(REQ, RES, '{"name": "starter", "type": "durableClient", "direction": "in"}')),
        "import azure.durable_functions as df\n\n\ndef main(req, starter):\n"
        "    df.DurableOrchestrationClient(starter)\n    return 'x'\n",
    ),
    kind(
        "unused http output",
        (described(REQ, RES.replace("$return", "res")), described(REQ)),
        "def main(req):\n    print(req.url)\n",
        UNSAFE,
    ),
    kind("unused parameter", described(REQ, RES), ("def main(req, number):\n    return 'x'\n", PLAIN), UNSAFE),
    # annotations
    kind(
        "annotation of another binding",
        described(QUEUE),
        both(FUNC + "def main(order: func.@):\n    pass\n", "HttpRequest", "QueueMessage"),
    ),
    kind(
        "annotation of another binding, whose value is used",
        described(QUEUE),
        both(FUNC + "def main(order: func.@):\n    print(order)\n", "HttpRequest", "QueueMessage"),
        UNSAFE,
    ),
    kind(
        "list[...]",
        described(QUEUE, OUT),
        both(TYPING + "def main(order, label: func.Out[@]):\n    label.set(['x'])\n", "list[str]", "typing.List[str]"),
    ),
    kind(
        "list[...], with the import",
        described(QUEUE, OUT),
        (
            FUNC + "def main(order, label: func.Out[list[str]]):\n    label.set(['x'])\n",
            FUNC.replace("\n\n\n", "\nfrom typing import List\n\n\n")
            + "def main(order, label: func.Out[List[str]]):\n    label.set(['x'])\n",
        ),
    ),
    kind(
        "X | None",
        described(REQ, RES),
        both(FUNC + "def main(req: @):\n    return 'x'\n", "func.HttpRequest | None", "func.HttpRequest"),
    ),
    kind(
        "Optional[X]",
        described(REQ, RES),
        both(
            TYPING + "def main(req: @):\n    return typing.cast(str, 'x')\n",
            "typing.Optional[func.HttpRequest]",
            "func.HttpRequest",
        ),
    ),
    kind(
        "Out is missing",
        described(QUEUE, OUT),
        both(FUNC + "def main(order: func.QueueMessage, label: @):\n    label.set('x')\n", "str", "func.Out[str]"),
    ),
    kind(
        "Out is missing, with the import",
        described(QUEUE, OUT),
        (
            "def main(order, label: str):\n    label.set('x')\n",
            FUNC + "def main(order, label: func.Out[str]):\n    label.set('x')\n",
        ),
    ),
    kind(
        "Out too much",
        described(QUEUE),
        both(FUNC + "def main(order: @):\n    print(order)\n", "func.Out[func.QueueMessage]", "func.QueueMessage"),
    ),
    kind(
        "Out without a type",
        described(QUEUE, OUT),
        both(FUNC + "def main(order, label: func.Out@):\n    label.set('x')\n", "", "[func.QueueMessage]"),
    ),
    kind(
        "Out(...)",
        described(QUEUE, OUT),
        both(FUNC + "def main(order, label: @):\n    label.set('x')\n", "func.Out(str)", "func.Out[str]"),
    ),
    kind(
        "context annotation",
        described(REQ, RES),
        both(
            FUNC + "def main(req, context: @):\n    return context.invocation_id\n", "func.HttpRequest", "func.Context"
        ),
    ),
    kind("positional only", described(REQ, RES), both("def main(req@):\n    return 'x'\n", ", /", "")),
    kind(
        "return annotation",
        described(REQ, RES),
        both(
            FUNC + "def main(req) -> @:\n    return func.HttpResponse('x')\n", "func.HttpRequest", "func.HttpResponse"
        ),
    ),
    kind(
        "imported for type checkers only",
        described(REQ, RES),
        (
            "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    import azure.functions as func\n\n\n"
            "def main(req: func.HttpRequest):\n    return 'x'\n",
            "import azure.functions as func\n\n\n\ndef main(req: func.HttpRequest):\n    return 'x'\n",
        ),
    ),
    kind(
        "annotation without import",
        described(REQ, RES),
        (
            "def main(req: func.HttpRequest):\n    return 'x'\n",
            FUNC + "def main(req: func.HttpRequest):\n    return 'x'\n",
        ),
    ),
    kind(
        "functools.wraps",
        described(REQ, RES),
        (
            "def logged(fn):\n    def inner(*args, **kwargs):\n        return fn(*args, **kwargs)\n\n"
            "    return inner\n\n\n@logged\ndef main(req):\n    return 'x'\n",
            "import functools\n\n\ndef logged(fn):\n    @functools.wraps(fn)\n    def inner(*args, **kwargs):\n"
            "        return fn(*args, **kwargs)\n\n    return inner\n\n\n@logged\ndef main(req):\n    return 'x'\n",
        ),
    ),
    # results
    kind(
        "out = value",
        described(QUEUE, OUT),
        both(FUNC + "def main(order, label: func.Out[str]):\n    label@\n", " = 'x'", ".set('x')"),
    ),
    kind(
        "return",
        described(REQ, RES),
        both(FUNC + "def main(req: func.HttpRequest):\n    @func.HttpResponse('x')\n", "", "return "),
    ),
    kind(
        "a dict as response",
        described(REQ, RES),
        ("def main(req):\n    return {'a': 1}\n", "import json\n\n\ndef main(req):\n    return json.dumps({'a': 1})\n"),
        UNSAFE,
    ),
    # the script
    kind("scriptFile", both(described(REQ, RES, more='  "scriptFile": "@",\n'), "__init_.py", "__init__.py"), PLAIN),
    kind("entryPoint", both(described(REQ, RES, more='  "entryPoint": "@",\n'), "Main", "main"), PLAIN),
    Kind(
        "scriptfile",
        {
            "F/function.json": described(REQ, RES, more='  "scriptfile": "run.py",\n'),
            "F/run.py": PLAIN,
            "F/prices.py": "",
        },
        {
            "F/function.json": described(REQ, RES, more='  "scriptFile": "run.py",\n'),
            "F/run.py": PLAIN,
            "F/prices.py": "",
        },
    ),
    # imports
    kind(
        "sibling",
        described(REQ, RES),
        both("@\n\n\ndef main(req):\n    return prices.text\n", "import prices", "from . import prices"),
        F__prices_py="text = 'x'\n",
    ),
    kind(
        "sibling from",
        described(REQ, RES),
        both("from @ import text\n\n\ndef main(req):\n    return text\n", "prices", ".prices"),
        F__prices_py="text = 'x'\n",
    ),
    kind(
        "import with dots",
        described(REQ, RES),
        both("@\n\n\ndef main(req):\n    return prices.text\n", "import .prices", "from . import prices"),
        F__prices_py="text = 'x'\n",
    ),
    kind(
        "import in another case",
        described(REQ, RES),
        both("from shared.@ import text\n\n\ndef main(req):\n    return text\n", "Prices", "prices"),
        shared__prices_py="text = 'x'\n",
    ),
    kind(
        "too many dots",
        described(REQ, RES),
        both("from @shared import prices\n\n\ndef main(req):\n    return prices.text\n", "...", ".."),
        shared__prices_py="text = 'x'\n",
    ),
    kind(
        "missing requirement",
        described(REQ, RES),
        "import requests\n\n\ndef main(req):\n    return requests.get('x').text\n",
        requirements_txt=("azure-functions\n", "azure-functions\nrequests\n"),
    ),
    # properties
    kind(
        "dataType",
        (
            described('{"type": "blobTrigger", "direction": "in", "name": "image", "path": "a/{n}"}'),
            described(
                '{"type": "blobTrigger", "direction": "in", "name": "image", "path": "a/{n}", "dataType": "binary"}'
            ),
        ),
        "def main(image: bytes):\n    print(image)\n",
    ),
    kind("leading slash", both(described(REQ[:-1] + ', "route": "@orders"}', RES), "/", ""), PLAIN),
    kind(
        "five fields",
        both(
            described('{"type": "timerTrigger", "direction": "in", "name": "timer", "schedule": "@*/5 * * * *"}'),
            "",
            "0 ",
        ),
        "def main(timer):\n    print(timer)\n",
        UNSAFE,
        "if no other field is missing",
    ),
    kind(
        "time span",
        both(
            described('{"type": "timerTrigger", "direction": "in", "name": "timer", "schedule": "@"}'),
            "00:05:00",
            "0 */5 * * * *",
        ),
        "def main(timer):\n    print(timer)\n",
    ),
    kind(
        "% in connection", both(described(QUEUE[:-1] + ', "connection": "@"}'), "%Orders%", "Orders"), ON_QUEUE, UNSAFE
    ),
    kind(
        "misspelt property",
        both(described(QUEUE[:-1] + ', "@": "Orders"}'), "conection", "connection"),
        ON_QUEUE,
        UNSAFE,
    ),
    kind(
        "renamed property",
        both(
            described(
                '{"type": "cosmosDBTrigger", "direction": "in", "name": "docs", "databaseName": "shop", "@": "orders"}'
            ),
            "collectionName",
            "containerName",
        ),
        "def main(docs):\n    print(docs)\n",
    ),
    kind(
        "left over from 1.x",
        (
            described(
                '{"type": "serviceBusTrigger", "direction": "in", "name": "order",'
                ' "queueName": "orders", "accessRights": "Listen"}'
            ),
            described('{"type": "serviceBusTrigger", "direction": "in", "name": "order", "queueName": "orders"}'),
        ),
        ON_QUEUE,
    ),
    # host.json and local.settings.json
    kind(
        "bundle",
        described(QUEUE),
        ON_QUEUE,
        host_json=(
            '{\n  "version": "2.0"\n}\n',
            (
                '{\n  "version": "2.0",\n  "extensionBundle": {\n'
                '    "id": "Microsoft.Azure.Functions.ExtensionBundle",\n'
                '    "version": "[4.*, 5.0.0)"\n  }\n}\n'
            ),
        ),
    ),
    kind("host version", described(REQ, RES), PLAIN, host_json=both('{"version": @}\n', '"3.0"', '"2.0"')),
    kind(
        "host key",
        described(REQ, RES),
        PLAIN,
        UNSAFE,
        host_json=both('{"version": "2.0", "@": "00:05:00"}\n', "functionTimout", "functionTimeout"),
    ),
    kind(
        "host section of 1.x",
        described(REQ, RES),
        PLAIN,
        UNSAFE,
        host_json=(
            '{\n  "version": "2.0",\n  "http": {"routePrefix": "v1"},\n  "queues": {"batchSize": 1}\n}\n',
            '{\n  "version": "2.0",\n  "extensions": {\n    "http": {"routePrefix": "v1"},\n'
            '    "queues": {"batchSize": 1}\n  }\n}\n',
        ),
    ),
    kind(
        "IsEncrypted",
        described(REQ, RES),
        PLAIN,
        local_settings_json=(
            '{\n  "Values": {"FUNCTIONS_WORKER_RUNTIME": "python"}\n}\n',
            '{\n  "IsEncrypted": false,\n  "Values": {"FUNCTIONS_WORKER_RUNTIME": "python"}\n}\n',
        ),
    ),
    kind(
        "key of local settings",
        described(REQ, RES),
        PLAIN,
        local_settings_json=both(
            '{"IsEncrypted": false, "@": {"FUNCTIONS_WORKER_RUNTIME": "python"}}\n', "values", "Values"
        ),
    ),
    # pyflakes
    kind("unused import", described(REQ, RES), ("import json\n\n\n" + PLAIN, "\n\n" + PLAIN)),
    kind(
        "unused import of a package",
        described(REQ, RES),
        ("import shared.a\n\n\n" + PLAIN, "\n\n" + PLAIN),
        UNSAFE,
        shared__a_py="",
    ),
    kind(
        "undefined module",
        described(REQ, RES),
        ("def main(req):\n    return json.dumps({})\n", "import json\n\n\ndef main(req):\n    return json.dumps({})\n"),
    ),
    kind("f-string", described(REQ, RES), both("def main(req):\n    return @'x'\n", "f", "")),
    kind("is", described(REQ, RES), both("def main(req):\n    return 'x' if req.url @ '' else 'y'\n", "is", "==")),
    kind(
        "unused exception",
        described(REQ, RES),
        both(
            "def main(req):\n    try:\n        return req.url\n    except ValueError@:\n        return 'x'\n",
            " as e",
            "",
        ),
    ),
    kind(
        "unused variable",
        described(REQ, RES),
        both("def main(req):\n    @req.get_json()\n    return 'x'\n", "a = ", ""),
        UNSAFE,
    ),
]


def applied(folder: Path, levels: Sequence[Applicability]) -> Outcome:
    def wanted(item: Diagnostic) -> bool:
        return item.fix is not None and item.fix.applicability in levels

    return fix(lambda files: check_paths([folder], files=files, jobs=1), wanted, lambda path: None)


@pytest.mark.parametrize("case", KINDS, ids=[case.name for case in KINDS])
def test_kind(case: Kind, tmp_path: Path, write: Write) -> None:
    write(
        tmp_path, {"host.json": HOST, "requirements.txt": "azure-functions\nazure-functions-durable\n", **case.before}
    )
    if case.safety is UNSAFE:
        assert applied(tmp_path, [SAFE]).contents == {}
    done = applied(tmp_path, [SAFE] if case.safety is SAFE else [SAFE, UNSAFE])
    assert (done.undone, done.fighting) == ([], ())
    changed = {path.relative_to(tmp_path).as_posix(): data.decode() for path, data in done.contents.items()}
    assert {**case.before, **changed} == case.after
    titles = [item.fix.title for item in done.applied if item.fix is not None]
    assert any(case.title in title for title in titles), titles
    codes = {item.code for item in done.applied}
    assert not codes & {item.code for item in done.result.diagnostics}


@pytest.mark.parametrize(
    ("code", "titles"),
    [
        (
            FUNC + "def main(req: func.HttpRequest, label: func.Out[func.QueueMessage]):\n    return 'x'\n",
            ["add a queue binding 'label'"],
        ),
        (
            FUNC + "def main(req: func.HttpRequest, rows: func.DocumentList):\n    return 'x'\n",
            ["add a cosmosDB binding 'rows'"],
        ),
        (
            FUNC + "def main(req: func.HttpRequest, rows: func.InputStream):\n    return 'x'\n",
            ["add a blob binding 'rows'"],
        ),
    ],
)
def test_bindings_to_choose_from(code: str, titles: list[str], tmp_path: Path, write: Write) -> None:
    files = {"host.json": HOST, "requirements.txt": "azure-functions\n", "F/function.json": described(REQ, RES)}
    write(tmp_path, {**files, "F/__init__.py": code})
    (item,) = [item for item in check_paths([tmp_path], jobs=1).diagnostics if item.code == "FN301"]
    assert item.fix is None
    assert [choice.title for choice in item.choices if choice.title in titles] == titles
    assert {choice.applicability for choice in item.choices} == {Applicability.MANUAL}
    assert applied(tmp_path, [SAFE, UNSAFE]).contents == {}


@pytest.mark.parametrize(
    "broken",
    [
        described(REQ, RES.replace('"out"', '"in"')).replace('"direction": "in", "name"', '"direction": "in" "name"'),
        described(REQ, RES.replace('"out"', '"in"')).replace("},\n", "}\n"),
        described(REQ, RES.replace('"out"', '"in"'))[:-4],
    ],
)
def test_json_that_the_host_refuses_is_left_alone(broken: str, tmp_path: Path, write: Write) -> None:
    write(tmp_path, {"host.json": HOST, "requirements.txt": "azure-functions\n", "F/function.json": broken,
                     "F/__init__.py": PLAIN})  # fmt: skip
    done = applied(tmp_path, [SAFE, UNSAFE])
    assert "FN003" in {item.code for item in done.result.diagnostics}
    assert (done.contents, done.undone) == ({}, [])


def test_a_nested_setting_is_for_its_author(tmp_path: Path, write: Write) -> None:
    settings = '{\n  "IsEncrypted": false,\n  "Values": {\n    "Hub": {"Name": "a", "Sizes": [1, 2]}\n  }\n}\n'
    files = {"host.json": HOST, "requirements.txt": "azure-functions\n", "local.settings.json": settings}
    write(tmp_path, {**files, "F/function.json": described(REQ, RES), "F/__init__.py": PLAIN})
    (item,) = [item for item in check_paths([tmp_path], jobs=1).diagnostics if item.code == "FN630"]
    assert item.fix is not None
    assert item.fix.applicability is Applicability.MANUAL
    ((span, content),) = item.fix.edits
    assert settings[: span.start] + content + settings[span.end :] == settings.replace(
        '"Hub": {"Name": "a", "Sizes": [1, 2]}', '"Hub__Name": "a",\n    "Hub__Sizes__0": 1,\n    "Hub__Sizes__1": 2'
    )
