"""The options of the commands, in groups that belong together, and the settings that they stand for."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from funclint.settings import Overrides

Decorator = Callable[[Any], Any]


def _together(*options: Decorator) -> Decorator:
    def decorate(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def _comma_separated(_ctx: click.Context, _param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.strip() for item in value for word in item.split(",") if word.strip())


def selector(name: str, text: str) -> Decorator:
    """An option that takes rules."""
    return click.option(name, multiple=True, metavar="RULES", callback=_comma_separated, help=text)


color = click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="When to use colours."
)

rules = _together(
    selector("--select", "Only these rules: codes, prefixes (FN3), names, families or ALL, separated by commas."),
    selector("--extend-select", "These rules too."),
    selector("--ignore", "Not these rules."),
)

files = _together(
    click.option("--exclude", multiple=True, metavar="PATTERN", help="Not these files, instead of the settings'."),
    click.option("--extend-exclude", multiple=True, metavar="PATTERN", help="Not these files either."),
    click.option("--force-exclude/--no-force-exclude", default=None, help="Exclude files named as PATHS too."),
)

settings = _together(
    click.option(
        "--config", multiple=True, metavar="FILE|'KEY = VALUE'", help="A settings file to use, or a setting, as TOML."
    ),
    click.option("--isolated", is_flag=True, help="Read no settings file."),
)

output = _together(
    click.option(
        "--output-format",
        multiple=True,
        metavar="FORMAT[=FILE]",
        help="How to report [text]: text, concise, grouped, json, json-lines, sarif, github, gitlab, junit, azure or"
        " rdjson; several times for several reports.",
    ),
    click.option("--output-file", type=click.Path(dir_okay=False), help="Where to, instead of stdout."),
    color,
    click.option("-q", "--quiet", is_flag=True, help="Print findings only, no summary and no notices."),
    click.option("-v", "--verbose", is_flag=True, help="Say where the time went."),
    click.option("--statistics", is_flag=True, help="Print only how often each rule found something."),
    click.option("--show-settings", is_flag=True, help="Print the settings and where each comes from; check nothing."),
    click.option("--show-files", is_flag=True, help="Print the files that would be read for the apps; check nothing."),
)

outcome = _together(
    click.option(
        "--fail-on", type=click.Choice(["error", "warning", "info"]), help="Least severity for exit code 1 [warning]."
    ),
    click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever was found."),
)

known = _together(
    click.option("--add-ignore", is_flag=True, help="Silence each finding by a comment in its file."),
    click.option("--write-baseline", is_flag=True, help="Note all findings; later runs report only new ones."),
    click.option("--prune-baseline", is_flag=True, help="Drop from the baseline what has been mended."),
    click.option(
        "--baseline", type=click.Path(dir_okay=False), metavar="FILE", help="The baseline [funclint-baseline.json]."
    ),
    click.option("--no-baseline", is_flag=True, help="Report what is in the baseline too."),
)

running = _together(
    click.option("--watch", is_flag=True, help="Check again whenever a file changes."),
    click.option("--jobs", type=click.IntRange(min=1), help="Processes to use [as many as pay]."),
)


def overrides(options: dict[str, Any]) -> Overrides:
    """What the options say over the settings files. Raises click.UsageError."""
    from pathlib import Path

    from funclint.settings import Overrides

    config: Path | None = None
    inline = []
    for text in options.get("config", ()):
        if "=" in text and not os.path.exists(text):
            inline.append(text)
        elif config is not None:
            raise click.UsageError("--config names two settings files; one can extend the other")
        else:
            config = Path(os.path.abspath(text))
    if options.get("isolated") and config is not None:
        raise click.UsageError("--isolated reads no settings file, --config names one")
    return Overrides(
        select=options.get("select") or None,
        extend_select=options.get("extend_select", ()),
        ignore=options.get("ignore", ()),
        fail_on=options.get("fail_on"),
        output_format=_output_formats(options),
        exclude=options.get("exclude") or None,
        extend_exclude=options.get("extend_exclude", ()),
        force_exclude=options.get("force_exclude"),
        fixable=options.get("fixable") or None,
        unfixable=options.get("unfixable", ()),
        config=config,
        inline=tuple(inline),
        isolated=bool(options.get("isolated")),
    )


def _output_formats(options: dict[str, Any]) -> Any:
    texts = options.get("output_format", ())
    if not texts:
        return ()
    from pathlib import Path

    from funclint.settings_schema import FORMATS, BadValue

    try:
        found = FORMATS.check(list(texts))
    except BadValue as error:
        raise click.UsageError(f"--output-format {error}") from None
    return tuple((name, None if file is None else Path(os.path.abspath(file))) for name, file in found)
