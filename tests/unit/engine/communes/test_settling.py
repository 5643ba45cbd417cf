"""The list that the user fills in, and the decisions read back."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sattile_plugin.contract.errors import InvalidOption, MissingFolder, OutputOccupied
from sattile_plugin.engine.communes import settling
from sattile_plugin.engine.communes.tables import read_table

COMMUNES = ["Jabria", "Laatatra", "LAATATRA", "Tamda"]
ROWS = ["Laatatra (C.R.)", "Laghnadra (C.R.)", "Tamda", "Tamda"]


@pytest.fixture
def decide(tmp_path: Path):
    """Read decisions from lines of number, commune, row."""

    def read(*lines: str) -> list[tuple[int, int | None]]:
        path = tmp_path / "settled.csv"
        path.write_text("\n".join(["commune_number;commune;population_row", *lines]), encoding="utf-8")
        return [tuple(decision) for decision in settling.read_decisions(str(path), COMMUNES, ROWS)]

    return read


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1;Jabria;2", [(0, 1)]),
        (";Jabria;Laghnadra", [(0, 1)]),
        (";jabria;none", [(0, None)]),
        (";Jabria;NONE", [(0, None)]),
        (";Jabria;", []),
        ("3;LAATATRA;1", [(2, 0)]),
        (";LAATATRA;1", [(2, 0)]),
        ("4;Tamda;4", [(3, 3)]),
    ],
)
def test_decisions(decide, line: str, expected: list):
    assert decide(line) == expected


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([";laatatra;1"], "laatatra \\(2 fit\\); expected exactly one commune"),
        (["2;Jabria;1"], "2 Jabria \\(0 fit\\); expected exactly one commune"),
        ([";Nowhere;1"], "0 fit"),
        ([";Jabria;9"], "9 \\(0 fit\\); expected exactly one row"),
        ([";Tamda;Tamda"], "Tamda \\(2 fit\\); expected exactly one row"),
        ([";Jabria;1", ";Tamda;1"], "1 Laatatra .* twice"),
        ([";Jabria;1", ";Jabria;2"], "1 Jabria twice"),
    ],
)
def test_decisions_that_cannot_be(decide, lines: list[str], words: str):
    with pytest.raises(InvalidOption, match=words):
        decide(*lines)


def test_a_file_without_the_columns(tmp_path: Path):
    (tmp_path / "settled.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    with pytest.raises(InvalidOption, match="no column commune"):
        settling.read_decisions(str(tmp_path / "settled.csv"), COMMUNES, ROWS)


def template(decision: str) -> pd.DataFrame:
    return pd.DataFrame([(2, "Laâtatra", "name_twice", decision, "", "1: Laatatra")], columns=list(settling.COLUMNS))


def test_the_list_is_written_for_spreadsheets_and_read_back(tmp_path: Path):
    path = tmp_path / "result_settle.csv"
    settling.write_template(template(""), path)
    assert path.name == "result_settle.csv" and path.read_bytes().startswith(b"\xef\xbb\xbfcommune_number;commune;")
    assert read_table(str(path)).to_numpy().tolist() == [["2", "Laâtatra", "name_twice", "", "", "1: Laatatra"]]


def test_nothing_doubtful_writes_nothing(tmp_path: Path):
    settling.write_template(template("").iloc[:0], tmp_path / "result_settle.csv")
    assert list(tmp_path.iterdir()) == []


def test_decisions_are_not_overwritten_unless_they_are_read(tmp_path: Path):
    path = tmp_path / "result_settle.csv"
    settling.check_template(path, None)
    settling.write_template(template(""), path)
    settling.check_template(path, None)
    settling.write_template(template("none"), path)
    settling.check_template(path, str(path))
    with pytest.raises(OutputOccupied, match="decisions"):
        settling.check_template(path, None)


def test_the_folder_of_the_list_must_be_there(tmp_path: Path):
    with pytest.raises(MissingFolder):
        settling.check_template(tmp_path / "none" / "result_settle.csv", None)
