"""``--watch``: check again whenever a file changes. What was found in an app is kept until something in it changes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from funclint import console
from funclint.files import Files
from funclint.settings import Settings, SettingsError

NOT_INSTALLED = "--watch needs the package watchfiles: python -m pip install 'funclint[watch]'"
_DEBOUNCE = 200
"""Milliseconds without a change before a run: a save or a checkout changes several files."""


def watch(paths: Sequence[str], once: Callable[[], int], written: Iterable[Path] = ()) -> int:
    """Call ``once`` now and after each change in ``paths``, until Ctrl-C, which raises KeyboardInterrupt.

    ``written``: files that ``once`` writes itself. Raises SettingsError without the package that sees changes.
    """
    try:
        import watchfiles
    except ImportError:
        raise SettingsError(NOT_INSTALLED) from None
    folders = sorted({path if os.path.isdir(path) else os.path.dirname(path) for path in map(os.path.abspath, paths)})
    own = {os.path.realpath(path) for path in written}
    default = watchfiles.DefaultFilter()

    def concerns_us(change: watchfiles.Change, path: str) -> bool:
        return os.path.realpath(path) not in own and default(change, path)

    _run(once)
    for _ in watchfiles.watch(*folders, watch_filter=concerns_us, debounce=_DEBOUNCE, step=50):
        click.clear()
        _run(once)
    return 0


def _run(once: Callable[[], int]) -> None:
    try:
        once()
    except (SettingsError, click.UsageError) as error:
        # Somebody is editing the settings: the next save may put it right.
        console.notice(f"error: {error}")
    console.notice("watching for changes, Ctrl-C ends")


class Memory:
    """What was found in each app, by the content of all that was read for it."""

    def __init__(self) -> None:
        self._kept: dict[Path, tuple[object, _RecordingFiles, Any]] = {}

    def recall(
        self, root: Path, settings: Settings, only: frozenset[Path] | None, check: Callable[[Files], Any]
    ) -> Any:
        """What ``check`` gave for an app last time if nothing has changed since, else what it gives now."""
        asked = (settings, only)
        kept = self._kept.get(root)
        if kept is not None and kept[0] == asked and kept[1].are_current():
            return kept[2]
        files = _RecordingFiles()
        for folder in settings.rule_paths:
            for path in sorted(folder.glob("*/*")):
                files.record(path)
        found = check(files)
        self._kept[root] = asked, files, found
        return found


class _RecordingFiles(Files):
    """Files that know what they have been asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._contents: dict[Path, bytes | None] = {}
        self._listings: dict[Path, frozenset[tuple[str, bool]]] = {}

    def bytes(self, path: Path) -> bytes:
        self.record(path)
        return super().bytes(path)

    def names(self, folder: Path) -> dict[str, bool]:
        found = super().names(folder)
        if folder not in self._listings:
            self._listings[folder] = frozenset(found.items())
        return found

    def record(self, path: Path) -> None:
        """Note what a file holds now."""
        self._contents[path] = _digest(path)

    def are_current(self) -> bool:
        """Whether all that was asked for is still the same."""
        fresh = Files()
        return all(frozenset(fresh.names(folder).items()) == names for folder, names in self._listings.items()) and all(
            _digest(path) == digest for path, digest in self._contents.items()
        )


def _digest(path: Path) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return hashlib.blake2b(file.read(), digest_size=16).digest()
    except OSError:
        return None
