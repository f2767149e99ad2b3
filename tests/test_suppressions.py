"""Comments that silence: where they count, what they are about, which of them are reported, what their fixes leave."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from funclint.diagnostic import Applicability, Diagnostic, Label, Span
from funclint.engine import Result, check_paths
from funclint.files import Files
from funclint.rulebook import Rulebook
from funclint.settings import Overrides
from funclint.suppressions import Suppressions, comments, directives
from funclint.text import SourceText, decode_json, decode_python

HOST_JSON = (
    '{"version": "2.0", "extensionBundle": '
    '{"id": "Microsoft.Azure.Functions.ExtensionBundle", "version": "[4.*, 5.0.0)"}}\n'
)
Write = Callable[[Path, dict[str, str]], Path]


def text_of(name: str, content: str) -> SourceText:
    path = Path("/app") / name
    return decode_python(path, content.encode()) if name.endswith(".py") else decode_json(path, content.encode())


def about(name: str, content: str) -> list[tuple[str, int, int]]:
    """Each comment and the rows that it is about."""
    text = text_of(name, content)
    return [(text.text[item.start : item.end], *item.rows) for item in comments(text)]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.py", "x = 1  # c\n", [("# c", 1, 1)]),
        ("a.py", "# c\nx = 1\n", [("# c", 1, 2)]),
        ("a.py", "# c\n\n# d\nx = [\n  1,\n]\ny = 2\n", [("# c", 1, 6), ("# d", 3, 6)]),
        ("a.py", "x = [\n  # c\n  1,\n  2,\n]\n", [("# c", 2, 3)]),
        ("a.py", "# a\nx = [\n  # c\n  '''\n''',\n  2,\n]\n", [("# a", 1, 7), ("# c", 3, 5)]),
        ("a.py", "# c\n@d\n# e\n@f(\n)\ndef g(\n  a,\n):\n  pass\n", [("# c", 1, 8), ("# e", 3, 8)]),
        ("a.py", "if x:\n    # c\n    y = 1\n", [("# c", 2, 3)]),
        ("a.py", "x = 1\n# c\n", [("# c", 2, 2)]),
        ("a.py", "'''\n# c\n'''\nx = '# d'  # e\n", [("# e", 4, 4)]),
        ("a.py", "x = (\r\n  1)  # é c\r\n# d\r\ny = 2\r\n", [("# é c", 2, 2), ("# d", 3, 4)]),
        ("a.py", "x = 1\r# c\ry = 2\r", [("# c", 2, 3)]),
        # What no tokenizer reads to its end is scanned roughly.
        ("a.py", "'''\n# c\n'''\n# d\ndef f(:\n  x = ')' # e\n  (\n", [("# d", 4, 5), ("# e", 6, 6)]),
        ("a.py", "x = '''\n# c\n", []),
        ("a.json", '{\n  // c\n\n  "a": 1, // d\n  "b": "// e"\n}', [("// c", 2, 4), ("// d", 4, 4)]),
        ("a.json", '{\n  /* c\n  d */\n  "a": 1 /* e */\n}', [("/* c\n  d */", 2, 4), ("/* e */", 4, 4)]),
        ("a.json", "// c\n{}", [("// c", 1, 2)]),
        ("a.json", "{\n // c\n \"a\": }", [("// c", 2, 3)]),
        ("requirements.txt", "# c\nx==1 # d\ny#z\n", [("# c", 1, 2), ("# d", 2, 2)]),
    ],
)  # fmt: skip
def test_comments(name: str, content: str, expected: list[tuple[str, int, int]]) -> None:
    assert about(name, content) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("# funclint: ignore[FN301] reason", [("ignore", ["FN301"])]),
        ("#funclint:ignore[FN301]", [("ignore", ["FN301"])]),
        ("# funclint: ignore[ FN3 , some-name,,F ]", [("ignore", ["FN3", "some-name", "F"])]),
        ("# funclint: ignore[FN3 FN4] why", [("ignore", ["FN3", "FN4"])]),
        ("## funclint: ignore[FN3]", [("ignore", ["FN3"])]),
        ("# funclint: ignore-file[FN5]", [("ignore-file", ["FN5"])]),
        ("# noqa: F401  # funclint: ignore[F401]", [("ignore", ["F401"])]),
        ("# funclint: ignore[A1] why # funclint: ignore[B2] why", [("ignore", ["A1"]), ("ignore", ["B2"])]),
        ("# funclint: ignore", [("ignore", None)]),
        ("# funclint: ignore[]", [("ignore", [])]),
        ("# funclint: ignore FN301", [("ignore", None)]),
        ("# see `# funclint: ignore[FN301]`", []),
        ("# funclint is fine", []),
        ("# notfunclint: ignore[FN301]", []),
    ],
)
def test_directives(content: str, expected: list[tuple[str, list[str] | None]]) -> None:
    found = directives(text_of("a.py", content + "\n"))

    assert [(item.word, None if item.rules is None else [rule[0] for rule in item.rules]) for item in found] == expected


BINDINGS = '{"type": "queueTrigger", "direction": "in", "name": "order", "queueName": "orders"}'
MISMATCH = '{"type": "queue", "direction": "out", "name": "invoice", "queueName": "invoices"}'


def linted(folder: Path, write: Write, files: dict[str, str], **overrides: object) -> list[str]:
    """What is reported, as ``CODE file:row message``."""
    app = write(folder / "app", {"host.json": HOST_JSON, "requirements.txt": "azure-functions\n", **files})
    result = check_paths([app], overrides=Overrides(isolated=True, **overrides))  # type: ignore[arg-type]
    return shown(app, result)


def shown(app: Path, result: Result) -> list[str]:
    files = Files()
    found = []
    for item in result.diagnostics:
        path = item.span.path
        text = files.python(path) if path.suffix == ".py" else files.json(path)
        found.append(f"{item.code} {path.relative_to(app).as_posix()}:{text.location(item.span.start)[0]}")
    return found


def function(before: str = "", in_json: str = "", script: str = "") -> dict[str, str]:
    """A function with an unused import on line 1 of its script and a binding (line 4) without parameter."""
    json = f'{{{before}\n  "bindings": [\n    {BINDINGS},{in_json}\n    {MISMATCH}\n  ]\n}}\n'
    return {"F/function.json": json, "F/__init__.py": script or "import json\n\n\ndef main(order):\n    print(order)\n"}


def test_without_comments(tmp_path: Path, write: Write) -> None:
    assert linted(tmp_path, write, function()) == ["F401 F/__init__.py:1", "FN302 F/function.json:4"]


@pytest.mark.parametrize(
    "files",
    [
        function(in_json="\n    // funclint: ignore[FN302] later"),
        function(in_json="\n    /* funclint: ignore[FN302] later */"),
        function(in_json="\n    // funclint: ignore[binding-without-parameter] later"),
        function(in_json="\n    // funclint: ignore[FN3]\n"),
        function(in_json="\n    // funclint: ignore[entry-point]\n"),
        function(before="  // funclint: ignore-file[FN302, F401]"),
        function(script="import json\n\n\n# funclint: ignore[FN302]\ndef main(order):\n    print(order)\n"),
        function(script="import json\n\n\ndef main(order):  # funclint: ignore[FN302]\n    print(order)\n"),
        function(script="import json\n# funclint: ignore-file[FN3]\n\ndef main(order):\n    print(order)\n"),
    ],
)
def test_in_either_file(tmp_path: Path, write: Write, files: dict[str, str]) -> None:
    assert linted(tmp_path, write, files, ignore=("FN008",)) == ["F401 F/__init__.py:1"]


def test_reported_when_unused(tmp_path: Path, write: Write) -> None:
    files = function(in_json="\n    // funclint: ignore[FN302, FN301, F] later")
    rest = ["F401 F/__init__.py:1", "FN008 F/function.json:4"]

    # FN301 ran and found nothing. Pyflakes does not read JSON, so F is not known to be unneeded.
    assert linted(tmp_path, write, files) == rest
    assert linted(tmp_path, write, files, ignore=("FN301",)) == rest[:1]
    assert linted(tmp_path, write, files, ignore=("FN302",)) == rest


def test_unused_comments_are_silenced_like_anything(tmp_path: Path, write: Write) -> None:
    comments = "# funclint: ignore-file[FN008]\nx = 1  # funclint: ignore[F401]\n"
    script = f"{comments}\n\ndef main(order, invoice):\n    invoice.set(order)\n"

    assert linted(tmp_path, write, function(script=script)) == []


def test_only_named_files_are_looked_at_for_unused_comments(tmp_path: Path, write: Write) -> None:
    app = write(
        tmp_path,
        {
            "host.json": HOST_JSON,
            **function(
                script="x = 1  # funclint: ignore[F401]\n\n\ndef main(order, invoice):\n    invoice.set(order)\n"
            ),
            "F/b.py": "",
        },
    )

    assert shown(app, check_paths([app / "F" / "function.json"])) == []
    assert shown(app, check_paths([app / "F" / "__init__.py"])) == ["FN008 F/__init__.py:1"]


def test_after_an_internal_error_nothing_is_unused(tmp_path: Path, write: Write, write_rules: Write) -> None:
    write_rules(
        tmp_path / "rules", {"x/XX300_crashes": "RULE = Rule(Severity.INFO)\ndef check(function):\n    1 / 0\n"}
    )
    files = function(in_json="\n    // funclint: ignore[FN302, FN301, XX300, FN000]")
    app = write(tmp_path / "app", {"host.json": HOST_JSON, "funclint.toml": 'rule-paths = ["../rules"]\n', **files})

    result = check_paths([app])

    assert shown(app, result) == ["F401 F/__init__.py:1", "FN000 F/function.json:1"]


def test_several_processes(tmp_path: Path, write: Write) -> None:
    files = {}
    for number in range(8):
        for name, content in function(in_json="\n    // funclint: ignore[FN302, FN301]").items():
            files[name.replace("F/", f"F{number}/")] = content
    app = write(tmp_path, {"host.json": HOST_JSON, **files})

    found = check_paths([app], jobs=3, overrides=Overrides(select=("FN302", "FN301", "FN008")))

    assert shown(app, found) == [f"FN008 F{number}/function.json:4" for number in range(8)]


def mended(name: str, content: str, used: str = "") -> list[str]:
    """The text after the fix of each finding, each on its own; ``used``: a code that is reported in every row."""
    book = Rulebook.with_shipped()
    text = text_of(name, content)
    silencing = Suppressions({text.path: text}, [text.path], [text.path], book, book.select([]))
    findings = [Diagnostic(Span(text.path, at, at), "m", code=used) for at in text.line_starts if used]
    results = []
    for item in silencing.apply(findings):
        if item.code != used:
            assert item.fix is not None
            (edit,) = item.fix.edits
            results.append(text.text[: edit.span.start] + edit.content + text.text[edit.span.end :])
    return results


@pytest.mark.parametrize(
    ("name", "content", "used", "result"),
    [
        ("a.py", "x = 1  # funclint: ignore[FN302] reason\ny = 2\n", "", "x = 1\ny = 2\n"),
        ("a.py", "x = 1\n    # funclint: ignore[FN302] reason\ny = 2\n", "", "x = 1\ny = 2\n"),
        ("a.py", "x = 1\r\n# funclint: ignore[FN302]\r\ny = 2\r\n", "", "x = 1\r\ny = 2\r\n"),
        ("a.py", "x = 1  # noqa  # funclint: ignore[FN302] a # b\n", "", "x = 1  # noqa # b\n"),
        ("a.py", "x = 1  # funclint: ignore[FN302, FN301] why\n", "FN302", "x = 1  # funclint: ignore[FN302] why\n"),
        ("a.py", "x = 1  # funclint: ignore[FN301,FN302] why\n", "FN302", "x = 1  # funclint: ignore[FN302] why\n"),
        ("a.py", "x = 1  # funclint: ignore[FN9999] why\n", "", "x = 1\n"),
        ("a.py", "x = 1  # funclint: ignore why\n", "", "x = 1\n"),
        ("a.py", "# funclint: ignored[FN302] why\nx = 1\n", "", "# funclint: ignore[FN302] why\nx = 1\n"),
        ("a.py", "x = 1  # funclint: disable[FN302] why\n", "", "x = 1  # funclint: ignore[FN302] why\n"),
        ("a.py", "# funclint: ignore-files[FN302]\nx = 1\n", "", "# funclint: ignore-file[FN302]\nx = 1\n"),
        ("a.py", "İ = 'İ'  # funclint: OFF[FN302]\n", "", "İ = 'İ'  # funclint: ignore[FN302]\n"),
        ("a.py", "x = 1  # funclint: noqa\n", "", "x = 1\n"),
        ("a.py", "x = 1  # funclint: disable=FN302\n", "", "x = 1\n"),
        ("a.json", '{\n  "a": 1 // funclint: off[FN302]\n}', "", '{\n  "a": 1 // funclint: ignore[FN302]\n}'),
        ("a.json", '{\n  "a": 1, // funclint: ignore[FN302]\n}', "", '{\n  "a": 1,\n}'),
        ("a.json", '{\n  /* funclint: ignore[FN302] x */\n  "a": 1\n}', "", '{\n  "a": 1\n}'),
        ("a.json", '{\n  "a": /* funclint: ignore[FN302] x */ 1\n}', "", '{\n  "a": 1\n}'),
    ],
)
def test_fixes(name: str, content: str, used: str, result: str) -> None:
    assert mended(name, content, used) == [result]


def test_a_comment_of_several_lines() -> None:
    content = '{\n  /* funclint: ignore[FN302] x\n  y */\n  "a": 1 /* z\n  // funclint: ignore[FN302] x\n  */\n}'
    book = Rulebook.with_shipped()
    text = text_of("a.json", content)
    first, second = Suppressions({text.path: text}, [text.path], [], book, book.select([])).apply([])

    assert first.fix is None
    assert second.fix is not None
    (edit,) = second.fix.edits
    assert text.text[edit.span.start : edit.span.end] == "  // funclint: ignore[FN302] x\n"


def test_in_a_file_that_nobody_reads(tmp_path: Path, write: Write) -> None:
    misplaced = {"F/a/function.json": '{"bindings": []}', **function()}

    assert "FN102 F/a/function.json:1" in linted(tmp_path, write, misplaced)
    misplaced["F/a/function.json"] = '{"bindings": []} // funclint: ignore[FN102]\n'
    assert not [line for line in linted(tmp_path, write, misplaced) if "F/a" in line]


def test_a_fix_removes_all_that_is_not_needed() -> None:
    content = "x = 1  # funclint: ignore[FN301, FN9999, FN302, FN303] why\n"

    assert mended("a.py", content, "FN302") == ["x = 1  # funclint: ignore[FN302] why\n"] * 3


def test_a_finding_in_two_files() -> None:
    book = Rulebook.with_shipped()
    script = text_of("a.py", "x = 1\n# funclint: ignore[FN302]\ndef f(): pass\n")
    at = script.text.index("f()")
    item = Diagnostic(
        Span(Path("/app/b.json"), 5, 6), "m", related=(Label(Span(script.path, at, at + 1), ""),), code="FN302"
    )

    assert Suppressions({script.path: script}, [script.path], [], book, book.select([])).apply([item]) == []


TYPING = "from typing import (\n    Any,{0}\n    Optional,{1}\n)\n\n\ndef main(order):\n    print(order)\n"
CERTAIN_PLACES = pytest.mark.skipif(
    sys.version_info < (3, 12), reason="what is in f-strings has no certain place before"
)
LONG = 'def main(order):\n    print(f"""\n{{nowhere}}\n"""){0}\n'


@pytest.mark.parametrize(
    ("script", "reported"),
    [
        (TYPING.format("", ""), ["F401 F/__init__.py:2", "F401 F/__init__.py:3"]),
        (TYPING.format("  # noqa: F401", ""), ["F401 F/__init__.py:3"]),
        (TYPING.format("", "  # funclint: ignore[F401] used by others"), ["F401 F/__init__.py:2"]),
        (TYPING.format("  # funclint: ignore[F401]", "  # noqa"), []),
        (TYPING.format("", "").replace("(", "(  # noqa: F401", 1), []),
        (TYPING.format("", "").replace("(", "(  # funclint: ignore[F401]", 1), []),
        ("# funclint: ignore[F401]\n" + TYPING.format("", ""), []),
        pytest.param(LONG.format(""), ["F821 F/__init__.py:3"], marks=CERTAIN_PLACES),
        (LONG.format("  # noqa: F821"), []),
        (LONG.format("  # funclint: ignore[F821]"), []),
        ("# flake8: noqa\n" + TYPING.format("", ""), []),
        (TYPING.format("", "") + "# ruff: noqa\n", []),
        ("#flake8:noqa: E501, F401\n" + TYPING.format("", ""), []),
        ("# ruff: noqa: F821\n" + TYPING.format("  # noqa", ""), ["F401 F/__init__.py:4"]),
        ("x = 1  # flake8: noqa\n" + TYPING.format("  # noqa", ""), ["F401 F/__init__.py:4"]),
    ],
)
def test_statements_of_several_rows(tmp_path: Path, write: Write, script: str, reported: list[str]) -> None:
    json = '{"bindings": [{"type": "queueTrigger", "direction": "in", "name": "order", "queueName": "orders"}]}\n'
    assert linted(tmp_path, write, {"F/function.json": json, "F/__init__.py": script}) == reported


def test_a_comment_above_a_binding_of_several_rows(tmp_path: Path, write: Write) -> None:
    binding = MISMATCH.replace(", ", ",\n")
    json = f'{{\n  "bindings": [\n    {BINDINGS},{{}}\n    {binding}\n  ]\n}}\n'
    script = {"F/__init__.py": "def main(order):\n    print(order)\n"}

    plain = linted(tmp_path, write, {"F/function.json": json.replace("{}", "", 1), **script})
    assert plain == ["FN302 F/function.json:6"]
    above = json.replace("{}", "\n    // funclint: ignore[FN302] later", 1)
    assert linted(tmp_path, write, {"F/function.json": above, **script}) == []


@pytest.mark.parametrize("word", ["ignore-line", "ignore-next-line", "ignore-next", "disable-next-line"])
def test_words_of_others_are_never_made_file_wide(word: str) -> None:
    script = text_of("a.py", f"# funclint: {word}[FN301] why\nx = 1\n")
    book = Rulebook.with_shipped()
    (item,) = Suppressions({script.path: script}, [script.path], [], book, book.select([])).apply([])
    assert item.fix is not None
    assert (item.fix.applicability, item.fix.edits[0].content) == (Applicability.SAFE, "ignore")


def test_to_silence_the_whole_file_is_no_safe_fix() -> None:
    script = text_of("a.py", "# funclint: ignore-fiel[FN301] why\nx = 1\n")
    book = Rulebook.with_shipped()
    (item,) = Suppressions({script.path: script}, [script.path], [], book, book.select([])).apply([])
    assert item.fix is not None
    assert (item.fix.applicability, item.fix.edits[0].content) == (Applicability.UNSAFE, "ignore-file")
