# Everything a person does with this repository. It needs GNU make, a POSIX shell and Python 3.11 or
# newer; the rest, Node.js included, is installed into .venv. Another Python: make lab PYTHON=...

.NOTPARALLEL:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help lab notebooks test lint test-frontend test-unit test-integration test-notebooks test-spark \
	test-processors test-newest test-lowest test-browser walk format lock gallery glossary minutes datasets pictures validation benchmark-widgets wheel wheel-check environment-check clean

export PIP_DISABLE_PIP_VERSION_CHECK := 1

# A name that is found need not run (version managers leave stand-ins), so each is tried.
CAN_MAKE_VENV := import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))
CANDIDATES := python3.13 python3.12 python3.11 python3
PYTHON ?= $(shell for candidate in $(CANDIDATES); do \
	if $$candidate -c '$(CAN_MAKE_VENV)' 2>/dev/null; then echo $$candidate; break; fi; done)

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip
LOCKED := $(PIP) install --require-hashes --requirement
PYTEST := $(BIN)/python -m pytest -q -ra
JLPM := cd frontend && PATH="$(CURDIR)/$(BIN):$$PATH" jlpm

# What test-processors runs again.
UNIT := $(PYTEST) -p no:nbval -m "not integration and not spark" --doctest-modules clvwidgets tests \
	--ignore=tests/notebooks --ignore=tests/browser
NBVAL := $(PYTEST) --nbval --nbval-current-env --nbval-cell-timeout 120 notebooks

# Stamps: what they stand for was done after the files they depend on changed.
CREATED := $(VENV)/.created
INSTALLED := $(VENV)/.installed
WITH_COURSE := $(VENV)/.with-course
TESTABLE := $(VENV)/.testable

# The front end is built when the package is installed, and carries a copy of the course.
FRONTEND := $(shell find frontend \( -name node_modules -o -name lib -o -name tests -o -name .yarn \) \
	-prune -o -type f ! -name '*.test.ts' ! -name '*.tsbuildinfo' -print)
COURSE := $(shell find notebooks -name .ipynb_checkpoints -prune -o -type f -print)

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

lab: $(WITH_COURSE) ## open JupyterLab at the first notebook; for servers: make lab ARGS=--no-browser
	$(BIN)/clvwidgets lab $(ARGS)

test: lint test-frontend test-unit test-integration test-notebooks test-browser ## run every check but test-spark

lint: $(TESTABLE) ## ruff, mypy, import-linter and the form of the notebooks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/notebooks.py check notebooks

test-frontend: $(TESTABLE) ## types, form and unit tests of the TypeScript
	$(JLPM) install --immutable
	$(JLPM) typecheck
	$(JLPM) lint
	$(JLPM) test

test-unit: $(TESTABLE) ## tests and examples of the Python, without notebooks and browser
	$(UNIT)

test-integration: $(TESTABLE) ## tests that start processes or fit on simulated worlds
	$(PYTEST) -m integration tests --ignore=tests/notebooks --ignore=tests/browser

test-notebooks: $(TESTABLE) ## guards of the course; every stored output against a fresh run
	$(PYTEST) tests/notebooks
	$(NBVAL)

test-processors: $(TESTABLE) ## unit tests and notebooks once more, as on other processors
	$(BIN)/python tests/processors.py | while read -r setting; do \
		echo "as on another processor: $$setting"; \
		env $$setting $(UNIT) </dev/null || exit 1; \
		env $$setting $(NBVAL) </dev/null || exit 1; done

test-browser: $(TESTABLE) $(WITH_COURSE) ## the same widgets in a real Chromium, where there is one
	$(PYTEST) tests/browser

walk: $(TESTABLE) ## 5,000 random moves over every panel; ARGS="-k RFMExplorer --hypothesis-seed=7"
	$(PYTEST) tests/widgets/test_no_walk_breaks_a_panel.py --hypothesis-profile=walk $(ARGS)

test-spark: $(TESTABLE) ## the analysis of transactions on a real local Spark, where there is Java
	$(PYTEST) tests/spark

format: $(TESTABLE) ## bring all code into the house's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(JLPM) prettier --write .

notebooks: $(TESTABLE) ## execute the notebooks and store them; some of them: NOTEBOOKS=path
	$(BIN)/python tools/notebooks.py run $(ARGS) $(or $(NOTEBOOKS),notebooks)

# The sources travel in a package of the tests; telco's (datasets/telco.md) is too large to be one.
CARRIED = $(shell $(BIN)/python -c "from importlib.util import find_spec; \
	print(*find_spec('lifetimes').submodule_search_locations)")/datasets

