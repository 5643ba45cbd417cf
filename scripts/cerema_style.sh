#!/bin/sh
# Tiles as Cerema keeps them, a folder of JPEG of 244 pixels without any georeference in bati/ and non_bati/: made here
# from the labelled tiles of a place, then read back, checked and trained on.
# usage: scripts/cerema_style.sh DATA_FOLDER OUT_FOLDER     prints a table of the networks
set -eu
data=$1 out=$2
sattile=$(dirname "$0")/../.venv/bin/sattile
python=$(dirname "$sattile")/python
raster=$data/estonia/ortho.vrt
weights=$data/weights/mobilenet_v2_1.0_224_no_top.weights.h5
rm -rf "$out"
mkdir -p "$out/flat" "$out/parts"

step() { # record verb options...: run a verb and keep what it counted
    record=$1
    shift
    "$sattile" "$@" >"$out/$record.json" 2>>"$out/log.txt" || { tail -n 3 "$out/log.txt" >&2; exit 1; }
}

export_jpeg() { # tiles folder: a library of JPEG of 244 pixels, bare of all but the images
    step export export --tiles "$1" --raster "$raster" --image-format jpeg --tile-size-px 244 --output "$2"
    rm -r "$2/contact_sheets" "$2"/manifest.*
}

learn() { # folder network options...: train on a library and tell how well the network does on its test tiles
    folder=$1 network=$2
    shift 2
    name=$folder-$network
    step "train-$name" train --library "$out/$folder" --backbone "$network" "$@" --output "$out/$name.onnx"
    "$python" - "$folder | $network" "$out/train-$name.json" <<'PYTHON'
import json
import sys

measured = json.load(open(sys.argv[2], encoding="utf-8"))["metrics"]


def text(part, name):
    value = measured[part][name]
    return "-" if value is None else f"{value:.3f}"


cells = [text(part, name) for part in ("validation", "test") for name in ("accuracy", "balanced_accuracy", "roc_auc")]
print(f"| {sys.argv[1]} |", " | ".join(cells), "|")
PYTHON
}

step grid grid --raster "$raster" --output "$out/grid.gpkg"
step label label --tiles "$out/grid.gpkg" --buildings "$data/estonia/buildings.gpkg" --raster "$raster" \
    --output "$out/labels.gpkg"
step split split --tiles "$out/labels.gpkg" --block-size-m 200 --output "$out/tiles.gpkg"
export_jpeg "$out/labels.gpkg" "$out/exported"
mv "$out/exported/bati" "$out/exported/non_bati" "$out/flat"
rmdir "$out/exported"
step check check --library "$out/flat" --backbone-weights "$weights" --output "$out/checked.gpkg"

rmdir "$out/parts"
export_jpeg "$out/tiles.gpkg" "$out/parts"

"$python" - "$out" <<'PYTHON'
import json
import sys
from pathlib import Path

from PIL import Image

out = Path(sys.argv[1])
for folder in ("flat", "parts"):
    images = [path for path in sorted((out / folder).rglob("*")) if path.is_file()]
    sizes = {Image.open(path).size for path in images}
    classes = {name: sum(path.parent.name == name for path in images) for name in ("bati", "non_bati")}
    print(f"{folder}: {len(images)} images of {sizes}, {classes}, endings {({path.suffix for path in images})}")
checked = json.loads((out / "check.json").read_text(encoding="utf-8"))["metrics"]
print("checked:", ", ".join(f"{name} {number}" for name, number in checked.items()))
PYTHON
echo "| library | network | accuracy, validation | balanced | ROC area | accuracy, test | balanced | ROC area |"
echo "|---|---|---|---|---|---|---|---|"
for folder in parts flat; do # flat has no parts: its images are split at random, so neighbours stand on both sides
    learn "$folder" cerema_cnn --epochs 15
    learn "$folder" mobilenet_v2 --backbone-weights "$weights" --epochs 5 --fine-tune-epochs 0
done
