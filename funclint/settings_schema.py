"""The table of all settings: what each may hold, its default, what it is for; the JSON schema made from it.

The reader of settings files and ``funclint schema settings`` both work from this table.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from funclint.settings import OUTPUT_FORMATS, SEVERITIES, WORKERS, did_you_mean

PYTHON_VERSIONS = tuple(f"3.{minor}" for minor in range(6, 15))
"""Those that a worker has had."""


class BadValue(ValueError):
    """A value that a setting cannot have. ``keys``: where in a table; ``word``: the string that is wrong, if any."""

    def __init__(self, reason: str, *keys: str, word: str | None = None) -> None:
        super().__init__(reason)
        self.keys = keys
        self.word = word


class Kind(NamedTuple):
    """What values a setting takes: ``check`` gives the value as funclint uses it or raises BadValue."""

    schema: dict[str, Any]
    check: Callable[[object], Any]


class Setting(NamedTuple):
    """One setting: ``help`` is a phrase, ``default`` what holds when no file sets it."""

    kind: Kind
    default: object
    help: str


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise BadValue("must be a string")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadValue("must be a list of strings")
    return tuple(value)


def _path(value: object) -> str:
    text = _text(value)
    if "\0" in text:
        raise BadValue("names a path with a NUL character in it", word=text)
    return text


def _paths(value: object) -> tuple[str, ...]:
    return tuple(_path(text) for text in _texts(value))


def _patterns(value: object) -> tuple[str, ...]:
    texts = _texts(value)
    for text in texts:
        _check_pattern(text)
    return texts


def _check_pattern(text: str, *keys: str) -> None:
    from funclint.workspace import is_malformed

    if is_malformed(text):
        raise BadValue(f"has the malformed pattern '{text}'", *keys, word=None if keys else text)


def _true_or_false(value: object) -> bool:
    if not isinstance(value, bool):
        raise BadValue("must be true or false")
    return value


def _one_of(value: object, choices: tuple[str, ...], *keys: str) -> str:
    if not isinstance(value, str) or value not in choices:
        listed = ", ".join(f'"{choice}"' for choice in choices)
        word = value if isinstance(value, str) else None
        raise BadValue(f"must be one of {listed}{did_you_mean(word, choices) if word else ''}", *keys, word=word)
    return value


def _choice(*choices: str) -> Kind:
    return Kind({"enum": list(choices)}, lambda value: _one_of(value, choices))


def _version(pattern: str, example: str) -> Kind:
    def check(value: object) -> str:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            shape = "digits with dots between them" if isinstance(value, str) else "as a string"
            raise BadValue(f'must be a version such as "{example}", {shape}')
        return value

    return Kind({"type": "string", "pattern": f"^(?:{pattern})$"}, check)


def _python_version(value: object) -> str:
    if not isinstance(value, str):
        raise BadValue('must be a version such as "3.13", as a string')
    return _one_of(value, PYTHON_VERSIONS)


def output_format(text: str) -> tuple[str, str | None]:
    """A format and the file that it goes to, from ``sarif`` or ``sarif=report.sarif``. Raises BadValue."""
    name, equals, file = text.partition("=")
    _one_of(name, OUTPUT_FORMATS)
    if equals and not file:
        raise BadValue(f"names no file after '{text}'", word=text)
    return name, _path(file) if file else None


def _output_formats(value: object) -> tuple[tuple[str, str | None], ...]:
    texts = (value,) if isinstance(value, str) else _texts(value)
    if not texts:
        raise BadValue("must name a format")
    found = []
    for text in texts:
        try:
            found.append(output_format(text))
        except BadValue as error:
            raise BadValue(str(error), word=text) from None
    if sum(file is None for _, file in found) > 1:
        raise BadValue('can send only one format to stdout: give the others a file, as in "sarif=report.sarif"')
    files: set[str] = set()
    for text, (_, file) in zip(texts, found, strict=True):
        if file is not None and os.path.abspath(file) in files:
            raise BadValue(f"writes two reports to the same file, '{file}'", word=text)
        files.update([] if file is None else [os.path.abspath(file)])
    return tuple(found)


def _table(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise BadValue("must be a table")
    return value


def _rules_by_file(value: object) -> dict[str, tuple[str, ...]]:
    found = {}
    for pattern, rules in _table(value).items():
        _check_pattern(pattern.removeprefix("!"), pattern)
        try:
            found[pattern] = _texts(rules)
        except BadValue as error:
            raise BadValue(str(error), pattern) from None
    return found


def _severities(value: object) -> dict[str, str]:
    return {rule: _one_of(level, tuple(SEVERITIES), rule) for rule, level in _table(value).items()}


_TEXTS_SCHEMA: dict[str, Any] = {"type": "array", "items": {"type": "string"}}
_PATH_SCHEMA: dict[str, Any] = {"type": "string", "pattern": r"^[^\0]*$"}
_RULES_SCHEMA: dict[str, Any] = {"type": "array", "items": {"$ref": "#/$defs/rules"}}
_FORMAT_SCHEMA: dict[str, Any] = {"type": "string", "pattern": f"^(?:{'|'.join(OUTPUT_FORMATS)})(?:=[^\\0]+)?$"}

PATH = Kind(_PATH_SCHEMA, _path)
PATHS = Kind({"type": "array", "items": _PATH_SCHEMA}, _paths)
TEXTS = Kind(_TEXTS_SCHEMA, _texts)
PATTERNS = Kind(_TEXTS_SCHEMA, _patterns)
PYTHON = Kind({"enum": list(PYTHON_VERSIONS)}, _python_version)
RULES = Kind(_RULES_SCHEMA, _texts)
TRUE_OR_FALSE = Kind({"type": "boolean"}, _true_or_false)
RULES_BY_FILE = Kind({"type": "object", "additionalProperties": _RULES_SCHEMA}, _rules_by_file)
SEVERITY_BY_RULE = Kind({"type": "object", "additionalProperties": {"enum": list(SEVERITIES)}}, _severities)
FORMATS = Kind(
    {
        "anyOf": [
            _FORMAT_SCHEMA,
            {
                "type": "array", "items": _FORMAT_SCHEMA, "minItems": 1,
                # Only one of them can go to stdout.
                "contains": {"type": "string", "not": {"pattern": "="}}, "minContains": 0, "maxContains": 1,
            },
        ]
    },
    _output_formats,
)  # fmt: skip

SETTINGS: dict[str, Setting] = {
    "extend": Setting(
        PATH,
        None,
        "another settings file (relative to this one) that holds where this one is silent; what is ignored, excluded, "
        "unfixable, known and of other severity adds up",
    ),
    "select": Setting(RULES, None, "rules that are on, instead of the default ones"),
    "extend-select": Setting(RULES, [], "rules that are on too"),
    "ignore": Setting(RULES, [], "rules that are off"),
    "per-file-ignores": Setting(RULES_BY_FILE, {}, "rules that are off in the files of a pattern, as in exclude"),
    "severity": Setting(SEVERITY_BY_RULE, {}, "another severity for a rule"),
    "exclude": Setting(PATTERNS, [], "what is not linted, as in a .gitignore in the place of this file"),
    "extend-exclude": Setting(
        PATTERNS, [], "what is not linted either, beside the exclude of the file that is extended"
    ),
    "force-exclude": Setting(TRUE_OR_FALSE, False, "exclude also files that are named on the command line"),
    "worker": Setting(_choice(*WORKERS), "current", "the worker that runs the app"),
    "host-version": Setting(_version(r"[0-9]+(?:\.[0-9]+)*", "4.1037"), None, "the version of the Functions host"),
    "python-version": Setting(PYTHON, "3.13", "the Python that runs the app"),
    "known-modules": Setting(TEXTS, [], "modules that are there although neither app nor requirements show it"),
    "rule-paths": Setting(
        PATHS, [], "folders (relative to this file) with rules of your own, in a folder for each family"
    ),
    "fail-on": Setting(_choice(*SEVERITIES), "warning", "the least severity for exit code 1"),
    "output-format": Setting(FORMATS, "text", "how to report; a list of several with files, \"sarif=report.sarif\""),
    "fixable": Setting(RULES, None, "rules whose fixes are used, instead of all"),
    "unfixable": Setting(RULES, [], "rules whose fixes are not used"),
}  # fmt: skip
"""All settings, in the order in which they are shown."""


def schema() -> dict[str, Any]:
    """The JSON schema (draft 7) of a settings file, or of ``[tool.funclint]``."""
    properties = {}
    for key, setting in SETTINGS.items():
        shown: dict[str, Any] = {"description": f"{setting.help[0].upper()}{setting.help[1:]}.", **setting.kind.schema}
        if setting.default is not None:
            shown["default"] = setting.default
        properties[key] = shown
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Settings of funclint",
        "description": "The content of funclint.toml or .funclint.toml, or of [tool.funclint] in pyproject.toml.",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "$defs": {
            "rules": {
                "description": "A code (FN301), a prefix (FN3), a name, a family of rules, or ALL.",
                "type": "string",
            }
        },
    }
