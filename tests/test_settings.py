"""Settings: which file is read, what it may say, what is refused and where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from funclint.diagnostic import Severity
from funclint.settings import (
    FileIgnore,
    Overrides,
    Selectors,
    Settings,
    SettingsError,
    SettingsFinder,
    SeverityOverride,
    Source,
)
from funclint.settings_schema import SETTINGS, BadValue, schema
from funclint.toml_rows import Rows

Write = Callable[[Path, dict[str, str]], Path]


def read(folder: Path, overrides: Overrides | None = None) -> Settings:
    return SettingsFinder(overrides).settings_for(folder)


def test_without_a_file(tmp_path: Path) -> None:
    assert read(tmp_path) == Settings()


def test_all_keys(tmp_path: Path, write: Write) -> None:
    text = """\
select = ["FN3"]
extend-select = ["FN204"]
ignore = ["F"]
per-file-ignores = {"legacy/*" = ["FN301", "F"], "!src" = ["ALL"]}
severity = {FN3 = "info", FN301 = "error"}
exclude = ["legacy"]
extend-exclude = ["old"]
force-exclude = true
fail-on = "error"
output-format = ["concise", "sarif=out/r.sarif"]
worker = "2019"
host-version = "4.1036"
python-version = "3.9"
known-modules = ["company"]
rule-paths = ["lint/rules"]
fixable = ["FN3"]
unfixable = ["FN301"]
"""
    write(tmp_path, {"funclint.toml": text, "lint/rules/x": ""})
    path = tmp_path / "funclint.toml"
    keys = [line.partition(" ")[0] for line in text.splitlines()]

    assert set(keys) == set(SETTINGS) - {"extend"}
    assert read(tmp_path) == Settings(
        selection=(Selectors(("FN3",), ("FN204",), ("F",)),),
        per_file_ignores=(
            FileIgnore(tmp_path, "legacy/*", ("FN301", "F")),
            FileIgnore(tmp_path, "!src", ("ALL",)),
        ),
        severity=(
            SeverityOverride("FN3", Severity.INFO, f"{path}:{keys.index('severity') + 1}"),
            SeverityOverride("FN301", Severity.ERROR, f"{path}:{keys.index('severity') + 1}"),
        ),
        exclude=((tmp_path, ("legacy", "old")),),
        force_exclude=True,
        fail_on=Severity.ERROR,
        output_format=(("concise", None), ("sarif", tmp_path / "out/r.sarif")),
        worker="2019",
        host_version="4.1036",
        python_version=(3, 9),
        known_modules=frozenset({"company"}),
        rule_paths=(tmp_path / "lint/rules",),
        fixable=("FN3",),
        unfixable=("FN301",),
        path=path,
        origins={key: f"{path}:{row}" for row, key in enumerate(keys, 1)},
        sources=(
            Source("exclude", ("legacy",), f"{path}:6"),
            Source("extend-exclude", ("old",), f"{path}:7"),
            Source("known-modules", ("company",), f"{path}:14"),
            Source("rule-paths", ("lint/rules",), f"{path}:15"),
            Source("unfixable", ("FN301",), f"{path}:17"),
        ),
    )


@pytest.mark.parametrize(
    ("files", "winner"),
    [
        ({"funclint.toml": "", "pyproject.toml": "[tool.funclint]\n"}, "funclint.toml"),
        ({".funclint.toml": "", "funclint.toml": ""}, ".funclint.toml"),
        ({"pyproject.toml": "[tool.funclint]\n", "app/pyproject.toml": "[tool.ruff]\n"}, "pyproject.toml"),
        ({"pyproject.toml": "[tool.funclint]\n", "app/pyproject.toml": "# funclint\n"}, "pyproject.toml"),
        ({"funclint.toml": "", "app/pyproject.toml": "[tool.funclint]\n"}, "app/pyproject.toml"),
        ({"app/pyproject.toml": "tool.funclint.fail-on = 'info'\n"}, "app/pyproject.toml"),
        ({"app/pyproject.toml": "\ufeff[tool]\nfunclint = {}\n"}, "app/pyproject.toml"),
    ],
)
def test_nearest_file_with_our_table(tmp_path: Path, write: Write, files: dict[str, str], winner: str) -> None:
    write(tmp_path, {**files, "app/host.json": "{}"})

    assert read(tmp_path / "app").path == tmp_path / winner


def test_each_app_has_its_own(tmp_path: Path, write: Write) -> None:
    write(tmp_path, {"funclint.toml": "worker = '2019'\n", "a/b/x": "", "a/c/funclint.toml": "fail-on = 'info'\n"})
    finder = SettingsFinder()

    assert finder.settings_for(tmp_path / "a/b").worker == "2019"
    assert finder.settings_for(tmp_path / "a/c").worker == "current"
    assert finder.settings_for(tmp_path / "a").worker == "2019"


def test_other_peoples_broken_pyproject_is_not_ours(tmp_path: Path, write: Write) -> None:
    write(tmp_path, {"pyproject.toml": "[tool.ruff\n"})

    assert read(tmp_path) == Settings()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[tool.funclint]\n\nselekt = []\n", "3: unknown setting 'selekt', did you mean 'select'?"),
        ("[tool.funclint]\nzzz = []\n", "2: unknown setting 'zzz'"),
        ("[a]\nselect = 3\n[tool.funclint]\nselect = 'FN3'\n", "4: select must be a list of strings"),
        ("[tool.funclint]\nignore = [\n  'FN3', 4\n]\n", "2: ignore must be a list of strings"),
        (
            "[tool.funclint]\nfail-on = 'eror'\n",
            """2: fail-on must be one of "error", "warning", "info", did you mean 'error'?""",
        ),
        ("[tool.funclint]\nfail-on = 2\n", """2: fail-on must be one of "error", "warning", "info\""""),
        ("[tool.funclint]\nworker = 2019\n", """2: worker must be one of "current", "2019\""""),
        ("[tool.funclint]\noutput-format = 'xml'\n", '2: output-format must be one of "text", "conc...'),
        ("[tool.funclint]\npython-version = 3.1\n", '2: python-version must be a version such as "3.13", as a string'),
        (
            "[tool.funclint]\npython-version='2.7'\n",
            '2: python-version must be one of "3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14", '
            "did you mean '3.7'?",
        ),
        ("[tool.funclint]\npython-version='3.5'\n", '2: python-version must be one of "3.6", ...'),
        ("[tool.funclint]\npython-version='3.99'\n", '2: python-version must be one of "3.6", ...'),
        (
            "[tool.funclint]\nhost-version = '4.x'\n",
            '2: host-version must be a version such as "4.1037", digits with dots between them',
        ),
        ("[tool.funclint]\nexclude = [\n'a',\n'[z-a]']\n", "4: exclude has the malformed pattern '[z-a]'"),
        ("[tool.funclint]\nextend-exclude = [\n'[']\n", "3: extend-exclude has the malformed pattern '['"),
        (
            "[tool.funclint.per-file-ignores]\n'a' = []\n'![z-a]' = ['FN1']\n",
            "3: per-file-ignores.![z-a] has the malformed pattern '[z-a]'",
        ),
        ('[tool.funclint]\nrule-paths = [\n"a\\u0000"]\n', "3: rule-paths names a path with a NUL character in it"),
        ('[tool.funclint]\nextend = "a\\u0000"\n', "2: extend names a path with a NUL character in it"),
        (
            '[tool.funclint]\noutput-format = "sarif=a\\u0000b"\n',
            "2: output-format names a path with a NUL character in it",
        ),
        (
            "[tool.funclint]\noutput-format = ['json=x.txt',\n'sarif=./x.txt']\n",
            "3: output-format writes two reports to the same file, './x.txt'",
        ),
        (
            "[tool.funclint]\nrule-paths = [\n'nope']\n",
            "3: rule-paths: {folder}/nope: rules cannot be read: No such file or directory",
        ),
        ("[tool.funclint]\nhost-version = 4\n", '2: host-version must be a version such as "4.1037", as a string'),
        ("[tool.funclint]\nselect = [\n'FN3'\n]\noutput-format = [\n'text',\n'json']\n", "5: output-format can..."),
        ("[tool.funclint]\noutput-format = [\n  'sarif=x',\n  'jsn',\n]\n", "4: output-format must be one of ..."),
        ("[tool.funclint]\noutput-format = 'json='\n", "2: output-format names no file after 'json='"),
        ("[tool.funclint]\noutput-format = []\n", "2: output-format must name a format"),
        ("[tool.funclint]\nforce-exclude = 1\n", "2: force-exclude must be true or false"),
        ("[tool.funclint]\n[tool.funclint.severity]\nFN301='eror'\n", "3: severity.FN301 must be one of ..."),
        ("[tool.funclint.per-file-ignores]\n\"x/*\"\t= 'FN1'\n", "2: per-file-ignores.x/* must be a list of strings"),
        ("[tool.funclint]\nper-file-ignores = 4\n", "2: per-file-ignores must be a table"),
        ("[tool]\nx = \"\"\"\n[tool.funclint]\nz = 1\n\"\"\"\nfunclint.z = 1\n", "6: unknown setting 'z'"),
        ("[tool.funclint]\nextend = 'other.toml'\n", "2: extend: {folder}/other.toml: no such file"),
        ("[tool.funclint]\nextend = 3\n", "2: extend must be a string"),
        ("[tool.funclint]\nextend = 'pyproject.toml'\n", "2: extend leads back to {folder}/pyproject.toml"),
        ("tool.funclint.x = 4\n", "1: unknown setting 'x'"),
        ("[tool]\nfunclint.\"x\" = 4\n", "2: unknown setting 'x'"),
        ("[tool.funclint.x]\n", "1: unknown setting 'x'"),
        ("[tool]\n\nfunclint = 4\n", "3: tool.funclint must be a table"),
        ("[tool.funclint]\nselect = [\n", "2:11: not valid TOML: Unclosed array"),
        ("[tool.funclint]\n\nfail-on = " + "9" * 5000 + "\n", "3: not valid TOML: a number with too many digits"),
        ("[tool.funclint]\n\nignore = " + "[" * 5000 + "\n", "3: not valid TOML: nested too deeply"),
    ],
)  # fmt: skip
def test_refused(tmp_path: Path, write: Write, text: str, message: str) -> None:
    write(tmp_path, {"pyproject.toml": text})

    with pytest.raises(SettingsError) as caught:
        read(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / 'pyproject.toml'}:")
    shown = str(caught.value).removeprefix(f"{tmp_path / 'pyproject.toml'}:")
    if "TOML" in message:  # place and wording of the parser differ between its versions
        assert "not valid TOML: " in shown
    elif message.endswith("..."):
        assert shown.startswith(message[:-3])
    else:
        assert shown == message.replace("{folder}", str(tmp_path))


