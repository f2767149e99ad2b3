"""What is answered about a place: hover, completion, definition, references, rename, outline."""

from __future__ import annotations

import contextlib
import random
from datetime import datetime
from pathlib import Path

import pytest

from funclint.app.cron import parse_cron
from funclint.app.next_runs import next_runs
from funclint.diagnostic import Edit
from funclint.lsp.features import texts
from funclint.lsp.features.completion import complete
from funclint.lsp.features.hover import hover
from funclint.lsp.features.navigation import definitions, references
from funclint.lsp.features.renaming import RenameError, prepare, rename
from funclint.lsp.features.symbols import lenses, symbols
from funclint.lsp.session import Place, Session
from funclint.rulebook import Rulebook
from tests.lsp.features.conftest import APP, At

BOOK = Rulebook.with_shipped()
FIXTURES = Path(__file__).parent.parent.parent.parent / "fixtures"


def shown(place: Place) -> str:
    found = hover(place, (), BOOK)
    return "" if found is None else found.markdown


def spans(place: Place, found: list) -> list[str]:  # type: ignore[type-arg]
    """Places as ``file:text``."""
    result = []
    for span in found:
        text = (place.app.root / span.path).read_text()
        result.append(f"{span.path.relative_to(place.app.root).as_posix()}:{text[span.start : span.end]}")
    return result


@pytest.mark.parametrize(
    ("name", "piece", "expected"),
    [
        ("Orders/function.json", '"name": "or|der"', ["**order**: queue, out", "`func.Out[func.QueueMessage]`"]),
        ("Orders/function.json", '"httpTr|igger"', ["**req**: httpTrigger, in", "`func.HttpRequest`", "`authLevel`"]),
        ("Orders/function.json", '"orders/|{id}"', ["`GET, POST /v1/orders/{id}`", "authLevel: function"]),
        ("Orders/function.json", '"queue|Name"', ["`queueName`: a string"]),
        ("Orders/function.json", '"conn|ection"', ["The name of an app setting", "not the value"]),
        ("Orders/function.json", '"pl|ace"', ["**Orders**: httpTrigger: GET, POST /v1", "| `order` | queue | out |"]),
        ("Nightly/function.json", '"0 30 6| * * 1-5"', ["**at 06:30 on Monday to Friday**", "Next runs in UTC"]),
        ("Orders/__init__.py", "def pl|ace(", ["**Orders**: httpTrigger"]),
        ("Orders/__init__.py", "order|: func", ["**order**: queue, out"]),
        ("Orders/__init__.py", "ord|er.set", ["**order**: queue, out"]),
    ],
)  # fmt: skip
def test_hover(at: At, name: str, piece: str, expected: list[str]) -> None:
    text = shown(at(name, piece))
    assert [part for part in expected if part not in text] == []


def test_hover_says_why_something_is_reported(at: At) -> None:
    text = APP["Orders/function.json"].replace('"name": "$return"', '"name": "res"')
    session = Session(lambda *_: None, lambda *_: None)
    place = at("Orders/function.json", '"re|s"', text)
    path = place.path
    session.open(path, text)
    session.settle()
    found = hover(place, session.findings(path).findings, BOOK)
    assert found is not None
    assert found.markdown.startswith("**FN302** binding-without-parameter: the binding 'res' has no parameter")
    assert "[All about this rule](file://" in found.markdown
    assert text[found.span.start : found.span.end] == '"res"'


@pytest.mark.parametrize("piece", ['|{\n  "scriptFile"', '"methods": ["ge|t"'])
def test_no_hover_where_nothing_is_to_be_said(at: At, piece: str) -> None:
    assert hover(at("Orders/function.json", piece), (), BOOK) is None or "methods" in piece


