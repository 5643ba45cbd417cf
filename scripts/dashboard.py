"""Dashboard over a result of clustercommunes; `make dashboard`, or `streamlit run scripts/dashboard.py FILE.gpkg`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import streamlit as st

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(folder) for folder in (ROOT, ROOT / "scripts") if str(folder) not in sys.path]

import dashboard_figures as figures  # noqa: E402 - the path comes first
from dashboard_commune import commune_page  # noqa: E402
from dashboard_results import (  # noqa: E402
    NoResult,
    Result,
    as_csv,
    as_geopackage,
    cluster_names,
    read_result,
    whole_geopackage,
)
from dashboard_tables import show_summary, show_table  # noqa: E402
from dashboard_texts import LANGUAGES, Speaker  # noqa: E402

from sattile_plugin.contract import fields  # noqa: E402

DEMO = ROOT / "out" / "demo" / "communes.gpkg"
_STATISTICS = {"Total": "sum", "Mean": "mean", "Median": "median"}
_CHART: dict[str, Any] = {"config": {"displaylogo": False}, "theme": None}
_STILL: dict[str, Any] = {"config": {"displayModeBar": False}, "theme": None}


def main() -> None:
    """Show the page."""
    st.set_page_config("SatTile", layout="wide", initial_sidebar_state="expanded")
    say = Speaker(_language())
    st.title(say("Communes by what their imagery looks like"))
    result = _opened(say)
    if result is None:
        return
    names = cluster_names(result)
    chosen = _filtered(result, names, say)
    if chosen.empty:
        st.warning(say("No commune passes the filters: choose at least one cluster."))
        return
    _metrics(result, chosen, say)
    titles = ("Overview", "Feature diagram", "Table", "Commune", "Quality", "Downloads")
    parts = (_overview, _diagram, _table, commune_page, _quality, _downloads)
    for tab, part in zip(st.tabs([say(title) for title in titles]), parts):
        with tab:
            part(result, chosen, names, say)


def _language() -> str:
    """Return the language that the user chose; at first that of the browser, where it is ours."""
    spoken = str(st.context.locale or "en")[:2].lower()
    known = list(LANGUAGES)
    first = known.index(spoken) if spoken in known else 0
    return st.sidebar.radio(
        "Language · Langue", known, index=first, format_func=LANGUAGES.__getitem__, horizontal=True, key="language"
    )


def _opened(say: Speaker) -> Result | None:
    given = sys.argv[1] if len(sys.argv) > 1 else str(DEMO)
    path = Path(st.sidebar.text_input(say("Result of “Cluster communes” (GeoPackage)"), given, key="path").strip())
    if not path.is_file():
        text = (
            "There is no result at {path}. Run “Cluster communes”, or `make demo`, and give the path of its GeoPackage."
        )
        st.error(say(text, path=path))
        return None
    try:
        return _read(path, path.stat().st_mtime)
    except NoResult as error:
        text = "{path} is no result of “Cluster communes”: it has no {missing}. Give the GeoPackage that it wrote."
        st.error(say(text, path=path, missing=error))
        return None


@st.cache_data(show_spinner=False)
def _read(path: Path, changed: float) -> Result:
    """Read a result; anew when the file was changed since."""
    return read_result(path)


def _filtered(result: Result, names: dict[int, str], say: Speaker) -> gpd.GeoDataFrame:
    """Return the communes that pass the filters of the side bar."""
    st.sidebar.subheader(say("Filters"))
    numbers = list(names)
    kept = st.sidebar.multiselect(
        say("Clusters"),
        numbers,
        default=[number for number in _last("clusters", numbers) if number in numbers],
        format_func=lambda number: figures.cluster_title(number, names, say),
        key=say.key("clusters"),
    )
    st.session_state["last-clusters"] = kept
    communes = result.communes
    inside = communes[fields.CLUSTER].isin(kept)
    if set(kept) == set(numbers):
        inside |= communes[fields.CLUSTER].isna()
    for column, title, factor in ((fields.POPULATION, "Population", 1), (fields.BUILT_SHARE, "Share of bâti", 100)):
        if result.has(column):
            inside &= _between(communes[column] * factor, say(title) + (" (%)" if factor == 100 else ""), column)
    return communes[inside]


def _choice(title: str, options: list[str], name: str, say: Speaker, **look: Any) -> str:
    """Return which of some options the user chose, in whatever language the page was when that was done."""
    last = _last(name, options[0])
    first = options.index(last) if last in options else 0
    chosen: str = st.radio(title, options, index=first, horizontal=True, key=say.key(name), **look)
    st.session_state[f"last-{name}"] = chosen
    return chosen


def _last(name: str, otherwise: Any) -> Any:
    return st.session_state.get(f"last-{name}", otherwise)


def _between(values: pd.Series, title: str, key: str) -> pd.Series:
    """Return which values lie where the user set a slider; while it stands wide open, all."""
    low, high = float(values.min()), float(values.max())
    if low >= high:
        return pd.Series(True, values.index)
    step = 1.0 if high - low > 100 else 0.1
    ends = (float(np.floor(low)), float(np.ceil(high)))
    least, most = st.sidebar.slider(title, *ends, ends, step=step, key=key, format="%.0f" if step == 1 else "%.1f")
    return pd.Series(True, values.index) if (least, most) == ends else values.between(least, most)


def _metrics(result: Result, chosen: gpd.GeoDataFrame, say: Speaker) -> None:
    shown = {
        say("Communes"): f"{len(chosen)} / {len(result.communes)}",
        say("Clusters"): str(chosen[fields.CLUSTER].nunique()),
        say("Mean silhouette"): say.number(chosen[fields.SILHOUETTE].mean(), 2),
    }
    if result.has(fields.POPULATION):
        shown[say("Population, total")] = say.number(chosen[fields.POPULATION].sum())
    if result.has(fields.BUILT_SHARE):
        shown[say("Mean share of bâti")] = f"{say.number(100 * chosen[fields.BUILT_SHARE].mean(), 1)} %"
    for column, (title, value) in zip(st.columns(len(shown)), shown.items()):
        column.metric(title, value, border=True)


def _overview(result: Result, chosen: gpd.GeoDataFrame, names: dict[int, str], say: Speaker) -> None:
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader(say("Map"))
        titles = {fields.CLUSTER: "Cluster", fields.BUILT_SHARE: "Share of bâti"}
        titles |= {fields.DENSITY_PER_KM2: "Population density", fields.SILHOUETTE: "Silhouette"}
        known = [column for column in titles if column == fields.CLUSTER or result.has(column)]
        by = _choice(say("Colour by"), known, "by", say, format_func=lambda column: say(titles[column]))
        unit = say("inhabitants/km²") if by == fields.DENSITY_PER_KM2 else say(titles[by])
        faded = result.communes.drop(chosen.index)
        figure = figures.commune_map(chosen, faded, by, unit, names, say)
        picked = _draw(figure, "map", say, on_select="rerun", selection_mode="points", **_CHART)
        st.caption(say("Click the dot of a commune to open its page."))
        _open_page(picked)
    with right:
        _population(result, chosen, names, say)
    st.subheader(say("Summary of clusters"))
    show_summary(result.clusters[result.clusters[fields.CLUSTER].isin(chosen[fields.CLUSTER])], say)


def _draw(figure: Any, name: str, say: Speaker, **look: Any) -> Any:
    """Show a figure with numbers as the language writes them; return what is picked in it."""
    return st.plotly_chart(figure.update_layout(separators=say.separators), key=name, **look)


def _open_page(picked: Any) -> None:
    """Show the commune whose dot was clicked, once, so that the page's own choice still works."""
    points = [point for point in picked["selection"]["points"] if point.get("customdata")]
    if points and st.session_state.get("picked") != points[0]["customdata"][0]:
        st.session_state["picked"] = points[0]["customdata"][0]
        st.session_state["commune"] = st.session_state["picked"]


