package dev.runbook.api.host;

import dev.runbook.api.CommandOutput;
import dev.runbook.api.Probe;
import dev.runbook.api.ShellScript;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One {@code stat} for all paths that follow links and one for all that do not, in groups that fit an argument list.
 *
 * <p>Each group prints one field per path ({@code -} nothing there, {@code !} not allowed to look, {@code l} and the
 * target of a link, {@code +} anything else), then one field with the records of those that are there.
 */
enum StatProbe implements Probe<FileStatus, @Nullable FileInfo> {
    INSTANCE;

    private static final int GROUP = 400;

    private static final String FUNCTIONS =
            """
            s=$(stat -c %f / 2>/dev/null)
            q() {
              o=$1
              shift
              for p do
                shift
                if [ -z "$o" ] && [ -L "$p" ]; then
                  printf l
                  readlink -n -- "$p"
                  printf '\\0'
                  set -- "$@" "$p"
                elif [ -e "$p" ]; then
                  printf '+\\0'
                  set -- "$@" "$p"
                elif gone "$p" && hidden "$p"; then
                  printf -- '-\\0'
                else
                  printf '!\\0'
                fi
              done
              if [ $# -gt 0 ]; then records "$@"; fi
              printf '\\0'
            }
            hidden() {
              if [ -L "$1" ]; then
                case $(ls -ldL -- "$1" 2>&1) in *[Pp]'ermission denied'*) return 1 ;; esac
              fi
            }
            records() {
              if [ -n "$s" ]; then
                stat $o -c '%f:%s:%Y:%u:%g:%U:%G:%n' -- "$@" 2>/dev/null
              else
                for p do
                  printf 'ls:%s:' "$(date -r "$p" +%s 2>/dev/null)"
                  ls -ld $o -- "$p" 2>/dev/null | head -n 1
                  printf '%s\\n' "$p"
                done
              fi
            }
            """;

    @Override
    public String script(List<FileStatus> queries) {
        StringBuilder script = new StringBuilder(Snippets.GONE).append(FUNCTIONS);
        for (List<FileStatus> group : groups(queries)) {
            script.append("q ").append(group.getFirst().follow() ? "-L" : "''");
            group.forEach(query -> script.append(' ').append(ShellScript.quote(query.path())));
            script.append('\n');
        }
        return script.toString();
    }

    @Override
    public List<@Nullable FileInfo> parse(List<FileStatus> queries, CommandOutput output) {
        Fields fields = new Fields(output.out(), output.stderr());
        List<@Nullable FileInfo> answers = new ArrayList<>();
        for (List<FileStatus> group : groups(queries)) {
            List<String> marks = new ArrayList<>();
            group.forEach(query -> marks.add(fields.text()));
            FileRecords records = new FileRecords(Fields.exact(fields.raw()));
            for (int i = 0; i < group.size(); i++) {
                String path = group.get(i).path();
                answers.add(
                        switch (marks.get(i).charAt(0)) {
                            case '-' -> null;
                            case '!' -> throw Snippets.denied(path);
                            case 'l' -> records.next(path, marks.get(i).substring(1));
                            default -> records.next(path, null);
                        });
            }
        }
        return answers;
    }

    /** Neighbours of the same kind, in the order of the questions. */
    private static List<List<FileStatus>> groups(List<FileStatus> queries) {
        List<List<FileStatus>> groups = new ArrayList<>();
        for (FileStatus query : queries) {
            if (groups.isEmpty()
                    || groups.getLast().size() >= GROUP
                    || groups.getLast().getFirst().follow() != query.follow()) {
                groups.add(new ArrayList<>());
            }
            groups.getLast().add(query);
        }
        return groups;
    }
}
