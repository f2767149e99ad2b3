"""The options of ``check`` about fixes and stdin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from funclint.options import selector

if TYPE_CHECKING:
    from funclint.fixing.command import Request

_OPTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("--fix", {"is_flag": True, "help": "Apply the safe fixes, then report what is left."}),
    ("--unsafe-fixes", {"is_flag": True, "help": "With --fix, --fix-only or --diff: the unsafe fixes too."}),
    ("--diff", {"is_flag": True, "help": "Print what --fix would change, write nothing; exit with 1 if anything."}),
    ("--fix-only", {"is_flag": True, "help": "Apply fixes and report nothing."}),
    ("--show-fixes", {"is_flag": True, "help": "List what was fixed, on stderr."}),
    ("--exit-non-zero-on-fix", {"is_flag": True, "help": "Exit with 1 if anything was fixed."}),
    ("--stdin-filename", {"metavar": "PATH", "help": "With the path -: stdin is this file of an app."}),
)


_NAMES = ("fix", "unsafe_fixes", "diff", "fix_only", "show_fixes")


def options(command: Any) -> Any:
    """A decorator that gives a command these options."""
    command = selector("--unfixable", "Use no fixes of these rules.")(command)
    command = selector("--fixable", "Use fixes of these rules only.")(command)
    for name, attributes in reversed(_OPTIONS):
        command = click.option(name, **attributes)(command)
    return command


def request(given: dict[str, Any], paths: tuple[str, ...]) -> Request | None:
    """What the options ask for; None when there is nothing to fix and nothing on stdin. Raises click.UsageError."""
    stdin = given["stdin_filename"]
    if stdin is None and "-" in paths:
        raise click.UsageError("the path - needs --stdin-filename, the file of the app that stdin stands for")
    if stdin is not None and paths not in ((), ("-",)):
        raise click.UsageError("--stdin-filename allows no path but -")
    if stdin is None and not any(given[name] for name in _NAMES):
        return None
    from funclint.fixing.command import Request

    return Request(
        fix=given["fix"],
        unsafe=given["unsafe_fixes"],
        diff=given["diff"],
        fix_only=given["fix_only"],
        show=given["show_fixes"],
        stdin=stdin,
    )
