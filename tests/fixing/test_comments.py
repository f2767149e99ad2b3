"""No safe fix takes a comment away: each page of the rulebook, with a comment on every line."""

from __future__ import annotations

import ast
import itertools
import re
from pathlib import Path

import pytest

from funclint.diagnostic import Applicability
from funclint.engine import check_paths
from funclint.fixing.rounds import fix
from funclint.rulebook import Rulebook
from funclint.rulebook_pages import ShownApp, parse
from funclint.settings import Overrides

APPS = [
    pytest.param(app, id=f"{rule.code}-{number}")
    for rule in Rulebook.with_shipped().rules
    for number, app in enumerate(parse(rule.page()).apps, 1)
    if app.fixes and Applicability.SAFE in rule.rule.safety
]
_COMMENT = re.compile(r"comment-[0-9]+")


def commented(app: ShownApp) -> dict[str, bytes]:
    """The files with a numbered comment at the end of each line where one may stand."""
    numbers = itertools.count()
    files = {}
    for name, content in app.files.items():
        sign = {".py": "#", ".json": "//"}.get(Path(name).suffix)
        text = content.decode()
        if sign is not None:
            lines = [f"{line}  {sign} comment-{next(numbers)}" for line in text.splitlines()]
            text = "\n".join(lines) + "\n"
            if sign == "#" and not parses(text):
                text = content.decode()
        files[name] = text.encode()
    return files


def parses(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


@pytest.mark.parametrize("app", APPS)
def test_safe_fixes_keep_comments(app: ShownApp, tmp_path: Path) -> None:
    files = commented(app)
    ShownApp(app.heading, files, without=app.without).write(tmp_path)
    done = fix(
        lambda buffers: check_paths([tmp_path], overrides=Overrides(extend_select=("ALL",)), files=buffers, jobs=1),
        lambda item: item.fix is not None and item.fix.applicability is Applicability.SAFE,
        lambda path: None,
    )
    assert (done.undone, done.fighting) == ([], ())
    for path, after in done.contents.items():
        before = done.originals[path].decode()
        assert sorted(_COMMENT.findall(after.decode())) == sorted(_COMMENT.findall(before)), after.decode()
