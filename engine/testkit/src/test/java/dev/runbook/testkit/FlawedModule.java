package dev.runbook.testkit;

import dev.runbook.api.Action;
import dev.runbook.api.Answer;
import dev.runbook.api.CommandOutput;
import dev.runbook.api.HostAction;
import dev.runbook.api.HostQuery;
import dev.runbook.api.Module;
import dev.runbook.api.Param;
import dev.runbook.api.Probe;
import dev.runbook.api.Query;
import dev.runbook.api.ResourceModule;
import dev.runbook.api.ShellScript;
import dev.runbook.api.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps a line in a file, with one flaw or none. */
@Module(
        name = "line",
        summary = "keeps a line.",
        examples = {"line: {path: /x, text: a}", "line: {path: /x, txt: a}"})
final class FlawedModule implements ResourceModule<FlawedModule.Parameters, FlawedModule.State> {
    enum Flaw {
        NONE,
        CHANGES_WHILE_LOOKING,
        DOES_NOT_CONVERGE,
        PREDICTS_WRONGLY,
        PREDICTS_NOTHING,
        UNKNOWN_PREDICTION,
        KEEPS_STALE_ANSWERS,
        ACTS_WITHOUT_NEED,
        DOES_NOT_ACT,
        NEVER_SATISFIED,
        UNSTABLE,
        FAILS
    }

    record Parameters(@Param("the file") String path, @Param("The line.") String text) {}

    record State(String text) {}

    private final Flaw flaw;
    private int wanted;

    FlawedModule(Flaw flaw) {
        this.flaw = flaw;
    }

    @Override
    public State observe(Parameters parameters, World world) {
        return new State(world.ask(new Line(parameters.path(), flaw)));
    }

    @Override
    public State wanted(Parameters parameters, State current) {
        wanted++;
        return switch (flaw) {
            case UNSTABLE -> new State(parameters.text() + wanted);
            case NEVER_SATISFIED -> new State(current.text() + "+");
            default -> new State(parameters.text());
        };
    }

    @Override
    public List<Action> actions(Parameters parameters, State current, State wanted) {
        if (flaw == Flaw.DOES_NOT_ACT || (current.equals(wanted) && flaw != Flaw.ACTS_WITHOUT_NEED)) {
            return List.of();
        }
        return List.of(new Put(parameters.path(), wanted.text(), flaw));
    }

    @Override
    public String target(Parameters parameters) {
        return parameters.path();
    }

    record Line(String path, Flaw flaw) implements HostQuery<String> {
        @Override
        public Probe<Line, String> probe() {
            return Cat.ONE;
        }

        @Override
        public String describe() {
            return "the line in " + path;
        }

        private enum Cat implements Probe<Line, String> {
            ONE;

            @Override
            public String script(List<Line> queries) {
                var script = new StringBuilder();
                for (Line query : queries) {
                    String path = ShellScript.quote(query.path());
                    if (query.flaw() == Flaw.CHANGES_WHILE_LOOKING) {
                        script.append("echo >> ").append(path).append(".looked\n");
                    }
                    script.append("cat ").append(path).append(" 2>/dev/null || echo\n");
                }
                return script.toString();
            }

            @Override
            public List<String> parse(List<Line> queries, CommandOutput output) {
                return new ArrayList<>(output.stdout().lines().toList());
            }
        }
    }

    record Put(String path, String text, Flaw flaw) implements HostAction {
        @Override
        public String summary() {
            return "put the line";
        }

        @Override
        public ShellScript script() {
            String written = flaw == Flaw.DOES_NOT_CONVERGE ? text + "!" : text;
            return ShellScript.of(flaw == Flaw.FAILS
                    ? "echo no room >&2; exit 3"
                    : "echo " + ShellScript.quote(written) + " > " + ShellScript.quote(path));
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
            if (!query.equals(new Line(path, flaw)) || flaw == Flaw.PREDICTS_NOTHING) {
                return before;
            }
            return switch (flaw) {
                case UNKNOWN_PREDICTION -> Answer.unknown("nobody can tell");
                case PREDICTS_WRONGLY -> (Answer<T>) Answer.of("something else");
                default -> (Answer<T>) Answer.of(Objects.requireNonNull(text));
            };
        }

        @Override
        public boolean touches(Query<?> query) {
            return flaw != Flaw.KEEPS_STALE_ANSWERS;
        }
    }
}
