package dev.runbook.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Runs cases with {@code ansible-playbook}, where it is installed. */
final class AnsibleRuns {
    private static final Path DRIVER = Path.of("src/test/resources/ansible").toAbsolutePath();

    /** What one command line did. {@code recap}: host to the counts that are not 0. */
    record Did(int exit, List<String> events, Map<String, Map<String, Integer>> recap, String said) {}

    /** @param runs directory and arguments of each step that is compared */
    record Job(String id, Path directory, List<List<String>> runs) {}

    private AnsibleRuns() {}

    /** The Python that {@code ansible-playbook} runs on. */
    static Optional<String> python() throws IOException {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            Path program = Path.of(folder, "ansible-playbook");
            if (Files.isExecutable(program)) {
                String first = Files.readString(program).lines().findFirst().orElse("");
                return Optional.of(first.startsWith("#!") ? first.substring(2).strip().split(" ")[0] : "python3");
            }
        }
        return Optional.empty();
    }

    /** The results of every job by its id, in the order of its runs. */
    static Map<String, List<Did>> run(String python, List<Job> jobs, Path work) throws IOException, InterruptedException {
        Files.writeString(work.resolve("ansible.cfg"), "[defaults]\n"); // none of the machine's
        Path input = Files.writeString(work.resolve("jobs.json"), json(jobs));
        Path output = work.resolve("exits.jsonl");
        Path errors = work.resolve("errors.txt");
        ProcessBuilder builder = new ProcessBuilder(python, DRIVER.resolve("driver.py").toString())
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        environment(builder.environment(), work);
        if (builder.start().waitFor() != 0) {
            throw new IOException(Files.readString(errors));
        }
        Map<String, List<Did>> results = new TreeMap<>();
        for (String line : Files.readAllLines(output)) {
            Map<String, Object> result = object(line);
            Job job = jobs.stream().filter(j -> j.id().equals(result.get("id"))).findFirst().orElseThrow();
            List<Did> runs = new ArrayList<>();
            List<?> exits = (List<?>) result.get("exits");
            for (int i = 0; i < exits.size(); i++) {
                runs.add(did((int) exits.get(i), record(job, i)));
            }
            results.put(job.id(), runs);
        }
        return results;
    }

    private static void environment(Map<String, String> environment, Path work) {
        environment.keySet().removeIf(name -> name.startsWith("ANSIBLE_"));
        environment.putAll(Map.of(
                "HOME", work.toString(),
                "ANSIBLE_CONFIG", work.resolve("ansible.cfg").toString(),
                "ANSIBLE_CALLBACK_PLUGINS", DRIVER.resolve("callback").toString(),
                "ANSIBLE_STDOUT_CALLBACK", "record",
                "ANSIBLE_GATHERING", "explicit",
                "ANSIBLE_PYTHON_INTERPRETER", "/usr/bin/python3",
                "ANSIBLE_REMOTE_TEMP", work.resolve("tmp").toString(),
                "ANSIBLE_HOST_KEY_CHECKING", "False",
                "ANSIBLE_ASYNC_DIR", work.resolve("async").toString(),
                "PYTHONDONTWRITEBYTECODE", "1"));
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("ANSIBLE_PIPELINING", "True");
    }

    private static Path record(Job job, int run) {
        return job.directory().resolveSibling(job.directory().getFileName() + "-" + run + ".jsonl");
    }

    private static Did did(int exit, Path record) throws IOException {
        List<String> events = new ArrayList<>();
        Map<String, Map<String, Integer>> recap = new TreeMap<>();
        StringBuilder said = new StringBuilder();
        List<String> lines = Files.exists(record) ? Files.readAllLines(record) : List.of();
        for (String line : lines) {
            Map<String, Object> fields = object(line);
            if (fields.containsKey("event")) {
                events.add((String) fields.get("event"));
                said.append(fields.get("said")).append('\n');
            } else {
                ((Map<?, ?>) fields.get("recap")).forEach((host, counts) -> {
                    Map<String, Integer> notNought = new TreeMap<>();
                    ((Map<?, ?>) counts).forEach((name, count) -> {
                        if ((int) count > 0) {
                            notNought.put((String) name, (int) count);
                        }
                    });
                    recap.put((String) host, notNought);
                });
            }
        }
        Path output = Path.of(record + ".out");
        said.append(Files.exists(output) ? Files.readString(output) : "");
        return new Did(exit, events, recap, said.toString());
    }

    private static String json(List<Job> jobs) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator to = new JsonFactory().createGenerator(text)) {
            to.writeStartArray();
            for (Job job : jobs) {
                to.writeStartObject();
                to.writeStringField("id", job.id());
                to.writeArrayFieldStart("runs");
                for (int i = 0; i < job.runs().size(); i++) {
                    to.writeStartObject();
                    to.writeStringField("directory", job.directory().toString());
                    to.writeStringField("record", record(job, i).toString());
                    to.writeArrayFieldStart("argv");
                    for (String argument : job.runs().get(i)) {
                        to.writeString(argument);
                    }
                    to.writeEndArray();
                    to.writeEndObject();
                }
                to.writeEndArray();
                to.writeEndObject();
            }
            to.writeEndArray();
        }
        return text.toString();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(String json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json.getBytes(StandardCharsets.UTF_8))) {
            parser.nextToken();
            return (Map<String, Object>) value(parser);
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    fields.put(name, value(parser));
                }
                return fields;
            }
            case START_ARRAY -> {
                List<Object> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(parser));
                }
                return items;
            }
            case VALUE_NUMBER_INT -> {
                return parser.getIntValue();
            }
            default -> {
                return parser.getText();
            }
        }
    }
}
