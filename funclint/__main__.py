"""``python -m funclint`` and the command ``funclint``."""

import gc
import sys

from funclint.cli import main


def run() -> None:
    """Run the command line and leave the process with its exit code."""
    code = main()
    # At the end of the process the interpreter would walk all that is left for cycles; the system takes it back anyway.
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    run()
