"""The languages that SatTile speaks."""

from __future__ import annotations

LANGUAGES = ("en", "fr")
"""In the order in which texts are held."""
