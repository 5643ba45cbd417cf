"""Why an installation failed, read from the log of pip or uv."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Union

from ..contract.errors import DiskFull, SatTileError
from ..contract.texts import QT_TRANSLATE_NOOP, Phrase, phrase
from .errors import EngineNotInstalled

_MB = 1_000_000
_DISK_FULL = re.compile(r"No space left|not enough space on the disk|(Errno|os error) 28\b|(WinError|os error) 112\b")
_TELLING = (
    (
        re.compile(r"DO NOT MATCH THE HASHES|Hash mismatch", re.IGNORECASE),
        QT_TRANSLATE_NOOP("SatTile", "a package was altered on its way, perhaps by a proxy: {line}"),
    ),
    (
        re.compile(r"SSLError|certificate verify failed|invalid peer certificate|UnknownIssuer", re.IGNORECASE),
        QT_TRANSLATE_NOOP("SatTile", "the certificate of the server or of the proxy is not trusted: {line}"),
    ),
    (
        re.compile(
            r"ProxyError|proxy authentication|proxy auth\w* required|Tunnel connection failed|tunnel error|\b407\b"
        ),
        QT_TRANSLATE_NOOP("SatTile", "the proxy does not answer, or refuses access: {line}"),
    ),
    (
        re.compile(r"Permission denied|Access is denied|WinError (5|206)\b"),
        QT_TRANSLATE_NOOP("SatTile", "a file or folder may not be written: {line}"),
    ),
    (
        re.compile(r"Failed to resolve|getaddrinfo|Name or service not known|failure in name resolution|dns error"),
        QT_TRANSLATE_NOOP("SatTile", "the server of the packages is not found: {line}"),
    ),
    (
        re.compile(r"Connection refused|Connection reset|Network is unreachable|NewConnectionError|timed out|\b403\b"),
        QT_TRANSLATE_NOOP("SatTile", "the server of the packages does not answer, or refuses access: {line}"),
    ),
)
"""What tells more than the last line, as that pip found no package; what is rarer and surer comes first."""
_RETRYING = re.compile(r"^WARNING: Retrying .* after connection broken by ")


def installation_error(log: Path, code: int) -> SatTileError:
    """Return the error that a program of an installation ended with, with the line of its log that tells why."""
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    if any(map(_DISK_FULL.search, lines)):
        return DiskFull(path=log.parent, free_mb=shutil.disk_usage(log.parent).free // _MB)
    return EngineNotInstalled(reason=reason_in(lines) or phrase("exit code {code}", code=code), log=log)


def reason_in(lines: list[str]) -> Union[Phrase, str]:
    """Return why an installation failed, with the line that tells most of it, else the last one; empty for no lines.

    >>> str(reason_in(["WARNING: Retrying (Retry(total=4)) after connection broken by 'ProxyError(1)'", "ERROR: none"]))
    "the proxy does not answer, or refuses access: 'ProxyError(1)'"
    """
    for pattern, meaning in _TELLING:
        for line in lines:
            if pattern.search(line):
                return phrase(meaning, line=_RETRYING.sub("", line.strip()))
    return lines[-1].strip() if lines else ""
