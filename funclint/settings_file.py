"""Reads funclint.toml, .funclint.toml and ``[tool.funclint]`` in pyproject.toml, and the texts of ``--config``."""

from __future__ import annotations

import os
import re
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
    did_you_mean,
)
from funclint.settings_schema import SETTINGS, BadValue

Place = Callable[..., str]
"""Where keys of the table stand, ``path:row``; with ``word``, where that string stands in the value."""

_PYPROJECT = "pyproject.toml"


def read(path: Path, seen: tuple[Path, ...] = ()) -> Settings | None:
    """The settings in a file; None for a pyproject.toml without ``[tool.funclint]``.

    ``seen``: the files that extend this one. Raises SettingsError.
    """
    try:
        with open(path, encoding="utf-8-sig") as file:
            text = file.read()
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path}: is not UTF-8") from None
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
        base = _extended(values["extend"], path, seen, place)
    return _settings(values, base, path.parent, place)._replace(path=path)


def read_named(path: Path) -> Settings:
    """The settings in a file that was named itself. Raises SettingsError."""
    if not path.is_file():
        raise SettingsError(f"{path}: no such settings file")
    found = read(path.absolute())
    if found is None:
        raise SettingsError(f"{path}: has no table [tool.funclint]")
    return found


def read_inline(text: str, base: Settings) -> Settings:
    """``base`` with the settings in a text of the command line over it. Raises SettingsError."""
    shown = f"--config '{text}'"
    values = _parse(text, shown)
    if "extend" in values:
        raise SettingsError(f"{shown}: extend belongs in a settings file; name the file itself with --config")

    def place(*keys: str, word: str | None = None) -> str:
        return shown

    return _settings(values, base, Path.cwd(), place)


def _parse(text: str, place: str) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        values: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"^(.*) \(at line (\d+), column (\d+)\)$", str(error), re.S)
        where, reason = (f"{place}:{match[2]}:{match[3]}", match[1]) if match else (place, str(error))
        raise SettingsError(f"{where}: not valid TOML: {reason}") from None
    except RecursionError:
        raise SettingsError(f"{place}: not valid TOML: nested too deeply") from None
    return values


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


def _extended(value: object, path: Path, seen: tuple[Path, ...], place: Place) -> Settings:
    try:
        named = SETTINGS["extend"].kind.check(value)
    except BadValue as error:
        raise SettingsError(f"{place('extend')}: extend {error}") from None
    other = Path(os.path.abspath(path.parent / os.path.expanduser(named)))
    chain = (*seen, path)
    if other in chain:
        raise SettingsError(f"{place('extend')}: extend leads back to {other}")
    if not other.is_file():
        raise SettingsError(f"{place('extend')}: extend: {other}: no such file")
    found = read(other, chain)
    if found is None:
        raise SettingsError(f"{place('extend')}: extend: {other} has no table [tool.funclint]")
    return found


def _settings(values: dict[str, Any], base: Settings, folder: Path, place: Place) -> Settings:
    """``base`` with what the table ``values`` says over it; paths and patterns in it are relative to ``folder``."""
    read: dict[str, Any] = {}
    for key, value in values.items():
        setting = SETTINGS.get(key)
        if setting is None:
            raise SettingsError(f"{place(key)}: unknown setting '{key}'{did_you_mean(key, SETTINGS)}")
        try:
            read[key] = setting.kind.check(value)
        except BadValue as error:
            named = ".".join((key, *error.keys))
            raise SettingsError(f"{place(key, *error.keys, word=error.word)}: {named} {error}") from None
    origins = {**base.origins, **{key: place(key) for key in values}}
    changes: dict[str, Any] = {"origins": origins}
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
            FileIgnore(folder, pattern, rules, where=partial(_where, place, "per-file-ignores", pattern))
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
        changes["exclude"] = (*kept, (folder, patterns)) if patterns else kept
    if "fail-on" in read:
        changes["fail_on"] = SEVERITIES[read["fail-on"]]
    if "output-format" in read:
        changes["output_format"] = tuple(
            (name, None if file is None else folder / file) for name, file in read["output-format"]
        )
    if "python-version" in read:
        changes["python_version"] = (3, int(read["python-version"].partition(".")[2]))
    if "known-modules" in read:
        changes["known_modules"] = base.known_modules | frozenset(read["known-modules"])
    if "rule-paths" in read:
        changes["rule_paths"] = (*base.rule_paths, *(folder / item for item in read["rule-paths"]))
    if "unfixable" in read:
        changes["unfixable"] = (*base.unfixable, *read["unfixable"])
    for key in ("worker", "host-version", "force-exclude", "fixable"):
        if key in read:
            changes[key.replace("-", "_")] = read[key]
    return base._replace(**changes)


def _where(place: Place, option: str, key: str, word: str) -> str:
    return place(option, key, word=word)
