"""Run a job file with the package that this file stands in: ``python -I launch.py JOB.json``.

The package's parent folder holds the user's other plugins, whose names could hide libraries; so it is not put
on the path, and only this package is loaded from it.
"""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path


def load_package(folder: Path) -> None:
    """Make the package in `folder` importable under its name."""
    spec = spec_from_file_location(folder.name, folder / "__init__.py", submodule_search_locations=[str(folder)])
    if spec is None or spec.loader is None:
        raise ImportError(f"{folder} is no package")
    sys.modules[folder.name] = module_from_spec(spec)
    spec.loader.exec_module(sys.modules[folder.name])


if __name__ == "__main__":
    load_package(Path(__file__).resolve().parents[1])
    from sattile_plugin.worker.jobfile import main

    sys.exit(main())
