package dev.runbook.host;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;

/** Ends what a shell has started, over a second channel and as the same user. */
final class ShellKiller {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /**
     * First asks politely, then not: every descendant of the shell, found again each time since they may fork. The
     * shell itself is told to start nothing more of its present frames. Needs no tool but {@code sleep} where there is
     * /proc.
     */
    private static final String SCRIPT = """
            rb_table() {
              if [ -r /proc/self/stat ]; then
                for rb_f in /proc/[0-9]*/stat; do
                  { IFS= read -r rb_l <"$rb_f"; } 2>/dev/null || continue
                  rb_p=${rb_f#/proc/}
                  set -- ${rb_l##*) }
                  [ "$1" = Z ] || rb_map="$rb_map ${rb_p%/stat}:$2"
                done
              else
                rb_map=$(ps -A -o pid= -o ppid= | while read -r rb_p rb_q; do printf ' %s:%s' "$rb_p" "$rb_q"; done)
              fi
            }
            rb_tree() {
              rb_map= rb_found= rb_new=$rb_root
              rb_table
              while [ -n "$rb_new" ]; do
                rb_next=
                for rb_e in $rb_map; do
                  for rb_n in $rb_new; do
                    [ "${rb_e#*:}" != "$rb_n" ] || rb_next="$rb_next ${rb_e%%:*}"
                  done
                done
                rb_found="$rb_found $rb_next" rb_new=$rb_next
              done
            }
            rb_i=0 rb_signal=TERM
            while [ $rb_i -lt 30 ]; do
              rb_tree
              set -- $rb_found
              [ $# -gt 0 ] || break
              [ $rb_i -ne 0 ] || kill -TERM "$rb_root" 2>/dev/null
              case $rb_i in 0|20|22|24|26|28) kill -$rb_signal "$@" 2>/dev/null ;; esac
              [ $rb_i -lt 19 ] || rb_signal=KILL
              sleep 0.1 2>/dev/null || { sleep 1; rb_i=$((rb_i + 9)); }
              rb_i=$((rb_i + 1))
            done
            """;

    private ShellKiller() {}

    /** Returns when what ran has ended, or there is no way to end it. */
    static void kill(Transport transport, Login login, String pid) throws IOException, InterruptedException {
        try (ShellProcess killer = ShellProcess.single(transport, login, LIMIT)) {
            Script script = Script.query("rb_root=" + pid + "\n" + SCRIPT);
            Frame frame = killer.submitSingle(script, Host.OutputListener.NONE);
            killer.copyInput(new ByteArrayInputStream(new byte[0]));
            killer.await(frame, LIMIT);
        }
    }
}
