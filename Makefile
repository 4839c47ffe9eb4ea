# Each target can be repeated and needs no other one first. Without make, call the script itself:
#   python3 tools/bootstrap.py serve
# Further arguments: make serve ARGS="--port 0", make test ARGS="plugins/forum"

PYTHON ?= python3
ARGS ?=
TARGETS = serve test test-rest test-full lint bench assets docs messages contracts lock help

.DEFAULT_GOAL = help
.PHONY: $(TARGETS)

$(TARGETS):
	@$(PYTHON) tools/bootstrap.py $@ $(ARGS)
