"""Tables as people keep them: CSV of any separator and encoding, Excel, or the attributes of a layer."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import openpyxl
import pandas as pd
import pyogrio
from openpyxl.utils.exceptions import InvalidFileException

from ...contract.errors import EmptyLayer, UnreadableFile
from ...contract.paths import VectorSource
from ...contract.texts import phrase
from ..io.reasons import why_no_file
from ..io.vector_source import read_errors

_TEXT, _EXCEL = (".csv", ".tsv", ".txt"), (".xlsx", ".xlsm")
_SEPARATORS = ";\t|,"
_GAPS = re.compile(r"[\s\u00a0\u202f\u2009'’]")
_GROUPED = re.compile(r"[+-]?\d{1,3}([.,]\d{3})+")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def read_table(source: str) -> pd.DataFrame:
    """Read a table with one row of column names; lines above it and empty lines are left out.

    Parameters
    ----------
    source : str
        CSV, TSV, Excel (``book.xlsx|layername=SHEET``, by default the first sheet) or any vector source.

    Returns
    -------
    DataFrame
        Cells as they stand: text for CSV, text and numbers otherwise, "" where there is nothing.

    Raises
    ------
    UnreadableFile, EmptyLayer
        The file is no table, or has no row under its column names, or is filtered and no layer.
    """
    given = VectorSource.parse(source)
    path, layer = given.path, given.layer
    kind = Path(path).suffix.lower()
    if not Path(path).exists():
        raise UnreadableFile(path=path, expected="a table", reason=why_no_file(path))
    if given.subset is not None and kind in (*_TEXT, *_EXCEL):
        reason = phrase("filters, as {filter}, are for layers; leave the filter out", filter=given.subset)
        raise UnreadableFile(path=path, expected="a table", reason=reason)
    if kind in _TEXT:
        frame = _with_header(read_csv_rows(Path(path)))
    elif kind in _EXCEL:
        frame = _with_header(_excel_rows(path, layer))
    else:
        frame = _layer_table(given)
    if frame.empty or not len(frame.columns):
        raise EmptyLayer(path=source, expected="rows")
    return frame


def read_csv_rows(path: Path) -> list[list[object]]:
    """Read the cells of a CSV in UTF-8, UTF-16 or Windows's Latin; the separator is the one that fits most lines."""
    text = _decode(path.read_bytes())
    if "\0" in text:
        raise UnreadableFile(path=path, expected="a table of text", reason="it holds bytes that are no text")
    best: list[list[object]] = []
    most = -1
    for separator in _SEPARATORS:
        rows: list[list[object]] = [[*row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)]
        fitting = _rows_of_usual_width(rows)
        if fitting > most:
            best, most = rows, fitting
    return best


def numbers(cells: Sequence[object]) -> np.ndarray:
    """Read counts as people write them: ``56 201``, ``56.201``, ``56,201``, ``1 234,5``; NaN for what is no number.

    A point or comma before three digits parts thousands where every number of the column can be read so.

    >>> numbers(["56 201", "1.200", 7, "n.d."]).tolist()
    [56201.0, 1200.0, 7.0, nan]
    >>> numbers(["1,5", "2,250"]).tolist()
    [1.5, 2.25]
    """
    texts = [_GAPS.sub("", cell) if isinstance(cell, str) else cell for cell in cells]
    marked = [text for text in texts if isinstance(text, str) and re.fullmatch(r"[+-]?[\d.,]*[.,][\d.,]*", text)]
    grouped = all(_GROUPED.fullmatch(text) for text in marked)
    return np.array([_number(text, grouped) for text in texts], dtype=np.float64)


def _number(cell: object, grouped: bool) -> float:
    if isinstance(cell, (int, float, np.number)) and not isinstance(cell, bool):
        return float(cell)
    if not isinstance(cell, str):
        return np.nan
    text = re.sub(r"[.,]", "", cell) if grouped else _with_decimal_point(cell)
    return float(text) if _NUMBER.fullmatch(text) else np.nan


def _with_decimal_point(text: str) -> str:
    """Keep the last point or comma as the decimal point and drop those before it."""
    whole, mark, decimals = text.rpartition(max(",.", key=text.rfind))
    return re.sub(r"[.,]", "", whole) + ("." + decimals if mark else decimals)


def _decode(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _rows_of_usual_width(rows: list[list[object]]) -> int:
    """Return how many rows have the most usual width above one."""
    widths = [len(row) for row in rows if len(row) > 1]
    return max((widths.count(width) for width in set(widths)), default=0)


def _excel_rows(path: str, sheet: str | None) -> list[list[object]]:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError) as error:
        raise UnreadableFile(path=path, expected="an Excel book", reason=str(error)) from error
    try:
        if sheet is not None and sheet not in book.sheetnames:
            expected, found = phrase("a book with the sheet {sheet}", sheet=sheet), ", ".join(book.sheetnames)
            raise UnreadableFile(path=path, expected=expected, reason=phrase("its sheets: {names}", names=found))
        page = book[sheet or book.sheetnames[0]]
        return [["" if cell is None else cell for cell in row] for row in page.iter_rows(values_only=True)]
    finally:
        book.close()


def _layer_table(given: VectorSource) -> pd.DataFrame:
    layer = given.layer_number if given.layer is None else given.layer
    with read_errors(str(given), "a table: CSV, Excel (.xlsx) or a layer"):
        frame = pyogrio.read_dataframe(given.path, layer=layer, where=given.subset, read_geometry=False)
    return frame.astype(object).where(frame.notna(), "")


def _with_header(rows: list[list[object]]) -> pd.DataFrame:
    """Return rows as a table; the first row with two filled cells holds the column names."""
    filled = [[*row] for row in rows if any(str(cell).strip() for cell in row)]
    first = next((n for n, row in enumerate(filled) if sum(bool(str(cell).strip()) for cell in row) > 1), len(filled))
    if first >= len(filled):
        return pd.DataFrame()
    names = [str(cell).strip() or f"column_{n}" for n, cell in enumerate(filled[first], 1)]
    width = len(names)
    cells = [(row + [""] * width)[:width] for row in filled[first + 1 :]]
    return pd.DataFrame(cells, columns=names, dtype=object)
