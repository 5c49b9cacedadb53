# Two commands do everything: `make run` starts the aggregator, `make test` checks it.
# Each makes its own environment in .venv; nothing is installed outside this folder.

VENV ?= .venv
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	if command -v $$p >/dev/null 2>&1 && $$p -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null; then echo $$p; break; fi; done)

.PHONY: run demo test check bench screenshots clean

run: $(VENV)/.installed
	$(VENV)/bin/aggregator run

demo: $(VENV)/.installed
	$(VENV)/bin/aggregator demo

test: $(VENV)/.installed-dev
	$(VENV)/bin/python -m pytest -q -n auto --dist loadfile

check: $(VENV)/.installed-dev
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

bench: $(VENV)/.installed-dev
	$(VENV)/bin/python bench/all.py

screenshots: $(VENV)/.installed-dev
	$(VENV)/bin/python docs/screenshots.py

clean:
	rm -rf $(VENV)

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer was not found; on Debian: sudo apt install python3 python3-venv" >&2; exit 1; }
	@if command -v uv >/dev/null 2>&1; then uv venv --quiet --python "$(PYTHON)" $(VENV); \
	else "$(PYTHON)" -m venv $(VENV) || { echo "the venv module is missing; on Debian: sudo apt install python3-venv" >&2; rm -rf $(VENV); exit 1; }; fi

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml
	@echo "installing into $(VENV), once ..." >&2
	@if command -v uv >/dev/null 2>&1; then uv pip install --quiet --python $(VENV)/bin/python -e .; \
	else $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -e .; fi
	@touch $@

$(VENV)/.installed-dev: $(VENV)/bin/python pyproject.toml
	@echo "installing into $(VENV), with what the tests need, once ..." >&2
	@if command -v uv >/dev/null 2>&1; then uv pip install --quiet --python $(VENV)/bin/python -e '.[dev]'; \
	else $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'; fi
	@touch $@ $(VENV)/.installed
