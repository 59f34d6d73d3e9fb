# Two commands: `make run` to look, `make test` for everything CI runs.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: debian run test check cases cases-postgresql docs messages pictures backtest bench clean

PORT ?= 8321
# Where `make run` keeps its register; elsewhere it is ~/.foedera, or what FOEDERA_HOME or DATABASE_URL name.
export FOEDERA_HOME ?= $(CURDIR)/.foedera
# Where an environment forbids Python to keep what it has compiled, every process would compile all of it anew.
unexport PYTHONDONTWRITEBYTECODE

run: .venv/ready  ## set up, make the register with the bundled collection on record, serve its pages
	@printf 'In another terminal:  . .venv/bin/activate;  foedera --help\n'
	@printf 'Move NATO through time:  http://localhost:$(PORT)/agreements/nato/north-atlantic-treaty/\n\n'
	@$(BIN)/foedera serve --port $(PORT)

test: check cases cases-postgresql  ## gates, then every test, then those of the register on PostgreSQL too

check: .venv/tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/foedera check src/foedera/data/agreements

# On all cores, a file's tests together; browsers, servers and crashes one after another, since they wait for one another.
PYTEST := $(BIN)/python -m pytest -q
TOGETHER := -n auto --dist loadfile

cases: .venv/tools debian
	$(PYTEST) $(TOGETHER) -m "not alone"
	$(PYTEST) -m alone

cases-postgresql: .venv/tools debian  ## the tests of the register again, on a PostgreSQL cluster made for them
	@$(BIN)/python -m tests.postgresql sh -c '$(PYTEST) $(TOGETHER) -m "not slow and not alone" tests/deeds tests/web tests/api tests/store && $(PYTEST) -m alone tests/store' \
	  || { status=$$?; [ $$status = 77 ] || exit $$status; }

debian:  ## the Debian packages some tests need, where we may install them; a test without its program is skipped, saying so
	@missing=; \
	for need in chromium:chromium khal:khal pdftoppm:poppler-utils soffice:libreoffice-calc,libreoffice-writer; do \
	  command -v $${need%%:*} >/dev/null || missing="$$missing $$(echo $${need##*:} | tr , ' ')"; \
	done; \
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || missing="$$missing postgresql"; \
	[ -z "$$missing" ] || { [ "$$(id -u)" = 0 ] && apt-get update -q && apt-get install -y -q --no-install-recommends $$missing; } \
	|| echo "missing, and could not be installed:$$missing; the tests that need them are skipped, saying so"

docs: .venv/tools  ## write the generated pages anew
	$(BIN)/python docs/generate.py

messages: .venv/ready  ## bring the French of the program up to date, and compile it
	$(BIN)/python -m foedera.web.messages

pictures: .venv/tools debian  ## take the pictures of the pages anew
	FOEDERA_PICTURES=docs/pictures $(BIN)/python -m pytest -q tests/web/stories tests/web/test_accounts_browser.py

backtest: .venv/tools  ## forecast UN treaties from their first two years beside other models, then the collection's own; results go to docs/benchmarks.md
	$(BIN)/python benchmarks/backtest.py
	$(BIN)/python benchmarks/defence.py

bench: .venv/tools  ## run the benchmarks; results go to docs/benchmarks.md
	$(BIN)/python benchmarks/run.py

PIP := $(BIN)/pip install --quiet --disable-pip-version-check

# Packages are compiled as they are first used: most of what they hold never is. What of Foedera starts with every command is compiled here.
.venv/ready: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(PIP) --no-compile --require-hashes -r requirements.txt
	$(PIP) --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q src/foedera
	@touch $@

.venv/tools: .venv/ready requirements-test.txt  ## and what the tests, gates and benchmarks need
	$(PIP) --no-compile --require-hashes -r requirements-test.txt
	@touch $@

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
