package dev.runbook.api.host;

import dev.runbook.api.Answer;
import dev.runbook.api.CommandOutput;
import dev.runbook.api.Probe;
import dev.runbook.api.ShellScript;
import dev.runbook.api.TaskFailedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of a file, lower-case hexadecimal; null where no regular file stands. Follows links.
 *
 * @param path absolute
 */
public record FileChecksum(String path) implements FileQuery<@Nullable String> {
    @Override
    public Probe<FileChecksum, @Nullable String> probe() {
        return ChecksumProbe.INSTANCE;
    }

    @Override
    public String describe() {
        return "checksum of " + path;
    }

    @Override
    public Answer<@Nullable String> after(FileAction action, Answer<@Nullable String> before) {
        return switch (action.at(path)) {
            case null -> before;
            case Left.Altered altered -> before;
            case Left.Stands stands -> stands.checksum(path);
            case Left.Gone gone -> Answer.of(null);
            case Left.Unsure unsure -> Answer.unknown(unsure.why());
        };
    }

    /** One {@code sha256sum} for many files; the same shape of output as {@link StatProbe}. */
    private enum ChecksumProbe implements Probe<FileChecksum, @Nullable String> {
        INSTANCE;

        private static final int GROUP = 400;

        private static final String FUNCTIONS =
                """
                q() {
                  for p do
                    shift
                    if [ -f "$p" ] && [ -r "$p" ]; then
                      printf '+\\0'
                      set -- "$@" "$p"
                    elif [ ! -f "$p" ] && gone "$p"; then
                      printf -- '-\\0'
                    else
                      printf '!\\0'
                    fi
                  done
                  if [ $# -gt 0 ]; then sha256sum -- "$@"; fi
                  printf '\\0'
                }
                """;

        @Override
        public String script(List<FileChecksum> queries) {
            StringBuilder script = new StringBuilder(Snippets.GONE).append(FUNCTIONS);
            for (int from = 0; from < queries.size(); from += GROUP) {
                script.append('q');
                for (FileChecksum query : queries.subList(from, Math.min(queries.size(), from + GROUP))) {
                    script.append(' ').append(ShellScript.quote(query.path()));
                }
                script.append('\n');
            }
            return script.toString();
        }

        @Override
        public List<@Nullable String> parse(List<FileChecksum> queries, CommandOutput output) {
            Fields fields = new Fields(output.out(), output.stderr());
            List<@Nullable String> answers = new ArrayList<>();
            for (int from = 0; from < queries.size(); from += GROUP) {
                List<FileChecksum> group = queries.subList(from, Math.min(queries.size(), from + GROUP));
                List<String> marks = new ArrayList<>();
                group.forEach(query -> marks.add(fields.text()));
                Sums sums = new Sums(fields.text(), output.stderr());
                for (int i = 0; i < group.size(); i++) {
                    String path = group.get(i).path();
                    answers.add(
                            switch (marks.get(i).charAt(0)) {
                                case '+' -> sums.next(path);
                                case '-' -> null;
                                default -> throw Snippets.denied("read", path);
                            });
                }
            }
            return answers;
        }
    }

    /** Lines {@code <hex>  <name>}; GNU puts a backslash before a line whose name it had to escape. */
    private static final class Sums {
        private final String[] lines;
        private final String complaint;
        private int next;

        Sums(String text, String complaint) {
            this.lines = text.split("\n");
            this.complaint = complaint.strip();
        }

        String next(String path) {
            String line = next < lines.length ? lines[next++] : "";
            String sum = line.startsWith("\\") ? line.substring(1) : line;
            if (sum.length() > 66 && sum.substring(0, 64).chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
                String name = sum.substring(66);
                // An escaped or split name cannot be compared; a plain one must be the one asked for.
                if (name.equals(path) || line.startsWith("\\") || path.indexOf('\n') >= 0) {
                    next += line.startsWith("\\") ? 0 : (int) path.chars().filter(c -> c == '\n').count();
                    return sum.substring(0, 64);
                }
            }
            throw new TaskFailedException(
                    "the checksum of " + path + " could not be read" + (complaint.isEmpty() ? "" : ": " + complaint));
        }
    }
}
