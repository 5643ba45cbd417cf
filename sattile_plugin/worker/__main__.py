"""``python -m sattile_plugin.worker VERB`` is the command line ``sattile VERB``."""

import sys

from .cli import main

sys.exit(main())
