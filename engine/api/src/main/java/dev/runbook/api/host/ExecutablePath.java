package dev.runbook.api.host;

import dev.runbook.api.Answer;
import dev.runbook.api.CommandOutput;
import dev.runbook.api.Probe;
import dev.runbook.api.ShellScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a program stands in the search path, as an absolute path; null where it is not installed.
 *
 * @param name a program's name, or a path
 */
public record ExecutablePath(String name) implements FileQuery<@Nullable String> {
    @Override
    public Probe<ExecutablePath, @Nullable String> probe() {
        return PathProbe.INSTANCE;
    }

    @Override
    public String describe() {
        return "program " + name;
    }

    /** A program put into one of the usual directories is found; elsewhere it depends on the search path. */
    @Override
    public Answer<@Nullable String> after(FileAction action, Answer<@Nullable String> before) {
        String found = before instanceof Answer.Known<@Nullable String> known ? known.value() : null;
        for (String changed : action.paths()) {
            if (!(name.contains("/") ? changed.equals(name) : Paths.name(changed).equals(name))) {
                continue;
            }
            Left left = action.at(changed);
            if (left instanceof Left.Stands stands && stands.info().isFile() && (stands.info().mode() & 0111) != 0) {
                boolean searched = changed.equals(found) || changed.equals(name)
                        || (before instanceof Answer.Known && found == null && USUAL.contains(Paths.parent(changed)));
                return searched ? Answer.of(changed) : Answer.unknown("it depends on the search path where " + name
                        + " is found once " + changed + " is there");
            }
            if (found == null || changed.equals(found)) {
                return Answer.unknown(changed + " changes before");
            }
        }
        return before;
    }

    private static final Set<String> USUAL =
            Set.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

    /** Walks the search path itself: {@code command -v} names builtins and aliases too. */
    private enum PathProbe implements Probe<ExecutablePath, @Nullable String> {
        INSTANCE;

        private static final String FUNCTION =
                """
                q() {
                  case $1 in */*) if [ -f "$1" ] && [ -x "$1" ]; then printf %s "$1"; fi; return ;; esac
                  r=$PATH:
                  while [ -n "$r" ]; do
                    d=${r%%:*}
                    r=${r#*:}
                    case $d in /*) if [ -f "$d/$1" ] && [ -x "$d/$1" ]; then printf %s "$d/$1"; return; fi ;; esac
                  done
                }
                """;

        @Override
        public String script(List<ExecutablePath> queries) {
            StringBuilder script = new StringBuilder(FUNCTION);
            for (ExecutablePath query : queries) {
                script.append("q ").append(ShellScript.quote(query.name())).append("; printf '\\0'\n");
            }
            return script.toString();
        }

        @Override
        public List<@Nullable String> parse(List<ExecutablePath> queries, CommandOutput output) {
            Fields fields = new Fields(output.out(), output.stderr());
            List<@Nullable String> answers = new ArrayList<>();
            for (int i = 0; i < queries.size(); i++) {
                String path = fields.text();
                answers.add(path.isEmpty() ? null : path);
            }
            return answers;
        }
    }
}