def test_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "funclint.toml").write_bytes(b"#\n# \xff\n")

    with pytest.raises(SettingsError, match=r"funclint\.toml:2: is not UTF-8$"):
        read(tmp_path)


def test_command_line_comes_last(tmp_path: Path, write: Write) -> None:
    write(tmp_path, {"funclint.toml": "select = ['FN3']\nfail-on = 'error'\n"})

    settings = read(tmp_path, Overrides(None, ("FN9",), ("FN301",), "info", (("json", None),)))

    assert settings.selection[1:] == (Selectors(None, ("FN9",), ("FN301",)),)
    assert settings.selection[0].select == ("FN3",)
    assert (settings.fail_on, settings.output_format) == (Severity.INFO, (("json", None),))
    assert settings.origins == {
        "select": f"{tmp_path / 'funclint.toml'}:1",
        "fail-on": "command line",
        "extend-select": "command line",
        "ignore": "command line",
        "output-format": "command line",
    }


def test_extend(tmp_path: Path, write: Write) -> None:
    write(
        tmp_path,
        {
            "base/funclint.toml": "select = ['FN3']\nworker = '2019'\nexclude = ['a']\nignore = ['FN301']\n"
            "known-modules = ['x']\nrule-paths = ['r']\nseverity = {FN3 = 'info'}\n",
            "pyproject.toml": "[tool.funclint]\nextend = 'base/funclint.toml'\nextend-exclude = ['b']\n"
            "ignore = ['FN302']\nknown-modules = ['y']\nrule-paths = ['r']\nseverity = {FN301 = 'error'}\n",
            "app/funclint.toml": "extend = '../pyproject.toml'\nexclude = ['c']\nworker = 'current'\n",
            "base/r/x": "",
            "r/x": "",
        },
    )

    middle = read(tmp_path)
    assert middle.path == tmp_path / "pyproject.toml"
    assert middle.selection == (Selectors(("FN3",), (), ("FN301",)), Selectors(None, (), ("FN302",)))
    assert middle.worker == "2019"
    assert middle.exclude == ((tmp_path, ("a",)), (tmp_path, ("b",)))
    assert middle.known_modules == {"x", "y"}
    assert middle.rule_paths == (tmp_path / "base/r", tmp_path / "r")
    assert [(item.rule, item.severity) for item in middle.severity] == [
        ("FN3", Severity.INFO),
        ("FN301", Severity.ERROR),
    ]
    assert middle.origins["worker"] == f"{tmp_path / 'base/funclint.toml'}:2"

    inner = read(tmp_path / "app")
    assert inner.exclude == ((tmp_path / "app", ("c",)),)
    write(tmp_path, {"app/funclint.toml": "extend = '../pyproject.toml'\n"})
    assert read(tmp_path / "app").exclude == middle.exclude  # that file's own folder is around this one
    assert inner.worker == "current"
    assert inner.selection == middle.selection


