"""What ``--show-settings`` and ``--show-files`` print."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from funclint.engine import apps_around
from funclint.files import Files
from funclint.report.visible import visible
from funclint.run import read_app
from funclint.settings import COMMAND_LINE, Overrides, Settings, SettingsFinder
from funclint.settings_file import ADDING
from funclint.settings_schema import SETTINGS
from funclint.workspace import Exclusion

if TYPE_CHECKING:
    from funclint.report.view import View

_APP_FILES = ("host.json", "local.settings.json", "requirements.txt", ".funcignore")


def settings(paths: Sequence[str], overrides: Overrides, view: View) -> Iterator[str]:
    """A block for each app: every setting with its value and where that comes from. Raises SettingsError."""
    finder = SettingsFinder(overrides)
    for number, app in enumerate(apps_around(paths, finder).apps):
        found = finder.settings_for(app.root)
        if number:
            yield "\n"
        yield f"# {visible(view.filename(app.root))}\n"
        for key in SETTINGS:
            places = found.origins.get(key)
            for value, origin in _values(key, found, view):
                where = origin or (places and _place(places, view)) or "default"
                yield f"{key} = {value}  # {visible(where)}\n"


def _values(key: str, found: Settings, view: View) -> Iterator[tuple[str, str | None]]:
    """What to show for a setting: values, each with its place where that differs from that of the setting."""
    if key in ("select", "extend-select", "ignore"):
        parts = [
            (words, None if source.where is None else source.where(key, words[0] if words else ""))
            for source in found.selection
            if (words := getattr(source, key.replace("-", "_"))) or (key == "select" and words is not None)
        ]
        for words, place in parts[-1:] if key == "select" else parts:
            yield json.dumps(list(words)), COMMAND_LINE if place is None else _place(place, view)
        if not parts:
            yield "all that are on by default" if key == "select" else "[]", None
    elif key == "per-file-ignores":
        for ignore in found.per_file_ignores:
            place = ignore.where(ignore.rules[0]) if ignore.where is not None and ignore.rules else ""
            yield f"{{{json.dumps(ignore.pattern)} = {json.dumps(list(ignore.rules))}}}", _place(place, view)
        if not found.per_file_ignores:
            yield "{}", None
    elif key == "severity":
        for override in found.severity:
            yield f'{{{override.rule} = "{override.severity}"}}', _place(override.place, view)
        if not found.severity:
            yield "{}", None
    elif key in ADDING:
        said = [source for source in found.sources if source.option == key]
        for _, value, place in said:
            yield json.dumps(value), _place(place, view)
        if not said and key != "extend":
            yield "[]", None
    elif key == "output-format":
        shown = [name if file is None else f"{name}={view.filename(file)}" for name, file in found.output_format]
        yield json.dumps(shown[0] if len(shown) == 1 else shown), None
    elif key == "fixable" and found.fixable is None:
        yield "all", None
    elif key == "host-version" and found.host_version is None:
        yield "the current one", None
    else:
        yield json.dumps(_plain(getattr(found, key.replace("-", "_")), key, view)), None


def _plain(value: object, key: str, view: View) -> object:
    if key == "python-version":
        assert isinstance(value, tuple)
        return ".".join(map(str, value))
    if isinstance(value, tuple):
        return list(value)
    return value if isinstance(value, (str, bool)) else str(value)


def _place(place: str, view: View) -> str:
    path, colon, row = place.rpartition(":")
    return f"{view.filename(Path(path))}:{row}" if colon and row.isdigit() else place


def files(paths: Sequence[str], overrides: Overrides, view: View) -> Iterator[str]:
    """A line for each file that is read for the apps and not excluded, in order. Raises SettingsError."""
    source = Files()
    finder = SettingsFinder(overrides)
    found: set[Path] = set()
    for asked in apps_around(paths, finder).apps:
        settings = finder.settings_for(asked.root)
        app = read_app(asked.root, settings, source)
        files = {path for name in _APP_FILES if source.is_file(path := app.root / name)}
        for function in app.functions:
            files.update(function.files)
            function.release()
        exclusion = Exclusion(settings.exclude, () if settings.force_exclude else asked.not_excluded)
        found.update(path for path in files if not exclusion.covers(path))
    yield from (f"{visible(name)}\n" for name in _names(found, view))


def _names(paths: Iterable[Path], view: View) -> list[str]:
    return sorted(view.filename(path) for path in paths)