def _population(result: Result, chosen: gpd.GeoDataFrame, names: dict[int, str], say: Speaker) -> None:
    st.subheader(say("Population by cluster"))
    if not result.has(fields.POPULATION):
        st.info(say("The result holds no population: give a table of population to “Cluster communes”."))
        return
    title = say("Population by cluster")
    statistic = _choice(title, list(_STATISTICS), "statistic", say, format_func=say, label_visibility="collapsed")
    figure = figures.population_bars(chosen, _STATISTICS[statistic], names, say, say("Population"))
    _draw(figure, "bars", say, **_STILL)
    doubts = result.table(fields.POPULATION_DOUBTS_TABLE)
    if len(doubts):
        text = "{count} entries of the population table or of the communes are not joined: settle them, then run again."
        st.warning(say(text, count=len(doubts)))
        show_summary(doubts, say)


def _diagram(result: Result, chosen: gpd.GeoDataFrame, names: dict[int, str], say: Speaker) -> None:
    tiles = result.table(fields.DIAGRAM_TILES_LAYER)
    left, right = st.columns(2)
    kinds = ["Communes", "Tiles"] if len(tiles) else ["Communes"]
    with left:
        kind = _choice(say("Points"), kinds, "points", say, format_func=say)
    points, key = (chosen, fields.COMMUNE_ID) if kind == "Communes" else (tiles, fields.TILE_ID)
    points = points[points[fields.COMMUNE_ID].isin(chosen[fields.COMMUNE_ID])]
    known = [name for name in ("pca", "umap") if f"{name}_x" in points and points[f"{name}_x"].notna().any()]
    layout = right.radio(
        say("Layout"), known, format_func=lambda name: say(name.upper()), horizontal=True, key="layout"
    )
    if layout is None:
        return
    figure = figures.feature_diagram(points, layout, key, names, say)
    picked = _draw(figure, f"diagram-{kind}-{layout}", say, on_select="rerun", **_CHART)
    st.caption(say("Points that lie close together look alike; the axes have no unit."))
    inside = {point["customdata"][0] for point in picked["selection"]["points"] if point.get("customdata")}
    if inside:
        show_table(chosen[chosen[fields.COMMUNE_ID].isin(inside)], say)


