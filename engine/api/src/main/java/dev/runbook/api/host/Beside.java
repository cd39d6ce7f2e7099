package dev.runbook.api.host;

import dev.runbook.api.ShellScript;

/** The shell that actions share which prepare something beside its place and then rename it. */
final class Beside {
    private static final String FUNCTIONS =
            """
            w=
            umask 077
            trap 'r=$?; trap - EXIT; if [ -n "$w" ]; then rm -rf -- "$w"; fi; exit $r' EXIT
            trap 'exit 129' HUP
            trap 'exit 130' INT
            trap 'exit 141' PIPE
            trap 'exit 143' TERM
            no() {
              m=${1##*
            }
              case $m in [a-z]*': '*) m=${m##*: } ;; esac
              fail "$m"
            }
            fail() {
              printf '%s\\n' "cannot $verb $p: $1; what was there is unchanged" >&2
              exit 1
            }
            beside() {
              d=${1:-${p%/*}}
              if command -v mktemp >/dev/null 2>&1; then
                e=$(mktemp -d "$d/.runbook.XXXXXXXXXX" 2>&1) || no "$e"
                w=$e
              else
                e=$(mkdir -m 700 "$d/.runbook.$$" 2>&1) || no "$e"
                w=$d/.runbook.$$
              fi
            }
            place() {
              if [ -L "$p" ] && [ -d "$p" ]; then
                # Older busybox cannot replace a link to a directory by a rename.
                mv -f -T -- "$1" "$p" 2>/dev/null || e=$(rm -f -- "$p" 2>&1 && mv -f -- "$1" "$p" 2>&1) || no "$e"
              elif ! e=$(mv -f -- "$1" "$p" 2>&1); then
                case $e in
                  *[Bb]usy*) over "$1" ;;
                  *) no "$e" ;;
                esac
              fi
            }
            # A file that is a mount point cannot be replaced, only written over; a copy is kept in case that fails.
            over() {
              if [ -L "$1" ] || ! cp -p -- "$p" "$w/.former" 2>/dev/null; then no "$e"; fi
              e=$(cat "$1" 2>&1 >"$p") || { f=$e; cat "$w/.former" >"$p"; no "$f"; }
            }
            """;

    private Beside() {}

    /** Defines {@code p}, {@code fail MESSAGE}, {@code no COMPLAINT} (of a tool), {@code beside [DIRECTORY]} (make {@code w}) and {@code place FILE}. */
    static String begin(String verb, String path) {
        return "p=" + ShellScript.quote(path) + "\nverb=" + ShellScript.quote(verb) + "\n" + FUNCTIONS;
    }
}
