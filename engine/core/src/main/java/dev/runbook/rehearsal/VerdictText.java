package dev.runbook.rehearsal;

import dev.runbook.event.Event.Status;
import dev.runbook.rehearsal.Verdict.Finding;
import dev.runbook.report.Style;
import dev.runbook.report.Style.Tone;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A verdict as a table and a sentence, for people. */
public final class VerdictText {
    private static final int WIDEST_NAME = 52;
    private static final List<String> PASSES = List.of("check", "run", "check", "run");
    private static final int COLUMN = 12;

    private final Style style;

    public VerdictText(Style style) {
        this.style = style;
    }

    private record Row(String task, String hosts, List<@Nullable Status> statuses, boolean fault) {}

    /** What one pass came to, in one line. */
    public String pass(int number, Pass pass, double seconds) {
        int changed = pass.count(Status.CHANGED);
        int unknown = pass.count(Status.UNKNOWN);
        int failed = pass.count(Status.FAILED) + pass.count(Status.UNREACHABLE);
        List<String> said = new ArrayList<>();
        if (changed > 0) {
            said.add(style.paint(Tone.CHANGED, changed + (pass.check() ? " would change" : " changed")));
        }
        if (unknown > 0) {
            said.add(style.paint(Tone.UNKNOWN, unknown + " may run"));
        }
        if (failed > 0) {
            said.add(style.paint(Tone.FAILED, failed + (pass.check() ? " would fail" : " failed")));
        }
        if (said.isEmpty()) {
            said.add(pass.check() ? "nothing would change" : "nothing changed");
        }
        return String.format(Locale.ROOT, "  %d  %-6s %s  %s", number, pass.check() ? "check" : "run",
                String.join(", ", said), style.paint(Tone.FAINT, String.format(Locale.ROOT, "%.1f s", seconds)));
    }

    /** A row for each task; hosts that agree share one. */
    public String table(Verdict verdict) {
        List<Row> rows = new ArrayList<>();
        verdict.byTask().values().forEach(findings -> rows.addAll(rows(findings)));
        int names = Math.max(4, rows.stream().mapToInt(row -> row.task().length()).max().orElse(0));
        int hosts = Math.max(5, rows.stream().mapToInt(row -> row.hosts().length()).max().orElse(0));
        StringBuilder text = new StringBuilder();
        text.append("  ").append(pad("TASK", names)).append("  ").append(pad("HOSTS", hosts));
        PASSES.forEach(pass -> text.append("  ").append(pad(pass.toUpperCase(Locale.ROOT), COLUMN)));
        text.setLength(text.toString().stripTrailing().length());
        text.append('\n');
        for (Row row : rows) {
            StringBuilder line = new StringBuilder(row.fault() ? style.paint(Tone.FAILED, "x ") : "  ");
            line.append(pad(row.task(), names)).append("  ").append(pad(row.hosts(), hosts));
            row.statuses().forEach(status ->
                    line.append("  ").append(style.paint(tone(status), pad(Verdict.word(status), COLUMN))));
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static List<Row> rows(List<Finding> findings) {
        Map<String, List<Finding>> alike = new LinkedHashMap<>();
        findings.forEach(finding -> alike.computeIfAbsent(
                finding.statuses() + " " + (finding.fault() != null), key -> new ArrayList<>()).add(finding));
        List<Row> rows = new ArrayList<>();
        alike.values().forEach(same -> {
            Finding first = same.getFirst();
            String name = first.task().role() == null
                    ? first.task().name()
                    : first.task().role() + " : " + first.task().name();
            List<String> hosts = same.stream().map(Finding::host).distinct().toList();
            rows.add(new Row(
                    name.length() <= WIDEST_NAME ? name : name.substring(0, WIDEST_NAME - 1) + "…",
                    hosts.size() == 1 ? hosts.getFirst() : hosts.size() + " hosts",
                    first.statuses(),
                    first.fault() != null));
        });
        return rows;
    }

    /** What is at fault and where, then the verdict itself. */
    public String conclusion(Verdict verdict) {
        StringBuilder text = new StringBuilder();
        Map<String, List<Finding>> alike = new LinkedHashMap<>();
        verdict.faults().forEach(fault -> alike.computeIfAbsent(
                fault.task().at() + " " + fault.fault(), key -> new ArrayList<>()).add(fault));
        for (List<Finding> faults : alike.values()) {
            Finding fault = faults.getFirst();
            String hosts = String.join(", ", faults.stream().map(Finding::host).distinct().sorted().toList());
            text.append(style.paint(Tone.FAILED, "x ")).append(fault.task().name()).append("  ")
                    .append(style.paint(Tone.FAINT, shortPlace(fault.task().at()))).append('\n')
                    .append("    ").append(hosts).append(": ").append(fault.fault()).append('\n');
        }
        if (!verdict.faults().isEmpty()) {
            text.append('\n');
        }
        long tasks = verdict.byTask().size();
        long hosts = verdict.findings().stream().map(Finding::host).distinct().count();
        long changes = verdict.findings().stream().filter(finding -> at(finding, 1) == Status.CHANGED).count();
        long unknown = verdict.findings().stream().filter(finding -> at(finding, 0) == Status.UNKNOWN).count();
        String what = counted(tasks, "task") + " on " + counted(hosts, "host");
        if (!verdict.holds()) {
            long at = verdict.faults().stream().map(finding -> finding.task().at()).distinct().count();
            return text.append(style.paint(Tone.FAILED, "The rehearsal does not hold"))
                    .append(": ").append(at).append(" of ").append(what)
                    .append(at == 1 ? " is not as it should be.\n" : " are not as they should be.\n").toString();
        }
        text.append(style.paint(Tone.OK, "The rehearsal holds")).append(": ").append(what).append(". ");
        text.append(changes == 0 ? "There was nothing to change" : counted(changes, "change") + " made, as announced");
        if (unknown > 0) {
            text.append(", but for ").append(unknown).append(" that could not be told beforehand");
        }
        return text.append("; a second run changes nothing.\n").toString();
    }

    private static @Nullable Status at(Finding finding, int pass) {
        return pass < finding.statuses().size() ? finding.statuses().get(pass) : null;
    }

    private static String counted(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private static String shortPlace(String at) {
        int column = at.lastIndexOf(':');
        return column < 0 ? at : at.substring(0, column);
    }

    private static Tone tone(@Nullable Status status) {
        return switch (status) {
            case null -> Tone.FAINT;
            case OK -> Tone.OK;
            case CHANGED -> Tone.CHANGED;
            case FAILED, UNREACHABLE -> Tone.FAILED;
            case SKIPPED -> Tone.SKIPPED;
            case UNKNOWN -> Tone.UNKNOWN;
        };
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
