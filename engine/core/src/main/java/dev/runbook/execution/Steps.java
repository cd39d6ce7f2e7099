package dev.runbook.execution;

import dev.runbook.expression.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Walks through compiled steps. */
final class Steps {
    private Steps() {}

    /** A scope in which nothing is defined, for what is literal anyway. */
    static final Scope EMPTY = new Scope() {
        @Override
        public @Nullable Object lookup(String name) {
            return UNDEFINED;
        }

        @Override
        public Set<String> names() {
            return Set.of();
        }
    };

    /** All tasks of a play in the order of the text, handlers last; not what dynamic includes bring. */
    static Stream<Program.Task> tasks(Program.Play play) {
        return Stream.of(
                        tasks(play.preTasks()), tasks(play.roles()), tasks(play.tasks()), tasks(play.postTasks()),
                        play.handlers().stream())
                .flatMap(stream -> stream);
    }

    /** All tasks of a play, and of what it includes as far as that is known. */
    static List<Program.Task> everything(Program.Play play) {
        List<Program.Task> all = new ArrayList<>();
        tasks(play).forEach(task -> add(task, all));
        return all;
    }

    private static void add(Program.Task task, List<Program.Task> all) {
        all.add(task);
        if (task.action() instanceof Program.Action.Include include && include.known() != null) {
            tasks(include.known().steps()).forEach(inner -> add(inner, all));
            include.known().handlers().forEach(inner -> add(inner, all));
        }
    }

    /** What is likely to run next, in order: not what stands in {@code rescue}. */
    static List<Program.Task> upcoming(List<Program.Step> steps) {
        return steps.stream()
                .flatMap(step -> switch (step) {
                    case Program.Task task -> Stream.of(task);
                    case Program.Block block -> tasks(block.block());
                })
                .limit(100)
                .toList();
    }

    static Stream<Program.Task> tasks(List<Program.Step> steps) {
        return steps.stream().flatMap(step -> switch (step) {
            case Program.Task task -> Stream.of(task);
            case Program.Block block ->
                Stream.of(tasks(block.block()), tasks(block.rescue()), tasks(block.always())).flatMap(s -> s);
        });
    }
}
