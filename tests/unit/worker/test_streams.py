"""TensorFlow loads without chatter; what else it says is heard, even where it takes the process down."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import ROOT

CHATTER = (
    b"WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n"
    b"I0000 00:00:1795821171.194007   15995 port.cc:153] oneDNN custom operations are on. You may see slightly\n"
)
IMPORT = """
import sys
sys.path.insert(0, sys.argv[1])
from importlib.util import find_spec
from sattile_plugin.worker.streams import prepare_tensorflow
prepare_tensorflow()
assert find_spec("tensorflow")
import keras
assert type(keras.__spec__.loader).__name__ == "SourceFileLoader"
print("afterwards", file=sys.stderr)
"""


def stderr_of_an_import(folder: Path, last: str) -> tuple[int, list[str]]:
    """Import a Keras that imports a TensorFlow that chatters, says something and then does what it is told."""
    (folder / "keras.py").write_text("import tensorflow")
    said = f"import os, sys\nos.write(2, {CHATTER!r})\nos.write(2, b'E0000 real\\n')\nprint('py', file=sys.stderr)\n"
    (folder / "tensorflow.py").write_text(said + last)
    ran = subprocess.run([sys.executable, "-c", IMPORT, folder], cwd=ROOT, capture_output=True, text=True)
    return ran.returncode, ran.stderr.splitlines()


def test_only_the_chatter_is_left_out(tmp_path: Path):
    assert stderr_of_an_import(tmp_path, "") == (0, ["E0000 real", "py", "afterwards"])


@pytest.mark.parametrize(("given", "found"), [(None, "1"), ("0", "0")])
def test_tensorflow_computes_with_onednn_unless_it_is_not_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str | None, found: str
):
    monkeypatch.delenv("TF_ENABLE_ONEDNN_OPTS", raising=False)
    if given is not None:
        monkeypatch.setenv("TF_ENABLE_ONEDNN_OPTS", given)
    _, said = stderr_of_an_import(tmp_path, "print(os.environ['TF_ENABLE_ONEDNN_OPTS'], file=sys.stderr)")
    assert found in said


@pytest.mark.parametrize(
    ("last", "says"),
    [("os.abort()", "E0000 real"), ("raise ImportError('no such thing')", "ImportError: no such thing")],
)
def test_what_goes_wrong_is_heard(tmp_path: Path, last: str, says: str):
    code, said = stderr_of_an_import(tmp_path, last)
    assert code != 0 and "E0000 real" in said and says in said
    assert not any("oneDNN" in line for line in said)