def test_next_runs() -> None:
    cron = parse_cron("0 30 6 29 2 *")
    runs = next_runs(cron, datetime(2026, 11, 26, 12))
    assert next(runs) == datetime(2028, 2, 29, 6, 30)
    assert next(next_runs(parse_cron("0 */20 * * * *"), datetime(2026, 11, 26, 23, 50))) == datetime(2026, 11, 27)
    assert next(next_runs(parse_cron("30 0 12 * * 0"), datetime(2026, 11, 26))) == datetime(2026, 11, 29, 12, 0, 30)
    # Day and weekday both: the next Friday the 13th.
    assert next(next_runs(parse_cron("0 0 0 13 * 5"), datetime(2026, 11, 26))) == datetime(2027, 8, 13)
    assert list(next_runs(parse_cron("0 0 0 31 2 *"), datetime(2026, 11, 26))) == []
    assert "- Fri 2026-11-27 06:30:00" in texts.schedule_text("0 30 6 * * 1-5", datetime(2026, 11, 26, 8))


HEAD = '{"bindings": [{"type": "queue", "direction": "out", "name": "order", '


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ('{"bindings": [{"type": "|', ["httpTrigger", "blob"], ["apiHubFile"]),
        ('{"bindings": [{"type": |', ["httpTrigger"], []),
        ('{"bindings": [{"type": "ht|"}]}', ["httpTrigger"], []),
        ('{"bindings": [{"type": "queueTrigger", "direction": "|"}]}', ["in"], ["out"]),
        ('{"bindings": [{"type": "blob", "direction": |}]}', ["in", "out"], []),
        ('{"bindings": [{"type": "httpTrigger", "name": "req", "authLevel": "|"}]}', ["anonymous", "function"], []),
        ('{"bindings": [{"type": "httpTrigger", "name": "r", |}]}', ["authLevel", "direction"], ["type", "name"]),
        ('{"bindings": [{"type": "httpTrigger", "au|": 1}]}', ["authLevel"], ["type"]),
        ('{"entryPoint": "place", "bindings": [{"type": "httpTrigger", "name": "|"}]}', ["req", "order"], ["$return"]),
        ('{"bindings": [{"type": "http", "direction": "out", "name": "|"}]}', ["$return"], []),
        (HEAD + '"connection": "|"}]}', ["Store", "Bus"], []),
        (HEAD + '"queueName": "a-%|"}]}', ["%Store%"], []),
        (HEAD + '"queueName": "a-%St|ore%-b"}]}', ["%WHEN%"], []),
        (HEAD + '"dataType": "|"}]}', ["string", "binary"], []),
        ('{"scriptFile": "|", "bindings": []}', ["__init__.py"], ["function.json"]),
        ('{"entryPoint": "|", "bindings": []}', ["place"], []),
        ('{|}', ["bindings", "scriptFile", "entryPoint"], []),
        ('{"bindings": [{"type": "timerTrigger", "name": "t", "runOnStartup": |}]}', ["true", "false"], []),
    ],
)  # fmt: skip
def test_completion(at: At, text: str, wanted: list[str], unwanted: list[str]) -> None:
    place = at("Orders/function.json", text, text.replace("|", ""))
    found = {item.label: item for item in complete(place)}
    assert [label for label in wanted if label not in found] == []
    assert [label for label in unwanted if label in found] == []


@pytest.mark.parametrize(
    ("text", "label", "result"),
    [
        ('{"bindings": [{"type": "|', "blob", '{"bindings": [{"type": "blob"'),
        ('{"bindings": [{"type": |}]}', "blob", '{"bindings": [{"type": "blob"}]}'),
        ('{"bindings": [{"type": "ht|xx"}]}', "blob", '{"bindings": [{"type": "blob"}]}'),
        ('{"bindings": [{"ty|": "blob"}]}', "type", '{"bindings": [{"type": "blob"}]}'),
        ('{"bindings": [{|}]}', "type", '{"bindings": [{"type": }]}'),
        (HEAD + '"queueName": "a-%St|x%-b"}]}', "%WHEN%", HEAD + '"queueName": "a-%WHEN%-b"}]}'),
        (HEAD + '"queueName": "a-%St|', "%WHEN%", HEAD + '"queueName": "a-%WHEN%'),
        ('{"bindings": [{"type": "timerTrigger", "useMonitor": |}]}', "true",
         '{"bindings": [{"type": "timerTrigger", "useMonitor": true}]}'),
    ],
)  # fmt: skip
def test_what_is_completed_takes_the_place_of_what_is_there(at: At, text: str, label: str, result: str) -> None:
    written = text.replace("|", "")
    place = at("Orders/function.json", text, written)
    [item] = [item for item in complete(place) if item.label == label]
    assert applied(written, [item.edit]) == result