def test_parents_are_not_merged(tmp_path: Path, write: Write) -> None:
    write(tmp_path, {"funclint.toml": "worker = '2019'\n", "a/funclint.toml": "ignore = ['F']\n"})

    assert read(tmp_path / "a").worker == "current"


def test_extends_in_a_circle(tmp_path: Path, write: Write) -> None:
    write(tmp_path, {"funclint.toml": "extend = 'a.toml'\n", "a.toml": "\nextend = 'funclint.toml'\n"})

    with pytest.raises(SettingsError) as caught:
        read(tmp_path)
    assert str(caught.value) == f"{tmp_path / 'a.toml'}:2: extend leads back to {tmp_path / 'funclint.toml'}"


def test_a_named_file_instead_of_those_found(tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"app/funclint.toml": "worker = '2019'\n", "ci/strict.toml": "fail-on = 'info'\nexclude=['x']\n"})

    settings = read(tmp_path / "app", Overrides(config=tmp_path / "ci/strict.toml"))

    assert (settings.worker, settings.fail_on) == ("current", Severity.INFO)
    assert settings.exclude == ((tmp_path, ("x",)),)  # of the current folder
    monkeypatch.chdir(tmp_path / "ci")
    assert read(tmp_path / "app", Overrides(config=Path("strict.toml"))).exclude == ((tmp_path / "ci", ("x",)),)
    with pytest.raises(SettingsError, match=r"none\.toml: no such settings file$"):
        read(tmp_path, Overrides(config=tmp_path / "none.toml"))


