# Two commands do everything on a machine with Python 3.11 or newer (with venv) and make:
#   make demo   install, and start Afilia with demonstration data (PORT=8090 for another port)
#   make test   install, and pass every check

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
UV     := $(BIN)/uv
PACKAGES := regime workflow enrolment inspection workers web cli

.PHONY: demo test check-style check-types check-imports check-security tests services lock describe

demo: $(VENV)/installed
	$(BIN)/afilia up --demo $(if $(PORT),--port $(PORT))

test: $(VENV)/installed-for-tests services check-style check-types check-imports check-security tests

check-style:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

check-types:
	$(BIN)/mypy

check-imports:
	$(BIN)/lint-imports

check-security:
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive $(PACKAGES)

# As many processes as there are cores; every process has databases, servers and ports of its own.
tests:
	$(BIN)/pytest -r s --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

# PostgreSQL, Redis and Chromium from the system's packages where we may install them.
services:
	sh .ci/services

# Exact versions with their hashes, without the address of any registry.
lock: $(UV)
	$(UV) pip compile --quiet --universal --generate-hashes --no-annotate --no-header --no-emit-index-url --python-version 3.11 \
		-o requirements.lock pyproject.toml
	$(UV) pip compile --quiet --universal --generate-hashes --no-annotate --no-header --no-emit-index-url --python-version 3.11 \
		--group dev -o requirements-dev.lock pyproject.toml

describe: $(VENV)/installed
	$(BIN)/afilia describe --write docs/procedures
	$(BIN)/afilia describe --access docs/who-sees-what.md
	$(BIN)/afilia describe --trace docs/inspection-trace.md
	$(BIN)/afilia describe --readme README.md
	$(BIN)/afilia describe --readme README.es.md --language es

$(UV):
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet uv

$(VENV)/installed: requirements.lock pyproject.toml | $(UV)
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	touch $@

$(VENV)/installed-for-tests: requirements-dev.lock pyproject.toml | $(UV)
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	touch $@ $(VENV)/installed
