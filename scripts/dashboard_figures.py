"""The dashboard's figures, drawn by plotly without any background map from the network."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import plotly.graph_objects as go
from dashboard_texts import Speaker
from plotly.colors import sample_colorscale
from plotly.subplots import make_subplots

from sattile_plugin.contract import fields
from sattile_plugin.contract.palette import NO_NUMBER, colour_of
from sattile_plugin.engine.reporting.places import in_metres, round_length_m

_SCALE = "Oranges"
_INK = "#333333"
_HEIGHT_PX = 520
_LETTER_PX, _LINE_PX = 6.0, 14.0
"""Room that a letter takes at 10 px, and a line."""
_MOST_LETTERS = 14
"""Letters of a name that stand in one line."""


def cluster_title(number: int, names: Mapping[int, str], say: Speaker) -> str:
    """Return what a cluster is called: its number, and the user's name for it."""
    title = say("Cluster {number}", number=number)
    return f"{title} · {names[number]}" if names.get(number) else title


def commune_map(
    communes: gpd.GeoDataFrame, faded: gpd.GeoDataFrame, by: str, title: str, names: Mapping[int, str], say: Speaker
) -> go.Figure:
    """Draw communes in the coordinates of their layer, north up; a dot in each can be clicked.

    Parameters
    ----------
    faded : GeoDataFrame
        Communes that the filters leave out, drawn as outlines.
    by : str
        Column that gives the colour: cluster, or a column of numbers.
    """
    figure = go.Figure()
    for _, commune in faded.iterrows():
        figure.add_trace(_outline(commune.geometry, "#f4f4f4", "#dddddd"))
    colours = _colours(communes, by)
    for colour, (_, commune) in zip(colours, communes.iterrows()):
        figure.add_trace(_outline(commune.geometry, colour, "white"))
    middles = communes.geometry.representative_point()
    dots = {"color": colours, "size": 9, "line": {"color": "white", "width": 1.5}}
    if by != fields.CLUSTER and len(communes):
        values = communes[by].astype(float)
        bar = {"title": title, "thickness": 12, "len": 0.7, "outlinewidth": 0}
        dots |= {"color": values, "colorscale": _SCALE, "showscale": True, "colorbar": bar}
        dots |= {"cmin": 0 if values.min() >= 0 else values.min(), "cmax": values.max() or 1}
    figure.add_trace(
        go.Scatter(
            x=middles.x,
            y=middles.y,
            mode="markers+text",
            text=_texts_with_room(middles.x, middles.y, communes[fields.COMMUNE_ID], _HEIGHT_PX, square=True),
            textposition="top center",
            textfont={"size": 10, "color": "#111111", "shadow": "0 0 3px white, 0 0 3px white, 0 0 3px white"},
            customdata=communes[[fields.COMMUNE_ID]],
            hovertext=[_hover(commune, names, say) for _, commune in communes.iterrows()],
            hoverinfo="text",
            marker=dots,
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}},
            showlegend=False,
        )
    )
    if in_metres(communes.crs):
        _add_scale_bar(figure, pd.concat([communes.bounds, faded.bounds]), say)
    if by == fields.CLUSTER:
        _add_legend(figure, communes[fields.CLUSTER].dropna(), names, say)
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False, scaleanchor="x", scaleratio=1)
    return _plain(figure)


def population_bars(
    communes: pd.DataFrame, statistic: str, names: Mapping[int, str], say: Speaker, title: str
) -> go.Figure:
    """Draw the population of each cluster as a bar: its ``sum``, ``mean`` or ``median``."""
    known = communes.dropna(subset=[fields.CLUSTER, fields.POPULATION])
    values = known.groupby(known[fields.CLUSTER].astype(int))[fields.POPULATION].agg(statistic)
    figure = go.Figure(
        go.Bar(
            x=[cluster_title(number, names, say) for number in values.index],
            y=values,
            marker_color=[colour_of(number) for number in values.index],
            text=[say.number(value) for value in values],
            textposition="outside",
            cliponaxis=False,
            hoverinfo="x+text",
        )
    )
    figure.update_yaxes(title=title, gridcolor="#eeeeee", tickformat=",")
    figure.update_layout(bargap=0.35)
    return _plain(figure, 360)


