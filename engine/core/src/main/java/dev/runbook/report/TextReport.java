package dev.runbook.report;

import dev.runbook.api.Unknown;
import dev.runbook.event.Event;
import dev.runbook.event.EventSink;
import dev.runbook.language.Diagnostic;
import dev.runbook.report.Style.Tone;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Events as text for a person: a line per task and host, diffs, failures with their place, the recap. */
public final class TextReport implements EventSink {
    private final PrintStream out;
    private final Style style;
    private final Options options;
    private final Function<Diagnostic, String> diagnostics;
    private final ProgressLine progress;
    private boolean check;
    private String heading = "";
    private Event.@Nullable TaskRef current;
    private boolean early;
    /** Hosts and tasks whose items were shown, until the task is done. */
    private final Set<String> withItems = new HashSet<>();

    /**
     * @param diff whether diffs are shown
     * @param verbosity 0 hides results, 1 shows them
     */
    public record Options(boolean diff, int verbosity) {}

    /** @param diagnostics renders one, with its excerpt */
    public TextReport(
            PrintStream out,
            Style style,
            Options options,
            Function<Diagnostic, String> diagnostics,
            ProgressLine progress) {
        this.out = out;
        this.style = style;
        this.options = options;
        this.diagnostics = diagnostics;
        this.progress = progress;
    }

    @Override
    public synchronized void accept(Event event) {
        if (event instanceof Event.Progress line) {
            progress.show(line.host() + ": " + line.line());
            return;
        }
        progress.clear();
        switch (event) {
            case Event.RunStarted e -> check = e.check();
            case Event.PlayStarted e -> play(e);
            case Event.TaskStarted e -> started("TASK ", e.task());
            case Event.HandlerStarted e -> started("HANDLER ", e.task());
            case Event.ItemFinished e -> {
                below(e.task());
                withItems.add(e.host() + " " + e.task().at());
                result(e.host() + "  item=" + brief(e.item()), e.outcome(), "");
            }
            case Event.TaskFinished e -> {
                if (e.outcome().status() != Event.Status.UNREACHABLE) { // said already, with its reason
                    taskFinished(e);
                }
            }
            case Event.HostUnreachable e -> unreachable(e);
            case Event.Warning e -> out.println(diagnostics.apply(e.diagnostic()));
            case Event.RunFinished e -> finished(e);
            case Event.Progress e -> Objects.requireNonNull(e);
        }
        out.flush();
    }

    private void play(Event.PlayStarted play) {
        int hosts = play.hosts().size();
        out.println(style.paint(Tone.HEADING, "PLAY " + play.name()) + "  "
                + style.paint(Tone.FAINT, hosts == 1 ? "1 host" : hosts + " hosts"));
    }

    private void started(String kind, Event.TaskRef task) {
        boolean said = early && same(task, current);
        early = false;
        if (!said) {
            heading = kind + titled(task);
            current = task;
            heading(task);
        }
        progress.show(task.name() + " …");
    }

    /** Where hosts do not go in step, a result may belong to another task than the last one that began. */
    private void below(Event.TaskRef task) {
        if (!same(task, current)) {
            heading = "TASK " + titled(task);
            current = task;
            early = true;
            heading(task);
        }
    }

    /** Its name may differ from host to host. */
    private static boolean same(Event.TaskRef task, Event.@Nullable TaskRef other) {
        return other != null && task.at().equals(other.at()) && task.module().equals(other.module());
    }

    private static String titled(Event.TaskRef task) {
        return task.role() == null ? task.name() : task.role() + " : " + task.name();
    }

    private void heading(Event.TaskRef task) {
        out.println();
        String module = task.name().equals(task.module()) ? "" : task.module() + "  ";
        out.println(style.paint(Tone.HEADING, heading) + "  " + style.paint(Tone.FAINT, module + shortPlace(task.at())));
    }

    /** {@code file:line} is what editors take. */
    private static String shortPlace(String at) {
        int column = at.lastIndexOf(':');
        return column < 0 ? at : at.substring(0, column);
    }

    private void taskFinished(Event.TaskFinished e) {
        below(e.task());
        String note = e.ignored() ? "  (ignored)" : e.rescued() ? "  (rescued)" : "";
        String subject = e.delegate() == null ? e.host() : e.host() + " -> " + e.delegate();
        if (!withItems.remove(e.host() + " " + e.task().at())) {
            result(subject, e.outcome(), note);
        } else {
            // What there is to say was said with the items.
            out.println("  " + style.paint(tone(e.outcome().status()),
                    String.format(Locale.ROOT, "%-12s", word(e.outcome().status()))) + "  " + subject + how(e.outcome()) + note);
        }
    }

    private static String how(Event.Outcome outcome) {
        Event.Failure failure = outcome.failure();
        return failure == null || !failure.diagnostics().isEmpty() ? "" : "  " + failure.message();
    }

