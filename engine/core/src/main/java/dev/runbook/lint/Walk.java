package dev.runbook.lint;

import dev.runbook.language.Node;
import dev.runbook.language.Runbook;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Goes through everything a play does, handlers last. */
final class Walk {
    private Walk() {}

    /**
     * A step where it stands.
     *
     * @param around the play and the blocks around it, from the outside in
     */
    record Placed<S extends Runbook.Step>(S step, List<Runbook.Common> around) {
        Placed {
            around = List.copyOf(around);
        }
    }

    static List<Placed<Runbook.Step>> steps(Runbook.Play play) {
        List<Placed<Runbook.Step>> all = new ArrayList<>();
        List<Runbook.Common> around = List.of(play.common());
        Stream.of(play.preTasks(), play.tasks(), play.postTasks(), play.handlers())
                .forEach(steps -> collect(steps, around, all));
        return all;
    }

    static List<Placed<Runbook.Task>> tasks(Runbook.Play play) {
        List<Placed<Runbook.Task>> tasks = new ArrayList<>();
        for (Placed<Runbook.Step> placed : steps(play)) {
            if (placed.step() instanceof Runbook.Task task) {
                tasks.add(new Placed<>(task, placed.around()));
            }
        }
        return tasks;
    }

    static Stream<Placed<Runbook.Task>> tasks(Runbook runbook) {
        return runbook.plays().stream().flatMap(play -> tasks(play).stream());
    }

    /** What plays, blocks and tasks have in common, in the order of the text. */
    static Stream<Runbook.Common> commons(Runbook runbook) {
        return runbook.plays().stream().flatMap(play -> Stream.concat(
                Stream.of(play.common()), steps(play).stream().map(placed -> placed.step().common())));
    }

    private static void collect(
            List<? extends Runbook.Step> steps, List<Runbook.Common> around, List<Placed<Runbook.Step>> into) {
        for (Runbook.Step step : steps) {
            into.add(new Placed<>(step, around));
            List<Runbook.Common> inner = new ArrayList<>(around);
            inner.add(step.common());
            parts(step).children().forEach(list -> collect(list, inner, into));
        }
    }

    /** The names of handlers that a step notifies, as they are written. */
    static List<Node> notifies(Runbook.Step step) {
        return parts(step).notifies();
    }

    /**
     * @param children the lists of steps it holds
     * @param notifies the handlers it notifies
     */
    private record Parts(List<List<Runbook.Step>> children, List<Node> notifies) {}

    /** The one place that knows which kinds of steps there are. */
    private static Parts parts(Runbook.Step step) {
        return switch (step) {
            case Runbook.Task task -> new Parts(List.of(), task.notifies());
            case Runbook.Block b -> new Parts(List.of(b.block(), b.rescue(), b.always()), b.notifies());
        };
    }
}
