"""The command line: arguments in, exit code out. Whatever a command needs is imported when it runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from funclint import __version__, fix_options

_TEXT_OR_JSON = click.Choice(["text", "json"])
_HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

INTERRUPTED = 130
"""What shells give a program that Ctrl-C ended: 128 and the number of the signal."""


class _DefaultGroup(click.Group):
    """A group in which ``check`` may be left out."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        first = args[0] if args else None
        own = {"-h", "--help", "--version"}
        # While the shell completes the first word there is none yet, and commands are to be offered too.
        left_out = not ctx.resilient_parsing if first is None else first not in own and first not in self.commands
        if left_out:
            args = ["check", *args]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[click.shell_completion.CompletionItem]:
        from click.shell_completion import CompletionItem

        found = super().shell_complete(ctx, incomplete)
        if incomplete.startswith("-"):
            command = self.commands["check"]
            with command.make_context("check", [], parent=ctx, resilient_parsing=True) as inner:
                known = {item.value for item in found}
                return found + [item for item in command.shell_complete(inner, incomplete) if item.value not in known]
        return [*found, CompletionItem(incomplete, type="file")]


@click.group(cls=_DefaultGroup, context_settings=_HELP)
@click.version_option(__version__, prog_name="funclint", message="%(prog)s %(version)s")
def cli() -> None:
    """Say what the Azure Functions host and the Python worker will do with an app, before it is deployed.

    \b
    funclint                   check the apps in the current folder
    funclint apps/orders       check one app
    funclint rule FN301        explain a rule
    funclint show              list the functions as funclint understands them

    Without a command, "check" is meant: its options are shown by "funclint check --help".

    \b
    Shell completion, here for bash (zsh and fish alike):
    eval "$(funclint completion bash)"
    """


def _comma_separated(_ctx: click.Context, _param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.strip() for item in value for word in item.split(",") if word.strip())


def _selector(name: str, text: str) -> Callable[[Any], Any]:
    return click.option(name, multiple=True, metavar="RULES", callback=_comma_separated, help=text)


_color = click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="When to use colours."
)


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path())
@_selector("--select", "Only these rules: codes, prefixes (FN3), names or ALL, separated by commas.")
@_selector("--extend-select", "These rules too.")
@_selector("--ignore", "Not these rules.")
@click.option(
    "--fail-on", type=click.Choice(["error", "warning", "info"]), help="Least severity for exit code 1 [warning]."
)
@click.option("--output-format", type=click.Choice(["text", "concise", "json"]), help="How to report [text].")
@_color
@click.option("--jobs", type=click.IntRange(min=1), help="Processes to use [as many as pay].")
@click.option("-q", "--quiet", is_flag=True, help="Print findings only, no summary and no notices.")
@click.option("--statistics", is_flag=True, help="Print only how often each rule found something.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever was found.")
@fix_options.add(_selector)
def check(
    paths: tuple[str, ...],
    select: tuple[str, ...],
    extend_select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str | None,
    output_format: str | None,
    color: str,
    jobs: int | None,
    quiet: bool,
    statistics: bool,
    exit_zero: bool,
    **fix: Any,
) -> int:
    """Check function apps. PATHS are folders to search, or files in an app; the current folder without any.

    \b
    funclint check --select FN3,FN4 apps/orders
    funclint check --output-format concise --fail-on error .
    funclint check Orders/function.json
    funclint check --fix --show-fixes
    funclint check --stdin-filename Orders/__init__.py -

    Exit code: 0 nothing found that counts, 1 something found, 2 funclint could not do its work.
    """
    from pathlib import Path

    from funclint.engine import check_paths
    from funclint.files import Files
    from funclint.report import render
    from funclint.report.view import View
    from funclint.settings import Overrides, SettingsFinder

    overrides = Overrides(select or None, extend_select, ignore, fail_on, output_format)
    if output_format is None:
        first = Path(os.path.abspath(fix["stdin_filename"] or (paths[0] if paths else ".")))
        output_format = SettingsFinder(overrides).settings_for(first).output_format
    request = fix_options.request(fix, paths)
    faulty = False
    write = _write
    if request is None:
        files = Files()
        result = check_paths(paths or ["."], overrides=overrides, files=files, jobs=jobs)
    else:
        from funclint.fixing.command import run

        done = run(request, paths, overrides, jobs)
        files, result, faulty = done.files, done.result, done.faulty
        for note in done.notes:
            _notice(note)
        if done.output is not None:
            _write_bytes(done.output)
            write = _write_to_stderr
        if done.code is not None:
            return done.code
    if not quiet:
        for warning in result.warnings:
            _notice(warning)
    view = View(files, color=_use_color(color, sys.stdout), width=_width(), summary=not quiet and bool(result.apps))
    if statistics:
        from funclint.report.summary import statistics as counts

        write(counts(result, view))
    else:
        write(render(output_format, result, view))
    if result.internal_errors or faulty:
        return 2
    return 1 if result.failing and not exit_zero else 0


