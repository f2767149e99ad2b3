"""``python -m funclint``."""

import sys

from funclint.cli import main

sys.exit(main())
