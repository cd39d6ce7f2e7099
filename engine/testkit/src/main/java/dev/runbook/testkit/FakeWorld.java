package dev.runbook.testkit;

import dev.runbook.api.Action;
import dev.runbook.api.Answer;
import dev.runbook.api.Query;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.Unknown;
import dev.runbook.api.UnknownException;
import dev.runbook.api.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A world made of prepared answers, for tests without any host. A question without an answer fails the test, so a
 * module cannot ask for more than the test says. Time passes at once.
 */
public final class FakeWorld implements World {
    private final Map<Query<?>, Answer<?>> answers = new HashMap<>();
    private final List<Query<?>> asked = new ArrayList<>();
    private final List<Action> predicted = new ArrayList<>();
    private final List<String> prompts = new ArrayList<>();
    private Duration waited = Duration.ZERO;
    private @Nullable String typed;

    /** What a question is answered with. */
    public <T extends @Nullable Object> FakeWorld answer(Query<T> query, T answer) {
        answers.put(query, Answer.of(answer));
        return this;
    }

    /** A question whose answer is not known until changes are made. */
    public FakeWorld unknown(Query<?> query, String why) {
        answers.put(query, Answer.unknown(why));
        return this;
    }

    /** From now on the world is as it would be after these actions. */
    public FakeWorld after(Collection<? extends Action> actions) {
        predicted.addAll(actions);
        return this;
    }

    /** What the person at the terminal types. */
    public FakeWorld typing(String text) {
        typed = text;
        return this;
    }

    /** The questions asked so far, in order, each time they were asked. */
    public List<Query<?>> asked() {
        return List.copyOf(asked);
    }

    /** What the person at the terminal was asked. */
    public List<String> prompts() {
        return List.copyOf(prompts);
    }

    /** How long the module would have waited. */
    public Duration waited() {
        return waited;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // an answer is kept under its own query
    public <T extends @Nullable Object> T ask(Query<T> query) {
        asked.add(query);
        Answer<T> answer = (Answer<T>) answers.get(query);
        if (answer == null) {
            throw new AssertionError("the module asks for " + query.describe() + ", which this world has no answer to: "
                    + query + "\nit has answers to: " + answers.keySet());
        }
        for (Action action : predicted) {
            answer = action.after(query, answer);
        }
        return switch (answer) {
            case Answer.Known<T>(T value) -> value;
            case Answer.NotYet<T>(String why) -> throw new UnknownException(new Unknown(why, ""));
        };
    }

    @Override
    public void prefetch(Collection<? extends Query<?>> queries) {
        queries.stream().filter(query -> !answers.containsKey(query)).findFirst().ifPresent(query -> {
            throw new AssertionError("the module announces " + query.describe() + ", which this world has no answer to");
        });
    }

    @Override
    public <T extends @Nullable Object> Waited<T> await(
            Query<T> query, Predicate<? super T> until, Duration timeout, Duration interval) {
        T answer = ask(query);
        boolean satisfied = until.test(answer);
        Duration elapsed = satisfied ? Duration.ZERO : timeout;
        waited = waited.plus(elapsed);
        return new Waited<>(answer, satisfied, elapsed, 1);
    }

    @Override
    public void pause(Duration duration) {
        waited = waited.plus(duration);
    }

    @Override
    public String prompt(String text, boolean hidden) {
        prompts.add(text);
        if (typed == null) {
            throw new TaskFailedException("there is no terminal to ask at: " + text);
        }
        return typed;
    }
}