    private void result(String subject, Event.Outcome outcome, String note) {
        String word = word(outcome.status());
        StringBuilder line = new StringBuilder("  ")
                .append(style.paint(tone(outcome.status()), String.format(Locale.ROOT, "%-12s", word)))
                .append("  ")
                .append(subject);
        String changes = outcome.changes().stream()
                .map(c -> c.target() + (c.kind().equals("changed") ? "" : " " + c.kind()))
                .collect(Collectors.joining(", "));
        if (!changes.isEmpty()) {
            line.append("  ").append(changes);
        }
        if (!outcome.cause().isEmpty()) {
            line.append("  ").append(style.paint(Tone.FAINT, outcome.cause()));
        }
        out.println(line + note);
        if (options.diff()) {
            outcome.changes().forEach(change -> diff(change.diff()));
        }
        Event.Failure failure = outcome.failure();
        if (failure != null) {
            failure(failure);
        }
        Object message = outcome.result().get("msg");
        boolean notRun = message instanceof Unknown && outcome.status() != Event.Status.OK;
        if (outcome.failure() == null && outcome.result().containsKey("msg") && !notRun) {
            indented(message instanceof String text ? text : DataText.yaml(message), "    ");
        }
        if (options.verbosity() > 0 && !outcome.result().isEmpty()) {
            indented(DataText.yaml(outcome.result()), "    ");
        }
    }

    private void failure(Event.Failure failure) {
        if (failure.diagnostics().isEmpty()) {
            indented(style.paint(Tone.FAILED, failure.message()), "    ");
        } else {
            failure.diagnostics().forEach(d -> indented(diagnostics.apply(d), "    "));
        }
        failure.hints().forEach(hint -> indented("help: " + hint, "    "));
    }

    private String word(Event.Status status) {
        return switch (status) {
            case OK -> "ok";
            case CHANGED -> check ? "would change" : "changed";
            case FAILED -> check ? "would fail" : "failed";
            case SKIPPED -> "skipped";
            case UNREACHABLE -> "unreachable";
            case UNKNOWN -> "may run";
        };
    }

    private static Tone tone(Event.Status status) {
        return switch (status) {
            case OK -> Tone.OK;
            case CHANGED -> Tone.CHANGED;
            case FAILED, UNREACHABLE -> Tone.FAILED;
            case SKIPPED -> Tone.SKIPPED;
            case UNKNOWN -> Tone.UNKNOWN;
        };
    }

    private void diff(String diff) {
        for (String line : diff.lines().toList()) {
            Tone tone = line.startsWith("+++") || line.startsWith("---")
                    ? Tone.HEADING
                    : line.startsWith("+") ? Tone.ADDED
                    : line.startsWith("-") ? Tone.REMOVED
                    : line.startsWith("@@") ? Tone.HUNK : null;
            out.println("    " + (tone == null ? line : style.paint(tone, line)));
        }
    }

    private void indented(String text, String indent) {
        text.lines().forEach(line -> out.println(indent + line));
    }

    private void unreachable(Event.HostUnreachable e) {
        out.println("  " + style.paint(Tone.FAILED, "unreachable ") + "  " + e.host());
        indented(e.message(), "    ");
        e.hints().forEach(hint -> indented("help: " + hint, "    "));
    }

    private void finished(Event.RunFinished e) {
        out.println();
        out.println(style.paint(Tone.HEADING, "RECAP") + "  "
                + style.paint(Tone.FAINT, String.format(Locale.ROOT, "%.1f s", e.elapsed().toMillis() / 1000.0)));
        int width = e.recap().keySet().stream().mapToInt(String::length).max().orElse(0);
        e.recap().forEach((host, recap) -> out.println("  " + pad(host, width) + "  " + counts(recap)));
        if (check) {
            out.println(summary(e.recap()));
        }
        if (e.stoppedAt() != null) {
            out.println(style.paint(Tone.FAILED, "Interrupted: " + e.stoppedAt()));
        } else if (e.endedBy() != null) {
            out.println(style.paint(Tone.FAILED, "Ended early: " + e.endedBy()));
        }
    }

    private String summary(Map<String, Event.HostRecap> recap) {
        int changed = recap.values().stream().mapToInt(Event.HostRecap::changed).sum();
        int unknown = recap.values().stream().mapToInt(Event.HostRecap::unknown).sum();
        String text = changed == 0 ? "Nothing would change" : "A run would make " + changed + (changed == 1 ? " change" : " changes");
        return text + (unknown == 0 ? "" : ", and " + unknown + (unknown == 1 ? " task" : " tasks") + " may run")
                + "; nothing was touched.";
    }

    private String counts(Event.HostRecap recap) {
        StringBuilder text = new StringBuilder();
        count(text, "ok", recap.ok(), Tone.OK, true);
        count(text, "changed", recap.changed(), Tone.CHANGED, true);
        count(text, "failed", recap.failed(), Tone.FAILED, true);
        count(text, "unreachable", recap.unreachable(), Tone.FAILED, false);
        count(text, "skipped", recap.skipped(), Tone.SKIPPED, false);
        count(text, "rescued", recap.rescued(), Tone.CHANGED, false);
        count(text, "ignored", recap.ignored(), Tone.CHANGED, false);
        count(text, "unknown", recap.unknown(), Tone.UNKNOWN, false);
        return text.toString();
    }

    private void count(StringBuilder text, String name, int count, Tone tone, boolean always) {
        if (count > 0 || always) {
            String piece = name + "=" + count;
            text.append(text.isEmpty() ? "" : "  ").append(count > 0 ? style.paint(tone, piece) : piece);
        }
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String brief(@Nullable Object item) {
        String text = DataText.flow(item);
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }

    /** Shows several diagnostics, and how many there were. */
    public static String all(List<Diagnostic> diagnostics, Function<Diagnostic, String> renderer) {
        return diagnostics.stream().map(renderer).collect(Collectors.joining("\n"));
    }
}
