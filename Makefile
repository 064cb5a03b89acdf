# `make` prints what there is. Everything lives in $(VENV); nothing else on the machine is touched.

PYTHON ?= python3
VENV ?= .venv
ARGS ?=

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input
VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)

# What stands in the venv, as empty files. A changed runtime lock or another Python builds it anew;
# a changed dev lock or pyproject.toml is installed over it, under a running server if need be.
RUNTIME := $(VENV)/.runtime-$(VERSION)
PROJECT := $(VENV)/.project-$(VERSION)
DEV := $(VENV)/.dev-$(VERSION)

COMPILE = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
  --python-version 3.11 --python $(BIN)/python --custom-compile-command "make lock" pyproject.toml
COMPILE_RUNTIME = $(COMPILE) --extra build
COMPILE_DEV = $(COMPILE) --extra build --extra dev --constraint requirements.lock

.PHONY: help serve test check lint types imports locked format lock clean
.NOTPARALLEL:
.DELETE_ON_ERROR:

help: ## print this
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@printf '\nOptions: PYTHON=python3.13 VENV=.venv-3.13 ARGS="--port 8001"\n'

serve: $(PROJECT) ## serve http://127.0.0.1:8000; the first time install and load the seed (ARGS: csec serve)
	@$(BIN)/csec serve $(ARGS)

test: $(PROJECT) $(DEV) ## run every test (ARGS: pytest)
	@$(BIN)/python -m pytest $(ARGS)

check: lint types imports locked ## lint, format, types, import directions, locks

lint: $(DEV)
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

types: $(PROJECT) $(DEV)
	@$(BIN)/mypy

imports: $(PROJECT) $(DEV)
	@$(BIN)/lint-imports --no-logo

# Compiled over a copy of what is committed, so that pins stay and only a real difference shows.
locked: $(DEV)
	@copy=$$(mktemp -d) && trap 'rm -rf "$$copy"' EXIT && cp requirements.lock requirements-dev.lock "$$copy" && \
	stale() { echo "The locks do not fit pyproject.toml (- committed, + needed). Run 'make lock' and commit them."; exit 1; } && \
	$(COMPILE_RUNTIME) --output-file "$$copy/requirements.lock" >/dev/null && \
	{ diff -u requirements.lock "$$copy/requirements.lock" || stale; } && \
	$(COMPILE_DEV) --output-file "$$copy/requirements-dev.lock" >/dev/null && \
	{ diff -u requirements-dev.lock "$$copy/requirements-dev.lock" || stale; } && \
	echo "Locks are current."

format: $(DEV) ## mend what ruff can mend, and format
	@$(BIN)/ruff check --fix-only
	@$(BIN)/ruff format

lock: $(DEV) ## write the locks from pyproject.toml (ARGS: --upgrade, or --upgrade-package NAME)
	@$(COMPILE_RUNTIME) $(ARGS) --output-file requirements.lock >/dev/null
	@$(COMPILE_DEV) $(ARGS) --output-file requirements-dev.lock >/dev/null

clean: ## remove venvs and caches; a journal (csec.db) is never removed
	@rm -rf .venv .venv-* build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUNTIME): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "$(PYTHON) is $(if $(VERSION),Python $(VERSION),not here), and this needs Python 3.11 or later. Install one, or name one: make PYTHON=python3.13"; exit 1; }
	@echo "Installing the pinned packages into $(VENV) (Python $(VERSION)) ..."
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PIP) install --require-hashes -r requirements.lock
	@touch $@

$(PROJECT): $(RUNTIME) pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): $(RUNTIME) requirements-dev.lock
	@echo "Installing the pinned tools into $(VENV) ..."
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@
