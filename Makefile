# Everything here happens inside the checkout: .venv and .sam hold what is installed, from the lock files.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := install --quiet --disable-pip-version-check --require-hashes --no-deps

.DEFAULT_GOAL := help
SEEDS ?= 2000
STAGE ?= default
.PHONY: help setup browser-tools words demo dev deploy test figures simulate sabotages burst cost lint types imports template check lock clean

help: ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 15

setup: $(VENV)/.done ## make .venv from the lock file, with the command at .venv/bin/broadsheet

$(VENV)/.done: requirements.lock pyproject.toml
	@echo "Setting up $(VENV) (once, about a minute)"
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Broadsheet needs Python 3.11 or newer; set PYTHON=…")'
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip $(PIP) -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

words: setup ## enter the words of the pages in their catalogs and compile these
	$(BIN)/python -m tests.catalogs

.sam/.done: infra/sam.lock
	@echo "Setting up the SAM CLI in .sam"
	$(PYTHON) -m venv --clear .sam
	.sam/bin/python -m pip $(PIP) -r infra/sam.lock
	@touch $@

.checkov/.done: infra/checkov.lock
	@echo "Setting up checkov in .checkov"
	$(PYTHON) -m venv --clear .checkov
	.checkov/bin/python -m pip $(PIP) -r infra/checkov.lock
	@touch $@

CHECKERS := tests/browser/node_modules/.package-lock.json

browser-tools: $(CHECKERS) ## Chromium, Java and Node (Debian's, where they are missing) and the checkers from npm

$(CHECKERS): tests/browser/package.json tests/browser/package-lock.json
	tests/browser/install.sh
	@touch $@

demo: setup ## publish the samples on the local stack and serve the site; ONCE=1 ends after checking it
	$(BIN)/broadsheet demo $(if $(ONCE),--once)

dev: setup ## the local stack, which stays
	$(BIN)/broadsheet dev

deploy: setup .sam/.done ## a newsroom in your AWS account, or its next version: STAGE=staging; GUIDED=1 asks for the parameters
	.sam/bin/sam build --config-env $(STAGE)
	.sam/bin/sam deploy --config-env $(STAGE) $(if $(GUIDED),--guided)

test: setup ## all tests; those of the browser only where `make browser-tools` was
	$(BIN)/python -m pytest -n auto --dist worksteal

figures: setup browser-tools ## Lighthouse and the weights of pages, into benchmarks/PAGES.md
	$(BIN)/python -m tests.browser

simulate: setup ## many simulated days on all cores: SEEDS=200000; or one of them again, as a story: SEED=7
	$(BIN)/python -m tests.simulation $(if $(SEED),--seed $(SEED),--seeds $(SEEDS) $(if $(FIRST),--first $(FIRST)))

sabotages: setup ## every wrong that the simulator must find, a quarter of which make test looks for
	$(BIN)/python -m pytest -n auto --dist worksteal -m thorough tests/simulation

burst: setup ## 16 editors at the local stack while botocore fails: UPLOADS=1000 SEED=1, CHAOS=1
	$(BIN)/python -m tests.burst --uploads $(or $(UPLOADS),1000) --seed $(or $(SEED),1) $(if $(CHAOS),--chaos)

cost: setup ## what a month costs, by calls counted at the handlers, into docs/cost.md
	PYTHONPATH=.:functions $(BIN)/python benchmarks/cost.py > /dev/null

lint: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/codespell

types: setup
	$(BIN)/mypy

imports: setup
	$(BIN)/lint-imports

template: setup .sam/.done .checkov/.done
	$(BIN)/cfn-lint infra/template.yaml
	SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=eu-central-1 .sam/bin/sam validate --lint --template-file infra/template.yaml
	.checkov/bin/checkov --config-file infra/checkov.yaml

check: lint types imports template ## linters, type checker, import contracts, template checks

lock: ## compile the lock files anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --all-extras --quiet pyproject.toml --output-file requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet infra/sam.in --output-file infra/sam.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet infra/checkov.in --output-file infra/checkov.lock
	uv pip compile --universal --python-version 3.13 --generate-hashes --no-emit-index-url --no-annotate --no-header --extra functions --quiet --constraints requirements.lock \
		--no-emit-package boto3 --no-emit-package botocore --no-emit-package s3transfer --no-emit-package urllib3 \
		--no-emit-package python-dateutil --no-emit-package six \
		pyproject.toml --output-file shared/requirements.lock

clean: ## remove everything that was made
	rm -rf $(VENV) .sam .checkov .aws-sam .broadsheet .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache tests/browser/node_modules
