# Two commands: `make run` to look, `make test` for everything CI runs.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: debian run test check cases docs bench clean

PORT ?= 8321

run: .venv/ready  ## set up, show what Foedera does in the terminal, then serve its pages
	@$(BIN)/foedera parties nato/north-atlantic-treaty --on 1949-08-24
	@$(BIN)/foedera explain nato/north-atlantic-treaty ESP --on 1982-05-30 | head -8
	@printf '\nIn another terminal:  . .venv/bin/activate;  foedera --help\n'
	@printf 'Move NATO through time:  http://127.0.0.1:$(PORT)/agreements/nato/north-atlantic-treaty/\n\n'
	@$(BIN)/foedera serve --port $(PORT)

test: check cases  ## gates, then every test

check: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/foedera check src/foedera/data/agreements

cases: .venv/ready debian
	$(BIN)/python -m pytest

debian:  ## the Debian packages the browser tests need, where we may install them
	@{ command -v chromium && command -v khal; } >/dev/null || { [ "$$(id -u)" = 0 ] && apt-get update -q && apt-get install -y -q --no-install-recommends chromium khal; } || echo "chromium or khal is missing: the tests that need them will be skipped, saying so"

docs: .venv/ready  ## write the generated pages anew
	$(BIN)/python docs/generate.py

pictures: .venv/ready debian  ## take the pictures of the pages anew
	FOEDERA_PICTURES=docs/pictures $(BIN)/python -m pytest -q tests/web/test_browser.py

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
