"""All that can be chosen about a run: settings files and the command line, made into one Settings for each app."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from funclint.diagnostic import Severity

OUTPUT_FORMATS = (
    "text", "concise", "grouped", "json", "json-lines", "sarif", "github", "gitlab", "junit", "azure", "rdjson"
)  # fmt: skip
WORKERS = ("current", "2019")
SEVERITIES = {str(severity): severity for severity in sorted(Severity, reverse=True)}
COMMAND_LINE = "command line"

Patterns = tuple[Path, tuple[str, ...]]
"""Patterns in gitignore syntax and the folder (absolute) that they are relative to."""

Output = tuple[str, Path | None]
"""A format, and the file that it is written to; None for stdout."""

_FILES = (".funclint.toml", "funclint.toml", "pyproject.toml")


class SettingsError(Exception):
    """Something the user has to put right before funclint can work; its text is the whole message."""


class Selectors:
    """What one source (a file, the command line) says about rules: codes, prefixes such as FN3, names, families, ALL.

    ``select`` is None where the source leaves the selection as it was. ``where`` gives the place, ``path:row``, of a
    word in an option of a settings file; None for the command line.
    """

    __slots__ = ("extend_select", "ignore", "select", "where")

    def __init__(
        self,
        select: tuple[str, ...] | None = None,
        extend_select: tuple[str, ...] = (),
        ignore: tuple[str, ...] = (),
        where: Callable[[str, str], str] | None = None,
    ) -> None:
        self.select = select
        self.extend_select = extend_select
        self.ignore = ignore
        self.where = where

    def _key(self) -> tuple[object, ...]:
        return self.select, self.extend_select, self.ignore

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Selectors) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return f"Selectors{self._key()}"


class FileIgnore:
    """Rules that are ignored in some files: a pattern as in Patterns (``!`` in front: all other files), selectors.

    ``option`` and ``where`` name the place of a selector, for messages.
    """

    __slots__ = ("base", "option", "pattern", "rules", "where")

    def __init__(
        self,
        base: Path,
        pattern: str,
        rules: tuple[str, ...],
        option: str = "per-file-ignores",
        where: Callable[[str], str] | None = None,
    ) -> None:
        self.base = base
        self.pattern = pattern
        self.rules = rules
        self.option = option
        self.where = where

    def _key(self) -> tuple[object, ...]:
        return self.base, self.pattern, self.rules

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FileIgnore) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return f"FileIgnore{self._key()}"


class SeverityOverride(NamedTuple):
    """Another severity for the rules of a selector; ``place`` is where that was set."""

    rule: str
    severity: Severity
    place: str = ""


class Source(NamedTuple):
    """What one place says in an option to which several places can add, as it is written there."""

    option: str
    value: str | tuple[str, ...]
    place: str


class Settings(NamedTuple):
    """All that can be chosen about a run, for one app.

    ``selection`` is in order of precedence, the command line last; so are ``severity`` and ``per_file_ignores``.
    ``fixable`` is None where all rules are. ``path`` is the file that was read, None without one. ``origins`` says
    where each option that is not at its default was set; ``sources``, for options to which several places can add, what
    each of them says.
    """

    selection: tuple[Selectors, ...] = ()
    per_file_ignores: tuple[FileIgnore, ...] = ()
    severity: tuple[SeverityOverride, ...] = ()
    exclude: tuple[Patterns, ...] = ()
    force_exclude: bool = False
    fail_on: Severity = Severity.WARNING
    output_format: tuple[Output, ...] = (("text", None),)
    worker: str = "current"
    host_version: str | None = None
    python_version: tuple[int, int] = (3, 13)
    known_modules: frozenset[str] = frozenset()
    rule_paths: tuple[Path, ...] = ()
    fixable: tuple[str, ...] | None = None
    unfixable: tuple[str, ...] = ()
    path: Path | None = None
    origins: Mapping[str, str] = MappingProxyType({})
    sources: tuple[Source, ...] = ()


class Overrides(NamedTuple):
    """The options of the command line; None or empty where an option was not given.

    ``config``: a settings file to be read instead of those that are found; ``inline``: texts of TOML over whichever
    file was read; ``isolated``: no settings file is read.
    """

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str | None = None
    output_format: tuple[Output, ...] = ()
    exclude: tuple[str, ...] | None = None
    extend_exclude: tuple[str, ...] = ()
    force_exclude: bool | None = None
    fixable: tuple[str, ...] | None = None
    unfixable: tuple[str, ...] = ()
    config: Path | None = None
    inline: tuple[str, ...] = ()
    isolated: bool = False

    def apply(self, settings: Settings) -> Settings:
        """``settings`` with what the command line says over it. Raises SettingsError."""
        if self.inline:
            from funclint.settings_file import read_inline

            for text in self.inline:
                settings = read_inline(text, settings)
        changes: dict[str, object] = {}
        given: list[str] = []
        if self.select is not None or self.extend_select or self.ignore:
            changes["selection"] = (*settings.selection, Selectors(self.select, self.extend_select, self.ignore))
            options = {"select": self.select, "extend-select": self.extend_select, "ignore": self.ignore}
            given += [option for option, value in options.items() if value]
        if self.exclude is not None or self.extend_exclude:
            self._check_patterns()
            exclude = settings.exclude if self.exclude is None else ()
            patterns = (*(self.exclude or ()), *self.extend_exclude)
            changes["exclude"] = (*exclude, (Path.cwd(), patterns))
            options = {"exclude": self.exclude, "extend-exclude": self.extend_exclude}
            given += [option for option, value in options.items() if value]
        if self.fail_on is not None:
            changes["fail_on"] = SEVERITIES[self.fail_on]
            given.append("fail-on")
        if self.output_format:
            changes["output_format"] = self.output_format
            given.append("output-format")
        if self.force_exclude is not None:
            changes["force_exclude"] = self.force_exclude
            given.append("force-exclude")
        if self.fixable is not None:
            changes["fixable"] = self.fixable
            given.append("fixable")
        if self.unfixable:
            changes["unfixable"] = (*settings.unfixable, *self.unfixable)
            given.append("unfixable")
        if not changes:
            return settings
        changes["origins"] = {**settings.origins, **dict.fromkeys(given, COMMAND_LINE)}
        said: dict[str, str | tuple[str, ...]] = {
            "exclude": self.exclude or (), "extend-exclude": self.extend_exclude, "unfixable": self.unfixable
        }  # fmt: skip
        changes["sources"] = with_sources(
            settings.sources, [Source(option, value, COMMAND_LINE) for option, value in said.items() if value]
        )
        return settings._replace(**changes)  # type: ignore[arg-type]

    def _check_patterns(self) -> None:
        from funclint.settings_schema import PATTERNS, BadValue

        for option, patterns in (("exclude", self.exclude or ()), ("extend-exclude", self.extend_exclude)):
            try:
                PATTERNS.check(list(patterns))
            except BadValue as error:
                raise SettingsError(f"--{option} {error}") from None


def with_sources(before: tuple[Source, ...], added: list[Source]) -> tuple[Source, ...]:
    """``before`` with what one more place says; its ``exclude`` does away with what was excluded before."""
    if any(source.option == "exclude" for source in added):
        before = tuple(source for source in before if source.option not in ("exclude", "extend-exclude"))
    return (*before, *added)


class SettingsFinder:
    """Finds the settings of an app: the nearest file at or above its folder, then the command line over it."""

    def __init__(self, overrides: Overrides | None = None) -> None:
        self._overrides = overrides or Overrides()
        self._by_folder: dict[str, Settings | None] = {}
        self._final: dict[Path | None, Settings] = {}

    def settings_for(self, folder: Path) -> Settings:
        """The settings that hold for an app in ``folder`` (absolute). Raises SettingsError."""
        if self._overrides.isolated or self._overrides.config is not None:
            found = Settings()
        else:
            found = self._nearest(str(folder)) or Settings()
        key = found.path
        final = self._final.get(key)
        if final is None:
            if self._overrides.config is not None:
                from funclint.settings_file import read_named

                found = read_named(self._overrides.config)
            final = self._final[key] = self._overrides.apply(found)
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
        if os.path.isfile(path):
            from funclint.settings_file import read

            found = read(Path(path))
            if found is not None:
                return found
    return None


def did_you_mean(word: str, choices: object) -> str:
    """``", did you mean 'x' or 'y'?"`` for the choices (strings) nearest to ``word``, else nothing."""
    import difflib

    near: list[str] = difflib.get_close_matches(word, list(choices), n=20, cutoff=0.6)  # type: ignore[call-overload]
    if any(map(str.isdigit, word)):
        near.sort(key=lambda item: item[:3] != word[:3])  # FN301 is nearer to FN30X than FN530 is
    near = near[:3]
    if not near:
        return ""
    quoted = [f"'{item}'" for item in near]
    shown = quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
    return f", did you mean {shown}?"
