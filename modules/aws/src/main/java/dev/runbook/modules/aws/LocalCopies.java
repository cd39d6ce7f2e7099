package dev.runbook.modules.aws;

import dev.runbook.api.Answer;
import dev.runbook.api.CommandOutput;
import dev.runbook.api.Content;
import dev.runbook.api.Probe;
import dev.runbook.api.ShellScript;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.SimulatedQuery;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The copies of objects that a directory has, by name relative to it, as the list beside them says; those that are gone are
 * left out, and those whose bytes are no longer what was fetched have no ETag.
 *
 * <p>The list has a line for each copy: its SHA-256, size, ETag and name, with tabs between. Of several lines for a name the
 * last one counts.
 *
 * @param directory absolute
 */
record LocalCopies(String directory) implements SimulatedQuery<Map<String, LocalCopies.Copy>> {
    private static final String LIST = ".s3_sync";

    /**
     * @param size of what was fetched
     * @param etag of what was fetched; null where the copy was changed since
     */
    record Copy(long size, @Nullable String etag) {
        @Override
        public String toString() {
            return etag == null ? "changed on the host" : "ETag " + etag + ", " + size + " bytes";
        }
    }

    static String list(String directory) {
        return directory + "/" + LIST;
    }

    /** A line of the list, with its end. */
    static String line(String sha256, StoredObject object, String name) {
        return sha256 + "\t" + object.size() + "\t" + etag(object) + "\t" + name + "\n";
    }

    /** An empty field would be lost. */
    static String etag(StoredObject object) {
        return object.etag().isEmpty() ? "-" : object.etag();
    }

    /** The answer with another copy, or without one where it is null. */
    static Answer<Map<String, Copy>> with(Answer<Map<String, Copy>> before, String name, @Nullable Copy copy) {
        if (!(before instanceof Answer.Known<Map<String, Copy>>(Map<String, Copy> copies))) {
            return before;
        }
        Map<String, Copy> after = new TreeMap<>(copies);
        after.remove(name);
        if (copy != null) {
            after.put(name, copy);
        }
        return Answer.of(Collections.unmodifiableMap(after));
    }

    @Override
    public Probe<LocalCopies, Map<String, Copy>> probe() {
        return Listing.TOGETHER;
    }

    @Override
    public String describe() {
        return "what was fetched to " + directory;
    }

    @Override
    public Map<String, Copy> answer(Machine machine) {
        byte[] list = machine.read(list(directory));
        Map<String, Copy> copies = new TreeMap<>();
        for (String line : list == null ? new String[0] : new String(list, StandardCharsets.UTF_8).split("\n")) {
            String[] fields = line.split("\t", 4);
            if (fields.length == 4) {
                byte[] bytes = machine.read(directory + "/" + fields[3]);
                copies.remove(fields[3]);
                if (bytes != null) {
                    boolean same = Content.sha256(bytes).equals(fields[0]);
                    copies.put(fields[3], new Copy(Long.parseLong(fields[1]), same ? fields[2] : null));
                }
            }
        }
        return copies;
    }

    private enum Listing implements Probe<LocalCopies, Map<String, Copy>> {
        TOGETHER;

        @Override
        @SuppressWarnings("OrphanedFormatString") // it is the shell that formats
        public String script(List<LocalCopies> queries) {
            StringBuilder script = new StringBuilder(
                    """
                    tab=$(printf '\\t')
                    q() {
                      printf '@\\n'
                      if [ ! -f "$1/.s3_sync" ]; then return; fi
                      if [ ! -r "$1/.s3_sync" ]; then printf '?\\n'; return; fi
                      awk -F '\\t' 'NF == 4 { l[$4] = $0 } END { for (n in l) print l[n] }' "$1/.s3_sync" |
                        while IFS=$tab read -r sum size etag name; do
                          f=$1/$name
                          if [ -f "$f" ]; then
                            h=$(sha256sum <"$f")
                            if [ "${h%% *}" = "$sum" ]; then s='='; else s='!'; fi
                            printf '%s\\t%s\\t%s\\t%s\\n' "$s" "$size" "$etag" "$name"
                          fi
                        done
                    }
                    """);
            queries.forEach(query -> script.append("q ").append(ShellScript.quote(query.directory())).append('\n'));
            return script.toString();
        }

        @Override
        public List<Map<String, Copy>> parse(List<LocalCopies> queries, CommandOutput output) {
            List<Map<String, Copy>> answers = new ArrayList<>();
            for (String line : output.stdout().split("\n")) {
                if (line.equals("@")) {
                    answers.add(new TreeMap<>());
                } else if (line.equals("?")) {
                    throw new TaskFailedException(
                            "cannot read " + list(queries.get(answers.size() - 1).directory()) + ": permission denied");
                } else if (!answers.isEmpty()) {
                    read(line, answers.getLast());
                }
            }
            if (answers.size() != queries.size()) {
                throw new TaskFailedException("what was fetched cannot be listed: " + output.stderr().strip());
            }
            return answers;
        }

        private static void read(String line, Map<String, Copy> copies) {
            String[] fields = line.split("\t", 4);
            if (fields.length == 4 && fields[1].matches("[0-9]{1,18}")) {
                copies.put(fields[3], new Copy(Long.parseLong(fields[1]), fields[0].equals("=") ? fields[2] : null));
            }
        }
    }
}