datasets: $(TESTABLE) ## write the data sets anew, measure them and draw their pictures
	$(BIN)/python datasets/build_cdnow.py $(CARRIED)/CDNOW_master.txt $(CARRIED)/CDNOW_sample.txt
	$(BIN)/python datasets/build_donations.py $(CARRIED)/donations.csv
	$(BIN)/python datasets/build_retention_tables.py
	$(BIN)/python datasets/build_hillstrom_counts.py
	$(BIN)/python datasets/build_world.py
	$(BIN)/python datasets/build_forecasts.py
	$(BIN)/python tools/describe_datasets.py

gallery: $(TESTABLE) ## write docs/gallery.md: every simulator, its picture and five lines of code
	$(BIN)/python tools/gallery.py

minutes: $(WITH_COURSE) ## count each notebook's minutes, write them into its plan; then run make notebooks
	$(BIN)/python tools/minutes.py --write

glossary: $(TESTABLE) ## write docs/glossary.md from the words that the lessons explain
	$(BIN)/python tools/glossary.py

pictures: $(TESTABLE) ## take the pictures of the README anew, in a Chromium of this machine
	$(BIN)/python tools/pictures.py

validation: $(TESTABLE) ## fit the models anew and write docs/validation.md
	$(BIN)/python tools/validation.py

benchmark-widgets: $(TESTABLE) $(WITH_COURSE) ## measure the widgets beside their peers; some minutes
	$(BIN)/python benchmarks/widgets/speed_of_the_hand.py
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python benchmarks/widgets/cost_of_a_step.py

# Locked for every system and Python that the package takes; no address of a registry in it.
LOCK := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	--no-annotate --no-emit-index-url --quiet --upgrade pyproject.toml --extra lab

lock: $(CREATED) ## lock the newest versions that pyproject.toml allows, with their hashes
	$(PIP) install --quiet --group lock
	$(LOCK) --group test --output-file requirements/test.txt
	$(LOCK) --constraint requirements/test.txt --output-file requirements/lab.txt

test-newest: wheel ## unit, notebook and package tests on the newest versions that are allowed
	$(BIN)/python tools/other_versions.py newest dist/clvwidgets-*.whl

test-lowest: wheel ## the same on the lowest
	$(BIN)/python tools/other_versions.py lowest dist/clvwidgets-*.whl

wheel: $(TESTABLE) ## build the wheel into dist/
	rm -rf dist
	$(PIP) wheel --no-deps --wheel-dir dist .

wheel-check: wheel ## install the wheel into an empty environment elsewhere and use it there
	$(BIN)/python tools/wheel_check.py dist/clvwidgets-*.whl

environment-check: $(TESTABLE) ## compare environment.yml with pyproject.toml
	$(PYTEST) tests/repository/test_environment_yml_agrees_with_pyproject.py

clean: ## remove everything that make made, .venv too
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis \
		.import_linter_cache clvwidgets/labextension clvwidgets/static frontend/lib \
		frontend/node_modules frontend/.yarn frontend/tsconfig.tsbuildinfo tests/browser/screenshots
	find . -name __pycache__ -prune -exec rm -rf {} +

$(CREATED):
	@"$(PYTHON)" -c '$(CAN_MAKE_VENV)' 2>/dev/null || { \
		echo "clvwidgets needs Python 3.11 or newer with its venv module." >&2; \
		echo "Tried: $(or $(PYTHON),$(CANDIDATES))." >&2; \
		echo "Install one (Debian, Ubuntu: apt-get install python3 python3-venv), or name yours:" >&2; \
		echo "make $(MAKECMDGOALS) PYTHON=/path/to/python3" >&2; exit 1; }
	"$(PYTHON)" -m venv $(VENV)
	$(PIP) install --quiet --upgrade "pip>=25.1"
	@touch $@

$(INSTALLED): $(CREATED) pyproject.toml requirements/lab.txt $(FRONTEND)
	@echo "Installing clvwidgets and building its front end: two or three minutes the first time."
	$(LOCKED) requirements/lab.txt
	$(PIP) install --no-deps --editable .
	@touch $@

# A changed notebook needs a new copy in the front end only where that is looked at.
$(WITH_COURSE): $(INSTALLED) $(COURSE)
	@if [ -n "$$(find notebooks -type f -newer $(INSTALLED))" ]; then \
		$(PIP) install --no-deps --editable . && touch $(INSTALLED); fi
	@touch $@

$(TESTABLE): $(INSTALLED) pyproject.toml requirements/test.txt
	$(LOCKED) requirements/test.txt
	@touch $@
