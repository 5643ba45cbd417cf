#!/bin/sh
# The chain on real data, by the command line: grid, label, split, train, classify, evaluate.
# usage: scripts/real_data.sh DATA_FOLDER OUT_FOLDER     prints one line of metrics a place, on tiles never trained on
set -eu
data=$1 out=$2
sattile=$(dirname "$0")/../.venv/bin/sattile
weights=$data/weights/mobilenet_v2_1.0_224_no_top.weights.h5
mkdir -p "$out"

quietly() { "$sattile" "$@" 2>>"$out/log.txt" || { tail -n 3 "$out/log.txt" >&2; exit 1; }; }

learn() { # place raster: split, train, classify, evaluate the labelled tiles of a place
    quietly split --tiles "$out/$1-labels.gpkg" --block-size-m "$3" --output "$out/$1-tiles.gpkg" >/dev/null
    quietly train --tiles "$out/$1-tiles.gpkg" --raster "$2" --backbone-weights "$weights" \
        --output "$out/$1.onnx" >/dev/null
    quietly classify --tiles "$out/$1-tiles.gpkg" --raster "$2" --model "$out/$1.onnx" \
        --output "$out/$1-classified.gpkg" >/dev/null
    quietly evaluate --tiles "$out/$1-tiles.gpkg" --raster "$2" --model "$out/$1.onnx" \
        --output "$out/$1-metrics.json" >"$out/$1-metrics-line.json"
    show "$1, test blocks" "$out/$1-metrics-line.json"
}

show() { # title file: the measures of one evaluation on a line
    "$(dirname "$sattile")/python" - "$1" "$2" <<'PYTHON'
import json
import sys

measured = json.load(open(sys.argv[2], encoding="utf-8"))["metrics"]


def text(name):
    value, low, high = (measured[name][key] for key in ("value", "low", "high"))
    shown = "-" if value is None else f"{value:.3f}"
    return f"{shown} ({low:.2f} to {high:.2f})" if low is not None else shown


names = ("accuracy", "balanced_accuracy", "f1", "roc_auc")
print(f"| {sys.argv[1]} | {measured['tile_count']} |", " | ".join(text(name) for name in names), "|")
PYTHON
}

echo "| place | tiles | accuracy | balanced accuracy | F1 | ROC area |"
echo "|---|---|---|---|---|---|"

quietly grid --raster "$data/zanzibar/ortho.tif" --inside half --output "$out/zanzibar-grid.gpkg" >/dev/null
quietly label --tiles "$out/zanzibar-grid.gpkg" --buildings "$data/zanzibar/buildings.gpkg" \
    --output "$out/zanzibar-labels.gpkg" >/dev/null
learn zanzibar "$data/zanzibar/ortho.tif" 100

quietly grid --raster "$data/estonia/ortho.vrt" --output "$out/estonia-grid.gpkg" >/dev/null
quietly label --tiles "$out/estonia-grid.gpkg" --buildings "$data/estonia/buildings.gpkg" \
    --output "$out/estonia-labels.gpkg" >/dev/null
learn estonia "$data/estonia/ortho.vrt" 200

cp "$data/sidi-bennour-like/tiles_truth.gpkg" "$out/sidi-bennour-like-labels.gpkg"
learn sidi-bennour-like "$data/sidi-bennour-like/ortho.tif" 250
quietly evaluate --part all --tiles "$out/zanzibar-labels.gpkg" --raster "$data/zanzibar/ortho.tif" \
    --model "$out/sidi-bennour-like.onnx" --output "$out/elsewhere.json" >"$out/elsewhere-line.json"
show "trained on sidi-bennour-like, all of zanzibar" "$out/elsewhere-line.json"

quietly grid --extent 469650 6734950 475050 6740400 --crs EPSG:2154 --output "$out/sarthe-grid.gpkg" >/dev/null
echo "bdtopo-sarthe:"
quietly label --tiles "$out/sarthe-grid.gpkg" --buildings "$data/bdtopo-sarthe/BATI_INDIFFERENCIE.shp" \
    --output "$out/sarthe-labels.gpkg"