def applied(text: str, edits: list[Edit]) -> str:
    for edit in sorted(edits, key=lambda each: each.span.start, reverse=True):
        text = text[: edit.span.start] + edit.content + text[edit.span.end :]
    return text


@pytest.mark.parametrize(
    ("name", "piece", "expected"),
    [
        ("Orders/function.json", '"name": "or|der"', ["Orders/__init__.py:order"]),
        ("Orders/function.json", '"$re|turn"', ["Orders/__init__.py:place"]),
        ("Orders/function.json", '"pl|ace"', ["Orders/__init__.py:place"]),
        ("Orders/function.json", '"__in|it__.py"', ["Orders/__init__.py:"]),
        ("Orders/function.json", '"connection": "St|ore"', ['local.settings.json:"Store"']),
        ("Nightly/function.json", '"%WH|EN%', ['local.settings.json:"WHEN"']),
        ("Orders/__init__.py", "order|.set", ['Orders/function.json:"order"']),
        ("Orders/__init__.py", "def pla|ce", ['Orders/function.json:"place"']),
        ("Orders/__init__.py", 'environ["St|ore"]', ['local.settings.json:"Store"']),
        ("Nightly/__init__.py", "def ma|in", ["Nightly/function.json:"]),
        ("Flow/__init__.py", 'activity("St|ep"', ["Step/__init__.py:main"]),
        ("Orders/function.json", '"que|ue"', []),
        ("Orders/__init__.py", "im|port os", []),
    ],
)
def test_definition(at: At, name: str, piece: str, expected: list[str]) -> None:
    place = at(name, piece)
    assert spans(place, definitions(place)) == expected


@pytest.mark.parametrize(
    ("name", "piece", "expected"),
    [
        ("Orders/function.json", 'e": "or|der"', ['Orders/function.json:"order"', *["Orders/__init__.py:order"] * 2]),
        ("Orders/__init__.py", "re|q.method", ['Orders/function.json:"req"', *["Orders/__init__.py:req"] * 3]),
        ("Step/__init__.py", "def ma|in", ["Step/__init__.py:main", 'Flow/__init__.py:"Step"']),
        ("Orders/function.json", '"pl|ace"', ["Orders/__init__.py:place", 'Orders/function.json:"place"']),
        ("Orders/function.json", '"que|ue"', []),
    ],
)  # fmt: skip
def test_references(at: At, name: str, piece: str, expected: list[str]) -> None:
    place = at(name, piece)
    assert spans(place, references(place)) == expected


@pytest.mark.parametrize(
    ("name", "piece"), [("Orders/function.json", '"name": "re|q"'), ("Orders/__init__.py", "(re|q: func")]
)
def test_rename_changes_both_sides(at: At, name: str, piece: str) -> None:
    place = at(name, piece)
    found = prepare(place)
    assert found.name == place.source.text[found.span.start : found.span.end] == "req"
    edits = rename(place, "request")
    by_name = {path.relative_to(place.app.root).as_posix() for path in {edit.span.path for edit in edits}}
    assert by_name == {"Orders/function.json", "Orders/__init__.py"}
    script = place.app.root / "Orders/__init__.py"
    changed = applied(script.read_text(), [edit for edit in edits if edit.span.path == script])
    assert changed == APP["Orders/__init__.py"].replace("req:", "request:").replace("req.", "request.")
    json = place.app.root / "Orders/function.json"
    changed = applied(json.read_text(), [edit for edit in edits if edit.span.path == json])
    assert changed == APP["Orders/function.json"].replace('"req"', '"request"')


