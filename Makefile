.DEFAULT_GOAL := help
.PHONY: help run test check bench proof install install-dev install-system lock clean
SHELL := /bin/sh
PIP := .venv/bin/python -m pip --disable-pip-version-check --no-input -q install
# Locks hold no addresses: the index is whatever pip on this machine is set to use.
LOCK := uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	--extra postgres --group build pyproject.toml

help: ## show these lines
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name text; do \
		printf '  make %-15s %s\n' "$$name" "$$text"; done

run: install ## start the product: web server and worker (PORT=… and EKC_… change it)
	@exec .venv/bin/ekc run

test: install-dev install-system ## install what is missing and run every test
	@exec .venv/bin/python -m pytest -n 2 --dist worksteal

check: install-dev ## format, lint, types and the fast tests
	@exec .venv/bin/ekc check

bench: install-dev ## measure, beside a floor twin in the same run
	@exec .venv/bin/python -m bench

proof: install-dev install-system ## the long proofs in full, with their table in docs/
	@exec .venv/bin/python -m pytest -m proof --full

# What is installed is remembered as the sum of the files that asked for it and the folder it is in: a git
# checkout that touches files costs nothing, a copied folder gets an environment of its own.
install: ## make .venv with the pinned dependencies and the `ekc` command
	@want="$(CURDIR) $$(cat requirements.txt pyproject.toml | cksum)"; \
	have="$$(cat .venv/.run 2>/dev/null)"; works="$$(.venv/bin/python -c 'print("yes")' 2>/dev/null)"; \
	if [ "$$works$$have" = "yes$$want" ]; then exit 0; fi; \
	python=; for one in python3 python3.11 python3.12 python3.13 python3.14; do \
		if "$$one" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			python=$$one; break; fi; done; \
	if [ -z "$$python" ]; then \
		echo "ekc needs Python 3.11 or newer with venv and pip (Debian: apt-get install python3-venv)." >&2; exit 1; fi; \
	echo "Installing into .venv (the first time this takes about half a minute) ..."; \
	case "$$works$$have" in "yes$(CURDIR) "*) ;; *) "$$python" -m venv --clear .venv || exit 1 ;; esac; \
	$(PIP) --require-hashes --no-deps -r requirements.txt && \
	$(PIP) --no-deps --no-build-isolation -e . && \
	printf '%s' "$$want" > .venv/.run

install-dev: install ## add what tests and checks need
	@want="$$(cksum < requirements-dev.txt)"; \
	if [ "$$(cat .venv/.dev 2>/dev/null)" = "$$want" ]; then exit 0; fi; \
	echo "Installing the tools for tests ..."; \
	$(PIP) --require-hashes --no-deps -r requirements-dev.txt && printf '%s' "$$want" > .venv/.dev

install-system: install ## Chromium, libical and PostgreSQL, through apt when root
	@exec .venv/bin/python tests/tools/install.py

lock: ## pin the dependencies of pyproject.toml anew (UPGRADE=--upgrade for newer releases)
	@there=$$(mktemp -d) && python3 -m venv "$$there" && "$$there/bin/pip" -q install uv && PATH="$$there/bin:$$PATH" && \
	$(LOCK) $(UPGRADE) -o requirements.txt && \
	$(LOCK) $(UPGRADE) --group dev -c requirements.txt -o requirements-dev.txt; \
	ended=$$?; rm -rf "$$there"; exit $$ended

clean: ## remove .venv and caches; instance/ stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis ./*.egg-info build
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
