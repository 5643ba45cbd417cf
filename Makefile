# SatTile: `make` lists what can be made. Every target does its own set-up.
PYTHON ?= /usr/bin/python3
VENV := .venv
QGIS_VENV := .venv-qgis
LOCKS := sattile_plugin/worker/locks
WEIGHTS ?= $(wildcard ../shared/data/weights/mobilenet_v2_1.0_224_no_top.weights.h5)
ENGINE := SATTILE_ENGINE_PYTHON=$(CURDIR)/$(VENV)/bin/python
HEADLESS := QT_QPA_PLATFORM=offscreen
# One process a core; the tests of a file share what they made. The slowest are told, to keep it under 25 minutes.
PARALLEL := --numprocesses auto --dist loadfile --durations 15
DEMO_RESULT := out/demo/communes.gpkg
# The system's certificates, where a company's own stand; the second name is for older uv.
export UV_SYSTEM_CERTS := true
export UV_NATIVE_TLS := true
PLUGIN_SOURCES := $(shell find sattile_plugin -type f -not -path '*/__pycache__/*') metadata.txt resources.qrc

.DEFAULT_GOAL := help
.PHONY: help setup demo dashboard test check-all lint package dev-install screenshot translations bench lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

setup: $(VENV)/.complete ## the whole engine in .venv, with the command .venv/bin/sattile

demo: $(VENV)/.complete build/.plugin ## sample scene, whole chain in headless QGIS, map and project in out/demo
	@$(ENGINE) $(HEADLESS) $(PYTHON) scripts/demo.py $(if $(WEIGHTS),--backbone-weights $(WEIGHTS))

dashboard: $(VENV)/.complete ## the demo's communes, or RESULT=FILE.gpkg, in the browser at http://127.0.0.1:8501
	@test -n "$(RESULT)" || test -e $(DEMO_RESULT) || { echo "make demo comes first, or RESULT=FILE.gpkg" >&2; exit 1; }
	$(VENV)/bin/streamlit run scripts/dashboard.py --server.address 127.0.0.1 --server.headless true \
		--browser.gatherUsageStats false --client.toolbarMode minimal -- $(or $(RESULT),$(DEMO_RESULT))

test: lint $(QGIS_VENV)/.complete build/.plugin ## lint, types, unit tests and tests in a real QGIS
	scripts/system_packages.sh chromium chromium-driver
	$(VENV)/bin/pytest $(PARALLEL)
	$(ENGINE) $(HEADLESS) $(QGIS_VENV)/bin/pytest $(PARALLEL) tests/qgis

check-all: test ## test, and the tests in QGIS 3.40 in a Debian folder of its own
	scripts/check_in_qgis_root.sh bookworm

lint: $(VENV)/.complete ## ruff and mypy
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy

package: build/.plugin ## dist/sattile_plugin.zip, to install in QGIS

dev-install: $(VENV)/.complete build/.plugin ## the plugin in your own QGIS profile, running the engine of .venv
	$(PYTHON) scripts/package.py --install $(or $(PROFILE),$(HOME)/.local/share/QGIS/QGIS3/profiles/default)
	@echo "In QGIS: Plugins > Manage > SatTile, then Settings > Options > SatTile: $(CURDIR)/$(VENV)/bin/python"

screenshot: build/.plugin ## docs/screenshot.jpg, of a real window on the demo's project
	scripts/screenshot.sh

translations: ## take new texts into the French catalogue; fails while one has no French
	$(PYTHON) scripts/translations.py

bench: $(VENV)/.complete ## time the engine's verbs on a painted scene; a table in out/bench
	$(VENV)/bin/python scripts/bench/verbs.py

lock: $(VENV)/.complete ## pin the engine's packages anew
	$(VENV)/bin/uv pip compile -q --universal --generate-hashes --python-version 3.10 --no-header \
		pyproject.toml -o $(LOCKS)/base.txt --upgrade
	$(VENV)/bin/uv pip compile -q --universal --generate-hashes --python-version 3.10 --no-header --extra train \
		-c $(LOCKS)/base.txt pyproject.toml -o $(LOCKS)/train.txt
	$(VENV)/bin/uv pip compile -q --universal --generate-hashes --python-version 3.10 --no-header --extra train \
		--extra gpu --override scripts/locks/gpu.override.txt -c $(LOCKS)/train.txt pyproject.toml -o $(LOCKS)/gpu.txt
	$(VENV)/bin/uv pip compile -q --universal --generate-hashes --python-version 3.10 --no-header --extra train \
		--extra dashboard --extra dev -c $(LOCKS)/train.txt pyproject.toml -o scripts/locks/dev.txt
	$(VENV)/bin/uv pip compile -q --universal --generate-hashes --python-version 3.10 --no-header \
		--group qgis-tests -o scripts/locks/qgis.txt --upgrade

clean: ## remove what was made, but for the environments
	rm -rf build dist out .mypy_cache .pytest_cache .ruff_cache

$(VENV)/.complete: $(LOCKS)/train.txt scripts/locks/dev.txt pyproject.toml scripts/system_packages.sh
	scripts/system_packages.sh python3 python3-venv
	test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(VENV)/bin/uv pip install --quiet --python $(VENV)/bin/python --requirement scripts/locks/dev.txt
	$(VENV)/bin/uv pip install --quiet --python $(VENV)/bin/python --no-deps --editable .
	touch $@

$(QGIS_VENV)/.complete: scripts/locks/qgis.txt scripts/system_packages.sh
	scripts/system_packages.sh qgis python3-qgis qgis-server python3-venv xvfb xauth
	test -x $(QGIS_VENV)/bin/python || $(PYTHON) -m venv --system-site-packages $(QGIS_VENV)
	$(QGIS_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --requirement scripts/locks/qgis.txt
	touch $@

build/.plugin: $(PLUGIN_SOURCES) scripts/package.py scripts/system_packages.sh
	scripts/system_packages.sh qgis python3-qgis pyqt5-dev-tools qttools5-dev-tools
	$(PYTHON) scripts/package.py
	touch $@
