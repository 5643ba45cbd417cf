"""Build the plugin as users get it: a folder, and the zip that QGIS installs.

Needs pyrcc5 (Debian: pyqt5-dev-tools) and lrelease (Debian: qttools5-dev-tools).
"""

from __future__ import annotations

import argparse
import configparser
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "sattile_plugin"
BUILT = ROOT / "build" / "plugin" / "sattile_plugin"
ARCHIVE = ROOT / "dist" / "sattile_plugin.zip"
NOT_SHIPPED = ("__pycache__", "*.pyc", "*.ts", ".*")
QT_TOOLS = "/usr/lib/qt5/bin"


def build_plugin() -> Path:
    """Make the plugin's folder anew; return it."""
    check_versions()
    shutil.rmtree(BUILT, ignore_errors=True)
    shutil.copytree(SOURCE, BUILT, ignore=shutil.ignore_patterns(*NOT_SHIPPED))
    for name in ("metadata.txt", "LICENSE", "README.md"):
        shutil.copy2(ROOT / name, BUILT / name)
    compile_resources(ROOT / "resources.qrc", BUILT / "resources.py")
    for source in sorted((SOURCE / "i18n").glob("*.ts")):
        run(tool("lrelease"), "-silent", source, "-qm", BUILT / "i18n" / f"{source.stem}.qm")
    return BUILT


def write_archive(folder: Path, archive: Path) -> Path:
    """Zip the plugin's folder; the same sources give the same bytes."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder.parent).as_posix(), (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            zipped.writestr(entry, path.read_bytes())
    return archive


def install_plugin(folder: Path, profile: Path) -> Path:
    """Copy the plugin into a QGIS profile, in the stead of the one that is there."""
    target = profile / "python" / "plugins" / folder.name
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(folder, target)
    return target


def compile_resources(source: Path, target: Path) -> None:
    """Compile the icons into a module that Qt 5 and Qt 6 can import."""
    run(tool("pyrcc5"), "-o", target, source)
    text = target.read_text(encoding="utf-8").replace("from PyQt5 import", "from qgis.PyQt import")
    target.write_text(text, encoding="utf-8")


def check_versions() -> None:
    """Stop unless metadata.txt and the package name the same version."""
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(ROOT / "metadata.txt", encoding="utf-8")
    found = metadata["general"]["version"]
    wanted = re.search(r'^__version__ = "(.+)"$', (SOURCE / "__init__.py").read_text(encoding="utf-8"), re.MULTILINE)
    if wanted is None or wanted[1] != found:
        sys.exit(f"metadata.txt says version {found}, sattile_plugin/__init__.py {wanted and wanted[1]}")


def tool(name: str) -> str:
    """Return the path of one of Qt's tools."""
    found = shutil.which(name) or shutil.which(name, path=QT_TOOLS)
    if found is None:
        sys.exit(f"{name} is missing; on Debian: apt-get install pyqt5-dev-tools qttools5-dev-tools")
    return found


def run(*command: str | Path) -> None:
    """Run a tool that must succeed."""
    subprocess.run([str(part) for part in command], check=True)


def main() -> None:
    """Build the folder and the zip, and install on demand."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--install", type=Path, metavar="PROFILE_DIR", help="copy the plugin into this QGIS profile")
    profile = parser.parse_args().install
    folder = build_plugin()
    print(write_archive(folder, ARCHIVE).relative_to(ROOT))
    if profile:
        print(install_plugin(folder, profile))


if __name__ == "__main__":
    main()
