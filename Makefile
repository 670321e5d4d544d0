# Everything a newcomer needs. `make` lists the commands.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := .stamps
SOURCES := modules workbook supervision exports
# Tests run in as many processes as there are cores, four at most; a file stays in one.
SHARED := -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help run test check proof bench requirements clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(STAMPS)/product: requirements/product.txt requirements/build.txt requirements/node.txt pyproject.toml frontend/package-lock.json frontend/hatch_build.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed. Set PYTHON=… to name one."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/product.txt -r requirements/build.txt
	@command -v npm >/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/node.txt
	@$(BIN)/python frontend/hatch_build.py
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/checks: $(STAMPS)/product requirements/checks.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/checks.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/provider: $(STAMPS)/checks tests/provider/package-lock.json
	@$(BIN)/python -m tests.provider.bring
	@mkdir -p $(STAMPS) && touch $@

run: $(STAMPS)/product ## set everything up and start the workbook on a made-up council
	@$(BIN)/python -m workbook demo

test: check ## run every check and every test

check: $(STAMPS)/checks $(STAMPS)/provider
	@echo "format (mend: ruff format .)" && $(BIN)/ruff format --check --quiet .
	@echo "lint (mend: ruff check --fix .)" && $(BIN)/ruff check --quiet .
	@echo "types" && $(BIN)/mypy
	@echo "import contracts" && $(BIN)/lint-imports --no-cache > $(STAMPS)/contracts.txt || { cat $(STAMPS)/contracts.txt; exit 1; }
	@echo "templates" && $(BIN)/djlint --lint --quiet workbook/templates supervision/templates exports/templates
	@echo "dead code" && $(BIN)/vulture
	@echo "spelling" && $(BIN)/codespell $(SOURCES) docs README.md CHANGELOG.md
	@echo "definitions" && $(BIN)/python -m workbook modules check modules/definitions
	@echo "tests" && $(BIN)/python -m pytest $(SHARED)

proof: $(STAMPS)/checks ## the long proofs, whose figures stand in docs/proof.md
	@$(BIN)/python -m pytest tests/proof -p no:randomly $(SHARED)

bench: $(STAMPS)/checks ## times, as ratios in one run
	@$(BIN)/python -m tests.bench

requirements: ## pin and hash the requirements again
	@$(BIN)/python -m pip install --quiet uv
	@for name in product build checks node; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	    -o requirements/$$name.txt requirements/$$name.in; done

clean: ## take away what was set up (never the record in var/)
	@rm -rf $(VENV) $(STAMPS) workbook/static/vendor
