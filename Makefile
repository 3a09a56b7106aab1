# The two commands a newcomer needs are `make demo` and `make test`; each does all its own set-up.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-programs test-long lint bench profile corpus fuzz loops lock wheel documents pictures diagram clean programs

help: ## what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

setup: $(READY) ## .venv with .venv/bin/mailbot, from locked versions

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo 'mailbot needs Python 3.11 or newer (found: '"$$($(PYTHON) --version 2>&1)"')'; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
		|| { echo 'mailbot needs the venv module of Python (Debian: apt-get install python3-venv)'; exit 1; }
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes \
		-r requirements.lock \
		|| { echo 'the packages of requirements.lock could not be installed: is a package index within reach?'; exit 1; }
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps \
		--no-build-isolation --editable .
	@touch $(READY)

demo: $(READY) ## real messages through an embedded mailbox; leaves a page of every mail sent (KEEP=1: stays up)
	@$(BIN)/python -m mailbot.demo $(if $(KEEP),--keep)

programs: # the servers that the tests speak to
	@sh tests/install-programs.sh dovecot postgresql

test: $(READY) programs lint ## lint, then all tests of this tier, real servers included
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder
	@$(BIN)/python -m pytest -n 2 --dist loadfile --database postgresql $(ON_POSTGRESQL)

# What PostgreSQL may do otherwise: the store, what is its own, a few whole roads.
ON_POSTGRESQL := tests/storage tests/postgresql tests/cli/test_database.py \
	tests/scenarios/test_one_mail_one_case.py tests/scenarios/test_confirming.py \
	tests/e2e/test_many_processes.py tests/e2e/test_road.py::test_a_complete_request_becomes_one_case_and_is_acknowledged_without_forms

test-programs: $(READY) ## tests with more of Debian's programs, and with the wheel installed elsewhere
	@sh tests/install-programs.sh dovecot cyrus postfix clamav libreoffice chromium spamassassin
	@$(BIN)/python -m pytest -m programs

test-long: $(READY) programs ## tests that take long: a thousand kills, a simulated year (hosts cut off: as root); all on PostgreSQL too
	@sh tests/install-programs.sh iproute2
	@$(BIN)/python -m pytest -m long
	@$(BIN)/python -m pytest -n 2 --dist loadfile --database postgresql -m 'not programs'

lint: $(READY) ## format, lint, types and the layer rule
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-cache > .venv/lint-imports.txt || { cat .venv/lint-imports.txt; exit 1; }

bench: $(READY) programs ## what a mail costs, and what grows (CASES=1000000, MAILS=20000: larger)
	@$(BIN)/python -m benchmarks
	@$(BIN)/python -m benchmarks.growth 1000 $(or $(CASES),30000)
	@$(BIN)/python -m benchmarks.running --cases $(or $(CASES),5000) --mails $(or $(MAILS),1000)

profile: $(READY) programs ## where the CPU time of a mail goes, by function (PYSPY=1: C code too; CALLGRIND=1: instructions)
ifdef CALLGRIND
	@sh tests/install-programs.sh valgrind
	@$(BIN)/python -m benchmarks.road.outside callgrind $(or $(MAILS),100)
else ifdef PYSPY
	@[ -x .programs/py-spy/bin/py-spy ] || $(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps \
		--require-hashes --target .programs/py-spy -r benchmarks/road/py-spy.txt
	@$(BIN)/python -m benchmarks.road.outside py-spy $(or $(MAILS),1000)
else
	@$(BIN)/python -m benchmarks.road.profile $(or $(MAILS),1000)
endif

corpus: $(READY) ## every message of CORPUS=folder through mailbot, scored against its manifest
	@$(BIN)/python -m benchmarks.corpus $(or $(CORPUS),../shared/corpus)

fuzz: $(READY) ## mutated mails, forms and headers for MINUTES=10; prints how many, keeps what fails
	@nice -n 15 $(BIN)/python -m tests.fuzz --minutes $(or $(MINUTES),10)

loops: $(READY) ## thirty days with every kind of program that answers mail; prints mails sent to each
	@$(BIN)/python -m tests.loops

wheel: $(READY) ## dist/mailbot-VERSION-py3-none-any.whl, to install elsewhere with pip
	@$(BIN)/python -m hatchling build --target wheel

documents: $(READY) ## write the line's default documents anew
	@$(BIN)/python -m mailbot.documents.build

pictures: $(READY) ## draw the guides' pictures and printable sheets anew with Chromium (ONLY=asesor: that one)
	@nice $(BIN)/python docs/pictures.py $(ONLY)

diagram: $(READY) ## draw the state machine anew from its table
	@$(BIN)/python -m mailbot.rules.diagram > docs/state-machine.svg

lock: ## lock the versions of pyproject.toml anew, with hashes and without addresses
	@$(PYTHON) -m venv .venv-lock
	@.venv-lock/bin/python -m pip install --quiet uv
	@.venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-header --no-emit-index-url --no-emit-find-links --all-extras --output-file requirements.lock pyproject.toml
	@rm -rf .venv-lock

clean: ## remove what the targets made
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache demo-out profiles
