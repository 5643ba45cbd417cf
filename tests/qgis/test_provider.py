"""The provider offers each job as an algorithm whose parameters are the job's fields."""

from __future__ import annotations

import pkgutil
import sys
from dataclasses import fields
from importlib import import_module

import pytest
from qgis.core import QgsApplication, QgsProcessingParameterDefinition

import sattile_plugin
from sattile_plugin.contract.jobs import JOBS
from sattile_plugin.processing.provider import ALGORITHMS

NAMES = [
    "samplescene",
    "buildtilegrid",
    "labeltiles",
    "checklabels",
    "splittiles",
    "exporttileimages",
    "trainclassifier",
    "classifytiles",
    "evaluateclassifier",
    "report",
    "comparewithbuildings",
    "describeimages",
    "segmenttiles",
    "clustercommunes",
]
QGIS_ONLY = {"LAYERS", "THEME", "SERVICE_RESOLUTION_M_PER_PX", "BUILDINGS_EXPRESSION"}
"""What an Atlas draws, how finely a service is asked, which buildings count; the engine does none of it."""


def algorithm(name: str):
    return QgsApplication.processingRegistry().algorithmById(f"sattile:{name}")


def test_each_job_is_an_algorithm(plugin) -> None:
    assert sorted(a.name() for a in plugin.provider.algorithms()) == sorted([*NAMES, "trainingset"])
    assert {a.job_class for a in ALGORITHMS} == set(JOBS.values())


@pytest.mark.parametrize("name", NAMES)
def test_parameters_are_the_fields_of_the_job(plugin, name: str) -> None:
    found = algorithm(name)
    names = {d.name() for d in found.parameterDefinitions()}
    assert names - QGIS_ONLY == {f.name.upper() for f in fields(found.job_class)}


@pytest.mark.parametrize("name", NAMES)
def test_an_optional_field_is_an_optional_parameter(plugin, name: str) -> None:
    found = algorithm(name)
    flag = QgsProcessingParameterDefinition.Flag.FlagOptional
    for field in fields(found.job_class):
        definition = found.parameterDefinition(field.name.upper())
        if field.default is None:
            assert definition.flags() & flag and definition.defaultValue() in (None, ""), field.name


def test_defaults_are_the_jobs(plugin) -> None:
    split = algorithm("splittiles")
    assert split.parameterDefinition("SHARES").defaultValue() == "0.7 0.15 0.15"
    assert split.parameterDefinition("BLOCK_SIZE_M").defaultValue() == 500
    assert algorithm("classifytiles").parameterDefinition("BANDS").defaultValue() == [1, 2, 3]
    assert algorithm("evaluateclassifier").parameterDefinition("PART").defaultValue() == 0


@pytest.mark.parametrize("name", NAMES)
def test_each_algorithm_shows_name_icon_and_help(plugin, name: str) -> None:
    found = algorithm(name)
    assert found.displayName() and found.group()
    assert not found.icon().pixmap(24, 24).isNull()
    assert "<h3>" in found.shortHelpString() and "*" not in found.shortHelpString()


@pytest.mark.parametrize("room", ["bridge", "processing", "gui"])
def test_every_module_of_the_qgis_half_imports(plugin, room: str) -> None:
    package = import_module(f"sattile_plugin.{room}")
    for module in pkgutil.iter_modules(package.__path__):
        import_module(f"{package.__name__}.{module.name}")


def test_the_qgis_half_loads_no_library_of_the_engine(plugin) -> None:
    assert not {"rasterio", "geopandas", "shapely", "tensorflow", "sklearn"} & set(sys.modules)


def test_classfactory_needs_no_window() -> None:
    assert sattile_plugin.classFactory(None).iface is None
