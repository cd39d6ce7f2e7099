package dev.runbook.world;

import dev.runbook.api.Answer;
import dev.runbook.api.HostQuery;
import dev.runbook.api.NetworkQuery;
import dev.runbook.api.Query;
import dev.runbook.api.ServiceQuery;
import dev.runbook.api.Services;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.Unknown;
import dev.runbook.api.UnknownException;
import dev.runbook.api.World;
import dev.runbook.host.Access;
import dev.runbook.host.Host;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The world as one task on one host sees it: answers are kept in the host's {@link View}, and predicted changes are
 * laid over them. Whether changes are predicted or made is decided elsewhere.
 */
public final class HostWorld implements World {
    private static final int HTTP_TRIES = 4;
    /** Seconds. */
    private static final long LONGEST_RETRY = 30;
    /** Too many requests, and what proxies say while a service starts. */
    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);

    private final Supplier<Host> host;
    private final Access access;
    private final View view;
    private final Surroundings surroundings;
    private final Asker asker;

    /** Sees to it that the answers to questions are kept in the view. */
    @FunctionalInterface
    public interface Asker {
        /**
         * @param missing questions that have no answer in the view
         * @return why one of them could not be answered, the last of several; null where all were
         */
        @Nullable String ask(List<HostQuery<?>> missing);
    }

    /** Thrown where a module that only looks ahead comes to a question that is not asked ahead of its turn. */
    public static final class NotAhead extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public NotAhead() {
            super("not asked ahead of its turn", null, false, false);
        }
    }

    /**
     * What all hosts share.
     *
     * @param services what is known of services
     */
    public record Surroundings(View services, Services clients, Patience patience, Prompter prompter) {}

    /** @param host connected only when something is asked of it */
    public HostWorld(Supplier<Host> host, Access access, View view, Surroundings surroundings) {
        this.host = host;
        this.access = access;
        this.view = view;
        this.surroundings = surroundings;
        this.asker = missing -> keep(view, access, missing, answers(host, access, missing));
    }

    /** A world for looking ahead: questions go through {@code asker}, and only those that a host's shell answers. */
    public HostWorld(Access access, View view, Surroundings surroundings, Asker asker) {
        this.host = () -> {
            throw new NotAhead();
        };
        this.access = access;
        this.view = view;
        this.surroundings = surroundings;
        this.asker = asker;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // whether a prediction took the place of this very answer
    public <T extends @Nullable Object> T ask(Query<T> query) {
        Answer<T> real;
        TaskFailedException refused = null;
        try {
            real = real(query);
        } catch (TaskFailedException e) {
            // What cannot be asked now may become so by what is predicted: an archive that is yet to be downloaded.
            refused = e;
            real = Answer.unknown(String.valueOf(e.getMessage()));
        }
        View laidOver = query instanceof ServiceQuery<?> ? surroundings.services() : view;
        View.Laid<T> laid = laidOver.lay(query, real);
        if (refused != null && laid.answer() == real) {
            throw refused;
        }
        return known(laid);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // an answer is kept under its own query
    private <T extends @Nullable Object> Answer<T> real(Query<T> query) {
        return switch (query) {
            case HostQuery<T> question -> {
                View.Key key = key(question);
                Answer<?> kept = view.kept(key).orElse(null);
                if (kept == null) {
                    String refusal = load(List.of(question));
                    if (refusal != null) {
                        throw new TaskFailedException(refusal);
                    }
                    kept = view.kept(key).orElseThrow(NotAhead::new);
                }
                yield (Answer<T>) kept;
            }
            case NetworkQuery<T> question -> Answer.of(overNetwork(question));
            case ServiceQuery<T> question -> {
                View.Key key = new View.Key("", question);
                Answer<?> kept = surroundings.services().kept(key).orElse(null);
                if (kept == null) {
                    kept = Answer.of(fetch(question));
                    surroundings.services().keep(key, kept);
                }
                yield (Answer<T>) kept;
            }
        };
    }

    private static <T extends @Nullable Object> T known(View.Laid<T> laid) {
        return switch (laid.answer()) {
            case Answer.Known<T>(T value) -> value;
            case Answer.NotYet<T>(String why) -> {
                Unknown cause = laid.cause();
                throw new UnknownException(cause == null ? new Unknown(why, "") : cause);
            }
        };
    }

    private <T extends @Nullable Object> T overNetwork(NetworkQuery<T> question) {
        try {
            if (question instanceof NetworkQuery.HttpQuery<T> asked) {
                return asked.read(patiently(asked.request()));
            }
            return host.get().ask(question);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Reading again does no harm, so what is said to pass is waited out. */
    private NetworkQuery.HttpAnswer patiently(NetworkQuery.HttpGet request) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            NetworkQuery.HttpAnswer answer = host.get().ask(request);
            if (tries == HTTP_TRIES || !PASSING.contains(answer.status())) {
                return answer;
            }
            Thread.sleep(retryAfter(answer, tries));
        }
    }

    private static Duration retryAfter(NetworkQuery.HttpAnswer answer, int tries) {
        String asked = answer.headers().getOrDefault("retry-after", "");
        long seconds = asked.matches("[0-9]{1,4}") ? Long.parseLong(asked) : tries;
        return Duration.ofSeconds(Math.min(seconds, LONGEST_RETRY));
    }

    private <T extends @Nullable Object> T fetch(ServiceQuery<T> question) {
        if (!surroundings.patience().equals(Patience.AHEAD)) {
            return fetchNow(question);
        }
        throw new NotAhead();
    }

    private <T extends @Nullable Object> T fetchNow(ServiceQuery<T> question) {
        try {
            return question.fetch(surroundings.clients());
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (IOException e) {
            throw new TaskFailedException(question.describe() + ": " + e.getMessage());
        }
    }

    /** What the host cannot answer is left for {@link #ask} to say, since it may never be asked. */
    @Override
    public void prefetch(Collection<? extends Query<?>> queries) {
        load(queries);
    }

    /** Why the host refused an answer, the last one of several; null where it gave all. */
    private @Nullable String load(Collection<? extends Query<?>> queries) {
        List<HostQuery<?>> missing = new ArrayList<>();
        for (Query<?> query : queries) {
            if (query instanceof HostQuery<?> question
                    && !missing.contains(question)
                    && view.kept(key(question)).isEmpty()) {
                missing.add(question);
            }
        }
        return missing.isEmpty() ? null : asker.ask(missing);
    }

    private static List<Host.HostAnswer> answers(Supplier<Host> host, Access access, List<HostQuery<?>> missing) {
        try {
            return host.get().ask(missing, access);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Keeps answers in a view.
     *
     * @return why one of them could not be answered, the last of several; null where all were
     */
    public static @Nullable String keep(
            View view, Access access, List<HostQuery<?>> questions, List<Host.HostAnswer> answers) {
        String refusal = null;
        for (int i = 0; i < questions.size(); i++) {
            switch (answers.get(i)) {
                case Host.HostAnswer.Given(Answer<?> answer) -> view.keep(key(access, questions.get(i)), answer);
                case Host.HostAnswer.Refused(String message) -> refusal = message;
            }
        }
        return refusal;
    }

    @Override
    public <T extends @Nullable Object> Waited<T> await(
            Query<T> query, Predicate<? super T> until, Duration timeout, Duration interval) {
        if (surroundings.patience().equals(Patience.AHEAD)) {
            throw new NotAhead();
        }
        Instant start = Instant.now();
        Instant end = start.plus(timeout);
        for (int attempt = 1; ; attempt++) {
            forget(query);
            T answer = ask(query);
            boolean satisfied = until.test(answer);
            Instant now = Instant.now();
            if (!satisfied && !surroundings.patience().waits()) {
                Unknown cause = view.lastPredicted()
                        .or(surroundings.services()::lastPredicted)
                        .orElse(null);
                if (cause != null) {
                    throw new UnknownException(cause);
                }
            }
            if (satisfied || !surroundings.patience().waits() || !now.plus(interval).isBefore(end)) {
                return new Waited<>(answer, satisfied, Duration.between(start, now), attempt);
            }
            pause(interval);
        }
    }

    private void forget(Query<?> query) {
        switch (query) {
            case HostQuery<?> question -> view.forget(key(question));
            case ServiceQuery<?> question -> surroundings.services().forget(new View.Key("", question));
            case NetworkQuery<?> question -> Objects.requireNonNull(question);
        }
    }

    @Override
    public void pause(Duration duration) {
        if (surroundings.patience().equals(Patience.AHEAD)) {
            throw new NotAhead();
        }
        try {
            surroundings.patience().sleep(duration);
            if (surroundings.patience().waits()) {
                view.forgetAll();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public String prompt(String text, boolean hidden) {
        if (!surroundings.patience().waits()) {
            throw new UnknownException(new Unknown("nobody is asked while changes are only predicted", ""));
        }
        return surroundings
                .prompter()
                .ask(text, hidden)
                .orElseThrow(() -> new TaskFailedException("there is no terminal to ask at: " + text));
    }

    private View.Key key(HostQuery<?> query) {
        return key(access, query);
    }

    private static View.Key key(Access access, HostQuery<?> query) {
        Access.Become become = access.become();
        return new View.Key(become == null ? "" : become.user(), query);
    }

    private static InterruptedRunException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new InterruptedRunException(cause);
    }
}
