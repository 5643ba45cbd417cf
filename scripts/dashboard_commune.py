"""The dashboard's page of one commune: its figures, its twins and the tiles that make them alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dashboard_figures as figures
import geopandas as gpd
import pandas as pd
import streamlit as st
from dashboard_results import Result, tile_outlines, tile_pictures
from dashboard_texts import Speaker

from sattile_plugin.contract import fields

_PICTURE_PX = 160


def commune_page(result: Result, chosen: gpd.GeoDataFrame, names: dict[int, str], say: Speaker) -> None:
    """Show one commune, which the user chooses among those that pass the filters."""
    known = chosen[fields.COMMUNE_ID].tolist()
    if st.session_state.get("commune") not in known:
        st.session_state["commune"] = known[0]
    name = st.selectbox(say("Commune"), known, key="commune")
    commune = chosen[chosen[fields.COMMUNE_ID] == name].iloc[0]
    _facts(commune, names, say)
    twins = result.table(fields.TWINS_TABLE)
    if twins.empty:
        return
    st.subheader(say("Twins: the communes that look most like it"))
    outlines = _outlines(result, result.path, result.path.stat().st_mtime)
    twins = twins[twins["commune"] == name].sort_values("rank")
    shown = [_twin(result, twin, outlines, say) for _, twin in twins.iterrows()]
    if twins["tiles"].fillna("").any() and not any(shown):
        text = "Pictures of the tiles need the orthophoto and the described tiles that the clustering was made from."
        st.info(say(text))


def _facts(commune: pd.Series, names: dict[int, str], say: Speaker) -> None:
    number, second = commune[fields.CLUSTER], commune.get(fields.SECOND_CLUSTER)
    title = figures.cluster_title(int(number), names, say) if pd.notna(number) else say("Without image")
    facts = {say("Cluster"): title}
    if pd.notna(second):
        facts[say("Second-best cluster")] = figures.cluster_title(int(second), names, say)
    for column, name, digits in (
        (fields.SILHOUETTE, "Silhouette", 2),
        (fields.STABILITY, "Stability", 2),
        (fields.BUILT_SHARE, "Share of bâti", 1),
        (fields.POPULATION, "Population", 0),
        (fields.TILE_COUNT, "Tiles of the commune", 0),
    ):
        if pd.notna(commune.get(column)):
            is_share = column == fields.BUILT_SHARE
            number = say.number(commune[column] * (100 if is_share else 1), digits)
            facts[say(name)] = f"{number} %" if is_share else number
    for column, (fact, value) in zip(st.columns(len(facts)), facts.items()):
        column.markdown(f"{fact}  \n**{value}**")


def _twin(result: Result, twin: pd.Series, outlines: gpd.GeoSeries, say: Speaker) -> bool:
    """Show a twin and the tiles that make it one; return whether there were pictures."""
    likeness = say("likeness {cosine}", cosine=say.number(twin["cosine"], 3))
    st.markdown(f"**{twin['rank']}. {twin['twin']}** · {likeness}")
    sides = {say("here"): twin["tiles"], say("there"): twin["twin_tiles"]}
    pictures = {side: _pictures_of(result, outlines, names) for side, names in sides.items()}
    if not any(pictures.values()):
        return False
    for column, (side, images) in zip(st.columns(2), pictures.items()):
        column.caption(f"{say('Tiles that make them alike')} · {side}")
        column.image(images, width=_PICTURE_PX)
    return True


def _pictures_of(result: Result, outlines: gpd.GeoSeries, names: Any) -> list[Any]:
    wanted = names.split(", ") if isinstance(names, str) else []
    return tile_pictures(result, outlines, wanted, _PICTURE_PX)


@st.cache_data(show_spinner=False)
def _outlines(_result: Result, path: Path, changed: float) -> gpd.GeoSeries:
    return tile_outlines(_result)
