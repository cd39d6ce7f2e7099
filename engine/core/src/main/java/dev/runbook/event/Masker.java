package dev.runbook.event;

import dev.runbook.language.Diagnostic;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Knows every secret of the run and takes them out of whatever leaves it, also from inside longer texts and in the
 * forms in which they commonly reappear (base64, URL, JSON, shell quoting, line by line). Safe for several threads.
 */
public final class Masker {
    private static final String STARS = "********";
    /** Shorter secrets would mask half of everything; they are still masked where they are a whole value. */
    private static final int SHORTEST = 3;

    private final ReentrantLock lock = new ReentrantLock();
    private volatile List<String> forms = List.of();

    /** From now on this text is masked. */
    public void add(String secret) {
        if (secret.isBlank() || forms.contains(secret)) {
            return;
        }
        lock.lock();
        try {
            Set<String> all = new TreeSet<>(Comparator.comparingInt(String::length).reversed()
                    .thenComparing(Comparator.naturalOrder()));
            all.addAll(forms);
            addForms(all, secret);
            forms = List.copyOf(all);
        } finally {
            lock.unlock();
        }
    }

    private static void addForms(Set<String> all, String secret) {
        String trimmed = secret.strip();
        for (String text : List.of(secret, trimmed)) {
            if (text.length() < SHORTEST) {
                continue;
            }
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            all.add(text);
            all.add(Base64.getEncoder().encodeToString(bytes));
            all.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
            all.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
            all.add(java.net.URLEncoder.encode(text, StandardCharsets.UTF_8));
            all.add(java.net.URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20"));
            all.add(text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t"));
            all.add(text.replace("'", "'\\''"));
        }
        if (trimmed.contains("\n")) {
            trimmed.lines().map(String::strip).filter(line -> line.length() >= 8).forEach(all::add);
        }
    }

    /** The text with every secret in it replaced by stars. */
    public String mask(String text) {
        String result = text;
        for (String form : forms) {
            if (result.contains(form)) {
                result = result.replace(form, STARS);
            }
        }
        return result;
    }

    /** Plain data with every secret in it replaced, keys of maps included. */
    public @Nullable Object maskData(@Nullable Object data) {
        return switch (data) {
            case null -> null;
            case String text -> mask(text);
            case dev.runbook.api.Secret secret -> STARS;
            case dev.runbook.api.Unknown unknown -> new dev.runbook.api.Unknown(mask(unknown.cause()), unknown.at());
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> masked = new LinkedHashMap<>();
                map.forEach((key, value) -> masked.put(mask(String.valueOf(key)), maskData(value)));
                yield masked;
            }
            case List<?> list -> {
                List<@Nullable Object> masked = new java.util.ArrayList<>();
                list.forEach(value -> masked.add(maskData(value)));
                yield masked;
            }
            default -> data;
        };
    }

    /** A diagnostic without secrets. Its excerpt comes from the user's own file, which is theirs to see. */
    public Diagnostic mask(Diagnostic diagnostic) {
        return new Diagnostic(
                diagnostic.code(),
                diagnostic.severity(),
                diagnostic.span(),
                mask(diagnostic.summary()),
                mask(diagnostic.detail()),
                diagnostic.hints().stream().map(this::mask).toList(),
                diagnostic.related());
    }

    /** A sink that passes every event on without secrets. */
    public EventSink before(EventSink next) {
        return event -> next.accept(mask(event));
    }

    private Event mask(Event event) {
        return switch (event) {
            case Event.TaskFinished e ->
                new Event.TaskFinished(e.host(), mask(e.task()), mask(e.outcome()), e.ignored(), e.rescued(), e.delegate());
            case Event.ItemFinished e -> new Event.ItemFinished(
                    e.host(), mask(e.task()), java.util.Objects.requireNonNullElse(maskData(e.item()), ""),
                    mask(e.outcome()));
            case Event.TaskStarted e -> new Event.TaskStarted(mask(e.task()), e.hosts());
            case Event.HandlerStarted e -> new Event.HandlerStarted(mask(e.task()), e.hosts());
            case Event.Progress e -> new Event.Progress(e.host(), mask(e.task()), mask(e.line()));
            case Event.HostUnreachable e -> new Event.HostUnreachable(
                    e.host(),
                    e.task() == null ? null : mask(e.task()),
                    mask(e.message()),
                    e.hints().stream().map(this::mask).toList());
            case Event.Warning e -> new Event.Warning(mask(e.diagnostic()));
            case Event.PlayStarted e -> new Event.PlayStarted(mask(e.name()), e.hosts(), e.at());
            case Event.RunStarted e -> e;
            case Event.RunFinished e -> e;
        };
    }

    private Event.TaskRef mask(Event.TaskRef task) {
        return new Event.TaskRef(mask(task.name()), task.module(), task.at(), task.role());
    }

    @SuppressWarnings("unchecked") // maskData keeps maps maps
    private Event.Outcome mask(Event.Outcome outcome) {
        Event.Failure failure = outcome.failure();
        return new Event.Outcome(
                outcome.status(),
                outcome.changes().stream()
                        .map(c -> new Event.Change(mask(c.target()), c.kind(), mask(c.diff())))
                        .toList(),
                mask(outcome.cause()),
                failure == null
                        ? null
                        : new Event.Failure(
                                mask(failure.message()),
                                failure.hints().stream().map(this::mask).toList(),
                                failure.diagnostics().stream().map(this::mask).toList()),
                java.util.Objects.requireNonNull((Map<String, @Nullable Object>) maskData(outcome.result())),
                outcome.elapsed());
    }
}
