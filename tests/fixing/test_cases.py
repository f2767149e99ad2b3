"""Fixes of apps as users had them, and of the pages of the rulebook."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from funclint.diagnostic import Applicability, Diagnostic, Severity
from funclint.engine import check_paths
from funclint.files import Files
from funclint.fixing.rounds import Outcome, fix
from funclint.rulebook import Fixes, Rulebook, RuleFile
from funclint.rulebook_pages import ShownApp, parse
from funclint.settings import Overrides

CASES = Path(__file__).parents[2] / "fixtures" / "cases"
MENDED = {
    "activity-list-str",
    "annotation-only-for-type-checkers",
    "binding-name-dash",
    "binding-name-double-underscore",
    "blob-in-bytes-no-datatype",
    "bytes-of-bytes",
    "case-mismatch",
    "cosmos-v3-props-bundle4",
    "decorator-star-args",
    "durable-client-missing-binding",
    "eventhub-event-vs-events",
    "helper-needs-requirement",
    "host-version-3",
    "http-out-named-res",
    "implicit-sibling",
    "implicit-sibling-second-hop",
    "import-dot-name",
    "in-annotated-out",
    "init-misnamed",
    "local-encrypted-by-default",
    "missing-durable",
    "missing-pymongo",
    "missing-requests",
    "nameerror-at-import",
    "no-azure-functions-line",
    "no-extension-bundle",
    "no-http-output",
    "out-called",
    "out-list-str",
    "project-folder-as-package",
    "queue-param-renamed",
    "runtime-node",
    "schedule-timespan",
    "secret-not-ignored",
    "storage-missing-for-timer",
    "worker-in-requirements",
}
"""Cases with a safe fix; others leave a choice to their author, or are no fault of these rules."""
BOOK = Rulebook.with_shipped()


def fixed(root: Path, safe: bool, code: str | None = None) -> Outcome:
    """The app in a folder, fixed in memory; ``code``: with all rules on, by all fixes of one."""
    overrides = Overrides(extend_select=() if code is None else ("ALL",))

    def wanted(item: Diagnostic) -> bool:
        assert item.fix is not None
        if code is not None:
            return item.code == code
        if item.fix.applicability is Applicability.MANUAL:
            return False
        return item.fix.applicability is Applicability.SAFE or not safe

    return fix(lambda files: check_paths([root], overrides=overrides, files=files), wanted, lambda path: None)


def serious(items: list[Diagnostic]) -> list[str]:
    return [f"{item.code} {item.message}" for item in items if item.severity and item.severity > Severity.INFO]


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.iterdir()))
def test_case(name: str, tmp_path: Path) -> None:
    root = tmp_path / name
    shutil.copytree(CASES / name, root)
    before = serious(check_paths([root], files=Files()).diagnostics)
    done = fixed(root, safe=True)
    assert (done.undone, done.fighting) == ([], ())
    left = serious(done.result.diagnostics)
    if name in MENDED:
        assert done.applied
        assert left == []
    else:
        assert left == before
    if name.startswith("ok-"):
        assert [item for item in done.applied if item.severity is not Severity.INFO] == []


def apps_with_fixes() -> list[object]:
    return [
        pytest.param(rule, app, id=f"{rule.code}-{number}")
        for rule in BOOK.rules
        for number, app in enumerate(parse(rule.page()).apps, 1)
        if app.fixes
    ]


@pytest.mark.parametrize(("rule", "app"), apps_with_fixes())
def test_the_fixes_of_a_page_hold(rule: RuleFile, app: ShownApp, tmp_path: Path) -> None:
    app.write(tmp_path)
    done = fixed(tmp_path, safe=False, code=rule.code)
    assert (done.undone, done.fighting) == ([], ())
    assert done.applied
    assert {item.fix.applicability for item in done.applied if item.fix} <= set(rule.rule.safety)
    changed = {path.relative_to(tmp_path).as_posix() for path in done.contents}
    assert changed == set(app.fixes)


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.code)
def test_a_rule_that_fixes_shows_it(rule: RuleFile) -> None:
    shown = any(app.fixes for app in parse(rule.page()).apps)
    assert shown == (rule.rule.fix is not Fixes.NEVER)