@cli.command()
@click.argument("code", required=False, metavar="CODE|NAME")
@click.option("--all", "everything", is_flag=True, help="List all rules.")
@click.option("--output-format", type=_TEXT_OR_JSON, default="text", help="How to list them.")
def rule(code: str | None, everything: bool, output_format: str) -> int:
    """Explain a rule, or list all of them.

    \b
    funclint rule FN301
    funclint rule --all --output-format json
    """
    if (code is None) != everything:
        raise click.UsageError("give a code or a name, or --all")
    from pathlib import Path

    from funclint.rulebook import Rulebook
    from funclint.settings import SettingsError, SettingsFinder

    further = SettingsFinder().settings_for(Path.cwd()).rule_paths
    book = Rulebook.with_shipped(further)
    if code is not None:
        found = book.find(code)
        if found is None:
            raise SettingsError(f"unknown rule '{code}'{book.nearest(code)}")
        _write([found.page()])
        return 0
    rows = [
        {
            "code": item.code,
            "name": item.name,
            "severity": str(item.rule.severity),
            "fix": item.rule.fix.value,
            "fix_safety": [safety.value for safety in item.rule.safety],
            "default": item.rule.default,
            "summary": item.summary(),
        }
        for item in book.rules
    ]
    if output_format == "json":
        import json

        _write([json.dumps(rows, indent=2) + "\n"])
    else:
        names = max((len(item.name) for item in book.rules), default=0)
        fixes = max((len(item.rule.fixability) for item in book.rules), default=0)
        _write(
            f"{item.code:6} {item.name:{names}}  {item.rule.severity!s:7}  {item.rule.fixability:{fixes}}  "
            f"{item.summary()}\n"
            for item in book.rules
        )
    return 0


@cli.command()
@click.argument("path", default=".", type=click.Path())
@click.option("--output-format", type=_TEXT_OR_JSON, default="text", help="How to show them.")
@_color
def show(path: str, output_format: str, color: str) -> int:
    """Show the functions in PATH as funclint understands them.

    \b
    funclint show apps/orders
    funclint show --output-format json
    """
    from funclint.engine import read_apps
    from funclint.files import Files
    from funclint.report import overview
    from funclint.report.view import View

    files = Files()
    apps, warnings = read_apps([path], files)
    for warning in warnings:
        _notice(warning)
    view = View(files, color=_use_color(color, sys.stdout))
    _write([overview.as_json(apps, view)] if output_format == "json" else overview.as_text(apps, view))
    return 0


@cli.command()
@click.argument("file", type=click.Choice(["function", "host", "local-settings", "settings"]))
def schema(file: str) -> int:
    """Print the JSON Schema of function.json, host.json, local.settings.json or of funclint's settings, for editors.

    \b
    funclint schema function > .vscode/function.schema.json
    funclint schema settings
    """
    import json

    from funclint.catalogue.schemas import SCHEMAS

    _write([json.dumps(SCHEMAS[file](), indent=2) + "\n"])
    return 0


@cli.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> int:
    """Print the completion script for a shell; the same as _FUNCLINT_COMPLETE=bash_source funclint.

    \b
    bash, in ~/.bashrc:                       eval "$(funclint completion bash)"
    zsh, in ~/.zshrc:                         eval "$(funclint completion zsh)"
    fish, in ~/.config/fish/config.fish:      funclint completion fish | source
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None  # click knows the three that the argument allows
    _write([kind(cli, {}, "funclint", "_FUNCLINT_COMPLETE").source() + "\n"])
    return 0


def main(args: list[str] | None = None) -> int:
    """Run the command line (``sys.argv`` without ``args``) and return the exit code."""
    try:
        code = cli.main(args, "funclint", standalone_mode=False)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return 2
    except Exception as error:
        settings = sys.modules.get("funclint.settings")
        if settings is None or not isinstance(error, settings.SettingsError):
            import traceback

            traceback.print_exc()
            _notice(f"internal error: {type(error).__name__}: {error}; this is a fault of funclint, please report it")
            return 2
        _notice(f"error: {error}")
        return 2
    return code if isinstance(code, int) else 0


def _write(pieces: Iterable[str]) -> None:
    """Print to stdout; a reader that has gone away ends the output, not the run."""
    stdout = sys.stdout
    if hasattr(stdout, "reconfigure"):
        stdout.reconfigure(errors="backslashreplace")
    with _reader_may_go():
        for piece in pieces:
            stdout.write(piece)
        stdout.flush()


def _write_bytes(data: bytes) -> None:
    """Print the content of a file to stdout, newlines and encoding as they are."""
    with _reader_may_go():
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


@contextmanager
def _reader_may_go() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        # The interpreter flushes stdout once more at exit, which would fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write_to_stderr(pieces: Iterable[str]) -> None:
    for piece in pieces:
        click.echo(piece, err=True, nl=False)


def _notice(text: str) -> None:
    click.echo(f"funclint: {text}", err=True)


def _use_color(choice: str, stream: Any) -> bool:
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return bool(stream.isatty()) and os.environ.get("TERM") != "dumb"


def _width() -> int:
    """The columns of the terminal; without one a fixed number, so that output is the same on every machine."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 120
    except (OSError, ValueError):
        return 120
