"""The reports that services read: each is read here by the rules of its service, with file names and messages that
try to break out of them."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import jsonschema
import junitparser
import pytest

from funclint.diagnostic import Applicability, Diagnostic, Edit, Fix, Label, Severity, Span
from funclint.engine import Result
from funclint.files import Files
from funclint.report import render
from funclint.report.view import View

SARIF = json.loads((Path(__file__).parent.parent / "data" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))

# What GitLab's parser requires of an entry (app/validators/json_schemas/codeclimate.json in GitLab), made stricter by
# what its documentation says of the values.
POSITION = {"type": "object", "required": ["line"], "properties": {"line": {"type": "integer", "minimum": 1}}}
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines", "positions"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                    "positions": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": POSITION, "end": POSITION},
                    },
                },
            },
        },
    },
}

NAMES = [
    "Orders/function.json",
    "with blank/and 'quotes\" <&>.json",
    "line\nbreak\r/tab\t.json",
    "名前/naïve 👍.py",
    "100%/50%25,a:b;c=d]]>.json",
    "::error::/##vso[task.setvariable].json",
    "x" * 240 + ".json",
    "#hash?query.json",
    "c:/colon.py",
    "bell\x07\x1b[2J\x7f.json",
    os.fsdecode(b"latin-\xe9.json"),
]
MESSAGES = [
    "plain",
    "50% of\r\nit, with: 'all' \"quotes\" <b>&amp;</b> ]]> ;x=1;]",
    "::warning::no",
    "\x00\x1b \ud800 👍",
    " ",
]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    (tmp_path / "repo" / "apps").mkdir()
    return tmp_path / "repo"


def findings(repository: Path) -> list[Diagnostic]:
    """A finding for each name and message, with all that one can have; some of the files exist."""
    found = []
    elsewhere = repository.parent / "else where" / "x.py"
    for number, name in enumerate(NAMES):
        path = repository / "apps" / name
        if number in (0, 3):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes("é👍 x\r\nyy\n".encode())
        span = Span(path, 3, 4) if number in (0, 3) else Span(path)
        for place, message in enumerate(MESSAGES):
            edits = [Edit(span, message), Edit(Span(repository / "apps" / NAMES[0], 0, 7), "\ud800")][: place + 1]
            found.append(
                Diagnostic(
                    span,
                    message,
                    help=message if place % 2 else None,
                    related=(Label(Span(elsewhere), message), Label(Span(path, 0, 7), "several rows")),
                    fix=Fix("Do <it>", Applicability.SAFE, tuple(edits)) if place else None,
                    severity=list(Severity)[place % 3],
                    code=f"FN{300 + place}",
                    name="rule-name",
                    function=name,
                    url="file:///nowhere/FN300.md",
                )
            )
    found.append(Diagnostic(Span(elsewhere), "outside", severity=Severity.ERROR, code="FN301", name="rule-name"))
    return found


@pytest.fixture
def report(repository: Path) -> Callable[[str, list[Diagnostic]], str]:
    def rendered(output_format: str, diagnostics: list[Diagnostic]) -> str:
        view = View(Files(), cwd=repository / "apps")
        text = "".join(render(output_format, Result(diagnostics, [repository / "apps"], 2), view))
        text.encode("utf-8")  # no half of a surrogate pair is left
        return text

    return rendered


Report = Callable[[str, list[Diagnostic]], str]


def whole(text: str) -> str:
    """Text as it can be at best in a format that knows no half surrogate pairs."""
    return text.encode("utf-8", "replace").decode()


def paths(repository: Path) -> list[str]:
    """The path of each finding as a service is to see it: relative to the repository."""
    return [os.path.relpath(item.span.path, repository) for item in findings(repository)[:-1]] + [
        str(repository.parent / "else where" / "x.py")
    ]


def test_sarif(repository: Path, report: Report) -> None:
    items = findings(repository)
    text = report("sarif", items)
    log = json.loads(text)

    jsonschema.Draft7Validator(SARIF).validate(log)
    assert text.isascii()
    (run,) = log["runs"]
    results = run["results"]
    uris = [entry["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for entry in results]
    decoded = [os.fsdecode(unquote_to_bytes(urlsplit(uri).path)) for uri in uris]
    assert decoded == paths(repository)
    assert [uri for uri in uris if urlsplit(uri).scheme] == [uris[-1]]
    assert uris[-1].startswith("file:///")
    assert len({entry["partialFingerprints"]["funclint/v1"] for entry in results}) == len(results)
    rules = run["tool"]["driver"]["rules"]
    assert [rules[entry["ruleIndex"]]["id"] for entry in results] == [item.code for item in items]
    assert [entry["level"] for entry in results[:3]] == ["note", "warning", "error"]
    assert results[1]["message"]["text"] == whole(f"{MESSAGES[1]}\n{MESSAGES[1]}")
    region = results[0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 1, "startColumn": 4, "endLine": 1, "endColumn": 5}
    assert run["columnKind"] == "unicodeCodePoints"
    second = results[0]["relatedLocations"][1]
    assert second["message"] == {"text": "several rows"}
    assert second["physicalLocation"]["region"] == {"startLine": 1, "startColumn": 1, "endLine": 2, "endColumn": 2}
    (fix,) = results[1]["fixes"]
    replaced = fix["artifactChanges"][0]["replacements"][0]
    assert replaced == {"deletedRegion": region, "insertedContent": {"text": whole(MESSAGES[1])}}
    assert fix["description"] == {"text": "Do <it> (safe)"}
    assert "helpUri" not in rules[0]


def test_sarif_of_real_rules(tmp_path: Path) -> None:
    from funclint.rulebook import Rulebook

    items = []
    for rule in Rulebook.with_shipped().rules:
        items.append(
            Diagnostic(Span(tmp_path), "m", severity=rule.rule.severity, code=rule.code, name=rule.name, url=rule.url)
        )
    log = json.loads("".join(render("sarif", Result(items, [tmp_path], 0), View(Files(), cwd=tmp_path))))

    jsonschema.Draft7Validator(SARIF).validate(log)
    for rule, shown in zip(Rulebook.with_shipped().rules, log["runs"][0]["tool"]["driver"]["rules"], strict=True):
        assert shown["help"]["markdown"] == rule.page()
        assert shown["fullDescription"]["text"] == rule.summary()


@pytest.mark.parametrize(
    "name", ["sarif", "gitlab", "junit", "rdjson", "json", "json-lines", "github", "azure", "grouped"]
)
def test_nothing_found(repository: Path, report: Report, name: str) -> None:
    text = report(name, [])

    if name == "sarif":
        log = json.loads(text)
        jsonschema.Draft7Validator(SARIF).validate(log)
        assert log["runs"][0]["results"] == []
    elif name == "junit":
        (suite,) = junitparser.JUnitXml.fromstring(text.encode())
        assert (suite.tests, suite.failures) == (1, 0)
    elif name == "rdjson":
        assert json.loads(text)["diagnostics"] == []
    elif name in ("gitlab", "json"):
        assert json.loads(text) == []
    elif name == "grouped":
        assert text == "All 2 functions in 1 app are fine.\n"
    else:
        assert text == ""


def test_gitlab(repository: Path, report: Report) -> None:
    items = findings(repository)
    text = report("gitlab", items)
    issues = json.loads(text)

    jsonschema.Draft7Validator(GITLAB).validate(issues)
    assert text.isascii()
    assert [issue["location"]["path"] for issue in issues] == [whole(path) for path in paths(repository)]
    assert len({issue["fingerprint"] for issue in issues}) == len(items)
    assert [issue["severity"] for issue in issues[:3]] == ["info", "major", "critical"]
    assert issues[1]["description"] == whole(f"FN301 {MESSAGES[1]}")
    assert issues[0]["location"]["positions"]["begin"] == {"line": 1, "column": 4}


def test_fingerprints_do_not_follow_the_lines(repository: Path, report: Report) -> None:
    path = repository / "apps" / "a.py"

    def names(content: str, *marks: str) -> list[str]:
        path.write_text(content)
        items = [
            Diagnostic(
                Span(path, content.index(mark)), "redefined, first on line 3", code="F811", severity=Severity.INFO
            )
            for mark in marks
        ]
        return [issue["fingerprint"] for issue in json.loads(report("gitlab", items))]

    before = names("a\nb\n", "a", "b")
    assert names("\n\na\n\nb\n", "a", "b") == before
    assert len(set(before)) == 2


def test_junit(repository: Path, report: Report) -> None:
    items = findings(repository)
    suites = list(junitparser.JUnitXml.fromstring(report("junit", items).encode()))
    cases = [case for suite in suites for case in suite]

    assert len(suites) == len(NAMES) + 1
    assert sum(suite.failures for suite in suites) == len(cases) == len(items)
    control = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
    for case, item in zip(cases, items, strict=True):
        (failure,) = case.result
        assert failure.message == control.sub("\ufffd", item.message)
        assert failure.type == str(item.severity)
        name = os.path.relpath(item.span.path, repository / "apps") if item is not items[-1] else str(item.span.path)
        assert case.classname == control.sub("\ufffd", name)
        assert control.sub("\ufffd", item.message) in failure.text
    assert cases[0].name == "FN300 rule-name at 1:4"


def runner(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as the runner of GitHub Actions reads it: command, properties, data."""
    match = re.fullmatch(r"::(\w+)(?: ([^\n]*?))?::([^\r\n]*)", line)
    assert match is not None
    properties = {}
    for item in match[2].split(","):
        key, _, value = item.partition("=")
        for escaped, plain in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
            value = value.replace(escaped, plain)
        properties[key] = value
    data = match[3]
    for escaped, plain in (("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        data = data.replace(escaped, plain)
    return match[1], properties, data


def in_log(text: str) -> str:
    """What the log shows for the control characters of the findings."""
    return text.replace("\x00", "␀").replace("\x1b", "␛").replace("\ud800", "\ufffd")


def test_github(repository: Path, report: Report) -> None:
    items = findings(repository)
    lines = report("github", items).split("\n")[:-1]
    assert len(lines) == len(items)

    for line, item, path in zip(lines, items, paths(repository), strict=True):
        command, properties, data = runner(line)
        assert command == {"info": "notice"}.get(str(item.severity), str(item.severity))
        assert properties["file"] == whole(path)
        assert properties["title"] == f"funclint ({item.code})"
        said = item.message if item.help is None else f"{item.message}\n{item.help}"
        assert data == in_log(f"{item.code} {said}")
    assert runner(lines[0])[1] | {"file": ""} == {
        "title": "funclint (FN300)", "file": "", "line": "1", "endLine": "1", "col": "4", "endColumn": "5",
    }  # fmt: skip


def test_github_takes_no_columns_over_several_lines(repository: Path, report: Report) -> None:
    path = repository / "apps" / "a.py"
    path.write_text("a\nb\n")
    item = Diagnostic(Span(path, 0, 3), "m", severity=Severity.ERROR, code="FN301")

    assert report("github", [item]) == "::error title=funclint (FN301),file=apps/a.py,line=1,endLine=2::FN301 m\n"


def agent(line: str) -> tuple[dict[str, str], str]:
    """A logging command as the agent of Azure Pipelines reads it: properties, message."""
    match = re.fullmatch(r"##vso\[task\.logissue ([^\]\n]*)\]([^\r\n]*)", line)
    assert match is not None
    properties = dict(item.split("=", 1) for item in match[1].split(";") if item)
    escapes = (("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%AZP25", "%"))
    for key in properties:
        for escaped, plain in escapes:
            properties[key] = properties[key].replace(escaped, plain)
    message = match[2]
    for escaped, plain in escapes[1:3] + escapes[4:]:
        message = message.replace(escaped, plain)
    return properties, message


def test_azure(repository: Path, report: Report) -> None:
    items = findings(repository)
    lines = report("azure", items).split("\n")[:-1]
    assert len(lines) == len(items)

    for line, item, path in zip(lines, items, paths(repository), strict=True):
        properties, message = agent(line)
        assert properties["sourcepath"] == whole(path)
        assert properties["type"] == ("error" if item.severity == Severity.ERROR else "warning")
        assert properties["code"] == item.code
        assert message == in_log(item.message)
    assert agent(lines[0])[0] | {"sourcepath": ""} == {
        "type": "warning", "sourcepath": "", "linenumber": "1", "columnnumber": "4", "code": "FN300",
    }  # fmt: skip


@pytest.mark.parametrize(("name", "read"), [("github", runner), ("azure", agent)])
def test_logs_get_no_control_characters(
    repository: Path, report: Report, name: str, read: Callable[[str], tuple[object, ...]]
) -> None:
    message = "a \x1b[31mred\x1b[0m\tb\r\nc \u202ed \x85"
    item = Diagnostic(Span(repository / "apps" / "a.py", 0, 0), message, severity=Severity.ERROR, code="FN301")

    said = read(report(name, [item]).removesuffix("\n"))[-1]

    assert str(said).removeprefix("FN301 ") == "a ␛[31mred␛[0m␉b\r\nc <U+202E>d <U+0085>"


def test_rdjson(repository: Path, report: Report) -> None:
    items = findings(repository)
    text = report("rdjson", items)
    shown = json.loads(text)

    assert text.isascii()
    assert shown["source"]["name"] == "funclint"
    first, second, third = shown["diagnostics"][:3]
    # Columns are in bytes of UTF-8: é has two, the thumb four.
    place = {"start": {"line": 1, "column": 8}, "end": {"line": 1, "column": 9}}
    assert first["location"] == {"path": NAMES[0], "range": place}
    assert first["severity"] == "INFO"
    assert first["code"] == {"value": "FN300"}
    assert second["suggestions"][0] == {"range": place, "text": whole(MESSAGES[1])}
    assert len(third["suggestions"]) == 2
    assert all("suggestions" not in item for item in shown["diagnostics"][-4:])  # the fix needs another file too
    related = first["relatedLocations"]
    assert related[1]["location"]["range"] == {"start": {"line": 1, "column": 1}, "end": {"line": 2, "column": 2}}
    assert len(shown["diagnostics"]) == len(items)


def test_json_lines(repository: Path, report: Report) -> None:
    items = findings(repository)
    lines = report("json-lines", items).split("\n")

    assert lines.pop() == ""
    assert [json.loads(line) for line in lines] == json.loads(report("json", items))


@pytest.mark.parametrize("name", ["text", "concise", "grouped"])
def test_for_people_nothing_moves_the_cursor(repository: Path, report: Report, name: str) -> None:
    shown = report(name, findings(repository))

    assert not re.search("[\x00-\x09\x0b-\x1f\x7f]", shown)
    lines: Any = shown.splitlines()
    if name == "concise":
        assert len(lines) == len(findings(repository)) + 1


def test_grouped(repository: Path, report: Report) -> None:
    a, b = repository / "apps" / "a.py", repository / "apps" / "b.json"
    a.write_text("x\n" * 11)
    items = [
        Diagnostic(Span(a, 2, 3), "one", severity=Severity.ERROR, code="FN301"),
        Diagnostic(Span(a, 20, 21), "two", severity=Severity.ERROR, code="F401", fix=Fix("x", Applicability.SAFE, ())),
        Diagnostic(Span(b), "three", severity=Severity.ERROR, code="FN101"),
    ]

    assert report("grouped", items) == (
        "a.py:\n   2:1  FN301 one\n  11:1  F401 [*] two\n\n"
        "b.json:\n  1:1  FN101 three\n\n"
        "Found 3 errors (2 functions checked). --fix would mend 1 of them.\n"
    )


def test_without_a_repository_paths_are_relative_to_the_current_folder(tmp_path: Path) -> None:
    item = Diagnostic(Span(tmp_path / "here" / "a.py"), "m", severity=Severity.ERROR, code="FN301")
    view = View(Files(), cwd=tmp_path / "here")

    assert "file=a.py," in "".join(render("github", Result([item], [tmp_path], 1), view))
