"""Who may import whom, held against the table of the architecture; and what an import may not cost."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .builders import grey, write_brightness_model, write_grid, write_raster

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "sattile_plugin"

ALLOWED = {
    "contract": set(),
    "engine": {"contract"},
    "worker": {"contract", "engine"},
    "bridge": {"contract"},
    "processing": {"contract", "bridge"},
    "gui": {"contract", "bridge", "processing"},
}
"""Which rooms of ours each room may see besides itself."""

IN_QGIS = {"bridge", "processing", "gui"}
QGIS = {"qgis", "PyQt5", "PyQt6", "processing", "osgeo"}
SCIENCE = {
    "PIL", "cleanlab", "geopandas", "imagehash", "isal", "jinja2", "keras", "libpysal", "markupsafe", "matplotlib",
    "numpy", "onnx", "onnxruntime", "openpyxl", "pandas", "platformdirs", "pyarrow", "pyogrio", "pyproj", "rapidfuzz",
    "rasterio", "scipy", "shapely", "sklearn", "tensorflow", "threadpoolctl", "umap",
}  # fmt: skip
FOREIGN = {"contract": set(), "engine": SCIENCE, "worker": {"tyro"}, "bridge": QGIS, "processing": QGIS, "gui": QGIS}
"""Which libraries besides the standard one each room may see."""


def _files() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        room = path.relative_to(PACKAGE).parts[0]
        if room in ALLOWED:
            yield room, path


def _imports(path: Path) -> set[str]:
    """Return the full name of each module that a file imports, anywhere in it."""
    package = path.relative_to(ROOT).parent.parts
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*above, *([node.module] if node.module else [])])
            found |= {f"{base}.{alias.name}" for alias in node.names} if base == "sattile_plugin" else {base}
    return found


def _rooms_seen(path: Path) -> set[str]:
    ours = [name.split(".") for name in _imports(path) if name.split(".")[0] == "sattile_plugin"]
    return {parts[1] for parts in ours if len(parts) > 1}


FILES = [pytest.param(room, path, id=str(path.relative_to(PACKAGE))) for room, path in _files()]


def test_every_room_of_the_table_has_files():
    assert {room for room, _ in _files()} == set(ALLOWED)


def test_every_python_file_is_in_a_room_of_the_table():
    outside = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py")}
    assert outside - {path.relative_to(PACKAGE).as_posix() for _, path in _files()} == {"__init__.py"}


@pytest.mark.parametrize(("room", "path"), FILES)
def test_a_file_sees_only_the_rooms_it_may(room: str, path: Path):
    assert _rooms_seen(path) - {room, "__version__"} <= ALLOWED[room]


@pytest.mark.parametrize(("room", "path"), FILES)
def test_a_file_sees_only_the_libraries_it_may(room: str, path: Path):
    libraries = {name.split(".")[0] for name in _imports(path)} - sys.stdlib_module_names - {"sattile_plugin"}
    assert libraries <= FOREIGN[room]


@pytest.mark.parametrize(("room", "path"), [given for given in FILES if given.values[0] in {"contract", *IN_QGIS}])
def test_what_qgis_loads_is_python_3_9(room: str, path: Path):
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 9))


def _modules_after(statement: str) -> set[str]:
    """Return the libraries that stand in memory after a statement in a fresh Python."""
    code = f"{statement}\nimport sys; print(' '.join(sorted({{name.partition('.')[0] for name in sys.modules}})))"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(ran.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    "module",
    [
        "sattile_plugin",
        "sattile_plugin.contract.jobs",
        "sattile_plugin.contract.messages",
        "sattile_plugin.contract.texts",
    ],
)
def test_importing_the_contract_loads_no_library(module: str):
    assert not _modules_after(f"import {module}") & (SCIENCE | QGIS | {"tyro"})


def test_importing_the_command_line_loads_no_science():
    assert not _modules_after("import sattile_plugin.worker.cli") & SCIENCE


def test_classifying_never_imports_tensorflow(tmp_path: Path):
    arguments = ["--tiles", write_grid(tmp_path / "tiles.gpkg", 1, 2), "--output", str(tmp_path / "out.gpkg")]
    arguments += ["--raster", write_raster(tmp_path / "ortho.tif", grey(10, 20))]
    arguments += ["--model", write_brightness_model(tmp_path / "model.onnx")]
    loaded = _modules_after(f"from sattile_plugin.worker.cli import main; assert main(['classify', *{arguments}]) == 0")
    assert "onnxruntime" in loaded
    assert not loaded & {"tensorflow", "keras", "onnx", "tf2onnx"}