def test_isolated(tmp_path: Path, write: Write) -> None:
    write(tmp_path, {"funclint.toml": "worker = '2019'\nselekt = 1\n"})

    assert read(tmp_path, Overrides(isolated=True)) == Settings()
    assert read(tmp_path, Overrides(isolated=True, inline=("worker = '2019'",))).worker == "2019"


def test_inline(tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"app/funclint.toml": "worker = '2019'\nfail-on = 'error'\n", "ci/r/x": ""})
    monkeypatch.chdir(tmp_path / "ci")

    settings = read(tmp_path / "app", Overrides(inline=("fail-on = 'info'", "rule-paths = ['r']")))

    assert (settings.worker, settings.fail_on, settings.rule_paths) == ("2019", Severity.INFO, (tmp_path / "ci/r",))
    assert settings.origins["fail-on"] == "--config 'fail-on = 'info''"
    with pytest.raises(
        SettingsError, match=r"^--config 'fail-no = 1': unknown setting 'fail-no', did you mean 'fail-on'"
    ):
        read(tmp_path, Overrides(inline=("fail-no = 1",)))
    with pytest.raises(SettingsError, match=r"^--config 'nonsense'.*: not valid TOML: "):
        read(tmp_path, Overrides(inline=("nonsense",)))


def test_exclude_of_the_command_line(tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"app/funclint.toml": "exclude = ['a']\n"})
    monkeypatch.chdir(tmp_path)

    assert read(tmp_path / "app", Overrides(exclude=("b",))).exclude == ((tmp_path, ("b",)),)
    both = read(tmp_path / "app", Overrides(extend_exclude=("b",)))
    assert both.exclude == ((tmp_path / "app", ("a",)), (tmp_path, ("b",)))


