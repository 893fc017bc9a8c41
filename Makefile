# The one door for people and CI; each target is a script in bin/.
.PHONY: run test check assurance assurance-full

run: ## the demo district on http://localhost:8000 (PORT=…)
	@bin/run

test: ## the whole suite, on every database and browser that is here
	@bin/test

check: ## style, types, walls, settings, spelling, locks, containers
	@bin/check

assurance: ## the figures of the security assurance, at CI size
	@bin/install dev
	@.venv/bin/python bin/compile-messages
	@.venv/bin/python -m assurance

assurance-full: ## the same at full size
	@bin/install dev
	@.venv/bin/python bin/compile-messages
	@.venv/bin/python -m assurance --full
