"""A rule's page as a test: the small apps that it shows, and what must be found in them.

Fenced blocks whose info string has a path (``json title="Orders/function.json"``) are the files of an app; every
heading of level two or three begins a new one. ``# error: FN301`` or ``// warning: FN205, info: FN005`` at the end of a
line marks what must be reported there; what has no mark must not be. For a file that can hold no comment there is
``<!-- expect: error FN002 Orders/function.json:3 -->`` (without a row: the first). ``<!-- without: host.json -->``
keeps a file from being added that the app does not show. A ``diff`` block is the fix; with a path
(``diff title="Orders/__init__.py"``) its lines are exactly what the fixes of the page's rule change in that file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

DEFAULT_FILES = {
    "host.json": (
        '{\n  "version": "2.0",\n  "extensionBundle": {\n'
        '    "id": "Microsoft.Azure.Functions.ExtensionBundle",\n    "version": "[4.*, 5.0.0)"\n  }\n}\n'
    ),
    "requirements.txt": "azure-functions\nazure-functions-durable\n",
}
"""What an app gets if its page does not show it."""

Expected = tuple[str, str, str, int]
"""Severity, code, file with slashes relative to the app, row from 1."""

_TITLE = re.compile(r"# ([A-Z]+[0-9]{3,}) ([a-z0-9-]+)")
_HEADING = re.compile(r"(#{2,3}) +(.+?) *")
_FENCE = re.compile(r"(`{3,})(.*)")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_EXPECT = re.compile(r"<!-- *expect: *(error|warning|info) +([A-Z]+[0-9]+) +(\S+?)(?::([0-9]+))? *-->")
_WITHOUT = re.compile(r"<!-- *without: *(\S+) *-->")
_ITEM = r"(?:(?:error|warning|info):[ \t]*)?[A-Z]+[0-9]+"
_MARK = rf"(?:#|//)[ \t]*(?:error|warning|info):[ \t]*[A-Z]+[0-9]+(?:,[ \t]*{_ITEM})*"
_MARKS = re.compile(rf"[ \t]*({_MARK}(?:[ \t]+{_MARK})*)[ \t]*$")
_ONE = re.compile(r"(?:(error|warning|info):[ \t]*)?([A-Z]+[0-9]+)")


class PageError(ValueError):
    """A page that does not have the agreed form; the text says where."""


@dataclass(slots=True)
class ShownApp:
    """One app of a page: ``files`` with their bytes by path, marks taken out.

    ``fix``: the text of the diff without a path, if any; ``fixes``: those with one, by path.
    """

    heading: str
    files: dict[str, bytes] = field(default_factory=dict)
    expected: list[Expected] = field(default_factory=list)
    without: set[str] = field(default_factory=set)
    fix: str | None = None
    fixes: dict[str, str] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Write the app into ``folder``."""
        defaults = {name: text.encode() for name, text in DEFAULT_FILES.items() if name not in self.without}
        for name, content in {**defaults, **self.files}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


@dataclass(slots=True)
class Page:
    """A parsed page: what its title says, its headings of level two, and the apps in their order."""

    code: str
    name: str
    sections: list[str]
    apps: list[ShownApp]


def parse(text: str) -> Page:
    """Parse the text of a page. Raises PageError."""
    lines = text.splitlines()
    title = _TITLE.fullmatch(lines[0].rstrip()) if lines else None
    if title is None:
        raise PageError("line 1: the title must be '# CODE name'")
    page = Page(title[1], title[2], [], [])
    section = ""
    current = ShownApp("")
    seen = [current]
    row = 1
    while row < len(lines):
        line = lines[row]
        row += 1
        fence = _FENCE.fullmatch(line)
        heading = _HEADING.fullmatch(line)
        if heading:
            if heading[1] == "##":
                section = heading[2]
                page.sections.append(section)
            current = ShownApp(section if heading[1] == "##" else f"{section}: {heading[2]}")
            seen.append(current)
        elif fence:
            opened = row
            body: list[str] = []
            while row < len(lines) and not (lines[row].startswith(fence[1]) and not lines[row].strip("` ")):
                body.append(lines[row])
                row += 1
            if row == len(lines):
                raise PageError(f"line {opened}: the block is not closed")
            row += 1
            _add_block(current, fence[2], body, opened)
        else:
            _add_comments(current, line)
    page.apps = [app for app in seen if app.files]
    for app in seen:
        if not app.files and (app.expected or app.fix or app.fixes):
            raise PageError(f"'{app.heading}': an expectation or a fix, but no file")
    return page


def _add_block(app: ShownApp, info: str, body: list[str], row: int) -> None:
    attributes = dict(_ATTRIBUTE.findall(info))
    words = info.split()
    if "title" in attributes and words[:1] == ["diff"]:
        if attributes["title"] in app.fixes:
            raise PageError(f"line {row}: a second diff for {attributes['title']}")
        app.fixes[attributes["title"]] = "".join(f"{line}\n" for line in body)
        return
    if "title" not in attributes:
        if words[:1] == ["diff"]:
            if app.fix is not None:
                raise PageError(f"line {row}: a second diff for one app")
            app.fix = "\n".join(body) + "\n"
        return
    name = attributes["title"]
    if name in app.files:
        raise PageError(f"line {row}: {name} is shown twice; a heading begins a new app")
    plain: list[str] = []
    for number, line in enumerate(body, 1):
        marks = _MARKS.search(line)
        if marks is None:
            plain.append(line)
            continue
        plain.append(line[: marks.start()])
        severity = ""
        for given, code in _ONE.findall(marks[1]):
            severity = given or severity
            app.expected.append((severity, code, name, number))
    app.files[name] = "".join(f"{line}\n" for line in plain).encode(attributes.get("encoding", "utf-8"))


def _add_comments(app: ShownApp, line: str) -> None:
    app.expected += [(severity, code, name, int(row or 1)) for severity, code, name, row in _EXPECT.findall(line)]
    app.without.update(_WITHOUT.findall(line))
