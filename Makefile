# Every command of the project; each needs nothing prepared but Python 3.11 or newer.

PYTHON =# a Python to make .venv with; without one the newest found is taken
WORKERS = auto# how many processes the tests share
T =# tests to run instead of all: make test T=tests/store
.DEFAULT_GOAL = help
.PHONY: help run test faults check fix bench screenshots

# Lists these commands.
help:
	@awk '/^# /{told = substr($$0, 3)} /^[a-z]+:/{split($$1, name, ":"); if (told) printf "  make %-12s %s\n", name[1], told} !/^# /{told = ""}' Makefile

# Installs the app if need be and serves it at http://localhost:8501.
run: .venv/.installed
	.venv/bin/python app.py

# Installs what the tests need and runs all of them.
test: .venv/.installed-dev
	@bash tools/setup_machine.sh
	.venv/bin/python -m pytest -n $(WORKERS) --maxprocesses 6 --dist loadgroup $(T)

# Kills writers a thousand times on each engine, and runs the other faults; takes half an hour.
faults: .venv/.installed-dev
	@bash tools/setup_machine.sh
	XIAOHAO_KILLS=1000 .venv/bin/python -m pytest -n $(WORKERS) --maxprocesses 6 --dist loadgroup tests/faults tests/deploy tests/browser/test_database_away.py tests/browser/test_several_servers.py

# Looks for mistakes without running anything: lint, format, types.
check: .venv/.installed-dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

# Mends what a program can mend: format, order of imports, order of the catalogue.
fix: .venv/.installed-dev
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .
	.venv/bin/python -m tools.words

# Runs the benchmarks, which print ratios measured in one run.
bench: .venv/.installed-dev
	@set -e; for file in bench/*_bench.py; do .venv/bin/python -m bench.$$(basename $$file .py); done

# Takes the pictures of every page into docs/screenshots; PAGES="overview unit" takes only those.
screenshots: .venv/.installed-dev
	@bash tools/setup_machine.sh
	.venv/bin/python -m tools.screenshots $(PAGES)

.venv/.installed: requirements.txt | .venv/bin/python
	.venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/.installed-dev: requirements.txt requirements-dev.txt | .venv/bin/python
	.venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ .venv/.installed

.venv/bin/python:
	@sh tools/make_venv.sh $(PYTHON)
