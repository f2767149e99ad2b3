"""What the settings make of single findings: another severity, rules ignored in some files, fixes that are not used."""

from __future__ import annotations

from copy import copy
from pathlib import Path

from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rulebook
from funclint.settings import COMMAND_LINE, FileIgnore, Settings
from funclint.workspace import Exclusion

INTERNAL_ERROR = "FN000"


class Tuning:
    """The settings of one app, their selectors resolved. Raises SettingsError for one that fits no rule."""

    def __init__(self, settings: Settings, book: Rulebook) -> None:
        self._severities = _severities(settings, book)
        self._ignores = [_FileRules(ignore, book) for ignore in settings.per_file_ignores]
        self._fixable = None if settings.fixable is None else _codes(settings.fixable, "fixable", settings, book)
        self._unfixable = _codes(settings.unfixable, "unfixable", settings, book)

    def ignores(self, code: str, path: Path) -> bool:
        """Whether a rule is off in a file."""
        return any(code in ignore.codes and ignore.covers(path) for ignore in self._ignores)

    def apply(self, findings: list[Diagnostic]) -> list[Diagnostic]:
        """The findings that are left, some of them changed."""
        if not (self._severities or self._ignores or self._fixable is not None or self._unfixable):
            return findings
        left = []
        for item in findings:
            if item.code == INTERNAL_ERROR:
                left.append(item)
                continue
            if self.ignores(item.code, item.span.path):
                continue
            severity = self._severities.get(item.code)
            fixable = item.code not in self._unfixable and (self._fixable is None or item.code in self._fixable)
            if severity is not None or (item.fix is not None and not fixable):
                item = copy(item)
                item.severity = severity or item.severity
                item.fix = item.fix if fixable else None
            left.append(item)
        return left


class _FileRules:
    """Codes that are ignored in the files of a pattern."""

    def __init__(self, ignore: FileIgnore, book: Rulebook) -> None:
        self.codes: set[str] = set()
        for rule in ignore.rules:
            place = ignore.where(rule) if ignore.where is not None else ""
            self.codes |= book.codes(rule, ignore.option, place)
        self._inverted = ignore.pattern.startswith("!")
        self._files = Exclusion([(ignore.base, (ignore.pattern.removeprefix("!"),))])

    def covers(self, path: Path) -> bool:
        return self._files.covers(path) is not self._inverted


def _severities(settings: Settings, book: Rulebook) -> dict[str, Severity]:
    """The severity that is set for each code: the most specific selector counts, of equal ones the last."""
    found: dict[str, Severity] = {}
    levels: dict[str, int] = {}
    for override in settings.severity:
        codes = book.codes(override.rule, "severity", override.place)
        specificity = book.match(override.rule)[0]
        for code in codes:
            if specificity >= levels.get(code, 0):
                levels[code] = specificity
                found[code] = override.severity
    return found


def _codes(rules: tuple[str, ...], option: str, settings: Settings, book: Rulebook) -> set[str]:
    place = settings.origins.get(option, "")
    if place == COMMAND_LINE:
        place, option = "", f"--{option}"
    return set().union(*(book.codes(rule, option, place) for rule in rules))
