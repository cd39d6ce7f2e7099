package dev.runbook.cli;

import dev.runbook.catalog.ModuleCatalog;
import dev.runbook.execution.Preparation;
import dev.runbook.language.Source;
import dev.runbook.report.DataText;
import java.util.List;
import java.util.Locale;

/** {@code runbook exec}: one module, ad hoc. */
final class ExecCommand implements Command {
    /** What the run calls itself: it has no file. */
    static final List<String> RUNBOOKS = List.of("exec");

    @Override
    public String name() {
        return "exec";
    }

    @Override
    public String summary() {
        return "Runs one module on hosts, without a runbook";
    }

    @Override
    public String usage() {
        return "PATTERN MODULE [key=value… | text] [options]";
    }

    @Override
    public List<Option> options() {
        return RunFlags.forExec();
    }

    @Override
    public List<String> examples() {
        return List.of(
                "runbook exec localhost command uptime",
                "runbook exec web -i inventory/hosts.yml apt name=nginx state=present -b --check --diff",
                "runbook exec all -i web1,web2, shell 'df -h / | tail -1'");
    }

    @Override
    public int run(Parsed parsed, Console console) throws InterruptedException {
        List<String> arguments = parsed.arguments();
        if (arguments.size() < 2) {
            throw new UsageException("which hosts and which module?", "runbook exec PATTERN MODULE key=value…");
        }
        if (!arguments.get(1).matches("[A-Za-z][A-Za-z0-9_.]*")) {
            throw new UsageException("\"" + arguments.get(1) + "\" is no name of a module", "runbook doc lists the modules");
        }
        try (ModuleCatalog modules = Setup.modules(console)) {
            Source source = new Source("<command line>", null, runbook(arguments));
            Preparation.Prepared prepared = Setup.preparation(modules)
                    .prepare(
                            new Preparation.Request(
                                    RUNBOOKS,
                                    parsed.values("inventory"),
                                    parsed.values("extra-vars"),
                                    RunFlags.options(parsed, console, false),
                                    console.directory()),
                            source);
            return Runs.run(prepared, parsed, console);
        }
    }

    /** The same thing as a runbook of one task, so that it goes the same way as everything else. */
    static String runbook(List<String> arguments) {
        StringBuilder text = new StringBuilder();
        text.append("- name: exec\n");
        text.append("  hosts: ").append(quoted(arguments.get(0))).append('\n');
        text.append("  tasks:\n");
        text.append("    - ").append(arguments.get(1)).append(':');
        List<String> rest = arguments.subList(2, arguments.size());
        boolean pairs = !rest.isEmpty() && rest.stream().allMatch(a -> a.matches("(?s)[a-z_][a-z0-9_]*=.*"));
        if (pairs) {
            text.append('\n');
            for (String pair : rest) {
                int equals = pair.indexOf('=');
                text.append("        ").append(pair, 0, equals).append(": ")
                        .append(value(pair.substring(equals + 1))).append('\n');
            }
        } else if (rest.isEmpty()) {
            text.append(" {}\n");
        } else {
            text.append(' ').append(quoted(String.join(" ", rest))).append('\n');
        }
        return text.toString();
    }

    /** A value as typed: plain where YAML reads it so, flow lists and mappings as they are, else quoted. */
    private static String value(String typed) {
        String lower = typed.toLowerCase(Locale.ROOT);
        boolean structure = typed.startsWith("[") || typed.startsWith("{");
        boolean plain = typed.matches("[0-9.]+") || List.of("yes", "no", "true", "false").contains(lower);
        return structure || plain ? typed : quoted(typed);
    }

    private static String quoted(String text) {
        String flow = DataText.flow(text);
        return flow.startsWith("\"") ? flow : "\"" + text + "\"";
    }
}
