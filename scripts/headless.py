"""A headless QGIS for scripts, with Processing and the built plugin's provider."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from qgis.core import QgsApplication, QgsProcessingFeedback

PROCESSING = "/usr/share/qgis/python/plugins"


def start_qgis(profile: Path) -> QgsApplication:
    """Start QGIS without a window and with settings of its own in `profile`; the caller ends it with exitQgis()."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    profile.mkdir(parents=True, exist_ok=True)
    application = QgsApplication([], False, str(profile))
    application.initQgis()
    sys.path.append(PROCESSING)
    from processing.core.Processing import Processing

    from sattile_plugin.processing.provider import SatTileProvider

    Processing.initialize()
    application.sattile_provider = SatTileProvider()
    application.processingRegistry().addProvider(application.sattile_provider)
    return application


class Console(QgsProcessingFeedback):
    """Prints what an algorithm says, and its steps."""

    def __init__(self) -> None:
        super().__init__(False)

    def setProgressText(self, text: str) -> None:  # noqa: N802
        """Print the name of a step."""
        print(f"   {text}…", flush=True)

    def pushInfo(self, text: str) -> None:  # noqa: N802
        """Print a line."""
        print(f"   {text}", flush=True)

    def pushWarning(self, text: str) -> None:  # noqa: N802
        """Print a line that the user should not miss."""
        print(f" ! {text}", flush=True)

    def reportError(self, text: str, fatalError: bool = False) -> None:  # noqa: N802, N803
        """Print an error."""
        print(f" ! {text}", flush=True)
