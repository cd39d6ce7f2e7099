package dev.runbook.modules.system.transfer;

import dev.runbook.api.Answer;
import dev.runbook.api.CommandOutput;
import dev.runbook.api.Probe;
import dev.runbook.api.ShellScript;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.host.FileAction;
import dev.runbook.api.host.FileQuery;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.SimulatedQuery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The checksums of files in an archive on the host, by their names in it.
 *
 * @param path absolute
 * @param names of regular files in it
 */
record ArchiveSums(String path, List<String> names) implements FileQuery<Map<String, String>>, SimulatedQuery<Map<String, String>> {
    ArchiveSums {
        names = List.copyOf(names);
    }

    @Override
    public Probe<ArchiveSums, Map<String, String>> probe() {
        return SumsProbe.INSTANCE;
    }

    @Override
    public String describe() {
        return "checksums in " + path;
    }

    @Override
    public Answer<Map<String, String>> after(FileAction action, Answer<Map<String, String>> before) {
        return action.at(path) == null ? before : Answer.unknown("the archive changes before");
    }

    /** GNU tar reads the archive once; others once for every file. */
    private enum SumsProbe implements Probe<ArchiveSums, Map<String, String>> {
        INSTANCE;

        @Override
        public String script(List<ArchiveSums> queries) {
            StringBuilder script = new StringBuilder(ArchiveListing.ListingProbe.IS_ZIP).append(
                    """
                    sums() {
                      a=$1; shift
                      if ! zip "$a" && tar --version 2>/dev/null | grep -q GNU; then
                        tar -xf "$a" --to-command='s=$(sha256sum); printf "%s %s\\0" "${s%% *}" "$TAR_FILENAME"' -- "$@"
                      else
                        for n do
                          if zip "$a"; then s=$(unzip -p "$a" "$n" | sha256sum); else s=$(tar -xOf "$a" -- "$n" | sha256sum); fi
                          printf '%s %s\\0' "${s%% *}" "$n"
                        done
                      fi
                      printf '\\n\\0'
                    }
                    """);
            for (ArchiveSums query : queries) {
                script.append("sums ").append(ShellScript.quote(query.path())).append(' ')
                        .append(ShellScript.quote(query.names())).append('\n');
            }
            return script.toString();
        }

        @Override
        public List<Map<String, String>> parse(List<ArchiveSums> queries, CommandOutput output) {
            List<Map<String, String>> answers = new ArrayList<>();
            Map<String, String> current = new LinkedHashMap<>();
            for (String part : output.stdout().split("\0")) {
                if (part.equals("\n")) {
                    answers.add(current);
                    current = new LinkedHashMap<>();
                } else if (part.length() > 65) {
                    current.put(part.substring(65), part.substring(0, 64));
                }
            }
            if (answers.size() != queries.size()) {
                throw new TaskFailedException("an archive could not be read: " + output.stderr().strip());
            }
            return answers;
        }
    }

    @Override
    public Map<String, String> answer(Machine machine) {
        Map<String, String> sums = new LinkedHashMap<>();
        for (ArchiveMember member : SimulatedArchive.members(path, machine)) {
            if (names.contains(member.name()) && member.sha256() != null) {
                sums.put(member.name(), member.sha256());
            }
        }
        return sums;
    }
}
