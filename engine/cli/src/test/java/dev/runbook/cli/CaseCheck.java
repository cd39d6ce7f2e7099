package dev.runbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** Carries out a case in a directory, and compares what came of it with what must. */
final class CaseCheck {
    private CaseCheck() {}

    static List<Executable> checks(Case one, Path place) throws IOException {
        one.lay(place);
        List<Executable> checks = new ArrayList<>();
        for (Case.Step step : one.steps()) {
            checks.addAll(checks(step, Run.of(place, step.argv(), step.input()), place));
        }
        return checks;
    }

    private static List<Executable> checks(Case.Step step, Run run, Path place) {
        String all = run.out() + run.err();
        String said = "$ runbook " + String.join(" ", step.argv()) + "\n" + all;
        List<Executable> checks = new ArrayList<>();
        checks.add(() -> assertEquals(step.exit(), run.exit(), said));
        if (step.events() != null) {
            boolean byHost = step.events().byHost();
            String expected = String.join("\n", arranged(step.events().lines(), byHost));
            checks.add(() -> assertEquals(expected, String.join("\n", arranged(run.events(), byHost)), said));
        }
        if (step.recap() != null) {
            checks.add(() -> assertEquals(step.recap(), run.recap(), said));
        }
        step.shows().forEach(text -> checks.add(() ->
                assertTrue(all.contains(here(text, place)), () -> "missing: " + text + "\n" + said)));
        step.hides().forEach(text -> checks.add(() ->
                assertFalse(all.contains(here(text, place)), () -> "must not appear: " + text + "\n" + said)));
        step.files().forEach((file, content) -> {
            // Read now: later steps may change it.
            String found = Files.exists(place.resolve(file)) ? readString(place.resolve(file)) : null;
            checks.add(() -> assertEquals(content, found, file + "\n" + said));
        });
        return checks;
    }

    private static String here(String text, Path place) {
        return text.replace("DIR", place.toString());
    }

    /**
     * Events in an order that does not depend on which of the hosts at one task is done first: within a run of one task by
     * host, or all of them by host. What one host does keeps its order.
     */
    static List<String> arranged(List<String> events, boolean byHost) {
        Comparator<String> hosts = Comparator.comparing(CaseCheck::host);
        if (byHost) {
            return events.stream().sorted(hosts).toList();
        }
        List<String> arranged = new ArrayList<>();
        for (int start = 0, end; start < events.size(); start = end) {
            String task = task(events.get(start));
            for (end = start; end < events.size() && task(events.get(end)).equals(task); ) {
                end++;
            }
            events.subList(start, end).stream().sorted(hosts).forEach(arranged::add);
        }
        return arranged;
    }

    private static String host(String event) {
        return event.substring(0, event.indexOf(' '));
    }

    /** The name of the task, without its status, which may be of two words. */
    private static String task(String event) {
        return event.substring(event.indexOf(' ') + 1).replaceFirst(" (would \\w+|may run|\\w+)$", "");
    }

    private static String readString(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
