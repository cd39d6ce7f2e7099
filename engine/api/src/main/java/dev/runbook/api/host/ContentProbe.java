package dev.runbook.api.host;

import dev.runbook.api.CommandOutput;
import dev.runbook.api.Content;
import dev.runbook.api.Probe;
import dev.runbook.api.ShellScript;
import dev.runbook.api.TaskFailedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Per file: {@code -}, {@code !}, or size, checksum where it was needed, and the bytes where they are wanted. */
enum ContentProbe implements Probe<FileContent, @Nullable Content> {
    INSTANCE;

    private static final String FUNCTIONS =
            """
            c() {
              p=$3
              if [ ! -f "$p" ]; then
                if gone "$p"; then printf -- '-\\0'; else printf '!\\0'; fi
                return
              fi
              if [ ! -r "$p" ]; then printf '!\\0'; return; fi
              n=$(wc -c <"$p") || n=
              n=${n##*[!0-9]}
              if [ -z "$n" ]; then printf '?\\0'; return; fi
              h=
              if [ -n "$2" ] || [ "$n" -gt "$1" ]; then
                h=$(sha256sum <"$p") || h=
                h=${h%% *}
                if [ -z "$h" ]; then printf '?\\0'; return; fi
              fi
              printf '+%s\\0%s\\0' "$n" "$h"
              if [ "$n" -le "$1" ] && { [ -z "$2" ] || [ "$h" != "$2" ]; }; then head -c "$n" <"$p"; fi
              printf '\\0'
            }
            """;

    @Override
    public String script(List<FileContent> queries) {
        StringBuilder script = new StringBuilder(Snippets.GONE).append(FUNCTIONS);
        for (FileContent query : queries) {
            String known = query.known() == null ? "" : query.known();
            script.append("c ").append(query.limit()).append(' ')
                    .append(ShellScript.quote(List.of(known, query.path()))).append('\n');
        }
        return script.toString();
    }

    @Override
    public List<@Nullable Content> parse(List<FileContent> queries, CommandOutput output) {
        Fields fields = new Fields(output.out(), output.stderr());
        List<@Nullable Content> answers = new ArrayList<>();
        for (FileContent query : queries) {
            String mark = fields.text();
            answers.add(
                    switch (mark.charAt(0)) {
                        case '-' -> null;
                        case '!' -> throw Snippets.denied("read", query.path());
                        case '+' -> content(query, Long.parseLong(mark.substring(1)), fields);
                        default -> throw new TaskFailedException(
                                query.path() + " could not be read: " + output.stderr().strip());
                    });
        }
        return answers;
    }

    private static Content content(FileContent query, long size, Fields fields) {
        String sum = fields.text();
        if (size > query.limit() || (!sum.isEmpty() && sum.equals(query.known()))) {
            fields.raw();
            return new Content(sum, size, null);
        }
        byte[] bytes = fields.take((int) size);
        if (fields.raw().length > 0) {
            throw new TaskFailedException(query.path() + " changed while it was read");
        }
        return query.of(bytes);
    }
}