@pytest.mark.parametrize(
    ("name", "piece", "new", "reason"),
    [
        ("Orders/function.json", '"name": "re|q"', "class", "cannot be the name of a parameter"),
        ("Orders/function.json", '"name": "re|q"', "a-b", "cannot be the name of a parameter"),
        ("Orders/function.json", '"name": "re|q"', "a__b", "The host refuses 'a__b'"),
        ("Orders/function.json", '"name": "re|q"', "größe", "The host refuses"),
        ("Orders/function.json", '"name": "re|q"', "ORDER", "Another binding is called 'ORDER'"),
        ("Orders/__init__.py", "(re|q: func", "func", "has a meaning in 'place' already"),
        ("Orders/function.json", '"$re|turn"', "x", "is the value that the function returns"),
        ("Orders/function.json", '"que|ue"', "x", "Only bindings and their parameters"),
        ("Orders/__init__.py", "im|port os", "x", "Only bindings and their parameters"),
    ],
)
def test_what_cannot_be_renamed(at: At, name: str, piece: str, new: str, reason: str) -> None:
    with pytest.raises(RenameError, match=reason):
        rename(at(name, piece), new)


def test_outline_and_lenses(at: At) -> None:
    [symbol] = symbols(at("Orders/function.json", '"pl|ace"'))
    assert (symbol.name, symbol.detail) == ("Orders", "httpTrigger: GET, POST /v1/orders/{id}")
    assert [(child.name, child.detail) for child in symbol.children] == [
        ("req", "httpTrigger, in"), ("order", "queue, out"), ("$return", "http, out"),
    ]  # fmt: skip
    place = at("Nightly/__init__.py", "def ma|in")
    [symbol] = symbols(place)
    assert (symbol.name, symbol.detail) == ("main", "Nightly: timerTrigger: at 06:30 on Monday to Friday")
    [lens] = lenses(place)
    assert lens.title == "timerTrigger: at 06:30 on Monday to Friday"
    assert spans(place, [lens.span]) == ["Nightly/__init__.py:main"]
    assert lens.target == place.app.root / "Nightly/function.json"


def test_half_typed_scripts_are_known_as_they_were(app: Path) -> None:
    """From function.json the way to a script that does not parse at the moment is that of its last good text."""
    session = Session(lambda *_: None, lambda *_: None)
    script, json = app / "Orders/__init__.py", app / "Orders/function.json"
    session.open(script, script.read_text())
    session.open(json, json.read_text())
    session.settle()
    session.change(script, script.read_text() + "def broken(:\n")
    session.settle()
    place = session.place(json)
    assert place is not None
    place = place._replace(offset=place.source.text.index('"order"') + 2)
    assert spans(place, definitions(place)) == ["Orders/__init__.py:order"]


@pytest.mark.parametrize("whole", [True, False])
def test_every_place_has_an_answer_or_none(app: Path, whole: bool) -> None:
    rng = random.Random(1)
    for path in sorted(app.rglob("*.*")):
        if not path.is_file():
            continue
        text = path.read_text()
        for _ in range(1 if whole else 6):
            content = text if whole else text[: rng.randrange(len(text))]
            session = Session(lambda *_: None, lambda *_: None)
            session.open(path, content)
            session.settle()
            place = session.place(path)
            assert place is not None
            findings = session.findings(path).findings
            symbols(place)
            lenses(place)
            for offset in rng.sample(range(len(content) + 1), min(len(content), 40 if whole else 8)):
                here = place._replace(offset=offset)
                hover(here, findings, BOOK)
                complete(here)
                definitions(here)
                references(here)
                for call in (lambda here=here: prepare(here), lambda here=here: rename(here, "other")):
                    with contextlib.suppress(RenameError):
                        call()
