"""What the host's own classes said of function.json texts, against the rules that speak for the host.

The recording stops before extensions are asked, so what only an extension refuses passes there.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from funclint.diagnostic import Diagnostic, Severity
from funclint.engine import check_app
from funclint.files import Files
from funclint.rulebook import Rulebook
from funclint.settings import Overrides, Settings, SettingsFinder

VECTORS = Path(__file__).parent.parent / "data" / "host_vectors" / "function_json.jsonl"
BOOK = Rulebook.with_shipped()
HOST = (
    '{"version": "2.0", "extensionBundle":'
    ' {"id": "Microsoft.Azure.Functions.ExtensionBundle", "version": "[4.*, 5.0.0)"}}'
)
BEYOND = {"FN207", "FN105", "FN213", "FN215", "FN219", "FN250"}
"""Errors about what the recording has no part in: worker, script files, extensions (schedules too), assemblies."""
MILDER = {
    '{"Bindings":': "FN111",  # the newest worker starts functions itself and takes any case
    '{"BINDINGS":': "FN111",
    '"name":"my_req"': "FN202",  # hosts from 4.1038 on take single underscores
    '"name":"_req"': "FN202",
}
"""What this host refuses and others take: the rule that says so, below an error."""


def recorded() -> list[tuple[str, str | None]]:
    """Texts and, for those that are refused, what the host said."""
    rows = [json.loads(line) for line in VECTORS.read_text(encoding="utf-8").splitlines()]
    return [(row["text"], row["message"] if row["stage"] else None) for row in rows]


def settings_for(root: Path, host_version: str) -> Settings:
    (root / "funclint.toml").write_text(f'host-version = "{host_version}"\n')
    return SettingsFinder(Overrides(select=("FN0", "FN1", "FN2"))).settings_for(root)


def findings(root: Path, text: str, host_version: str) -> list[Diagnostic]:
    (root / "host.json").write_text(HOST)
    (root / "Fn").mkdir()
    (root / "Fn" / "__init__.py").write_text("def main(*args, **kwargs):\n    pass\n")
    (root / "Fn" / "function.json").write_text(text, encoding="utf-8")
    return check_app(root, settings_for(root, host_version), Files(), BOOK)


# One was recorded with a byte order mark, which the host takes off before it parses.
CASES = [case for case in recorded() if not case[0].startswith("\ufeff")]


def test_all_recordings_are_used() -> None:
    assert len(CASES) == 170
    assert sum(refusal is not None for _, refusal in CASES) == 102


@pytest.mark.parametrize(("text", "refusal"), CASES, ids=[text[:60] for text, _ in CASES])
def test_verdict(text: str, refusal: str | None, tmp_path: Path) -> None:
    found = findings(tmp_path, text, "4.1037")

    errors = {item.code for item in found if item.severity is Severity.ERROR}
    milder = next((code for part, code in MILDER.items() if part in text), None)
    if refusal is None:
        assert errors <= BEYOND
    elif milder is not None:
        assert milder in {item.code for item in found}
    else:
        assert errors
