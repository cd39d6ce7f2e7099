package dev.runbook.api.host;

import dev.runbook.api.Answer;
import dev.runbook.api.HostAction;
import dev.runbook.api.Query;
import dev.runbook.api.ShellScript;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Starts a command that goes on by itself, whatever becomes of the connection. What it prints and its exit status are
 * kept in a folder that only its user can read, {@code ~/.runbook_async/ID}; {@link JobStatus} asks for them.
 *
 * @param id letters, digits, {@code .} and {@code -}
 * @param atMost after this the command is ended
 */
public record StartJob(RunCommand command, String id, Duration atMost) implements HostAction {
    public StartJob {
        requireName(id);
    }

    static void requireName(String id) {
        if (!id.matches("[A-Za-z0-9][A-Za-z0-9.-]*")) {
            throw new IllegalArgumentException("no name for a job: " + id);
        }
    }

    @Override
    public String summary() {
        return "start in the background: " + command.summary();
    }

    @Override
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        return query instanceof JobStatus status && status.id().equals(id)
                ? Answer.unknown("it is started only then")
                : command.after(query, before);
    }

    @Override
    public boolean opaque() {
        return true;
    }

    /** The command's own text goes through the environment, which only its user and root can see. */
    @Override
    public ShellScript script() {
        ShellScript own = command.script();
        String work = "_job=$RUNBOOK_JOB; unset RUNBOOK_JOB; umask 022; eval \"$_job\"";
        String text = """
                umask 077
                _dir=%s
                mkdir -p "${_dir%%/*}" && mkdir "$_dir" || exit
                %s >"$_dir/in" || exit
                RUNBOOK_JOB=%s
                export RUNBOOK_JOB
                _own=
                command -v setsid >/dev/null 2>&1 && _own=setsid
                (
                  trap '' HUP
                  $_own sh -c %s <"$_dir/in" >"$_dir/out" 2>"$_dir/err" &
                  _pid=$!
                  ( sleep %d; : >"$_dir/late"; kill -TERM -- "-$_pid" || kill -TERM "$_pid" ) &
                  _guard=$!
                  wait "$_pid"
                  _rc=$?
                  kill "$_guard"
                  echo "$_rc" >"$_dir/rc.new"
                  mv "$_dir/rc.new" "$_dir/rc"
                ) </dev/null >/dev/null 2>&1 &
                """.formatted(
                directory(id), own.input() == null ? ":" : "cat", ShellScript.quote(own.text()), ShellScript.quote(work),
                Math.max(1, atMost.toSeconds()));
        return new ShellScript(text, own.input());
    }

    /** The folder of a job, as a word of shell. */
    static String directory(String id) {
        return "\"${HOME:-/tmp}\"/.runbook_async/" + ShellScript.quote(id);
    }
}
