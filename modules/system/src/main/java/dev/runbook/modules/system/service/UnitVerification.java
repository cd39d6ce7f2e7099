package dev.runbook.modules.system.service;

import dev.runbook.api.CommandOutput;
import dev.runbook.api.Probe;
import dev.runbook.api.ShellScript;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.SimulatedQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code systemd-analyze verify} has to say about a unit file before it is put in place; it is looked at in a
 * private directory that is removed again. Nothing is said where the host has no systemd-analyze.
 *
 * @param name of the unit
 * @param text of its file
 * @param user whether it is for a user's systemd
 */
record UnitVerification(String name, String text, boolean user) implements SimulatedQuery<List<UnitVerification.Complaint>> {
    /**
     * @param message without the temporary path; it begins with the line where there is one
     * @param ignored whether systemd would pass over it
     * @param executable the program that is missing, or ""
     * @param missingUnit the unit that is missing, or ""
     */
    record Complaint(String message, boolean ignored, String executable, String missingUnit) {}

    @Override
    public Probe<UnitVerification, List<Complaint>> probe() {
        return VerifyProbe.INSTANCE;
    }

    @Override
    public String describe() {
        return "verification of " + name;
    }

    private enum VerifyProbe implements Probe<UnitVerification, List<Complaint>> {
        INSTANCE;

        private static final Pattern EXECUTABLE = Pattern.compile("Command (\\S+) is not executable: .*");
        private static final Pattern UNIT = Pattern.compile(
                ".*?(?:Unit to trigger|Socket service|Unit) ([^ ,:]+\\.[a-z]+) (?:not loaded|not found).*");

        @Override
        public String script(List<UnitVerification> queries) {
            StringBuilder script = new StringBuilder("""
                    command -v systemd-analyze >/dev/null 2>&1 || exit 0
                    umask 077
                    d=$(mktemp -d) || exit 1
                    trap 'rm -rf -- "$d"' EXIT
                    cd -- "$d" || exit 1
                    """);
            for (int i = 0; i < queries.size(); i++) {
                UnitVerification query = queries.get(i);
                String name = ShellScript.quote(query.name());
                script.append("mkdir ").append(i).append("; printf %s ").append(ShellScript.quote(query.text()))
                        .append(" >").append(i).append('/').append(name).append("; systemd-analyze ")
                        .append(query.user() ? "--user " : "").append("--man=no verify \"$d\"/").append(i).append('/')
                        .append(name).append(" 2>&1 | while IFS= read -r l; do printf '").append(i)
                        .append("|%s|%s\\n' \"$d/").append(i).append("\" \"$l\"; done\n");
            }
            return script.append("exit 0\n").toString();
        }

        @Override
        public List<List<Complaint>> parse(List<UnitVerification> queries, CommandOutput output) {
            List<List<Complaint>> answers = new ArrayList<>();
            queries.forEach(query -> answers.add(new ArrayList<>()));
            for (String line : output.stdout().lines().toList()) {
                String[] parts = line.split("\\|", 3);
                if (parts.length == 3) {
                    int index = Integer.parseInt(parts[0]);
                    add(queries.get(index), parts[1], parts[2], answers.get(index));
                }
            }
            return answers;
        }

        private static void add(UnitVerification query, String directory, String line, List<Complaint> complaints) {
            String instance = query.name().replaceFirst("@\\.", "@i.");
            String text = line.replace(directory + "/" + query.name() + ":", "line ")
                    .replace(directory + "/" + instance + ":", "line ");
            boolean own = !text.equals(line)
                    || line.contains(query.name())
                    || line.startsWith(instance + ":")
                    || line.contains("Unit " + instance + " ");
            // The last line repeats only that there was one.
            if (!own || line.endsWith("has a bad unit file setting.")) {
                return;
            }
            String bare = text.replaceFirst("^" + Pattern.quote(instance) + ": ", "")
                    .replaceFirst("^" + Pattern.quote(query.name()) + ": ", "");
            Matcher executable = EXECUTABLE.matcher(bare);
            Matcher unit = UNIT.matcher(bare);
            boolean ignored = bare.contains("ignoring") || bare.contains("Ignoring");
            complaints.add(new Complaint(
                    bare,
                    ignored,
                    executable.matches() ? executable.group(1) : "",
                    unit.matches() ? unit.group(1) : ""));
        }
    }

    @Override
    public List<Complaint> answer(Machine machine) {
        // There is no systemd to ask, so nothing is complained of.
        return List.of();
    }
}
