"""Why an installation failed, read from the log of pip or uv."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from ..contract.errors import DiskFull, SatTileError
from ..contract.texts import phrase
from .errors import EngineNotInstalled

_MB = 1_000_000
_DISK_FULL = re.compile(r"No space left|not enough space on the disk|(Errno|os error) 28\b|(WinError|os error) 112\b")
_TELLING = (
    re.compile(r"DO NOT MATCH THE HASHES|Hash mismatch", re.IGNORECASE),
    re.compile(r"SSLError|certificate verify failed|invalid peer certificate|UnknownIssuer", re.IGNORECASE),
    re.compile(r"ProxyError|proxy authentication|proxy auth\w* required|Tunnel connection failed|tunnel error|\b407\b"),
    re.compile(r"Permission denied|Access is denied|WinError (5|206)\b"),
    re.compile(r"Failed to resolve|getaddrinfo|Name or service not known|failure in name resolution|dns error"),
    re.compile(r"Connection refused|Connection reset|Network is unreachable|NewConnectionError|timed out|\b403\b"),
)
"""What tells more than the last line, as that pip found no package; what is rarer and surer comes first."""
_RETRYING = re.compile(r"^WARNING: Retrying .* after connection broken by ")


def installation_error(log: Path, code: int) -> SatTileError:
    """Return the error that a program of an installation ended with, with the line of its log that tells why."""
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    if any(map(_DISK_FULL.search, lines)):
        return DiskFull(path=log.parent, free_mb=shutil.disk_usage(log.parent).free // _MB)
    line = telling_line(lines)
    return EngineNotInstalled(reason=line or phrase("exit code {code}", code=code), log=log)


def telling_line(lines: list[str]) -> str:
    """Return the line that tells most of why an installation failed, else the last one; empty for no lines.

    >>> telling_line(["WARNING: Retrying (Retry(total=4)) after connection broken by 'SSLError(1)'", "ERROR: none"])
    "'SSLError(1)'"
    """
    for pattern in _TELLING:
        for line in lines:
            if pattern.search(line):
                return _RETRYING.sub("", line.strip())
    return lines[-1].strip() if lines else ""
