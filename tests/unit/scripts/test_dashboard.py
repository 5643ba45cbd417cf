"""The dashboard on a real result: what it counts, filters and says, and what a real browser draws and saves."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pytest
import shapely
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait
from streamlit.testing.v1 import AppTest

from tests.communes_result import make_result

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "dashboard.py"
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
BROWSER = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--window-size=1500,1300", "--lang=en",
)  # fmt: skip


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_result(tmp_path_factory.mktemp("result"))


@pytest.fixture
def page(result: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr(sys, "argv", [str(SCRIPT), str(result)])
    return AppTest.from_file(str(SCRIPT), default_timeout=60).run()


def metrics(page: AppTest) -> dict[str, str]:
    return {metric.label: metric.value.replace("\u202f", " ") for metric in page.metric}


def test_it_counts_communes_clusters_and_people(page: AppTest) -> None:
    assert not page.exception
    assert metrics(page)["Communes"] == "9 / 9" and metrics(page)["Clusters"] == "3"
    assert metrics(page)["Population, total"] == "4 995"  # 111 (1 + 2 + ... + 9)


def test_a_cluster_that_is_left_out_is_not_counted(page: AppTest) -> None:
    page.multiselect(key="clusters-en").set_value([1]).run()
    assert metrics(page)["Communes"] == "3 / 9"
    assert metrics(page)["Population, total"] == "1 332"  # C1, C4 and C7


def test_people_filter_too(page: AppTest) -> None:
    page.slider(key="population").set_value((500.0, 999.0)).run()
    assert metrics(page)["Communes"] == "5 / 9"  # C5 to C9


def test_no_cluster_is_said(page: AppTest) -> None:
    page.multiselect(key="clusters-en").set_value([]).run()
    assert page.warning[0].value == "No commune passes the filters: choose at least one cluster."


def test_it_speaks_french(page: AppTest) -> None:
    page.radio(key="language").set_value("fr").run()
    assert not page.exception
    assert metrics(page)["Population totale"] == "4 995" and page.tabs[5].label == "Téléchargements"
    assert "," in metrics(page)["Silhouette moyenne"]


def test_what_was_chosen_stays_when_the_language_changes(page: AppTest) -> None:
    page.multiselect(key="clusters-en").set_value([1]).run()
    page.radio(key="by-en").set_value("silhouette").run()
    page.radio(key="language").set_value("fr").run()
    assert page.multiselect(key="clusters-fr").value == [1] and page.radio(key="by-fr").value == "silhouette"
    assert metrics(page)["Communes"] == "3 / 9"


def test_the_page_of_a_commune_names_its_twins(page: AppTest) -> None:
    page.selectbox(key="commune").set_value("C5").run()
    shown = " ".join(each.value for each in page.markdown)
    assert "**1. C" in shown and "C2" in shown and "C8" in shown and "**555**" in shown


def test_tables_speak_the_language_with_units(page: AppTest) -> None:
    page.radio(key="language").set_value("fr").run()
    assert not page.exception
    titles = [set(titles_of(table)) for table in page.dataframe]
    assert {"Groupe", "Communes", "Population totale (habitants)"} <= titles[0]
    assert {"Commune", "Densité de population (habitants/km²)", "Silhouette (−1 à 1)"} <= titles[1]
    assert not any("_" in title for table in titles for title in table)
    statistics = page.dataframe[-1].value
    assert statistics["statistic"].tolist() == ["Kruskal-Wallis (H)"] * 2
    assert statistics["variable"].tolist() == ["population", "densité de population"]
    assert statistics["note"].tolist() == ["peu de communes : p est approximatif"] * 2


def test_names_on_the_map_do_not_overprint_one_another(page: AppTest) -> None:
    """Of two communes the name of the lower would cover the dot of the upper; one that is far has room."""
    figures = sys.modules["dashboard_figures"]
    boxes = [shapely.box(x, y, x + 10, y + 10) for x, y in ((0, 0), (0, 10), (500, 0))]
    names = ["Koudiat Bni Dghough", "Tamda", "Kridid"]
    columns = {"commune_id": names, "cluster": [1, 1, 2], "silhouette": [0.1, 0.2, 0.3]}
    communes = gpd.GeoDataFrame(columns, geometry=boxes, crs="EPSG:2154")
    say = sys.modules["dashboard_texts"].Speaker("fr")
    figure = figures.commune_map(communes, communes[:0], "cluster", "", {}, say)
    dots = next(trace for trace in figure.data if trace.customdata is not None)
    assert list(dots.text) == ["", "Tamda", "Kridid"] and "Koudiat" in dots.hovertext[0]
    assert [trace.text[1].strip() for trace in figure.data if trace.mode == "lines+text"] == ["100 m"]


def titles_of(table: Any) -> list[str]:
    """Return the titles of a table's columns."""
    return [column["label"] for column in json.loads(table.proto.columns).values() if column.get("label")]


