"""The command line: arguments in, exit code out. Whatever a command needs is imported when it runs."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from typing import Any

import click

from funclint import __version__, console, fix_options, options

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
    try:
        os.getcwd()
    except OSError as error:
        raise click.ClickException(f"the current folder cannot be found: {error.strerror or error}") from None


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path())
@options.rules
@options.files
@options.settings
@options.outcome
@options.output
@options.known
@fix_options.options
@options.running
def check(paths: tuple[str, ...], **given: Any) -> int:
    """Check function apps. PATHS are folders to search, or files in an app; the current folder without any.

    \b
    funclint check --select FN3,FN4 apps/orders
    funclint check --output-format concise --fail-on error .
    funclint check --output-format text --output-format sarif=report.sarif
    funclint check Orders/function.json
    funclint check --fix --show-fixes
    funclint check --stdin-filename Orders/__init__.py -

    Exit code: 0 nothing found that counts, 1 something found, 2 funclint could not do its work.
    """
    from funclint.checking import check

    return check(paths, given)


@cli.command()
@click.argument("code", required=False, metavar="CODE|NAME")
@click.option("--all", "everything", is_flag=True, help="List all rules.")
@click.option("--output-format", type=_TEXT_OR_JSON, default="text", help="How to list them.")
@options.settings
def rule(code: str | None, everything: bool, output_format: str, **given: Any) -> int:
    """Explain a rule, or list those of a prefix or a family, or all of them.

    \b
    funclint rule FN301
    funclint rule FN3
    funclint rule --all --output-format json
    """
    if (code is None) != everything:
        raise click.UsageError("give a code or a name, or --all")
    from pathlib import Path

    from funclint.rulebook import Rulebook
    from funclint.settings import SettingsError, SettingsFinder

    further = SettingsFinder(options.overrides(given)).settings_for(Path.cwd()).rule_paths
    book = Rulebook.with_shipped(further)
    if code is not None:
        found = book.find(code)
        if found is not None:
            console.write([found.page()])
            return 0
    listed = {item.code for item in book.rules} if code is None else book.match(code)[1]
    if not listed:
        raise SettingsError(f"unknown rule '{code}'{book.nearest(str(code))}")
    rules = [item for item in book.rules if item.code in listed]
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
        for item in rules
    ]
    if output_format == "json":
        import json

        console.write([json.dumps(rows, indent=2) + "\n"])
    else:
        names = max((len(item.name) for item in rules), default=0)
        fixes = max((len(item.rule.fixability) for item in rules), default=0)
        console.write(
            f"{item.code:6} {item.name:{names}}  {item.rule.severity!s:7}  {item.rule.fixability:{fixes}}  "
            f"{item.summary()}\n"
            for item in rules
        )
    return 0


@cli.command()
@click.argument("path", default=".", type=click.Path())
@click.option(
    "--format",
    "--output-format",
    "output_format",
    type=click.Choice(["text", "mermaid", "dot", "json"]),
    default="text",
    help="How to show them: mermaid and dot draw who triggers whom.",
)
@options.settings
@options.color
def show(path: str, output_format: str, color: str, **given: Any) -> int:
    """Show the functions in PATH as funclint understands them.

    \b
    funclint show apps/orders
    funclint show --format mermaid >> README.md
    funclint show --format json
    """
    from funclint.engine import read_apps
    from funclint.files import Files
    from funclint.report import graph, overview
    from funclint.report.view import View

    files = Files()
    apps, warnings = read_apps([path], files, options.overrides(given))
    for warning in warnings:
        console.notice(warning)
    view = View(files, color=console.use_color(color, sys.stdout))
    if output_format == "json":
        console.write([overview.as_json(apps, view)])
    else:
        shown = {"mermaid": graph.as_mermaid, "dot": graph.as_dot, "text": overview.as_text}[output_format]
        console.write(shown(apps, view))
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

    from funclint import settings_schema
    from funclint.catalogue.schemas import SCHEMAS

    make = settings_schema.schema if file == "settings" else SCHEMAS[file]
    console.write([json.dumps(make(), indent=2) + "\n"])
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
    console.write([kind(cli, {}, "funclint", "_FUNCLINT_COMPLETE").source() + "\n"])
    return 0


@cli.command()
@click.option("--tcp", metavar="HOST:PORT", help="Listen there, on this machine only, instead of stdio; for debugging.")
@click.option("--stdio", is_flag=True, hidden=True, help="What is done anyway; some editors say it.")
def lsp(tcp: str | None, stdio: bool) -> int:
    """Run the language server for editors, over stdin and stdout.

    \b
    funclint lsp
    funclint lsp --tcp 127.0.0.1:2087
    """
    address = None
    if tcp is not None:
        host, _, port = tcp.rpartition(":")
        if host.strip("[]") not in ("127.0.0.1", "::1", "localhost") or not (port.isdigit() and int(port) < 65536):
            raise click.UsageError("--tcp takes 127.0.0.1:PORT: the server is for this machine only")
        address = host.strip("[]"), int(port)
    try:
        from funclint.lsp.server import serve
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        from funclint.settings import SettingsError

        raise SettingsError("the language server needs pygls: python -m pip install 'funclint[lsp]'") from None
    serve(address)
    return 0


def main(args: list[str] | None = None) -> int:
    """Run the command line (``sys.argv`` without ``args``) and return the exit code."""
    try:
        code = cli.main(args, "funclint", standalone_mode=False)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except click.UsageError as error:
        with suppress(OSError):
            error.show()
        return 2
    except click.ClickException as error:
        console.notice(f"error: {error.format_message()}")
        return 2
    except Exception as error:
        settings = sys.modules.get("funclint.settings")
        disk_is_full = isinstance(error, OSError) and error.errno == errno.ENOSPC
        if not disk_is_full and (settings is None or not isinstance(error, settings.SettingsError)):
            import traceback

            traceback.print_exc()
            console.notice(
                f"internal error: {type(error).__name__}: {error}; this is a fault of funclint, please report it"
            )
            return 2
        console.notice(f"error: {error}")
        return 2
    return code if isinstance(code, int) else 0
