"""``[tool.funclint]`` in pyproject.toml, ``funclint.toml``, ``.funclint.toml`` and the command line: one Settings."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from funclint.diagnostic import Severity

OUTPUT_FORMATS = ("text", "concise", "json")
WORKERS = ("current", "2019")
SEVERITIES = {str(severity): severity for severity in sorted(Severity, reverse=True)}

_FILES = (".funclint.toml", "funclint.toml", "pyproject.toml")


class SettingsError(Exception):
    """Something the user has to put right before funclint can work; its text is the whole message."""


@dataclass(frozen=True, slots=True)
class Selectors:
    """What one source (a file, the command line) says about rules: codes, prefixes such as FN3, names, or ALL.

    ``select`` is None where the source leaves the selection as it was. ``places`` says where each option was set,
    ``path:row``; empty for the command line.
    """

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settings:
    """All that can be chosen about a run, for one app.

    ``selection`` is in order of precedence, the command line last. ``path`` is the file that was read, None without
    one; ``exclude`` is relative to its folder. ``origins`` says where each option that is not at its default was set.
    """

    selection: tuple[Selectors, ...] = ()
    exclude: tuple[str, ...] = ()
    fail_on: Severity = Severity.WARNING
    output_format: str = "text"
    worker: str = "current"
    host_version: str | None = None
    python_version: tuple[int, int] = (3, 13)
    known_modules: frozenset[str] = frozenset()
    rule_paths: tuple[Path, ...] = ()
    path: Path | None = None
    origins: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Overrides:
    """The options of the command line; None or empty where an option was not given."""

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str | None = None
    output_format: str | None = None

    def apply(self, settings: Settings) -> Settings:
        """``settings`` with what the command line says over it."""
        origins = dict(settings.origins)
        selection = settings.selection
        if self.select is not None or self.extend_select or self.ignore:
            selection = (*selection, Selectors(self.select, self.extend_select, self.ignore))
            given = {"select": self.select, "extend-select": self.extend_select, "ignore": self.ignore}
            origins.update(dict.fromkeys((key for key, value in given.items() if value), "command line"))
        fail_on, output_format = settings.fail_on, settings.output_format
        if self.fail_on is not None:
            fail_on = SEVERITIES[self.fail_on]
            origins["fail-on"] = "command line"
        if self.output_format is not None:
            output_format = self.output_format
            origins["output-format"] = "command line"
        return replace(settings, selection=selection, fail_on=fail_on, output_format=output_format, origins=origins)


class SettingsFinder:
    """Finds the settings of an app: the nearest file at or above its folder, then the command line over it."""

    def __init__(self, overrides: Overrides | None = None) -> None:
        self._overrides = overrides or Overrides()
        self._by_folder: dict[str, Settings | None] = {}
        self._final: dict[Path | None, Settings] = {}

    def settings_for(self, folder: Path) -> Settings:
        """The settings that hold for an app in ``folder`` (absolute). Raises SettingsError."""
        found = self._nearest(str(folder)) or Settings()
        final = self._final.get(found.path)
        if final is None:
            final = self._final[found.path] = self._overrides.apply(found)
        return final

    def _nearest(self, folder: str) -> Settings | None:
        passed: list[str] = []
        found: Settings | None = None
        while folder not in self._by_folder:
            passed.append(folder)
            found = _in_folder(folder)
            parent = os.path.dirname(folder)
            if found is not None or parent == folder:
                break
            folder = parent
        else:
            found = self._by_folder[folder]
        self._by_folder.update(dict.fromkeys(passed, found))
        return found


def _in_folder(folder: str) -> Settings | None:
    for name in _FILES:
        path = os.path.join(folder, name)
        if not os.path.isfile(path):
            continue
        try:
            with open(path, encoding="utf-8-sig") as file:
                text = file.read()
        except OSError as error:
            raise SettingsError(f"{path}: cannot be read: {error.strerror or error}") from None
        except UnicodeDecodeError:
            raise SettingsError(f"{path}: is not UTF-8") from None
        if name != "pyproject.toml":
            return _parse(Path(path), text, ())
        if "funclint" in text:
            found = _parse(Path(path), text, ("tool", "funclint"))
            if found is not None:
                return found
    return None


def _parse(path: Path, text: str, table: tuple[str, ...]) -> Settings | None:
    """The settings in ``text``; None when it has no such table. Raises SettingsError."""
    import sys

    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        values: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"^(.*) \(at line (\d+), column (\d+)\)$", str(error))
        place, reason = (f"{path}:{match[2]}:{match[3]}", match[1]) if match else (str(path), str(error))
        raise SettingsError(f"{place}: not valid TOML: {reason}") from None
    for key in table:
        if not isinstance(values, dict) or key not in values:
            return None
        values = values[key]
    if not isinstance(values, dict):
        raise SettingsError(f"{path}:{_line_of(text, table[:-1], table[-1])}: {'.'.join(table)} must be a table")
    return _from_table(path, values, lambda key: _line_of(text, table, key))


def _from_table(path: Path, values: dict[str, Any], line_of: Callable[[str], int]) -> Settings:
    options: dict[str, Any] = {}
    selectors: dict[str, tuple[str, ...]] = {}
    origins: dict[str, str] = {}
    for key, value in values.items():
        place = f"{path}:{line_of(key)}"
        reader = _READERS.get(key)
        if reader is None:
            raise SettingsError(f"{place}: unknown setting '{key}'{did_you_mean(key, _READERS)}")
        try:
            read = reader(value)
        except ValueError as error:
            raise SettingsError(f"{place}: {key} {error}") from None
        origins[key] = place
        if key in ("select", "extend-select", "ignore"):
            selectors[key] = read
        elif key == "rule-paths":
            options["rule_paths"] = tuple(path.parent / item for item in read)
        else:
            options[key.replace("-", "_")] = read
    if selectors:
        options["selection"] = (
            Selectors(
                selectors.get("select"), selectors.get("extend-select", ()), selectors.get("ignore", ()), origins
            ),
        )
    return Settings(path=path, origins=origins, **options)


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError("must be a list of strings")
    return tuple(value)


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("must be a string")
    return value


def _one_of(choices: tuple[str, ...]) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value not in choices:
            listed = ", ".join(f'"{choice}"' for choice in choices)
            hint = did_you_mean(value, choices) if isinstance(value, str) else ""
            raise ValueError(f"must be one of {listed}{hint}")
        return str(value)

    return read


def _python_version(value: object) -> tuple[int, int]:
    match = re.fullmatch(r"3\.(\d{1,2})", value) if isinstance(value, str) else None
    if match is None:
        raise ValueError('must be a version such as "3.13", as a string')
    return 3, int(match[1])


_READERS: dict[str, Callable[[object], Any]] = {
    "select": _strings,
    "extend-select": _strings,
    "ignore": _strings,
    "exclude": _strings,
    "fail-on": lambda value: SEVERITIES[_one_of(tuple(SEVERITIES))(value)],
    "output-format": _one_of(OUTPUT_FORMATS),
    "worker": _one_of(WORKERS),
    "host-version": _string,
    "python-version": _python_version,
    "known-modules": lambda value: frozenset(_strings(value)),
    "rule-paths": _strings,
}


def _line_of(text: str, table: tuple[str, ...], key: str) -> int:
    """The row (from 1) on which ``key`` of ``table`` is set, 1 if written unusually; tomllib keeps no positions."""
    current: tuple[str, ...] = ()
    for row, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[([^\[\]]+)\]\s*(?:#.*)?$", line)
        if header:
            current = _dotted(header[1])
            if current[: len(table) + 1] == (*table, key):
                return row
            continue
        assigned = re.match(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""", line)
        if assigned and (current + _dotted(assigned[1]))[: len(table) + 1] == (*table, key):
            return row
    return 1


def _dotted(text: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in text.split("."))


def did_you_mean(word: str, choices: object) -> str:
    """``", did you mean 'x' or 'y'?"`` for the choices (strings) nearest to ``word``, else nothing."""
    import difflib

    near = difflib.get_close_matches(word, list(choices), n=3, cutoff=0.6)  # type: ignore[call-overload]
    if not near:
        return ""
    quoted = [f"'{item}'" for item in near]
    shown = quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
    return f", did you mean {shown}?"
