#!/bin/sh
# Measures what docs/benchmarks/language.md shows. Needs a built distribution: mvn package. Prints one line a measurement.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
app=$here/engine/cli/target/runbook
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
generate() { "${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "$here/engine/testkit/target/classes" dev.runbook.testkit.BenchmarkFiles "$@"; }

# measure LABEL HEAP ARGUMENTS…: seconds of wall time and of processor, and the exit status
measure() {
    label=$1 heap=$2
    shift 2
    status=0
    RUNBOOK_JAVA_OPTIONS="-Xmx$heap" /usr/bin/env time -f "$label: %e s, %U + %S s of processor, %M KB" \
        "$app/runbook" "$@" >"$work/out" 2>"$work/err" || status=$?
    grep "^$label" "$work/err" || cat "$work/err"
    [ "$status" -eq 0 ] || { printf '%s: exit %s\n' "$label" "$status"; exit 1; }
}

generate tasks "$work/tasks" 200 50
measure 'list 10,000 tasks in 200 files (first start)' 512m run "$work/tasks/site.yml" -i "$work/tasks/hosts.yml" --list-tasks
measure 'list 10,000 tasks in 200 files' 512m run "$work/tasks/site.yml" -i "$work/tasks/hosts.yml" --list-tasks
for hosts in 500 1000 2000; do
    for tasks in 12 25 50; do
        generate hosts "$work/hosts" "$hosts" "$tasks"
        measure "$hosts hosts × $tasks tasks" 1g run "$work/hosts/site.yml" -i "$work/hosts/hosts.yml"
    done
done
