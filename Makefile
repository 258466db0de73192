# One verb a target; `make` lists them. A fresh machine needs Go for `make run` and nothing else; `make test` installs the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOTESTFLAGS ?= -race -shuffle=on -timeout=17m

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | column -ts $$'\t'

.PHONY: run
run: ## serve the gallery of examples on http://127.0.0.1:8050 (needs only Go)
	go run ./examples/gallery

.PHONY: test
test: tools lint test-go test-assets dist ## everything CI checks: lint, Go, front-end and browser tests, and that dist is what src builds

.PHONY: tools
tools: ## install what the tests need: Chromium, redis-server, the front end's packages and Dash's own
	.ci/tools
	.ci/npm-ci assets
	.ci/npm-ci internal/bench/peers

.PHONY: lint
lint: ## formatting, vet, staticcheck, types and style of the front end
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); if [ -n "$$unformatted" ]; then echo "not gofmt-clean:"; echo "$$unformatted"; exit 1; fi
	go mod tidy -diff
	go vet ./...
	go run $(STATICCHECK) ./...
	cd assets && npm run --silent check

.PHONY: test-go
test-go: ## Go tests, with the race detector; those of internal/e2e drive Chromium
	go test $(GOTESTFLAGS) ./...

.PHONY: test-assets
test-assets: ## front-end unit tests, on the source and as shipped
	cd assets && npm run --silent test
	cd assets && DASHI_DIST=1 npm run --silent test

.PHONY: assets
assets: ## build assets/dist from assets/src
	.ci/npm-ci assets
	cd assets && npm run --silent build

.PHONY: dist
dist: ## prove that assets/dist is what assets/src builds, byte for byte
	.ci/dist

.PHONY: bench
bench: ## measure: round trips, memo hits, encoding, page weight, pages with many callbacks and push, each beside a peer
	go run ./internal/bench/cmd

.PHONY: soak
soak: ## 200 pages coming and going for a quarter of an hour (SOAK=15m), with pushes, jobs, streams and sessions: memory, goroutines and descriptors stay where they were
	go run ./internal/soak/cmd -for $(or $(SOAK),15m)

.PHONY: soak-graphs
soak-graphs: ## a thousand updates and two hundred mounts of each kind of WebGL graph: memory and contexts stay where they were
	go test -count=1 -timeout=30m -v -run Soak ./internal/e2e -soak=10

.PHONY: fuzz
fuzz: ## run every fuzz target for a while (FUZZTIME=10s)
	.ci/fuzz $(or $(FUZZTIME),10s)

.PHONY: generate
generate: ## make the generated files anew
	go generate ./...
