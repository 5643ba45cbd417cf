"""What tells of an image library: manifests, contact sheets, and the lists that other tools read."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib import util
from pathlib import Path

import geopandas as gpd
import numpy as np
from PIL import Image

from ...contract import fields
from ...contract.errors import MissingPackages
from ...contract.library import MANIFEST
from .contact_sheet import ContactSheet
from .library import read_library_image

CONTACT_SHEETS = "contact_sheets"
_SHEET_COLUMNS = 10
_SHEET_IMAGES = 40
_SHEET_PX = 120


def write_manifests(manifest: gpd.GeoDataFrame, folder: Path) -> None:
    """Write every image's origin, as CSV and as GeoParquet with the tile's polygon."""
    manifest.drop(columns="geometry").to_csv(folder / MANIFEST, index=False)
    manifest.to_parquet(folder / "manifest.parquet", index=False)


def write_contact_sheets(manifest: gpd.GeoDataFrame, folder: Path, generator: np.random.Generator) -> None:
    """Write a page of images drawn by lot for each class of each part."""
    columns = [name for name in (fields.SPLIT, fields.LABEL) if name in manifest]
    groups = manifest.groupby(columns) if columns else [(("all",), manifest)]
    (folder / CONTACT_SHEETS).mkdir(exist_ok=True)
    for key, group in groups:
        drawn = group.iloc[np.sort(generator.permutation(len(group))[:_SHEET_IMAGES])]
        sheet = ContactSheet(_SHEET_COLUMNS, _SHEET_PX)
        shown = partial(read_library_image, size_px=_SHEET_PX, only_to_show=True)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            images = list(pool.map(shown, [str(folder / path) for path in drawn["path"]]))
        sheet.add_row(f"{' · '.join(key)}: {len(drawn)} of {len(group)} images", images, [""] * len(images))
        sheet.save(folder / CONTACT_SHEETS / f"{'-'.join(key)}.png")


def write_coco(manifest: gpd.GeoDataFrame, folder: Path) -> None:
    """Write coco.json: images, classes and one annotation an image, in the form of COCO for classification."""
    categories = {name: number for number, name in enumerate(fields.CLASSES)}
    images, annotations = [], []
    for number, row in enumerate(manifest.to_dict("records")):
        with Image.open(folder / row["path"]) as image:
            width, height = image.size
        images.append({"id": number, "file_name": row["path"], "width": width, "height": height})
        if row.get(fields.LABEL) in categories:
            annotations.append({"id": number, "image_id": number, "category_id": categories[row[fields.LABEL]]})
    named = [{"id": number, "name": name} for name, number in categories.items()]
    data = {"images": images, "annotations": annotations, "categories": named}
    (folder / "coco.json").write_text(json.dumps(data), encoding="utf-8")


def write_tfrecord(manifest: gpd.GeoDataFrame, folder: Path) -> None:
    """Write a TFRecord file a part, of examples with image/encoded, image/class/label and image/filename.

    Raises
    ------
    MissingPackages
        The engine has no TensorFlow.
    """
    if util.find_spec("tensorflow") is None:
        raise MissingPackages(package="tensorflow", verb="export", wanted="train")
    import tensorflow as tf

    def of_bytes(value: bytes) -> tf.train.Feature:
        return tf.train.Feature(bytes_list=tf.train.BytesList(value=[value]))

    parts = manifest.groupby(fields.SPLIT) if fields.SPLIT in manifest else [("all", manifest)]
    for part, group in parts:
        with tf.io.TFRecordWriter(str(folder / f"{part}.tfrecord")) as writer:
            for row in group.to_dict("records"):
                feature = {"image/encoded": of_bytes((folder / row["path"]).read_bytes())}
                feature["image/filename"] = of_bytes(row["path"].encode())
                if row.get(fields.LABEL) in fields.CLASSES:
                    target = [fields.CLASSES.index(row[fields.LABEL])]
                    feature["image/class/label"] = tf.train.Feature(int64_list=tf.train.Int64List(value=target))
                writer.write(tf.train.Example(features=tf.train.Features(feature=feature)).SerializeToString())


EXTRAS: dict[str, Callable[[gpd.GeoDataFrame, Path], None]] = {"coco": write_coco, "tfrecord": write_tfrecord}
