# Each target works on a fresh machine: it makes .venv first, with the versions of constraints.txt.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check --quiet -c constraints.txt
DB ?= $(if $(wildcard duban.duckdb),duban.duckdb,duban-demo.duckdb)
NOTEBOOKS := $(wildcard notebooks/*.ipynb)

.DEFAULT_GOAL := help
.PHONY: help demo app test lint notebooks soak bench snapshots gold-floors clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

demo: $(VENV)/base ## load the sample speeches and show the ledger
	@$(BIN)/duban demo

app: $(VENV)/app ## the pages with all that they can do, over duban.duckdb or else the samples
	@test -e $(DB) || $(BIN)/duban demo --db $(DB)
	@$(BIN)/duban app --db $(DB)

test: lint $(VENV)/dev ## every check: lint, types, layers, lexicons, tests, notebooks
	$(BIN)/python -m pytest -n 2 --dist worksteal
	@$(MAKE) --no-print-directory notebooks

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/duban doctor --lexicons-only

notebooks: $(VENV)/dev ## run every notebook; none may hold outputs
ifneq ($(NOTEBOOKS),)
	$(BIN)/nbstripout --verify $(NOTEBOOKS)
	$(BIN)/jupyter-execute $(NOTEBOOKS)
endif

soak: $(VENV)/dev ## 10,000 made-up speeches, 1,000 kills -9 of a load, loaders and readers at once: nothing may break
	$(BIN)/python -m tests.soak_texts --count 10000
	$(BIN)/python -m tests.kills --count 1000
	$(BIN)/python -m tests.together --seconds 30

bench: $(VENV)/dev ## speed and quality against other ways, as tables
	$(PIP) --no-deps jionlp
	$(BIN)/python -m benchmarks

snapshots: $(VENV)/dev ## write tests/snapshots anew; read the difference before it is committed
	$(BIN)/python -m tests.snapshots --update

gold-floors: $(VENV)/dev ## raise tests/floors.json to the present figures (lowering: python -m tests.floors --update --allow-lower)
	$(BIN)/python -m tests.floors --update

clean: ## remove the environment and all caches
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/base: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) -e .
	@touch $@

$(VENV)/app: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) -e ".[docs,office,network]"
	@touch $@ $(VENV)/base

$(VENV)/dev: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) -e ".[docs,office,network,ray,dev]"
	@touch $@ $(VENV)/base $(VENV)/app
