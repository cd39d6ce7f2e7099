# shellcheck shell=bash
# What the scripts of this folder share: where things are kept, and a few words to say things with. Sourced, not run.

RUNBOOK_CI_CACHE="${RUNBOOK_CI_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/runbook-ci}"
RUNBOOK_CI_STATE="${RUNBOOK_CI_STATE:-/run/runbook-ci}"   # socket, pid file and log of our own dockerd
RUNBOOK_CI_LABEL="dev.runbook.ci"                         # every container of ours carries this label

export RUNBOOK_TEST_IMAGE="${RUNBOOK_TEST_IMAGE:-runbook-test-host:bookworm}"
export RUNBOOK_TEST_KEY="${RUNBOOK_TEST_KEY:-$RUNBOOK_CI_CACHE/ssh/id_ed25519}"
export RUNBOOK_TEST_ARCHIVES="${RUNBOOK_TEST_ARCHIVES:-$RUNBOOK_CI_CACHE/archives}"

started=$SECONDS

say() { printf '[ci %3ss] %s\n' "$((SECONDS - started))" "$*"; }

die() {
  printf '[ci] %s\n' "$*" >&2
  exit 1
}

# quietly LOG COMMAND...: runs a talkative command; what it says is shown only when it fails, and then only the end.
quietly() {
  local log=$1 status=0
  shift
  "$@" <&0 >"$log" 2>&1 & # in the background: `set -e` would not hold in a function called from a condition
  wait "$!" || status=$?
  if [ "$status" -ne 0 ]; then
    tail -n 60 "$log" >&2
    die "failed: $* (all of its output: $log)"
  fi
}

# use_docker: points DOCKER_HOST at an engine that answers: the caller's own, ours, or the machine's; false if none does
use_docker() {
  local candidate
  for candidate in "${DOCKER_HOST:-}" "unix://$RUNBOOK_CI_STATE/docker.sock" "unix:///var/run/docker.sock"; do
    if [ -n "$candidate" ] && timeout 10 docker --host "$candidate" version >/dev/null 2>&1; then
      export DOCKER_HOST="$candidate"
      return 0
    fi
  done
  return 1
}

test_environment=(
  RUNBOOK_TEST_IMAGE RUNBOOK_TEST_KEY RUNBOOK_TEST_ARCHIVES
  DOCKER_HOST TESTCONTAINERS_HOST_OVERRIDE TESTCONTAINERS_RYUK_DISABLED TESTCONTAINERS_CHECKS_DISABLE
)

# export_test_environment: what the tests read, once an engine was found by use_docker. Testcontainers would else pull
# images of its own to clean up, to check the engine, and to find out the address of this machine.
export_test_environment() {
  export TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1
  export TESTCONTAINERS_RYUK_DISABLED=true
  export TESTCONTAINERS_CHECKS_DISABLE=true
}