@pytest.mark.parametrize(
    ("text", "place"),
    [("worker = 'current'\nignore = [", 2), ("ignore = [\n", 1), ("a = 1\n[", 2), ("worker = ", 1)],
)
def test_broken_at_its_end(tmp_path: Path, write: Write, text: str, place: int) -> None:
    write(tmp_path, {"funclint.toml": text})

    with pytest.raises(SettingsError, match=rf"funclint\.toml:{place}(:\d+)?: not valid TOML: "):
        read(tmp_path)


@pytest.mark.parametrize("text", ["\n[tool.funclint]\nworker = '2019'\n", "\n[funclint]\n"])
def test_the_table_of_pyproject_elsewhere(tmp_path: Path, write: Write, text: str) -> None:
    write(tmp_path, {"funclint.toml": text})

    with pytest.raises(SettingsError) as caught:
        read(tmp_path)
    word = "tool" if "tool" in text else "funclint"
    assert str(caught.value) == (
        f"{tmp_path / 'funclint.toml'}:2: unknown setting '{word}': only in pyproject.toml do the settings stand in"
        " [tool.funclint], here they stand at the top"
    )


def test_a_folder_that_cannot_be_entered(tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"funclint.toml": "\nextend = 'locked/b.toml'\n", "app/x": ""})
    stat = Path.stat

    def refuse(path: Path, **options: bool) -> object:
        if path.parent.name == "locked":
            raise PermissionError(13, "Permission denied", str(path))
        return stat(path, **options)

    monkeypatch.setattr(Path, "stat", refuse)
    locked = tmp_path / "locked/b.toml"

    with pytest.raises(SettingsError) as caught:
        read(tmp_path)
    assert str(caught.value) == (f"{tmp_path / 'funclint.toml'}:2: extend: {locked}: cannot be read: Permission denied")
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, Overrides(config=locked))
    assert str(caught.value) == f"{locked}: cannot be read: Permission denied"


def test_options_of_the_command_line_that_are_refused(tmp_path: Path) -> None:
    refused = [
        (Overrides(exclude=("a", "[z-a]")), "--exclude has the malformed pattern '[z-a]'"),
        (Overrides(extend_exclude=("[",)), "--extend-exclude has the malformed pattern '['"),
        (
            Overrides(inline=("rule-paths = ['nope']",)),
            f"--config 'rule-paths = ['nope']': rule-paths: {Path.cwd() / 'nope'}: rules cannot be read:"
            " No such file or directory",
        ),
    ]
    for overrides, message in refused:
        with pytest.raises(SettingsError) as caught:
            read(tmp_path, overrides)
        assert str(caught.value) == message


