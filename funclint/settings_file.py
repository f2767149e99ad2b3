"""Reads funclint.toml, .funclint.toml and ``[tool.funclint]`` in pyproject.toml, and the texts of ``--config``."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from funclint.settings import (
    SEVERITIES,
    FileIgnore,
    Selectors,
    Settings,
    SettingsError,
    SeverityOverride,
    Source,
    did_you_mean,
    with_sources,
)
from funclint.settings_schema import SETTINGS, BadValue

Place = Callable[..., str]
"""Where keys of the table stand, ``path:row``; with ``word``, where that string stands in the value."""

_PYPROJECT = "pyproject.toml"
ADDING = ("extend", "exclude", "extend-exclude", "known-modules", "rule-paths", "unfixable")
"""Settings to which several files can add."""

_DEEP = re.compile(r"(?:[\[{][^\[\]{}]*){50}")
_LONG = re.compile(r"\d(?:_?\d){3999}")


def read(path: Path, seen: tuple[Path, ...] = (), used_in: Path | None = None) -> Settings | None:
    """The settings in a file; None for a pyproject.toml without ``[tool.funclint]``.

    ``seen``: the files that extend this one. ``used_in``: the folder for which it is read. Its patterns are relative to
    the file's own folder, or to that one where it lies elsewhere. Raises SettingsError.
    """
    own = path.parent
    patterns_in = own if used_in is None or own == used_in or own in used_in.parents else used_in
    try:
        with open(path, "rb") as file:
            data = file.read()
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        row = error.object.count(b"\n", 0, error.start) + 1
        raise SettingsError(f"{path}:{row}: is not UTF-8") from None
    table: tuple[str, ...] = ()
    if path.name == _PYPROJECT:
        if "funclint" not in text:
            return None
        table = ("tool", "funclint")
    values: Any = _parse(text, str(path))
    for depth, key in enumerate(table):
        if not isinstance(values, dict) or key not in values:
            return None
        values = values[key]
        if not isinstance(values, dict):
            shown = ".".join(table[: depth + 1])
            raise SettingsError(f"{_places(str(path), text, table[:depth])(key)}: {shown} must be a table")
    place = _places(str(path), text, table)
    base = Settings()
    if "extend" in values:
        base = _extended(values["extend"], path, seen, patterns_in, place)
    return _settings(values, base, own, patterns_in, place)._replace(path=path)


def read_named(path: Path) -> Settings:
    """The settings in a file that was named itself, for the current folder. Raises SettingsError."""
    if not _is_file(path, f"{path}: "):
        raise SettingsError(f"{path}: no such settings file")
    found = read(path.absolute(), used_in=Path.cwd())
    if found is None:
        raise SettingsError(f"{path}: has no table [tool.funclint]")
    return found


def _is_file(path: Path, before: str) -> bool:
    """Whether there is such a file. Raises SettingsError, with ``before`` in front, if that cannot be told."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise SettingsError(f"{before}cannot be read: {error.strerror or error}") from None


def read_inline(text: str, base: Settings) -> Settings:
    """``base`` with the settings in a text of the command line over it. Raises SettingsError."""
    shown = f"--config '{text}'"
    values = _parse(text, shown)
    if "extend" in values:
        raise SettingsError(f"{shown}: extend belongs in a settings file; name the file itself with --config")

    def place(*keys: str, word: str | None = None) -> str:
        return shown

    return _settings(values, base, Path.cwd(), Path.cwd(), place)


def _parse(text: str, place: str) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        values: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"^(.*) \(at line (\d+), column (\d+)\)$", str(error), re.S)
        last = max(len(text.splitlines()), 1)
        where, reason = (f"{match[2]}:{match[3]}", match[1]) if match else (str(last), str(error))
        raise SettingsError(f"{place}:{where}: not valid TOML: {reason}") from None
    except RecursionError:
        row = _row_of(_DEEP, text)
        raise SettingsError(f"{place}:{row}: not valid TOML: nested too deeply") from None
    except ValueError:  # of int(), which the parser lets through
        raise SettingsError(f"{place}:{_row_of(_LONG, text)}: not valid TOML: a number with too many digits") from None
    return values


def _row_of(pattern: re.Pattern[str], text: str) -> int:
    """The row of the first piece of text that fits; 1 if there is none."""
    found = pattern.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _places(path: str, text: str, table: tuple[str, ...]) -> Place:
    rows: Any = None

    def place(*keys: str, word: str | None = None) -> str:
        nonlocal rows
        if rows is None:
            from funclint.toml_rows import Rows

            rows = Rows(text)
        row = rows.of_key(*table, *keys) if word is None else rows.of_word(word, *table, *keys)
        return f"{path}:{row}"

    return place


