# Python 3.11 or later and make; everything else is installed here, pinned and hashed.
PYTHON ?= python3
VENV   ?= .venv
BIN     = $(VENV)/bin
PIP     = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
          --build-constraint requirements/build.txt

# Whatever whoever calls says: each program that a test starts would else compile all that it reads.
unexport PYTHONDONTWRITEBYTECODE

CATALOGUE = src/faire_ensemble/locale/en/LC_MESSAGES/django

.PHONY: demo test test-fast test-slow lint bench lock messages clean

demo: $(VENV)/demo.stamp  ## build the demonstration and serve it on http://127.0.0.1:8000/
	$(BIN)/faire demo

test: $(VENV)/test.stamp lint  ## everything: SQLite, PostgreSQL, browser
	$(BIN)/python -m pytest -n 2
	$(BIN)/python tests/on_postgresql.py -n 2 -m "not journey" tests/apps tests/config tests/kit

test-fast: $(VENV)/test.stamp  ## what needs neither PostgreSQL nor a browser
	$(BIN)/python -m pytest -n 2 -m "not journey"

test-slow: $(VENV)/test.stamp  ## minutes to hours of peers: every published election, every rule
	$(BIN)/python -m pytest -n 2 -m slow

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

bench: $(VENV)/bench.stamp  ## every claim against its peer, into benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks

messages: $(VENV)/test.stamp  ## bring the English catalogue up to date, then compile it
	$(BIN)/pybabel -q extract -F babel.cfg -k gettext_lazy -k ngettext:1,2 -k counted:2,3 --no-location \
	  --sort-output --omit-header -o $(VENV)/django.pot .
	$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -l en \
	  -i $(VENV)/django.pot -o $(CATALOGUE).po
	$(BIN)/pybabel -q compile -l en -i $(CATALOGUE).po -o $(CATALOGUE).mo

lock: $(VENV)/test.stamp
	$(PIP) -r requirements/pip.txt && $(BIN)/python -m pip install --quiet pip-tools
	PATH="$(CURDIR)/$(BIN):$$PATH" requirements/lock

clean:
	rm -rf $(VENV) build dist

$(BIN)/python: requirements/pip.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Il faut Python 3.11 ou plus récent : make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/pip.txt
	@touch $@

$(VENV)/demo.stamp: requirements/base.txt pyproject.toml | $(BIN)/python
	$(PIP) -r requirements/base.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/test.stamp: requirements/test.txt $(VENV)/demo.stamp
	$(PIP) -r requirements/test.txt
	@touch $@

$(VENV)/bench.stamp: requirements/bench.txt $(VENV)/test.stamp
	$(PIP) -r requirements/bench.txt
	@touch $@
