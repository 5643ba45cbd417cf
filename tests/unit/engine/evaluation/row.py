"""A row of eight tiles of 10 m, bright or dark, that evaluation is tested on."""

from __future__ import annotations

BRIGHT, DARK = 204, 51
VALUES = [BRIGHT, BRIGHT, DARK, DARK, BRIGHT, DARK, BRIGHT, DARK]
LABELS = ["bati", "bati", "bati", "non_bati", "non_bati", "non_bati", "unsure", None]
SPLITS = ["test", "test", "test", "test", "test", "train", "test", "test"]