def test_a_missing_result_is_said(page: AppTest) -> None:
    page.text_input(key="path").set_value("/nowhere/result.gpkg").run()
    assert not page.exception and page.error[0].value.startswith("There is no result at /nowhere/result.gpkg.")


def test_another_layer_is_said(page: AppTest, result: Path) -> None:
    page.text_input(key="path").set_value(str(result.with_name("communes.gpkg"))).run()
    assert "is no result of “Cluster communes”: it has no diagram, clusters" in page.error[0].value


@pytest.fixture(scope="module")
def address(result: Path) -> Iterator[str]:
    """The dashboard as `make dashboard` serves it, on a free port."""
    served, port = _start(result)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        served.terminate()
        served.wait(20)


def _start(result: Path) -> tuple[subprocess.Popen[bytes], int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {"server.address": "127.0.0.1", "server.port": port, "server.headless": "true"}
    options |= {"browser.gatherUsageStats": "false", "client.toolbarMode": "minimal"}
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    served = subprocess.Popen([sys.executable, "-m", "streamlit", "run", str(SCRIPT), *words, "--", str(result)])
    if not _answers(served, f"http://127.0.0.1:{port}/_stcore/health"):
        served.kill()
        pytest.fail(f"nothing answers at port {port}")
    return served, port


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[webdriver.Chrome]:
    if not (CHROMIUM and DRIVER):
        pytest.skip("NO BROWSER: install chromium and chromium-driver to try the dashboard in one")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in (*BROWSER, f"--user-data-dir={tmp_path / 'profile'}"):
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"download.default_directory": str(tmp_path)})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


def test_a_browser_draws_it_and_saves_its_files(address: str, browser: webdriver.Chrome, tmp_path: Path) -> None:
    browser.get(address)
    wait = WebDriverWait(browser, 60)
    wait.until(lambda driver: bars(driver) == 3 and len(dots(driver)) == 9)
    browser.save_screenshot(str(tmp_path / "overview.png"))
    ActionChains(browser).move_to_element(dots(browser)[3]).click().perform()
    open_tab(browser, "Commune")
    wait.until(lambda driver: "444" in driver.find_element(By.CSS_SELECTOR, "[data-testid=stMain]").text)
    wait.until(lambda driver: len(driver.find_elements(By.CSS_SELECTOR, "[data-testid=stMain] img")) >= 2)
    browser.save_screenshot(str(tmp_path / "commune.png"))
    open_tab(browser, "Downloads")
    for key, name in (("csv", "clusters.csv"), ("whole", "clusters.gpkg")):
        browser.find_element(By.CSS_SELECTOR, f".st-key-{key} button").click()
        wait.until(lambda driver, name=name: (tmp_path / name).exists())
    assert (tmp_path / "clusters.csv").read_text(encoding="utf-8-sig").startswith("commune_id,nom,")
    assert len(pyogrio.read_dataframe(tmp_path / "clusters.gpkg", layer="communes")) == 9


def bars(browser: webdriver.Chrome) -> int:
    return len(browser.find_elements(By.CSS_SELECTOR, ".st-key-bars .bars .point"))


def dots(browser: webdriver.Chrome) -> list[object]:
    return browser.find_elements(By.CSS_SELECTOR, ".st-key-map .scatterlayer .points path")


def open_tab(browser: webdriver.Chrome, title: str) -> None:
    tabs = browser.find_elements(By.CSS_SELECTOR, "[data-testid=stTab], button[role=tab]")
    next(tab for tab in tabs if tab.text == title).click()
    time.sleep(1)


def _answers(served: subprocess.Popen[bytes], address: str) -> bool:
    """Wait for a server that may be slow to start; say whether it answered before it ended or patience did."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    patience = time.monotonic() + 120
    while time.monotonic() < patience and served.poll() is None:
        try:
            with direct.open(address, timeout=5):
                return True
        except OSError:
            time.sleep(0.2)
    return False
