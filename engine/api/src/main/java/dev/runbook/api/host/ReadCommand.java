package dev.runbook.api.host;

import dev.runbook.api.Answer;
import dev.runbook.api.CommandOutput;
import dev.runbook.api.Probe;
import dev.runbook.api.ShellScript;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a command prints that is known to change nothing.
 *
 * @param argv the program and its arguments; nothing is expanded
 * @param environment variables set for it
 */
public record ReadCommand(List<String> argv, Map<String, String> environment) implements FileQuery<ReadCommand.Output> {
    public ReadCommand {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
    }

    public ReadCommand(String... argv) {
        this(List.of(argv), Map.of());
    }

    /**
     * @param exitStatus 127 where there is no such program
     * @param stdout decoded as UTF-8, whole
     * @param stderr decoded as UTF-8, whole
     */
    public record Output(int exitStatus, String stdout, String stderr) {
        public boolean succeeded() {
            return exitStatus == 0;
        }
    }

    @Override
    public Probe<ReadCommand, Output> probe() {
        return CommandProbe.INSTANCE;
    }

    @Override
    public String describe() {
        return "output of " + String.join(" ", argv);
    }

    /** Not known when an argument names a path that the action changes; taken to be the same otherwise. */
    @Override
    public Answer<Output> after(FileAction action, Answer<Output> before) {
        for (String changed : action.paths()) {
            if (argv.stream().anyMatch(argument -> argument.contains(changed))) {
                return Answer.unknown(changed + " changes before");
            }
        }
        return before;
    }

    /** Runs one after the other; both streams carry a mark after each command, so that they can be told apart. */
    private enum CommandProbe implements Probe<ReadCommand, Output> {
        INSTANCE;

        @Override
        public String script(List<ReadCommand> queries) {
            StringBuilder script = new StringBuilder();
            for (int i = 0; i < queries.size(); i++) {
                script.append("( ");
                new TreeMap<>(queries.get(i).environment()).forEach((name, value) ->
                        script.append("export ").append(name).append('=').append(ShellScript.quote(value)).append("; "));
                script.append("command -- ").append(ShellScript.quote(queries.get(i).argv())).append(" ) </dev/null\n")
                        .append("r=$?; printf '\\0end of ").append(i).append(":%s\\0' \"$r\"; printf '\\0end of ")
                        .append(i).append(":%s\\0' \"$r\" >&2\n");
            }
            return script.toString();
        }

        @Override
        public List<Output> parse(List<ReadCommand> queries, CommandOutput output) {
            Marked out = new Marked(Fields.exact(output.out()));
            Marked err = new Marked(Fields.exact(output.err()));
            List<Output> answers = new ArrayList<>();
            for (int i = 0; i < queries.size(); i++) {
                String stdout = out.upTo(i, queries.get(i));
                String stderr = err.upTo(i, queries.get(i));
                answers.add(new Output(out.status, stdout, stderr));
            }
            return answers;
        }
    }

    private static final class Marked {
        private final String text;
        private int position;
        private int status;

        Marked(String text) {
            this.text = text;
        }

        String upTo(int index, ReadCommand query) {
            String mark = "\0end of " + index + ":";
            int at = text.indexOf(mark, position);
            int end = at < 0 ? -1 : text.indexOf('\0', at + mark.length());
            if (end < 0) {
                throw new dev.runbook.api.TaskFailedException("the " + query.describe() + " broke off");
            }
            String before = text.substring(position, at);
            status = Integer.parseInt(text.substring(at + mark.length(), end));
            position = end + 1;
            return new String(before.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }
    }
}
