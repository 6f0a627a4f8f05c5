# Everything a newcomer types. `make help` lists the targets.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
# Node and npm come with the Python packages.
export PATH := $(CURDIR)/$(BIN):$(PATH)
WORKER := compiler_aug/worker

READY := .venv/ready
READY_TO_TEST := .venv/ready-to-test

CORPUS := data/corpora/npm-small
MODEL := data/models/smoke
INDEX := data/indexes/npm-small

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test test-python test-worker conformance check fix evaluate corpora bench clean

help: ## List the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1@/' | column -t -s @

run: $(INDEX)/CURRENT ## Set up, build corpus, model and index where missing, and serve them on 127.0.0.1:8000
	$(BIN)/python -m service --model-dir $(MODEL) --index-dir $(INDEX) --port $(PORT) --first-query

test: test-worker test-python ## Run every test, Python and Node

test-python: $(READY_TO_TEST)
	$(BIN)/python -m pytest --numprocesses 2

test-worker: $(READY_TO_TEST)
	cd $(WORKER) && node --test test/*.test.mjs test/passes/*.test.mjs test/render/*.test.mjs ../runner/test/*.test.mjs

conformance: $(READY_TO_TEST) ## Run the tests that npm packages ship on their rewritten sources (about 30 minutes)
	$(BIN)/python tests/conformance/run.py --json data/conformance.json --document docs/conformance.md

check: $(READY_TO_TEST) ## Format, lint, types, layers, spelling
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	cd $(WORKER) && npx tsc --noEmit
	$(BIN)/codespell

fix: $(READY_TO_TEST) ## Format, and mend what the linter can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

evaluate: $(INDEX)/CURRENT ## Measure retrieval on the index: trained, untrained, lexical
	$(BIN)/contracode evaluate retrieval --model $(MODEL) --index $(INDEX) --corpus $(CORPUS) \
		--json data/retrieval.json

corpora: $(READY) ## Build every data set (about 20 minutes, 1 GB fetched)
	for name in $(notdir $(patsubst %/recipe.toml,%,$(wildcard datasets/*/recipe.toml))); do \
		$(BIN)/contracode corpus build $$name || exit; done

bench: $(READY_TO_TEST) ## Measure losses beside their rivals, golden values, certificates and LoCo's memory (about 30 minutes)
	mkdir -p data
	$(BIN)/python benchmarks/golden_values.py --json data/golden-values.json
	$(BIN)/python benchmarks/certificate_coverage.py --json data/certificates.json
	$(BIN)/python benchmarks/losses.py --json data/losses.json
	$(BIN)/python benchmarks/loco_memory.py --json data/loco-memory.json

clean: ## Remove what was built: environment, data, caches
	rm -rf .venv data build *.egg-info $(WORKER)/node_modules .*_cache .hypothesis

.venv/bin/python:
	$(PYTHON) -m venv .venv

$(READY): .venv/bin/python pyproject.toml constraints.txt $(WORKER)/package-lock.json
	$(BIN)/pip install --constraint constraints.txt --editable .
	cd $(WORKER) && npm ci --ignore-scripts --no-audit --no-fund
	touch $@

$(READY_TO_TEST): $(READY)
	$(BIN)/pip install --constraint constraints.txt --editable '.[dev]'
# A rival in tests. Its dependencies, torchvision among them, are not needed for its losses.
	$(BIN)/pip install --constraint constraints.txt --no-deps lightly
	touch $@

# Each step is up to date or resumes by itself; touching its result tells make so.
$(CORPUS)/manifest.json: $(wildcard datasets/npm-small/*) | $(READY)
	$(BIN)/contracode corpus build npm-small --out $(CORPUS)
	touch $@

$(MODEL)/contracode.json: $(CORPUS)/manifest.json contracode/recipes/smoke.toml
	$(BIN)/contracode pretrain --recipe smoke --corpus $(CORPUS) --out $(MODEL)
	touch $@

$(INDEX)/CURRENT: $(MODEL)/contracode.json
	$(BIN)/contracode index build $(CORPUS) --model $(MODEL) --out $(INDEX)
	touch $@
