package dev.runbook.acceptance;

import dev.runbook.cli.Console;
import dev.runbook.cli.Main;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One command line, carried out in this process as a user would start it, with its events.
 *
 * @param exit the exit status
 * @param err what it wrote to standard error
 */
record Invocation(List<String> arguments, int exit, List<Finished> finished, List<Map<String, Object>> events, String err) {
    /**
     * A task, a handler or an item of a loop that is through, on one host.
     *
     * @param event {@code task_finished} or {@code item_finished}
     * @param diff of all changes together, each behind a line that names its target and kind
     */
    record Finished(String event, String host, String task, String at, Object item, String status, String diff, String about) {
        /** What it is, whatever became of it. */
        String identity() {
            return event + " " + host + " \"" + task + "\" " + at + (item == null ? "" : " item " + item);
        }

        @SuppressWarnings("unchecked")
        private static Finished of(Map<String, Object> event) {
            StringBuilder diff = new StringBuilder();
            for (Object one : (List<Object>) event.get("changes")) {
                Map<String, Object> change = (Map<String, Object>) one;
                diff.append(change.get("kind")).append(' ').append(change.get("target")).append('\n').append(change.get("diff"));
            }
            return new Finished(
                    (String) event.get("event"),
                    (String) event.get("host"),
                    (String) event.get("task"),
                    (String) event.get("at"),
                    event.get("item"),
                    (String) event.get("status"),
                    diff.toString(),
                    String.valueOf(event.getOrDefault("message", event.getOrDefault("cause", ""))));
        }
    }

    static Invocation of(Path directory, String... arguments) {
        return of(directory, List.of(arguments));
    }

    static Invocation of(Path directory, List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("--output", "jsonl"));
        if (arguments.getFirst().equals("run")) {
            all.add("--diff"); // as check has by itself
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Main.run(
                all,
                new Console(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false,
                        Map.of(),
                        directory));
        List<Map<String, Object>> events =
                out.toString(StandardCharsets.UTF_8).lines().map(JsonText::object).toList();
        List<Finished> finished = events.stream()
                .filter(event -> String.valueOf(event.get("event")).matches("task_finished|item_finished"))
                .map(Finished::of)
                .toList();
        return new Invocation(all, exit, finished, events, err.toString(StandardCharsets.UTF_8));
    }

    List<Map<String, Object>> events(String name) {
        return events.stream().filter(event -> name.equals(event.get("event"))).toList();
    }

    /** What is through on one host. */
    List<Finished> on(String host) {
        return finished.stream().filter(one -> one.host().equals(host)).toList();
    }

    /** Names of tasks and handlers that ended with a status, in order. */
    List<String> tasks(String status) {
        return finished.stream()
                .filter(one -> one.event().equals("task_finished") && one.status().equals(status))
                .map(Finished::task)
                .toList();
    }

    /** How often a host's tasks ended with a status, by the recap. */
    @SuppressWarnings("unchecked")
    long recap(String host, String status) {
        Map<String, Object> recap = (Map<String, Object>) events("run_finished").getFirst().get("recap");
        return (Long) ((Map<String, Object>) recap.get(host)).get(status);
    }

    /** For the message of an assertion: what came out, task by task. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("runbook ").append(String.join(" ", arguments)).append(" → exit ").append(exit).append('\n');
        for (Finished one : finished) {
            text.append("  ").append(one.status()).append("  ").append(one.identity()).append("  ").append(one.about()).append('\n');
        }
        events("host_unreachable").forEach(event -> text.append("  ").append(event).append('\n'));
        events("warning").forEach(event -> text.append("  ").append(event).append('\n'));
        return text.append(err).toString();
    }
}
