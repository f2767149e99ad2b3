"""What ``funclint check`` does: settings, one run or many, reports, the exit code."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from funclint import console, fix_options
from funclint.engine import Checked, Result, check_paths
from funclint.files import Files
from funclint.options import overrides as overrides_of
from funclint.report import render
from funclint.report.view import View
from funclint.settings import Output, Overrides, SettingsError, SettingsFinder
from funclint.workspace import nearest_baseline

if TYPE_CHECKING:
    from funclint.baseline import Baselines
    from funclint.timing import Timing
    from funclint.watching import Memory


def check(paths: tuple[str, ...], options: dict[str, Any]) -> int:
    """Run ``funclint check`` with the options of ``funclint.options``; gives the exit code. Raises SettingsError."""
    run = _Run(paths, options)
    if options["show_settings"]:
        from funclint.showing import settings

        console.write(settings(run.paths, run.overrides, View(Files())))
        return 0
    if options["show_files"]:
        from funclint.showing import files

        console.write(files(run.paths, run.overrides, View(Files())))
        return 0
    if options["watch"]:
        return run.watch()
    return run.once()


class _Run:
    def __init__(self, paths: tuple[str, ...], options: dict[str, Any]) -> None:
        self.paths = paths or (".",)
        self.overrides: Overrides = overrides_of(options)
        self._options = options
        self._request = fix_options.request(options, paths)
        if self._request is not None and self._request.stdin is not None:
            from funclint.fixing.command import stdin_path

            self.paths = (stdin_path(self._request.stdin),)
        self._baselines: Baselines | None = None
        self._memory: Memory | None = None
        writes = [name for name in ("add_ignore", "write_baseline", "prune_baseline") if options[name]]
        writes += [name for name in ("fix", "fix_only", "diff", "stdin_filename") if options[name]][:1]
        if len(writes) > 1:
            raise click.UsageError(" and ".join(f"--{name.replace('_', '-')}" for name in writes) + ": one at a time")
        if writes and options["watch"]:
            raise click.UsageError(f"--watch does not go with --{writes[0].replace('_', '-')}")
        if options["diff"] and options["output_file"]:
            raise click.UsageError("--output-file does not go with --diff, which is no report: redirect its output")
        if options["no_baseline"] and options["baseline"]:
            raise click.UsageError("--no-baseline does not go with --baseline")

    def once(self) -> int:
        """Check everything once."""
        options = self._options
        if options["write_baseline"] or options["prune_baseline"]:
            return self._note_findings()
        files = Files()
        outputs = self._outputs()
        timing = _timing() if options["verbose"] else None
        faulty = fixed = False
        write = console.write
        if self._request is None:
            result = self._check(files, timing)
        else:
            from funclint.fixing.command import run

            done = run(self._request, lambda files: self._check(files, timing))
            files, result, faulty = done.files, done.result, done.faulty
            fixed = done.fixed and options["exit_non_zero_on_fix"] and not options["exit_zero"]
            for note in (*done.notes, *(() if options["quiet"] else done.told)):
                console.notice(note)
            if done.output is not None:
                console.write_bytes(done.output)
                write = console.write_to_stderr
            if done.code is not None:
                return 0 if done.code == 1 and options["exit_zero"] else done.code or int(fixed)
        if options["add_ignore"] and not result.internal_errors:
            from funclint.ignoring import add_comments

            for sentence in add_comments(result, files, View(files)):
                if not options["quiet"]:
                    console.notice(sentence)
            return 0
        code = self._report(result, files, outputs, write)
        if timing is not None:
            for sentence in timing.sentences(View(files)):
                console.notice(sentence)
        return 2 if faulty else code or int(fixed)

    def _check(self, files: Files, timing: Timing | None) -> Result:
        options = self._options
        self._baselines = None
        bar = _Bar() if not options["quiet"] and console.is_terminal(sys.stderr) else None
        try:
            return check_paths(
                self.paths,
                overrides=self.overrides,
                files=files,
                jobs=options["jobs"],
                leave_out=None if options["no_baseline"] else self._leave_out,
                # A memory knows files by what is on the disk.
                memory=self._memory if self._request is None else None,
                timing=timing,
                progress=bar,
            )
        finally:
            if bar is not None:
                bar.finish()

    def watch(self) -> int:
        """Check everything now and after each change, until Ctrl-C."""
        from funclint.watching import Memory, watch

        self._memory = Memory()
        return watch(self.paths, self.once, [file for _, file in self._outputs() if file is not None])

    def _report(
        self,
        result: Result,
        files: Files,
        outputs: tuple[Output, ...],
        write: Callable[[Iterable[str]], None] = console.write,
    ) -> int:
        options = self._options
        quiet = options["quiet"]
        if not quiet:
            for warning in result.warnings:
                console.notice(warning)
        view = View(
            files,
            color=console.use_color(options["color"], sys.stdout),
            links=console.is_terminal(sys.stdout),
            width=console.width(),
            summary=not quiet and bool(result.apps),
        )
        written = True
        for output_format, file in outputs:
            if file is None:
                write(self._pieces(output_format, result, view))
                annotates = output_format == "text" and not options["statistics"]
                if annotates and os.environ.get("GITHUB_ACTIONS") == "true":
                    write(render("github", result, view))
            else:
                written &= _write_file(file, self._pieces(output_format, result, View(files)))
        if not quiet and self._baselines is not None:
            for sentence in self._baselines.advice(view):
                console.notice(sentence)
        if result.internal_errors or not written:
            return 2
        return 1 if result.failing and not options["exit_zero"] else 0

    def _pieces(self, output_format: str, result: Result, view: View) -> Iterator[str]:
        if self._options["statistics"]:
            from funclint.report.summary import statistics

            yield from statistics(result, view, output_format)
            return
        yield from render(output_format, result, view)

    def _outputs(self) -> tuple[Output, ...]:
        """The formats and where each goes; those of the settings of the first path, if none was asked for."""
        outputs = self.overrides.output_format
        if not outputs:
            first = Path(os.path.abspath(self.paths[0]))
            outputs = SettingsFinder(self.overrides).settings_for(first).output_format
        file = self._options["output_file"]
        if file is None:
            return outputs
        if all(target is not None for _, target in outputs):
            raise click.UsageError("--output-file takes the format without a file of its own, and there is none")
        path = Path(os.path.abspath(file))
        if any(target == path for _, target in outputs):
            raise click.UsageError(f"--output-file {file}: another report is written there")
        return tuple((name, target or path) for name, target in outputs)

    def _leave_out(self, apps: list[Checked]) -> int:
        named = self._options["baseline"]
        if named is not None and not os.path.isfile(named):
            raise SettingsError(f"{named}: no such baseline; --write-baseline makes one")
        if named is None and not any(nearest_baseline(app.root) for app in apps):
            return 0
        from funclint.baseline import Baselines

        self._baselines = Baselines(Path(os.path.abspath(named)) if named else None, self._searched())
        self._baselines.apply(apps)
        return self._baselines.known

    def _searched(self) -> tuple[Path, ...]:
        """The folders that were named."""
        return tuple(Path(os.path.abspath(path)) for path in self.paths if os.path.isdir(path))

    def _note_findings(self) -> int:
        from funclint.baseline import Baselines

        options = self._options
        named = options["baseline"]
        if options["prune_baseline"] and named is not None and not os.path.isfile(named):
            raise SettingsError(f"{named}: no such baseline; --write-baseline makes one")
        baselines = Baselines(Path(os.path.abspath(named)) if named else None, self._searched())
        apps: list[Checked] = []

        def take(checked: list[Checked]) -> int:
            apps.extend(Checked(app.root, list(app.findings), app.covers) for app in checked)
            return 0

        result = check_paths(self.paths, overrides=self.overrides, jobs=options["jobs"], leave_out=take)
        if result.internal_errors:
            # Not every rule has run to its end: a baseline made now would be too small.
            return self._report(result, Files(), self._outputs())
        said = list(baselines.write(apps, prune=options["prune_baseline"]))
        if not said and options["prune_baseline"]:
            said = ["there is no baseline here, so there is nothing to prune"]
        for sentence in () if options["quiet"] else (*result.warnings, *said):
            console.notice(sentence)
        return 0


class _Bar:
    """A progress bar on stderr, for runs that take their time."""

    PATIENCE = 2.0
    """Seconds without one."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._bar: Any = None

    def __call__(self, done: int, total: int) -> None:
        if self._bar is None:
            if time.monotonic() - self._started < self.PATIENCE:
                return
            self._bar = click.progressbar(length=total, label="checking", file=sys.stderr)
            self._bar.render_progress()
        self._bar.update(done - self._bar.pos)

    def finish(self) -> None:
        """Leave the terminal as it was."""
        if self._bar is not None:
            self._bar.render_finish()


def _timing() -> Timing:
    from funclint.timing import Timing

    return Timing()


def _write_file(path: Path, pieces: Iterator[str]) -> bool:
    """Write a report; says on stderr why it cannot be written."""
    try:
        console.write_file(path, "".join(pieces).encode("utf-8", "backslashreplace"))
    except OSError as error:
        console.notice(f"error: {path}: cannot be written: {error.strerror or error}")
        return False
    return True
