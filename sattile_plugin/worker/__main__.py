"""``python -m sattile_plugin.worker VERB`` is the command line ``sattile VERB``."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType


def main() -> int:
    """Run the command line; an interrupt while it loads, when nothing is begun, ends it at once and quietly."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _leave)
    from .cli import main as run_command

    if signal.getsignal(signal.SIGINT) is _leave:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    return run_command()


def _leave(number: int, frame: FrameType | None) -> None:
    os.write(2, b"Cancelled.\n")
    os._exit(130)


if __name__ == "__main__":
    sys.exit(main())
