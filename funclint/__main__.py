"""``python -m funclint`` and the command ``funclint``."""

import contextlib
import gc
import os
import sys

# Of what is imported and read nearly all stays: to look for garbage as often as Python does costs a tenth of start-up.
ALLOCATED_BETWEEN_COLLECTIONS = 50_000


def run() -> None:
    """Run the command line and leave the process with its exit code."""
    gc.set_threshold(ALLOCATED_BETWEEN_COLLECTIONS)
    from funclint import console
    from funclint.cli import main

    console.replace_closed_streams()
    code = main()
    # What was printed is on its way already; what failed to go was reported then. The language server closes stdout.
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
    # At its end the interpreter would take apart, object by object, what the system takes back at once.
    os._exit(code)


if __name__ == "__main__":
    run()
