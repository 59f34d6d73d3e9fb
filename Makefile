# Two commands: `make run` to look, `make test` for everything CI runs.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check cases docs bench clean

run: .venv/ready  ## set up and show what Foedera does
	@$(BIN)/foedera parties nato/north-atlantic-treaty --on 1949-08-24
	@$(BIN)/foedera explain nato/north-atlantic-treaty ESP --on 1982-05-30
	@printf '\nNow try:  . .venv/bin/activate;  foedera --help\n'

test: check cases  ## gates, then every test

check: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/foedera check src/foedera/data/agreements

cases: .venv/ready
	$(BIN)/python -m pytest

docs: .venv/ready  ## write the generated pages anew
	$(BIN)/python docs/generate.py

bench: .venv/ready  ## run the benchmarks; results go to docs/benchmarks.md
	$(BIN)/python benchmarks/run.py

.venv/ready: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q src/foedera
	@touch $@

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