def _extended(value: object, path: Path, seen: tuple[Path, ...], used_in: Path, place: Place) -> Settings:
    try:
        named = SETTINGS["extend"].kind.check(value)
    except BadValue as error:
        raise SettingsError(f"{place('extend')}: extend {error}") from None
    other = Path(os.path.abspath(path.parent / os.path.expanduser(named)))
    chain = (*seen, path)
    if other in chain:
        raise SettingsError(f"{place('extend')}: extend leads back to {other}")
    if not _is_file(other, f"{place('extend')}: extend: {other}: "):
        raise SettingsError(f"{place('extend')}: extend: {other}: no such file")
    found = read(other, chain, used_in)
    if found is None:
        raise SettingsError(f"{place('extend')}: extend: {other} has no table [tool.funclint]")
    return found


def _settings(values: dict[str, Any], base: Settings, folder: Path, patterns_in: Path, place: Place) -> Settings:
    """``base`` with what the table ``values`` says over it; paths are relative to ``folder``, patterns to
    ``patterns_in``."""
    read: dict[str, Any] = {}
    for key, value in values.items():
        setting = SETTINGS.get(key)
        if setting is None:
            raise SettingsError(f"{place(key)}: unknown setting '{key}'{_hint(key, value)}")
        try:
            read[key] = setting.kind.check(value)
        except BadValue as error:
            named = ".".join((key, *error.keys))
            raise SettingsError(f"{place(key, *error.keys, word=error.word)}: {named} {error}") from None
    origins = {**base.origins, **{key: place(key) for key in values}}
    said = [Source(key, read[key], place(key)) for key in ADDING if key in read]
    changes: dict[str, Any] = {"origins": origins, "sources": with_sources(base.sources, said)}
    if read.keys() & {"select", "extend-select", "ignore"}:
        changes["selection"] = (
            *base.selection,
            Selectors(
                read.get("select"),
                read.get("extend-select", ()),
                read.get("ignore", ()),
                lambda option, word: place(option, word=word),
            ),
        )
    if "per-file-ignores" in read:
        changes["per_file_ignores"] = base.per_file_ignores + tuple(
            FileIgnore(patterns_in, pattern, rules, where=partial(_where, place, "per-file-ignores", pattern))
            for pattern, rules in read["per-file-ignores"].items()
        )
    if "severity" in read:
        changes["severity"] = base.severity + tuple(
            SeverityOverride(rule, SEVERITIES[level], place("severity", rule))
            for rule, level in read["severity"].items()
        )
    if read.keys() & {"exclude", "extend-exclude"}:
        kept = base.exclude if "exclude" not in read else ()
        patterns = (*read.get("exclude", ()), *read.get("extend-exclude", ()))
        changes["exclude"] = (*kept, (patterns_in, patterns)) if patterns else kept
    if "fail-on" in read:
        changes["fail_on"] = SEVERITIES[read["fail-on"]]
    if "output-format" in read:
        changes["output_format"] = tuple(
            (name, None if file is None else folder / os.path.expanduser(file)) for name, file in read["output-format"]
        )
    if "python-version" in read:
        changes["python_version"] = (3, int(read["python-version"].partition(".")[2]))
    if "known-modules" in read:
        changes["known_modules"] = base.known_modules | frozenset(read["known-modules"])
    if "rule-paths" in read:
        changes["rule_paths"] = (*base.rule_paths, *_rule_folders(read["rule-paths"], folder, place))
    if "unfixable" in read:
        changes["unfixable"] = (*base.unfixable, *read["unfixable"])
    for key in ("worker", "host-version", "force-exclude", "fixable"):
        if key in read:
            changes[key.replace("-", "_")] = read[key]
    return base._replace(**changes)


def _hint(key: str, value: object) -> str:
    """What may have been meant by a setting that there is not."""
    if isinstance(value, dict) and (key == "funclint" or (key == "tool" and "funclint" in value)):
        return ": only in pyproject.toml do the settings stand in [tool.funclint], here they stand at the top"
    return did_you_mean(key, SETTINGS)


def _rule_folders(named: tuple[str, ...], folder: Path, place: Place) -> list[Path]:
    found = []
    for item in named:
        rules = folder / item
        try:
            os.scandir(rules).close()
        except OSError as error:
            where = place("rule-paths", word=item)
            reason = error.strerror or error
            raise SettingsError(f"{where}: rule-paths: {rules}: rules cannot be read: {reason}") from None
        found.append(rules)
    return found


def _where(place: Place, option: str, key: str, word: str) -> str:
    return place(option, key, word=word)
