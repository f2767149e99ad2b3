"""The rulebook: what the scan finds, what a selection turns on, what is refused."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from funclint.diagnostic import Severity
from funclint.rulebook import Fixes, Rulebook, RulebookError, shipped_folder, table
from funclint.settings import Selectors, SettingsError

WriteRules = Callable[[Path, dict[str, str]], Path]


@pytest.fixture
def book(fake_rules: Path) -> Rulebook:
    return Rulebook([fake_rules])


def on(book: Rulebook, *selection: Selectors) -> list[str]:
    active = book.select(selection)
    return [rule.code for rule in book.rules if active.get(rule.code) is not None]


def test_file_names_give_code_and_name(book: Rulebook) -> None:
    rule = book.find("FN204")

    assert rule is not None
    assert (rule.code, rule.name, rule.family) == ("FN204", "unknown-binding-type", "bindings")
    assert book.find("unknown-binding-type") is rule
    assert book.find("fn204") is rule
    assert (rule.rule.severity, rule.rule.fix, rule.rule.default) == (Severity.ERROR, Fixes.NEVER, True)
    assert rule.scope == "function"
    assert rule.summary() == "Says what unknown-binding-type is."
    assert rule.url.endswith("/bindings/FN204_unknown_binding_type.md")


def test_scopes(book: Rulebook) -> None:
    active = book.select([Selectors(("ALL",))])

    assert [rule.code for rule, _ in active.function_rules] == ["FN204", "FN901"]
    assert [rule.code for rule, _ in active.app_rules] == ["FN101"]
    assert active.pyflakes


DEFAULT = ["F401", "F821", "FN000", "FN101", "FN204"]


@pytest.mark.parametrize(
    ("selection", "codes"),
    [
        ([], DEFAULT),
        ([Selectors(None)], DEFAULT),
        ([Selectors(("ALL",))], ["F401", "F821", "FN000", "FN101", "FN204", "FN901"]),
        ([Selectors(("F",))], ["F401", "F821"]),
        ([Selectors(("FN",))], ["FN000", "FN101", "FN204", "FN901"]),
        ([Selectors(("FN2", "no-host-json"))], ["FN101", "FN204"]),
        ([Selectors(None, ("FN9",))], [*DEFAULT, "FN901"]),
        ([Selectors(None, (), ("FN2", "F"))], ["FN000", "FN101"]),
        ([Selectors(None, (), ("ALL",))], []),
        # The more specific selector wins, whichever option it stands in.
        ([Selectors(("FN204",), (), ("FN2",))], ["FN204"]),
        ([Selectors(("FN",), (), ("FN2",))], ["FN000", "FN101", "FN901"]),
        ([Selectors(("FN2",), (), ("FN2",))], []),
        # The command line comes last: ignore adds up, select starts anew.
        ([Selectors(("FN",)), Selectors(None, (), ("FN0", "FN9"))], ["FN101", "FN204"]),
        ([Selectors(None, (), ("FN204",)), Selectors(None, ("FN204",))], DEFAULT),
        ([Selectors(None, (), ("FN204",)), Selectors(("FN2",))], ["FN204"]),
        ([Selectors(()), Selectors(None, ("F8",))], ["F821"]),
    ],
)  # fmt: skip
def test_selection(book: Rulebook, selection: list[Selectors], codes: list[str]) -> None:
    assert on(book, *selection) == codes


@pytest.mark.parametrize(
    ("selectors", "message"),
    [
        (Selectors(("FN205",)), "unknown rule 'FN205' in --select, did you mean 'FN204'"),
        (Selectors(None, (), ("unknow-binding-type",)), "in --ignore, did you mean 'unknown-binding-type'?"),
        (
            Selectors(("X",), (), (), lambda option, word: f"/a/f.toml:3 ({option}, {word})"),
            "/a/f.toml:3 (select, X): unknown rule 'X' in select",
        ),
        (Selectors(("binding",)), "unknown rule 'binding' in --select, did you mean 'bindings'?"),
        (Selectors(None, ("FN2*",)), "unknown rule 'FN2*' in --extend-select"),
        (Selectors(("",)), "unknown rule ''"),
    ],
)
def test_unknown_selector(book: Rulebook, selectors: Selectors, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        book.select([selectors])
    assert message in str(caught.value)


def test_off_and_pyflakes_rules_are_not_imported(tmp_path: Path, write_rules: WriteRules) -> None:
    folder = write_rules(
        tmp_path,
        {
            "a/FN101_fine": "RULE = Rule(Severity.ERROR)\n",
            "a/FN102_broken": "1 / 0\n",
            "a/F101_broken_too": "1 / 0\n",
        },
    )
    book = Rulebook([folder])

    assert on(book, Selectors(("FN101",))) == ["FN101"]
    assert on(book, Selectors(("FN101",), (), ("FN102",))) == ["FN101"]
    book.select([Selectors(("FN101", "F"))])


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("1 / 0\n", "the rule cannot be imported: ZeroDivisionError: division by zero"),
        ("def check(function:\n", "the rule cannot be imported: SyntaxError"),
        ("x = 1\n", r"RULE = Rule\(...\) is missing"),
        ("RULE = Rule(Severity.ERROR)\ndef check(thing): ...\n", "check must take 'function' or 'app'"),
        ("RULE = Rule(Severity.ERROR)\ndef check(): ...\n", "check must take 'function' or 'app'"),
        ("RULE = Rule(Severity.ERROR)\ncheck = 3\n", "check must take 'function' or 'app'"),
    ],
)
def test_module_refused(tmp_path: Path, write_rules: WriteRules, body: str, reason: str) -> None:
    book = Rulebook([write_rules(tmp_path, {"a/FN101_broken": body})])

    with pytest.raises(RulebookError, match=reason) as caught:
        book.select([])
    assert str(caught.value).startswith(str(tmp_path / "a" / "FN101_broken.py"))


@pytest.mark.parametrize("stem", ["b/FN204_other_name", "b/FN299_unknown_binding_type"])
def test_twice(tmp_path: Path, fake_rules: Path, write_rules: WriteRules, stem: str) -> None:
    further = write_rules(tmp_path / "further", {stem: "RULE = Rule(Severity.ERROR)\n"})

    with pytest.raises(RulebookError) as caught:
        Rulebook([fake_rules, further])
    assert "bindings/FN204_unknown_binding_type.py" in str(caught.value)
    assert f"{stem}.py" in str(caught.value)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match="rules cannot be read: No such file"):
        Rulebook([tmp_path / "nowhere"])


def test_import_leaves_the_path_alone(book: Rulebook) -> None:
    before = list(sys.path)
    book.select([])

    assert sys.path == before
    assert "FN204_unknown_binding_type" not in sys.modules


def test_table(book: Rulebook) -> None:
    text = table(book)

    assert (
        "| [FN204](bindings/FN204_unknown_binding_type.md) | unknown-binding-type "
        "| Says what unknown-binding-type is. | error | never |"
    ) in text
    assert "## Pyflakes" in text
    assert "info (off by default)" in text


def test_the_table_beside_the_rules_is_current() -> None:
    folder = Path(shipped_folder())

    assert (folder / "README.md").read_text(encoding="utf-8") == table(Rulebook([folder])), (
        "run python -m funclint.rulebook"
    )


def test_every_shipped_rule_has_a_page() -> None:
    for rule in Rulebook.with_shipped().rules:
        assert Path(rule.page_path).is_file(), f"{rule.code} has no page"
