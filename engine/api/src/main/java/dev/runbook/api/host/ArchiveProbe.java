package dev.runbook.api.host;

import dev.runbook.api.CommandOutput;
import dev.runbook.api.Probe;
import dev.runbook.api.ShellScript;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.host.ArchiveDifferences.Difference;
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
 * Per archive: {@code -} where there is none, {@code !} where it may not be read, {@code ?} and a program that is
 * missing, or {@code +} and three fields: what was complained, the names, and lines that tell differences.
 *
 * <p>GNU tar compares by itself, reading the archive once. For other tars each file is compared by checksum, for zip by
 * its bytes; both print lines as GNU tar does.
 */
enum ArchiveProbe implements Probe<ArchiveDifferences, @Nullable Map<String, Difference>> {
    INSTANCE;

    private static final Pattern MISSING =
            Pattern.compile("(?:tar: )?(.*?): (?:Warning: )?Cannot (?:stat|open|readlink): (?:No such file|Not a dir).*");
    private static final Pattern DIFFERS = Pattern.compile(
            "(?:tar: )?(.*?): (Mode differs|Contents differ|Size differs|Symlink differs|File type differs|"
                    + "Not linked to .*|Device number differs|Cannot .*)");

    private static final String FUNCTIONS =
            """
            strip() { r=$1; i=0; while [ $i -lt "$n" ]; do case $r in */*) r=${r#*/} ;; *) r= ;; esac; i=$((i+1)); done; }
            # Names of directories end in a slash; of other members what is not a file is only seen to be there.
            there() {
              while IFS= read -r m; do
                strip "${m#./}"
                r=${r%/}
                if [ -n "$r" ]; then
                  case $m in
                    */) [ -d "$D/$r" ] || echo "$r: Cannot stat: No such file" ;;
                    *) [ -e "$D/$r" ] || [ -L "$D/$r" ] || echo "$r: Cannot stat: No such file" ;;
                  esac
                fi
              done
            }
            differences() {
              if [ "$k" = zip ]; then
                names "$a" zip | while IFS= read -r m; do
                  strip "$m"
                  case $m in
                    */) ;;
                    *) if [ -f "$D/$r" ]; then
                      x=$(printf '%s\\n' "$m" | sed 's/[][*?\\\\]/\\\\&/g')
                      LC_ALL=C.UTF-8 unzip -p "$a" "$x" </dev/null | cmp -s - "$D/$r" || echo "$r: Contents differ"
                    fi ;;
                  esac
                done
                names "$a" zip | there
              elif gnu; then
                open "$a" "$k" | tar -df - -C "$D" --strip-components="$n" --quoting-style=literal 2>&1
              else
                export D n
                names "$a" "$k" | there
                open "$a" "$k" | tar -xf - --to-command='h=$(sha256sum); r=${TAR_FILENAME#./}; i=0
                  while [ $i -lt "$n" ]; do case $r in */*) r=${r#*/} ;; *) r= ;; esac; i=$((i+1)); done
                  if [ -n "$r" ] && [ -e "$D/$r" ] && [ "$(sha256sum 2>/dev/null <"$D/$r")" != "$h" ]; then
                    echo "$r: Contents differ"
                  fi'
              fi
            }
            q() {
              a=$1; D=$2; n=$3
              if [ ! -f "$a" ]; then
                if gone "$a"; then printf -- '-\\0'; else printf '!\\0'; fi
                return
              fi
              if [ ! -r "$a" ]; then printf '!\\0'; return; fi
              k=$(kind "$a")
              x=$(needs "$k")
              if [ -n "$x" ]; then printf '?%s\\0' "$x"; return; fi
              printf '+\\0'
              l=$(names "$a" "$k" 2>/dev/null) && e= || e=$(names "$a" "$k" 2>&1 >/dev/null)
              printf '%s\\0%s\\0' "$e" "$l"
              if [ -d "$D" ]; then differences; else printf 'no directory'; fi
              printf '\\0'
            }
            """;

    @Override
    public String script(List<ArchiveDifferences> queries) {
        StringBuilder script = new StringBuilder(Snippets.GONE).append(ArchiveShell.FUNCTIONS).append(FUNCTIONS);
        for (ArchiveDifferences query : queries) {
            script.append("q ").append(ShellScript.quote(List.of(query.archive(), query.directory()))).append(' ')
                    .append(query.strip()).append('\n');
        }
        return script.toString();
    }

    @Override
    public List<@Nullable Map<String, Difference>> parse(List<ArchiveDifferences> queries, CommandOutput output) {
        Fields fields = new Fields(output.out(), output.stderr());
        List<@Nullable Map<String, Difference>> answers = new ArrayList<>();
        for (ArchiveDifferences query : queries) {
            String mark = fields.text();
            answers.add(
                    switch (mark.charAt(0)) {
                        case '-' -> null;
                        case '!' -> throw Snippets.denied("read", query.archive());
                        case '?' -> throw new TaskFailedException("unpacking " + query.archive() + " needs "
                                + mark.substring(1) + ", which is not on the host", null,
                                List.of("Install it in an earlier task: `apt: {name: "
                                        + (mark.equals("?xz") ? "xz-utils" : mark.substring(1)) + "}`."));
                        default -> members(query, fields);
                    });
        }
        return answers;
    }

    private static Map<String, Difference> members(ArchiveDifferences query, Fields fields) {
        String complaint = fields.text().strip();
        String names = fields.text();
        String lines = fields.text();
        if (!complaint.isEmpty() || names.isBlank()) {
            throw new TaskFailedException(query.archive() + " is not an archive that can be unpacked, or it is damaged"
                    + (complaint.isEmpty() ? "" : ": " + complaint.lines().findFirst().orElse("")));
        }
        Map<String, Difference> found = new HashMap<>();
        boolean nothing = lines.equals("no directory");
        for (String line : lines.split("\n")) {
            Matcher missing = MISSING.matcher(line);
            Matcher differs = DIFFERS.matcher(line);
            if (missing.matches()) {
                found.put(key(missing.group(1)), Difference.MISSING);
            } else if (differs.matches()) {
                Difference kind = differs.group(2).equals("Mode differs") ? Difference.MODE : Difference.DIFFERENT;
                found.merge(key(differs.group(1)), kind, (one, other) -> one == Difference.MODE ? other : one);
            }
        }
        Map<String, Difference> members = new TreeMap<>();
        for (String name : names.split("\n")) {
            String path = ArchiveDifferences.stripped(name, query.strip());
            if (!path.isEmpty()) {
                members.put(name, nothing ? Difference.MISSING : found.getOrDefault(path, Difference.NONE));
            }
        }
        return Collections.unmodifiableMap(members);
    }

    private static String key(String name) {
        return Paths.normal("/" + name).substring(1);
    }
}
