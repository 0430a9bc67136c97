# Two commands: `make run` and `make test`. Everything they need is installed into .venv first.
VENV := .venv
UV := $(VENV)/bin/uv
STAMP := $(VENV)/.ready
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := $(VENV)

.PHONY: run test check lint bench clean

run: $(STAMP)
	$(VENV)/bin/straks serve

test: $(STAMP)
	@bash tests/support/install.sh
	$(MAKE) --no-print-directory lint
	$(VENV)/bin/pytest -n 2 --dist loadgroup tests

lint: $(STAMP)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-logo
	$(VENV)/bin/straks kb check

bench: $(STAMP)
	$(UV) sync --frozen --quiet --inexact --group bench
	$(VENV)/bin/python -m bench

$(STAMP): pyproject.toml uv.lock
	@command -v python3 >/dev/null || { echo "Straks needs Python 3.11 or newer."; exit 1; }
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Straks needs Python 3.11 or newer."; exit 1; }
	@test -x $(VENV)/bin/python || python3 -m venv $(VENV)
	@test -x $(UV) || $(VENV)/bin/python -m pip --version >/dev/null 2>&1 || $(VENV)/bin/python -m ensurepip >/dev/null
	@test -x $(UV) || $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	$(UV) sync --frozen --quiet --inexact
	@touch $(STAMP)

clean:
	rm -rf $(VENV) build data .pytest_cache .mypy_cache .ruff_cache