def test_sources(tmp_path: Path, write: Write) -> None:
    write(
        tmp_path,
        {
            "base.toml": "exclude = ['a']\nunfixable = ['FN1']\n",
            "funclint.toml": "extend = 'base.toml'\nextend-exclude = ['b']\n",
        },
    )
    base, path = tmp_path / "base.toml", tmp_path / "funclint.toml"
    found = (
        Source("exclude", ("a",), f"{base}:1"),
        Source("unfixable", ("FN1",), f"{base}:2"),
        Source("extend", "base.toml", f"{path}:1"),
        Source("extend-exclude", ("b",), f"{path}:2"),
    )

    assert read(tmp_path).sources == found
    assert read(tmp_path, Overrides(extend_exclude=("c",))).sources == (
        *found,
        Source("extend-exclude", ("c",), "command line"),
    )
    assert read(tmp_path, Overrides(exclude=("c",))).sources == (
        *found[1:3],
        Source("exclude", ("c",), "command line"),
    )


VALUES: list[object] = [
    None, True, 0, 3.1, "", "x", "FN3", "error", "info", "text", "json", "sarif=a=b", "xml", "text=", "current", "2019",
    "a\0", ["a\0"], ["text=\0"], "3.5",
    "3.13", "3", "3.123", "4.1037", "4.", [], ["x"], ["x", 3], ["text"], ["text", "json"], ["text", "json=a"],
    ["json=a", "sarif=b"], ["text=\n"], {}, {"x": "error"}, {"x": "eror"}, {"x": ["FN3"]}, {"x": 3}, {"x": []},
]  # fmt: skip


@pytest.mark.parametrize("key", SETTINGS)
@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_the_schema_says_what_the_reader_says(key: str, value: object) -> None:
    validator = jsonschema.Draft202012Validator(schema())

    try:
        SETTINGS[key].kind.check(value)
        accepted = True
    except BadValue:
        accepted = False

    assert validator.is_valid({key: value}) is accepted


def test_the_schema_is_sound() -> None:
    found = schema()
    jsonschema.Draft202012Validator.check_schema(found)
    validator = jsonschema.Draft202012Validator(found)

    for key, value in found["properties"].items():
        assert value["description"].endswith(".")
        if "default" in value:
            assert validator.is_valid({key: value["default"]})
    assert not validator.is_valid({"selekt": []})


@pytest.mark.parametrize(
    ("text", "keys", "word", "row"),
    [
        ("a = 1\nb = 2\n", ("b",), None, 2),
        ("[t]\r\n# [u]\r\nx = [\r\n 'p', # 'q'\r\n 'q',\r\n]\r\ny = 1", ("t", "y"), None, 7),
        ("[t]\n# [u]\nx = [\n 'p', # 'q'\n 'q',\n]\ny = 1", ("t", "x"), "q", 5),
        ("[t]\nx = [\n[ 'p' ],\n['q'] ]\ny = 1", ("t", "x"), "q", 4),
        ("x = {a = 1, 'b c' = ['p',\n 'q'], d.e = {f='r'}}\ny = 1", ("x", "b c"), "q", 2),
        ("x = {a = 1, 'b c' = ['p',\n 'q'], d.e = {f='r'}}\ny = 1", ("x", "d", "e", "f"), "r", 2),
        ("x = {}\n\ny = 1", ("y",), None, 3),
        ("[ 'a' . \"b\" ]\nc = 1", ("a", "b", "c"), None, 2),
        ("a = '''\nb = 1\n'''\nb = 2", ("b",), None, 4),
        ('a = """x\\"""\nb = 1\n"""\nb = 2', ("b",), None, 4),
        ("a = 1979-05-27T07:32:00Z\nb = 3.5\nc = 1", ("c",), None, 3),
        ("[[t]]\na = 1\n[[t]]\na = 2\n", ("t", "a"), None, 2),
        ('"\\u0061" = 1\n', ("a",), None, 1),
        ("a = 1\n", ("b", "c"), None, 1),
        ("\n[a]\n", ("a", "c"), None, 2),
    ],
)
def test_rows(text: str, keys: tuple[str, ...], word: str | None, row: int) -> None:
    rows = Rows(text)

    assert (rows.of_key(*keys) if word is None else rows.of_word(word, *keys)) == row
