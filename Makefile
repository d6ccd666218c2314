# Two commands: `make run` and `make test`. Both make `.venv` first; nothing outside this folder changes.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8501

.PHONY: run test check docs screenshots samples clean

run: $(VENV)/ready
	$(PY) -m streamlit run app.py --server.port $(PORT)

test: $(VENV)/ready-test
	$(PY) -m pytest -n auto --dist worksteal

check: $(VENV)/ready-test
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m docs.make --check
	$(PY) -m pytest -n auto --dist worksteal --doctest-modules

docs: $(VENV)/ready-test
	$(PY) -m docs.make

screenshots: $(VENV)/ready-test
	$(PY) -m docs.screenshots

samples: $(VENV)/ready
	$(PY) -m sample_data.make

# A venv's own pip may be old and slow; wheels are compiled on first import, not twice.
$(VENV)/ready: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --no-compile -r requirements.txt
	touch $@

$(VENV)/ready-test: $(VENV)/ready requirements-test.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --no-compile -r requirements-test.txt
	$(PY) -m tests.browser_there
	touch $@

clean:
	rm -rf $(VENV)
