package dev.runbook.modules.system.transfer;

import dev.runbook.api.Answer;
import dev.runbook.api.CommandOutput;
import dev.runbook.api.Probe;
import dev.runbook.api.ShellScript;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.host.FileAction;
import dev.runbook.api.host.FileQuery;
import dev.runbook.api.host.Left;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.SimulatedQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is in an archive on the host: tar, plain or compressed in any way the host's tar can read, or zip.
 *
 * @param path absolute
 */
record ArchiveListing(String path) implements FileQuery<List<ArchiveMember>>, SimulatedQuery<List<ArchiveMember>> {
    @Override
    public Probe<ArchiveListing, List<ArchiveMember>> probe() {
        return ListingProbe.INSTANCE;
    }

    @Override
    public String describe() {
        return "contents of " + path;
    }

    @Override
    public Answer<List<ArchiveMember>> after(FileAction action, Answer<List<ArchiveMember>> before) {
        return switch (action.at(path)) {
            case null -> before;
            case Left.Altered altered -> before;
            case Left.Stands stands -> Answer.unknown("the archive is not there yet");
            case Left.Gone gone -> Answer.unknown("the archive is gone by then");
            case Left.Unsure unsure -> Answer.unknown(unsure.why());
        };
    }

    /** Lists in the long form, in which tar and unzip tell sizes; names must not hold line ends. */
    enum ListingProbe implements Probe<ArchiveListing, List<ArchiveMember>> {
        INSTANCE;

        static final String IS_ZIP =
                "zip() { m=$(head -c 2 <\"$1\"); [ \"$m\" = PK ]; }\n";
        private static final Pattern TAR =
                Pattern.compile("([-dlhbcps])\\S+\\s+\\S+\\s+(\\d+)\\s+\\d{4}-\\d\\d-\\d\\d\\s+[\\d:]+(?:\\.\\d+)?\\s(.*)");
        private static final Pattern ZIP =
                Pattern.compile("\\s*(\\d+)\\s+\\S+\\s+\\d\\d:\\d\\d\\s\\s+(.*)");

        @Override
        public String script(List<ArchiveListing> queries) {
            StringBuilder script = new StringBuilder(IS_ZIP).append(
                    """
                    list() {
                      if zip "$1"; then
                        if ! command -v unzip >/dev/null 2>&1; then e='there is no unzip on this host'; r=1; echo zip; return; fi
                        echo zip; e=$(unzip -l "$1" 2>&1 >&3)
                      else
                        echo tar; e=$(tar -tvf "$1" 2>&1 >&3)
                      fi
                      r=$?
                    }
                    exec 3>&1
                    """);
            for (ArchiveListing query : queries) {
                script.append("list ").append(ShellScript.quote(query.path()))
                        .append("; printf '\\0%s\\n%s\\0' \"$r\" \"$e\"\n");
            }
            return script.toString();
        }

        @Override
        public List<List<ArchiveMember>> parse(List<ArchiveListing> queries, CommandOutput output) {
            String[] parts = output.stdout().split("\0", -1);
            List<List<ArchiveMember>> answers = new ArrayList<>();
            for (int i = 0; i < queries.size(); i++) {
                String listing = 2 * i + 1 < parts.length ? parts[2 * i] : "";
                String verdict = 2 * i + 1 < parts.length ? parts[2 * i + 1] : "1\n" + output.stderr();
                if (!verdict.startsWith("0\n")) {
                    throw new TaskFailedException(queries.get(i).path() + " cannot be read as an archive: "
                            + verdict.substring(verdict.indexOf('\n') + 1).strip());
                }
                answers.add(members(listing));
            }
            return answers;
        }

        private static List<ArchiveMember> members(String listing) {
            boolean zip = listing.startsWith("zip\n");
            List<ArchiveMember> members = new ArrayList<>();
            listing.lines().skip(1).forEach(line -> {
                Matcher matcher = (zip ? ZIP : TAR).matcher(line);
                if (matcher.matches()) {
                    members.add(zip ? zipMember(matcher) : tarMember(matcher));
                }
            });
            return members;
        }

        private static ArchiveMember tarMember(Matcher line) {
            String name = line.group(3);
            long size = Long.parseLong(line.group(2));
            return switch (line.group(1)) {
                case "d" -> new ArchiveMember(bare(name), ArchiveMember.Type.DIRECTORY, 0, null, null);
                case "l" -> {
                    int arrow = name.indexOf(" -> ");
                    yield new ArchiveMember(
                            arrow < 0 ? name : name.substring(0, arrow),
                            ArchiveMember.Type.LINK, 0, null, arrow < 0 ? null : name.substring(arrow + 4));
                }
                default -> {
                    int link = name.indexOf(" link to ");
                    yield new ArchiveMember(
                            link < 0 ? name : name.substring(0, link),
                            ArchiveMember.Type.FILE, link < 0 ? size : -1, null, null);
                }
            };
        }

        private static ArchiveMember zipMember(Matcher line) {
            String name = line.group(2);
            return name.endsWith("/")
                    ? new ArchiveMember(bare(name), ArchiveMember.Type.DIRECTORY, 0, null, null)
                    : new ArchiveMember(name, ArchiveMember.Type.FILE, Long.parseLong(line.group(1)), null, null);
        }

        private static String bare(String name) {
            return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        }
    }

    @Override
    public List<ArchiveMember> answer(Machine machine) {
        return SimulatedArchive.members(path, machine);
    }
}
