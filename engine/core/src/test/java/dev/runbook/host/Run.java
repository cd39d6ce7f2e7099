package dev.runbook.host;

import dev.runbook.api.Answer;
import dev.runbook.api.CommandOutput;
import dev.runbook.api.HostAction;
import dev.runbook.api.HostQuery;
import dev.runbook.api.Payload;
import dev.runbook.api.Probe;
import dev.runbook.api.Query;
import dev.runbook.api.ShellScript;
import dev.runbook.api.TaskFailedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An action that is a piece of shell. */
record Run(String text, @Nullable Payload input, boolean opaque) implements HostAction {
    static Run of(String text) {
        return new Run(text, null, false);
    }

    static Run of(String text, Payload input) {
        return new Run(text, input, false);
    }

    @Override
    public ShellScript script() {
        return new ShellScript(text, input);
    }

    @Override
    public String summary() {
        return "run " + text.lines().findFirst().orElse("");
    }

    @Override
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        return before;
    }

    /** A question that is a piece of shell, asked together with others of its kind. */
    record Output(String text) implements HostQuery<String> {
        @Override
        public Probe<Output, String> probe() {
            return OutputProbe.INSTANCE;
        }

        @Override
        public String describe() {
            return "output of " + text;
        }
    }

    private enum OutputProbe implements Probe<Output, String> {
        INSTANCE;

        @Override
        public String script(List<Output> queries) {
            StringBuilder script = new StringBuilder();
            queries.forEach(query -> script.append("( ").append(query.text()).append(" ) || exit 9; printf '\\0'\n"));
            return script.toString();
        }

        @Override
        public List<String> parse(List<Output> queries, CommandOutput output) {
            if (output.exitStatus() != 0) {
                throw new TaskFailedException("exit " + output.exitStatus() + ": " + output.stderr().strip());
            }
            List<String> answers = List.of(output.stdout().split("\0", -1));
            return answers.subList(0, answers.size() - 1);
        }
    }
}