def _table(result: Result, chosen: gpd.GeoDataFrame, names: dict[int, str], say: Speaker) -> None:
    show_table(chosen, say)


def _quality(result: Result, chosen: gpd.GeoDataFrame, names: dict[int, str], say: Speaker) -> None:
    curves = result.table(fields.K_CURVES_TABLE)
    if len(curves):
        st.subheader(say("Choice of the number of clusters"))
        _draw(figures.k_curves(curves, say), "k_curves", say, **_STILL)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(say("Silhouette of each commune"))
        _draw(figures.silhouettes(chosen, names, say), "silhouettes", say, **_STILL)
    table = result.table(fields.SIMILARITY_TABLE)
    kept = set(chosen[fields.COMMUNE_ID])
    table = table[table["commune"].isin(kept) & table["other"].isin(kept)] if len(table) else table
    with right:
        if len(table):
            st.subheader(say("Likeness of communes (cosine)"))
            _draw(figures.similarity(table), "similarity", say, **_STILL)
    if len(result.table(fields.STATISTICS_TABLE)):
        st.subheader(say("Statistics"))
        show_summary(result.table(fields.STATISTICS_TABLE), say)


def _downloads(result: Result, chosen: gpd.GeoDataFrame, names: dict[int, str], say: Speaker) -> None:
    stem, geopackage = result.path.stem, "application/geopackage+sqlite3"
    st.subheader(say("The communes that pass the filters"))
    left, right = st.columns(2)
    left.download_button(say("Table (CSV)"), as_csv(chosen), f"{stem}.csv", "text/csv", key="csv")
    right.download_button(
        say("Layer (GeoPackage)"), as_geopackage(chosen), f"{stem}_filtered.gpkg", geopackage, key="gpkg"
    )
    st.subheader(say("The whole result: layers, diagrams and tables"))
    whole = whole_geopackage(result.path)
    st.download_button(say("Whole result (GeoPackage)"), whole, f"{stem}.gpkg", geopackage, key="whole")


main()
