package dev.runbook.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.runbook.api.Unknown;
import dev.runbook.event.Event;
import dev.runbook.event.EventSink;
import dev.runbook.language.Diagnostic;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events as JSON, one object a line; the form is described in {@code docs/events.md} and is versioned by {@code v}. */
public final class JsonLines implements EventSink {
    /** Goes up when a reader of the old form would be misled. */
    private static final int VERSION = 1;

    private final OutputStream out;
    private final JsonFactory json = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    public JsonLines(OutputStream out) {
        this.out = out;
    }

    @Override
    public synchronized void accept(Event event) {
        if (event instanceof Event.Progress) {
            return;
        }
        try {
            try (JsonGenerator generator = json.createGenerator(out)) {
                generator.writeStartObject();
                generator.writeNumberField("v", VERSION);
                write(generator, event);
                generator.writeEndObject();
            }
            out.write('\n');
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(JsonGenerator to, Event event) throws IOException {
        switch (event) {
            case Event.RunStarted e -> {
                to.writeStringField("event", "run_started");
                data(to, "runbooks", e.runbooks());
                to.writeBooleanField("check", e.check());
            }
            case Event.PlayStarted e -> {
                to.writeStringField("event", "play_started");
                to.writeStringField("play", e.name());
                data(to, "hosts", e.hosts());
                to.writeStringField("at", e.at());
            }
            case Event.TaskStarted e -> started(to, "task_started", e.task(), e.hosts());
            case Event.HandlerStarted e -> started(to, "handler_started", e.task(), e.hosts());
            case Event.ItemFinished e -> {
                to.writeStringField("event", "item_finished");
                to.writeStringField("host", e.host());
                task(to, e.task());
                data(to, "item", e.item());
                outcome(to, e.outcome());
            }
            case Event.TaskFinished e -> {
                to.writeStringField("event", "task_finished");
                to.writeStringField("host", e.host());
                task(to, e.task());
                to.writeBooleanField("ignored", e.ignored());
                to.writeBooleanField("rescued", e.rescued());
                if (e.delegate() != null) {
                    to.writeStringField("delegate", e.delegate());
                }
                outcome(to, e.outcome());
            }
            case Event.HostUnreachable e -> {
                to.writeStringField("event", "host_unreachable");
                to.writeStringField("host", e.host());
                if (e.task() != null) {
                    task(to, e.task());
                }
                to.writeStringField("message", e.message());
                data(to, "hints", e.hints());
            }
            case Event.Warning e -> {
                to.writeStringField("event", "warning");
                diagnostic(to, e.diagnostic());
            }
            case Event.RunFinished e -> finished(to, e);
            case Event.Progress e -> throw new IllegalArgumentException("not part of the stream: " + e);
        }
    }

    private static void started(JsonGenerator to, String name, Event.TaskRef task, int hosts) throws IOException {
        to.writeStringField("event", name);
        task(to, task);
        to.writeNumberField("hosts", hosts);
    }

    private static void finished(JsonGenerator to, Event.RunFinished e) throws IOException {
        to.writeStringField("event", "run_finished");
        to.writeObjectFieldStart("recap");
        for (Map.Entry<String, Event.HostRecap> host : e.recap().entrySet()) {
            Event.HostRecap recap = host.getValue();
            to.writeObjectFieldStart(host.getKey());
            to.writeNumberField("ok", recap.ok());
            to.writeNumberField("changed", recap.changed());
            to.writeNumberField("failed", recap.failed());
            to.writeNumberField("unreachable", recap.unreachable());
            to.writeNumberField("skipped", recap.skipped());
            to.writeNumberField("rescued", recap.rescued());
            to.writeNumberField("ignored", recap.ignored());
            to.writeNumberField("unknown", recap.unknown());
            to.writeEndObject();
        }
        to.writeEndObject();
        to.writeNumberField("exit", e.exit());
        to.writeNumberField("ms", e.elapsed().toMillis());
        if (e.stoppedAt() != null) {
            to.writeStringField("stopped_at", e.stoppedAt());
        }
        if (e.endedBy() != null) {
            to.writeStringField("ended_by", e.endedBy());
        }
    }

    private static void task(JsonGenerator to, Event.TaskRef task) throws IOException {
        to.writeStringField("task", task.name());
        if (task.role() != null) {
            to.writeStringField("role", task.role());
        }
        to.writeStringField("module", task.module());
        to.writeStringField("at", task.at());
    }

    private static void outcome(JsonGenerator to, Event.Outcome outcome) throws IOException {
        to.writeStringField("status", outcome.status().name().toLowerCase(Locale.ROOT));
        to.writeArrayFieldStart("changes");
        for (Event.Change change : outcome.changes()) {
            to.writeStartObject();
            to.writeStringField("target", change.target());
            to.writeStringField("kind", change.kind());
            to.writeStringField("diff", change.diff());
            to.writeEndObject();
        }
        to.writeEndArray();
        data(to, "result", outcome.result());
        if (!outcome.cause().isEmpty()) {
            to.writeStringField("cause", outcome.cause());
        }
        Event.Failure failure = outcome.failure();
        if (failure != null) {
            to.writeStringField("message", failure.message());
            data(to, "hints", failure.hints());
            to.writeArrayFieldStart("diagnostics");
            for (Diagnostic diagnostic : failure.diagnostics()) {
                to.writeStartObject();
                diagnostic(to, diagnostic);
                to.writeEndObject();
            }
            to.writeEndArray();
        }
        to.writeNumberField("ms", outcome.elapsed().toMillis());
    }

    private static void diagnostic(JsonGenerator to, Diagnostic diagnostic) throws IOException {
        to.writeStringField("code", diagnostic.code());
        to.writeStringField("severity", diagnostic.severity().name().toLowerCase(Locale.ROOT));
        to.writeStringField("summary", diagnostic.summary());
        if (!diagnostic.detail().isEmpty()) {
            to.writeStringField("detail", diagnostic.detail());
        }
        data(to, "hints", diagnostic.hints());
        if (diagnostic.span() != null) {
            to.writeStringField("at", diagnostic.span().at());
        }
    }

    private static void data(JsonGenerator to, String name, @Nullable Object value) throws IOException {
        to.writeFieldName(name);
        data(to, value);
    }

    private static void data(JsonGenerator to, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> to.writeNull();
            case Boolean bool -> to.writeBoolean(bool);
            case Integer number -> to.writeNumber(number);
            case Long number -> to.writeNumber(number);
            case BigInteger number -> to.writeNumber(number);
            case BigDecimal number -> to.writeNumber(number);
            case Double number -> {
                if (number.isNaN() || number.isInfinite()) {
                    to.writeString(number.toString());
                } else {
                    to.writeNumber(number);
                }
            }
            case Map<?, ?> map -> {
                to.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    data(to, String.valueOf(entry.getKey()), entry.getValue());
                }
                to.writeEndObject();
            }
            case Iterable<?> list -> {
                to.writeStartArray();
                for (Object item : list) {
                    data(to, item);
                }
                to.writeEndArray();
            }
            case Unknown unknown -> {
                to.writeStartObject();
                to.writeStringField("unknown", unknown.cause());
                to.writeEndObject();
            }
            default -> to.writeString(value.toString());
        }
    }

    /** One diagnostic as a line of its own, for commands that only check. */
    public void diagnostics(List<Diagnostic> diagnostics) {
        diagnostics.forEach(diagnostic -> accept(new Event.Warning(diagnostic)));
    }
}
