package dev.runbook.host;

import dev.runbook.api.Answer;
import dev.runbook.api.CommandOutput;
import dev.runbook.api.HostQuery;
import dev.runbook.api.Probe;
import dev.runbook.api.TaskFailedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns questions into scripts, one for all questions of a kind, and their output into answers. */
final class Asking {
    private final List<? extends HostQuery<?>> queries;
    private final Runner runner;
    private final Host.@Nullable HostAnswer[] answers;

    @FunctionalInterface
    interface Runner {
        List<UserShell.Outcome> run(List<Script> scripts) throws InterruptedException;
    }

    Asking(List<? extends HostQuery<?>> queries, Runner runner) {
        this.queries = queries;
        this.runner = runner;
        this.answers = new Host.@Nullable HostAnswer[queries.size()];
    }

    /** In one round trip; where a whole group is refused, in a second one that finds out which of it. */
    List<Host.HostAnswer> answers() throws InterruptedException {
        List<Group<?, ?>> unclear = ask(groups());
        List<Group<?, ?>> single = new ArrayList<>();
        for (Group<?, ?> group : unclear) {
            single.addAll(group.split());
        }
        ask(single);
        return Arrays.stream(answers).map(Objects::requireNonNull).toList();
    }

    private List<Group<?, ?>> groups() {
        IdentityHashMap<Probe<?, ?>, List<Integer>> byProbe = new IdentityHashMap<>();
        List<Probe<?, ?>> order = new ArrayList<>();
        for (int i = 0; i < queries.size(); i++) {
            Probe<?, ?> probe = queries.get(i).probe();
            byProbe.computeIfAbsent(probe, first -> {
                        order.add(first);
                        return new ArrayList<>();
                    })
                    .add(i);
        }
        List<Group<?, ?>> groups = new ArrayList<>();
        for (Probe<?, ?> probe : order) {
            groups.add(new Group<>(probe, byProbe.getOrDefault(probe, List.of())));
        }
        return groups;
    }

    /** Asks groups in one go and gives back those that are worth splitting. */
    private List<Group<?, ?>> ask(List<Group<?, ?>> groups) throws InterruptedException {
        List<Group<?, ?>> asked = new ArrayList<>();
        List<Script> scripts = new ArrayList<>();
        for (Group<?, ?> group : groups) {
            Script script = group.script();
            if (script != null) {
                asked.add(group);
                scripts.add(script);
            }
        }
        if (scripts.isEmpty()) {
            return List.of();
        }
        List<UserShell.Outcome> outcomes = runner.run(scripts);
        List<Group<?, ?>> unclear = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            if (!asked.get(i).parse(outcomes.get(i))) {
                unclear.add(asked.get(i));
            }
        }
        return unclear;
    }

    /** Questions of one kind, by their places among all questions. */
    private final class Group<Q, T extends @Nullable Object> {
        private final Probe<Q, T> probe;
        private final List<Integer> places;

        Group(Probe<Q, T> probe, List<Integer> places) {
            this.probe = probe;
            this.places = places;
        }

        /** HostQuery promises that its probe takes queries of its own kind. */
        @SuppressWarnings("unchecked")
        private List<Q> questions() {
            return places.stream().map(place -> (Q) queries.get(place)).toList();
        }

        List<Group<?, ?>> split() {
            List<Group<?, ?>> single = new ArrayList<>();
            places.forEach(place -> single.add(new Group<>(probe, List.of(place))));
            return single;
        }

        @Nullable Script script() {
            try {
                return Script.query(probe.script(questions()));
            } catch (TaskFailedException e) {
                refuse(e.getMessage());
            } catch (RuntimeException e) {
                refuse(broken(e));
            }
            return null;
        }

        /** False where a refusal might concern only some of the questions. */
        boolean parse(UserShell.Outcome outcome) {
            if (outcome.out().cut()) {
                return refuse("the answer is longer than " + (Capture.LIMIT >> 20) + " MiB");
            }
            try {
                List<T> values = probe.parse(
                        questions(),
                        new CommandOutput(outcome.status(), outcome.out().bytes(), outcome.err().bytes()));
                if (values.size() != places.size()) {
                    return refuse(broken(new IllegalStateException(
                            values.size() + " answers to " + places.size() + " questions")));
                }
                for (int i = 0; i < places.size(); i++) {
                    answers[places.get(i)] = new Host.HostAnswer.Given(Answer.of(values.get(i)));
                }
                return true;
            } catch (TaskFailedException e) {
                return refuse(e.getMessage());
            } catch (RuntimeException e) {
                return refuse(broken(e));
            }
        }

        private String broken(RuntimeException e) {
            return "could not make out the answer to: " + queries.get(places.getFirst()).describe() + " (" + e
                    + "); this is a bug in " + probe.getClass().getName();
        }

        private boolean refuse(@Nullable String message) {
            String text = message == null ? "refused without a reason" : message;
            places.forEach(place -> answers[place] = new Host.HostAnswer.Refused(text));
            return places.size() == 1;
        }
    }
}
