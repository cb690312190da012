# Two commands matter: `make run` and `make test`. Everything else is a convenience; `make help` lists it.
PYTHON ?= python3
export PORT HOST STAGE DATA_DIR

.DEFAULT_GOAL := help
.PHONY: help run test bench soak vendor clean

help: ## List the commands
	@grep -E '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/^([a-z-]+):[^#]*## /\1|/' | \
		awk -F'|' '{ printf "  make %-14s %s\n", $$1, $$2 }'

run: ## Start the demonstration at http://localhost:8000 (PORT, STAGE, DATA_DIR: docs/how-to/run-and-test.md)
	@exec $(PYTHON) tools/launch.py

test: ## Lint, types, contracts, tests on SQLite and PostgreSQL, browser journeys
	@exec $(PYTHON) tools/suite.py

bench: ## Measure the engines, fifty writers and two hundred voters at once (ENGINE=portfolio, writers, room … for one)
	@.venv/bin/python -m benchmarks.record $(ENGINE)

soak: ## Kill processes at random while clients write (KILLS=25 DATABASE=sqlite|postgres STEPS=10000); goes on where it stopped
	@exec .venv/bin/python -m benchmarks.soak $(or $(DATABASE),sqlite) --kills $(or $(KILLS),25) --steps $(or $(STEPS),10000)

prove-rules: ## Switch off each guard of a rule in turn; its tests must turn red
	@.venv/bin/python tools/prove_rules.py

vendor: ## Fetch the vendored front-end files again (needs npm)
	@$(PYTHON) tools/vendor.py

clean: ## Remove what the commands above have made, but not the data in var/
	rm -rf build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage
