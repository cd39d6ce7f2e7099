package dev.runbook.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One command line carried out in this process, and what it said. */
record Run(int exit, String out, String err) {
    /** Runs it in a directory; {@code DIR} in arguments stands for that directory. */
    static Run of(Path directory, List<String> argv) {
        return of(directory, argv, "");
    }

    /** The same, with something typed. */
    static Run of(Path directory, List<String> argv, String input) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> arguments = argv.stream().map(a -> a.replace("DIR", directory.toString())).toList();
        int exit;
        try (PrintStream toOut = new PrintStream(out, false, StandardCharsets.UTF_8);
                PrintStream toErr = new PrintStream(err, false, StandardCharsets.UTF_8)) {
            exit = Main.run(
                    arguments,
                    new Console(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), toOut, toErr, false, Map.of(), directory));
        }
        return new Run(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** "host task status" in order, from text or from JSON lines. */
    List<String> events() {
        return json() ? jsonEvents() : textEvents();
    }

    private boolean json() {
        return out.startsWith("{");
    }

    private List<String> textEvents() {
        List<String> events = new ArrayList<>();
        String task = "";
        for (String line : out.lines().toList()) {
            if (line.startsWith("TASK ") || line.startsWith("HANDLER ")) {
                String rest = line.substring(line.indexOf(' ') + 1);
                task = rest.split(" {2}")[0].replaceFirst("^[\\w.-]+ : ", ""); // the role before it
            } else if (line.matches(" {2}(ok|changed|would change|failed|would fail|skipped|unreachable|may run) +\\S.*")
                    && !line.contains("  item=")) {
                String[] parts = line.strip().split(" {2,}|(?<=unreachable) ", 3);
                String host = parts[1].strip().replaceFirst(" -> .*", ""); // the delegate behind it
                events.add(host + " " + task + " " + parts[0]);
            }
        }
        return events;
    }

    private List<String> jsonEvents() {
        List<String> events = new ArrayList<>();
        out.lines().map(Run::flat).filter(e -> "task_finished".equals(e.get("event")))
                .forEach(e -> events.add(e.get("host") + " " + e.get("task") + " " + e.get("status")));
        return events;
    }

    /** The recap's lines, without colours. */
    List<String> recap() {
        List<String> lines = out.lines().dropWhile(line -> !line.startsWith("RECAP")).skip(1)
                .filter(line -> line.startsWith("  ")).toList();
        return lines.stream().map(line -> line.strip().replaceAll(" +", " ")).toList();
    }

    /** The scalar fields of a JSON object, one level deep. */
    static Map<String, String> flat(String json) {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            int depth = 0;
            String name = "";
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                } else if (depth == 1 && token == JsonToken.FIELD_NAME) {
                    name = parser.currentName();
                } else if (depth == 1 && token.isScalarValue()) {
                    fields.put(name, parser.getText());
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(json, e);
        }
        return fields;
    }
}
