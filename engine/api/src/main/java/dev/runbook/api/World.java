package dev.runbook.api;

import java.time.Duration;
import java.util.Collection;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a module may see. In a real run the answers come from the host or service; in check mode from there with the
 * changes predicted so far laid over them. A module cannot tell which, and need not.
 */
public interface World {
    /**
     * Asks one question. Answers are kept, so asking again costs nothing until something touches them.
     *
     * @throws UnknownException where the answer is not known until earlier changes are applied; let it pass
     * @throws TaskFailedException where the question could not be answered (no permission, say)
     */
    <T extends @Nullable Object> T ask(Query<T> query);

    /** Announces questions that will be asked, so that they share one round trip. */
    void prefetch(Collection<? extends Query<?>> queries);

    /**
     * Asks until the answer satisfies {@code until} or the time is over. Where changes are only predicted, the
     * question is asked once, and an answer that may still change is unknown.
     *
     * @return the last answer, satisfying or not
     */
    <T extends @Nullable Object> Waited<T> await(
            Query<T> query, Predicate<? super T> until, Duration timeout, Duration interval);

    /** Waits; passes at once where changes are only predicted. */
    void pause(Duration duration);

    /** Asks the person at the terminal. Unknown where changes are only predicted or nobody is there to answer. */
    String prompt(String text, boolean hidden);

    /**
     * @param answer the last answer
     * @param satisfied whether it was what was waited for
     * @param elapsed how long it took
     * @param attempts how often it was asked
     */
    record Waited<T extends @Nullable Object>(T answer, boolean satisfied, Duration elapsed, int attempts) {}
}
