#!/bin/sh
# From an orthophoto and a buildings layer to a checked, split image library, by the command line: grid, label, check,
# split, export. The model "Training set" that ships with the plugin does the same in QGIS.
# usage: scripts/training_set.sh DATA_FOLDER OUT_FOLDER [MAX_SUSPICION]     prints a row of a table for each place;
# tiles more suspicious than MAX_SUSPICION are left out, by default none
set -eu
data=$1 out=$2 max_suspicion=${3:-}
sattile=$(dirname "$0")/../.venv/bin/sattile
weights=$data/weights/mobilenet_v2_1.0_224_no_top.weights.h5
mkdir -p "$out"

step() { # place verb options...: run a verb and keep what it counted
    place=$1 verb=$2
    shift 2
    "$sattile" "$verb" "$@" >"$out/$place/$verb.json" 2>>"$out/$place/log.txt" ||
        { tail -n 3 "$out/$place/log.txt" >&2; exit 1; }
}

training_set() { # place raster inside block_size_m
    rm -rf "${out:?}/$1"
    mkdir "$out/$1"
    step "$1" grid --raster "$2" --inside "$3" --output "$out/$1/grid.gpkg"
    step "$1" label --tiles "$out/$1/grid.gpkg" --buildings "$data/$1/buildings.gpkg" --raster "$2" \
        --output "$out/$1/labels.gpkg"
    step "$1" check --tiles "$out/$1/labels.gpkg" --raster "$2" --backbone-weights "$weights" --block-size-m "$4" \
        --output "$out/$1/checked.gpkg"
    step "$1" split --tiles "$out/$1/checked.gpkg" --block-size-m "$4" --buffer-m 50 \
        ${max_suspicion:+--max-suspicion "$max_suspicion"} --output "$out/$1/tiles.gpkg"
    step "$1" export --tiles "$out/$1/tiles.gpkg" --raster "$2" --output "$out/$1/library"
    "$(dirname "$sattile")/python" - "$1" "$out/$1" <<'PYTHON'
import json
import sys
from pathlib import Path

place, folder = sys.argv[1], Path(sys.argv[2])
grid, label, check, split, export = (
    json.loads((folder / f"{verb}.json").read_text(encoding="utf-8"))["metrics"]
    for verb in ("grid", "label", "check", "split", "export")
)


def with_reasons(count, reasons):
    told = ", ".join(f"{name} {number}" for name, number in reasons.items() if number)
    return f"{count} ({told})" if told else str(count)


kinds = {name.removeprefix("flagged_"): number for name, number in check.items() if name.startswith("flagged_")}
print(
    f"| {place} | {grid['tile_count']} | {label['bati']} / {label['non_bati']} |",
    f"{with_reasons(label['unsure'], label['unsure_reasons'])} | {with_reasons(check['flagged'], kinds)} |",
    f"{split['train']} / {split['validation']} / {split['test']} | {split['in_buffer']} | {export['image_count']} |",
)
PYTHON
}

echo "| place | tiles | bâti / non bâti | unsure | flagged | train / validation / test | left out by the buffer | images |"
echo "|---|---|---|---|---|---|---|---|"
training_set zanzibar "$data/zanzibar/ortho.tif" half 100
training_set estonia "$data/estonia/ortho.vrt" whole 200
