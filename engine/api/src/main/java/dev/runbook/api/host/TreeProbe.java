package dev.runbook.api.host;

import dev.runbook.api.CommandOutput;
import dev.runbook.api.Probe;
import dev.runbook.api.ShellScript;
import dev.runbook.api.TaskFailedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Per directory: {@code -}, {@code !}, or {@code +} followed by records, an empty field, what {@code find} complained,
 * pairs of link and target, and an empty field. GNU {@code stat} ends each record with a NUL; others end it with a
 * newline, are told apart by the head of the record that follows, and are one field together that begins with a dot.
 */
enum TreeProbe implements Probe<DirectoryTree, @Nullable Map<String, FileInfo>> {
    INSTANCE;

    private static final int LIMIT = 32 * 1024 * 1024;
    private static final Pattern RECORD = Pattern.compile("(?:^|(?<=\n))" + FileRecords.HEAD + "\\./");

    private static final String FUNCTIONS =
            """
            f='%f:%s:%Y:%u:%g:%U:%G:%n'
            if stat --printf= / >/dev/null 2>&1; then g=1; else g=; fi
            t() {
              if [ ! -d "$1" ]; then
                if gone "$1"; then printf -- '-\\0'; else printf '!\\0'; fi
                return
              fi
              if [ ! -r "$1" ] || [ ! -x "$1" ]; then printf '!\\0'; return; fi
              printf '+%s\\0' "$g"
              (
                cd "$1" || exit
                e=$({ list | head -c LIMIT >&3; } 2>&1)
                printf '\\0%s\\0' "$e"
                find . -type l -exec sh -c \
            'for l do printf "%s\\0" "$l"; readlink -n -- "$l"; printf "\\0"; done' sh {} + 2>/dev/null
              ) 3>&1
              printf '\\0'
            }
            list() {
              if [ -n "$g" ]; then
                find . ! -name . -exec stat --printf "$f\\\\0" -- {} +
              else
                printf .
                find . ! -name . -exec stat -c "$f" -- {} +
                printf '\\0'
              fi
            }
            """
                    .replace("LIMIT", Integer.toString(LIMIT));

    @Override
    public String script(List<DirectoryTree> queries) {
        StringBuilder script = new StringBuilder(Snippets.GONE).append(FUNCTIONS);
        queries.forEach(query -> script.append("t ").append(ShellScript.quote(query.path())).append('\n'));
        return script.toString();
    }

    @Override
    public List<@Nullable Map<String, FileInfo>> parse(List<DirectoryTree> queries, CommandOutput output) {
        Fields fields = new Fields(output.out(), output.stderr());
        List<@Nullable Map<String, FileInfo>> answers = new ArrayList<>();
        for (DirectoryTree query : queries) {
            String mark = fields.text();
            answers.add(
                    switch (mark) {
                        case "-" -> null;
                        case "!" -> throw Snippets.denied("list", query.path());
                        default -> tree(query.path(), fields, !mark.equals("+"));
                    });
        }
        return answers;
    }

    private static Map<String, FileInfo> tree(String path, Fields fields, boolean one) {
        List<String> records = new ArrayList<>();
        long length = 0;
        for (String field = Fields.exact(fields.raw()); !field.isEmpty(); field = Fields.exact(fields.raw())) {
            length += field.length() + 1;
            records.add(one ? field : field.substring(1));
        }
        if (length >= LIMIT) {
            throw new TaskFailedException("there is too much in " + path + " to be listed");
        }
        String complaint = fields.text();
        if (complaint.contains("ermission denied")) {
            throw Snippets.denied("list everything in", path);
        }
        Map<String, String> targets = new HashMap<>();
        for (String link = Fields.exact(fields.raw()); !link.isEmpty(); link = Fields.exact(fields.raw())) {
            targets.put(link.substring(2), fields.text());
        }
        Map<String, FileInfo> tree = new TreeMap<>();
        for (String record : records) {
            add(record, one, targets, tree);
        }
        if (tree.isEmpty() && !complaint.isEmpty()) {
            throw new TaskFailedException("what is in " + path + " could not be read: " + complaint.strip());
        }
        return Collections.unmodifiableMap(tree);
    }

    private static void add(String text, boolean one, Map<String, String> targets, Map<String, FileInfo> tree) {
        Matcher matcher = RECORD.matcher(text);
        boolean found = matcher.lookingAt();
        while (found) {
            Matcher head = matcher;
            Matcher following = RECORD.matcher(text);
            boolean more = !one && following.find(matcher.end());
            int end = one ? text.length() : more ? following.start() - 1 : text.length() - 1;
            String name = text.substring(matcher.end(), end);
            tree.put(Fields.decoded(name), FileRecords.ofStat(head, targets.get(name)));
            matcher = following;
            found = more;
        }
    }
}
