# make run: install, make the demo and serve it.   make test: install what the tests need, and pass them all.
.DEFAULT_GOAL := run
PORT ?= 8000
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: run test lint bench lock catalogues clean

run: $(VENV)/.run
	SURVEYAPP_PUBLIC_ADDRESS=$${SURVEYAPP_PUBLIC_ADDRESS:-http://127.0.0.1:$(PORT)} $(BIN)/surveyapp demo
	SURVEYAPP_PUBLIC_ADDRESS=$${SURVEYAPP_PUBLIC_ADDRESS:-http://127.0.0.1:$(PORT)} $(BIN)/surveyapp serve --port $(PORT)

test: $(VENV)/.test lint
	# On a machine that is busy with other things a browser can be too late. What failed is tried once more, alone.
	$(BIN)/python -m pytest -q -n 2 --dist loadgroup || $(BIN)/python -m pytest -q --last-failed --last-failed-no-failures none

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.test
	$(BIN)/python -m bench

# The lock files name versions and hashes, and no address to fetch them from.
lock: $(VENV)/.test
	$(BIN)/pip-compile -q --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --allow-unsafe --extra build -o requirements.lock pyproject.toml
	$(BIN)/pip-compile -q --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --allow-unsafe --extra build --extra dev -o requirements-dev.lock pyproject.toml

# Take the messages out of the sources, and bring them into every language's catalogue; what is new is empty there.
catalogues: $(VENV)/.test
	$(BIN)/pybabel -q extract -F translations/babel.cfg -k fixed -k Said --add-location=file --no-wrap --omit-header -o translations/messages.pot .
	for file in translations/*/LC_MESSAGES/messages.po; do \
	  language=$${file#translations/}; \
	  $(BIN)/pybabel -q update -i translations/messages.pot -o $$file -l $${language%%/*} --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date || exit; \
	done

$(BIN)/python:
	$(PYTHON) -c 'import ensurepip' 2>/dev/null || { $(SUDO) apt-get update -qq; $(SUDO) apt-get install -y -qq python3-venv; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.test: requirements-dev.lock $(VENV)/.run
	@for need in chromium-headless-shell:chromium-headless-shell soffice:libreoffice-calc-nogui pdftoppm:poppler-utils openssl:openssl; do \
	  command -v $${need%%:*} >/dev/null || missing="$$missing $${need##*:}"; done; \
	/sbin/ldconfig -p | grep -q libatomic.so.1 || missing="$$missing libatomic1"; \
	ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing="$$missing postgresql"; \
	[ -e /usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf ] || missing="$$missing fonts-noto-core"; \
	[ -z "$$missing" ] || { $(SUDO) apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends $$missing; }
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-dev.lock
	touch $@

clean:
	rm -rf $(VENV) build dist screenshots