def feature_diagram(points: pd.DataFrame, layout: str, key: str, names: Mapping[int, str], say: Speaker) -> go.Figure:
    """Draw communes or tiles where they stand by their features.

    Parameters
    ----------
    layout : str
        ``pca`` or ``umap``.
    key : str
        Column that names a point.
    """
    figure = go.Figure()
    few = len(points) <= 80
    points = points.dropna(subset=[f"{layout}_x"])
    texts = _texts_with_room(points[f"{layout}_x"], points[f"{layout}_y"], points[key], 600)
    for number, rows in points.groupby(points[fields.CLUSTER].fillna(0).astype(int)):
        colour = colour_of(number) if number else NO_NUMBER
        figure.add_trace(
            go.Scatter(
                x=rows[f"{layout}_x"],
                y=rows[f"{layout}_y"],
                mode="markers+text" if few else "markers",
                text=texts[rows.index] if few else None,
                textposition="top center",
                textfont={"size": 10},
                name=cluster_title(number, names, say) if number else say("Without image"),
                customdata=rows[[fields.COMMUNE_ID]],
                hovertext=[_hover(row, names, say, key) for _, row in rows.iterrows()],
                hoverinfo="text",
                marker={"color": colour, "size": 11 if few else 6, "line": {"color": "white", "width": 1}},
            )
        )
    figure.update_xaxes(showgrid=False, zeroline=False, showticklabels=False, showline=True, linecolor="#cccccc")
    figure.update_yaxes(showgrid=False, zeroline=False, showticklabels=False, showline=True, linecolor="#cccccc")
    figure.update_layout(dragmode="lasso")
    return _plain(figure, 600)


def k_curves(curves: pd.DataFrame, say: Speaker) -> go.Figure:
    """Draw silhouette, stability and gap over the number of clusters, with the number that was taken."""
    measures = ("silhouette", "stability", "gap")
    shown = [name for name in measures if name in curves and curves[name].notna().any()]
    figure = make_subplots(1, max(len(shown), 1), subplot_titles=[say(name.capitalize()) for name in shown])
    for column, name in enumerate(shown, 1):
        spread = {"array": curves["gap_se"]} if name == "gap" and "gap_se" in curves else None
        line = go.Scatter(x=curves["k"], y=curves[name], error_y=spread, mode="lines+markers", line_color=colour_of(1))
        figure.add_trace(line, 1, column)
        for k in curves.loc[curves["chosen"].astype(bool), "k"]:
            figure.add_vline(k, line_dash="dash", line_color=colour_of(5), row=1, col=column)
    figure.update_xaxes(title=say("Number of clusters"), dtick=1)
    figure.update_yaxes(gridcolor="#eeeeee")
    figure.update_layout(showlegend=False)
    return _plain(figure, 300)


def silhouettes(communes: pd.DataFrame, names: Mapping[int, str], say: Speaker) -> go.Figure:
    """Draw the silhouette of each commune, cluster by cluster, the best on top."""
    rows = communes.dropna(subset=[fields.CLUSTER, fields.SILHOUETTE])
    rows = rows.sort_values([fields.CLUSTER, fields.SILHOUETTE], ascending=[True, False])
    figure = go.Figure()
    for number, members in rows.groupby(rows[fields.CLUSTER].astype(int)):
        figure.add_trace(
            go.Bar(
                x=members[fields.SILHOUETTE],
                y=members[fields.COMMUNE_ID],
                orientation="h",
                marker_color=colour_of(number),
                name=cluster_title(number, names, say),
            )
        )
    figure.update_yaxes(autorange="reversed", dtick=1, tickfont_size=10)
    figure.update_xaxes(title=say("Silhouette"), gridcolor="#eeeeee", zeroline=True, zerolinecolor="#999999")
    return _plain(figure, max(300, 130 + 18 * len(rows)))


def similarity(table: pd.DataFrame) -> go.Figure:
    """Draw the cosine of each pair of communes, in the order of the dendrogram."""
    order = table.drop_duplicates("commune").sort_values("commune_order")["commune"]
    matrix = table.pivot(index="commune", columns="other", values="cosine").loc[order, order]
    others = matrix.to_numpy()[~np.eye(len(matrix), dtype=bool)]
    figure = go.Figure(
        go.Heatmap(z=matrix, x=order, y=order, colorscale="Blues", zmin=others.min() if others.size else 0, zmax=1)
    )
    figure.update_traces(colorbar={"thickness": 12, "outlinewidth": 0, "len": 0.7})
    figure.update_yaxes(autorange="reversed", dtick=1, tickfont_size=10)
    figure.update_xaxes(dtick=1, tickangle=-90, tickfont_size=10)
    return _plain(figure, max(420, 220 + 18 * len(order)))


def _colours(communes: pd.DataFrame, by: str) -> list[str]:
    if by == fields.CLUSTER:
        return [colour_of(int(number)) if pd.notna(number) else NO_NUMBER for number in communes[by]]
    values = communes[by].astype(float)
    low = min(0.0, float(values.min())) if values.notna().any() else 0.0
    width = (float(values.max()) - low) or 1.0 if values.notna().any() else 1.0
    return [sample_colorscale(_SCALE, [(v - low) / width])[0] if pd.notna(v) else NO_NUMBER for v in values]


def _texts_with_room(x: pd.Series, y: pd.Series, texts: pd.Series, height_px: int, square: bool = False) -> pd.Series:
    """Return the texts over points, "" where a text before it or a dot would be overprinted; all are told on hover.

    Parameters
    ----------
    square
        Whether a unit is as long on both axes, as on a map; else the figure is taken to be twice as wide as high.
    """
    room = (0.6 if square else 0.8) * height_px
    wide, tall = float(np.ptp(x)) or 1.0, float(np.ptp(y)) or 1.0
    if square:
        wide = tall = max(wide, tall)
    left, top = (x * (1 if square else 2) * room / wide).to_numpy(), (y * room / tall).to_numpy()
    lines = [textwrap.wrap(text, _MOST_LETTERS) or [""] for text in texts.astype(str)]
    half = np.array([_LETTER_PX * max(map(len, each)) / 2 for each in lines])
    height = np.array([_LINE_PX * len(each) for each in lines])
    kept = np.zeros(len(lines), dtype=bool)
    for row in range(len(lines)):
        aside, above = np.abs(left - left[row]), top - top[row]
        over_text = kept & (aside < half + half[row]) & (-height < above) & (above < height[row])
        over_dot = (aside < half[row]) & (above > 0) & (above < height[row] + _LINE_PX)
        kept[row] = not (over_text | over_dot).any()
    return pd.Series(np.where(kept, ["<br>".join(each) for each in lines], ""), index=texts.index)


def _outline(geometry: object, colour: str, line: str) -> go.Scatter:
    """Return a polygon, or several, as one filled line; rings are parted by gaps."""
    x: list[float | None] = []
    y: list[float | None] = []
    for ring in _rings(geometry):
        x += [*ring.coords.xy[0], None]
        y += [*ring.coords.xy[1], None]
    edge = {"color": line, "width": 1.2}
    fill = {"fill": "toself", "fillcolor": colour, "line": edge, "opacity": 0.5}
    return go.Scatter(x=x, y=y, mode="lines", hoverinfo="skip", showlegend=False, **fill)


def _rings(geometry: object) -> Iterable[object]:
    for polygon in getattr(geometry, "geoms", [geometry]):
        yield polygon.exterior
        yield from polygon.interiors


def _hover(row: pd.Series, names: Mapping[int, str], say: Speaker, key: str = fields.COMMUNE_ID) -> str:
    number = row[fields.CLUSTER]
    cluster = cluster_title(int(number), names, say) if pd.notna(number) else say("Without image")
    lines = [f"<b>{row[key]}</b>", cluster] if key == fields.COMMUNE_ID else [row[fields.COMMUNE_ID], row[key], cluster]
    if pd.notna(row.get(fields.SILHOUETTE)):
        lines.append(f"{say('Silhouette')} : {say.number(row[fields.SILHOUETTE], 2)}")
    if pd.notna(row.get(fields.BUILT_SHARE)):
        lines.append(f"{say('Share of bâti')} : {say.number(100 * row[fields.BUILT_SHARE], 1)} %")
    if pd.notna(row.get(fields.POPULATION)):
        lines.append(f"{say('Population')} : {say.number(row[fields.POPULATION])}")
    return "<br>".join(str(line) for line in lines)


def _add_legend(figure: go.Figure, numbers: pd.Series, names: Mapping[int, str], say: Speaker) -> None:
    for number in sorted({int(number) for number in numbers}):
        mark = {"color": colour_of(number), "size": 12, "symbol": "square"}
        title = cluster_title(number, names, say)
        figure.add_trace(go.Scatter(x=[None], y=[None], mode="markers", marker=mark, name=title))


def _add_scale_bar(figure: go.Figure, bounds: pd.DataFrame, say: Speaker) -> None:
    west, south, east, north = *bounds[["minx", "miny"]].min(), *bounds[["maxx", "maxy"]].max()
    length = round_length_m((west, south, east, north))
    below = south - 0.05 * max(east - west, north - south)
    text = f"{say.number(length / 1000)} km" if length >= 1000 else f"{say.number(length)} m"
    look = {"mode": "lines+text", "textposition": "middle right", "line": {"color": _INK, "width": 3}}
    look |= {"hoverinfo": "skip", "showlegend": False}
    figure.add_trace(go.Scatter(x=[west, west + length], y=[below] * 2, text=["", f" {text}"], **look))


def _plain(figure: go.Figure, height: int = _HEIGHT_PX) -> go.Figure:
    figure.update_xaxes(automargin=True)
    figure.update_yaxes(automargin=True)
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 30, "b": 8},
        plot_bgcolor="white",
        paper_bgcolor="white",
        font_color=_INK,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
    )
    return figure
