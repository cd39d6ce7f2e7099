package dev.runbook.cli;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.catalog.ModuleCatalog;
import dev.runbook.execution.Preparation;
import dev.runbook.execution.RunOptions;
import dev.runbook.host.ConnectionSettings.HostKeyPolicy;
import dev.runbook.inventory.InventoryLoader;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.DiagnosticRenderer;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Source;
import dev.runbook.language.SourceLoader;
import dev.runbook.language.YamlReader;
import dev.runbook.testkit.Fuzz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in runbooks, inventories and expressions: no crash, no hang, and every mistake has a place. */
@Timeout(value = 2, unit = TimeUnit.HOURS) // fuzz.minutes may be many
class InputFuzzTest {
    private static final Path CASES = Path.of("src/test/resources/cases");

    /** What is wrong with a request, or with a module, and not with a text. */
    private static final Set<String> WITHOUT_PLACE = Set.of("file-binary", "nothing-selected", "no-hosts", "unusable-module");

    private static final List<String> YAML = List.of(
            "- ", ": ", "\n", "\n  ", "\n    ", "\n      ", "\t", "@{x}", "@{", "}", "{", "[", "]", "\"", "'", "|\n", ">-\n",
            "&a ", "*a", "<<: *a", "!secret ", "!file ", "!x ", "#", "when: ", "hosts: all", "tasks:", "block:", "rescue:",
            "always:", "copy: ", "debug: {msg: ", "notify: x", "listen: x", "loop: ", "register: r", "vars:", "tags: [always]",
            "become: yes", "serial: 10%", "until: ", "retries: ", "delegate_to: ", "run_once: true", "import_tasks: x.yml",
            "include_tasks: ", "include_role: {name: r}", "roles:", "vars_files:", "meta: end_play", "set_fact:", "\0", "\r",
            "---", "...", "%YAML 1.3\n", "? ", ",", "\\", "\ufeff", "\u2028", "\ud800", "~", "null", "- - - ", "0644", "1e999");

    private static final List<String> INVENTORY = List.of(
            "[web]", "[web:vars]", "[web:children]", "[", "]", "a=b", "host[1:3]", "host[a:z]", "host[1:99999999]", "=", ":",
            "\n", "\n  ", "\n    ", "all:", "hosts:", "children:", "vars:", "ungrouped:", "{", "}", "\"", "'", "\\", "#", ";",
            "@{", "}", "!secret x", "&a ", "*a", "::1", "ansible_port=", "ansible_host: ", "{\"_meta\": {\"hostvars\": {",
            "}}", ",", "- ", "~", "\0", "é", "😀", "\t", "\r\n", "---");

    private static final List<String> EXPRESSIONS = List.of(
            "a", "facts", "r", ".", ".?", "[", "]", "(", ")", " + ", " - ", "*", "/", "%", " == ", " != ", " < ", " >= ",
            " && ", " || ", "!", "not ", " and ", " contains ", " ~= ", " ? ", " : ", "?:", ",", "'a'", "\"b\"", "1", "2.5",
            "0x1f", "null", "true", "empty", "omit", "default(", "defined(", "upper(", "where(", "$", " in ", " if ", "@{",
            "}", "@@{", "{", "\n", "\\", "'", "\"", "|", "=", ";", "é", "\0", "new ", "class", "9223372036854775807",
            "to_json(", "regex_match(", "range(", "file(", "env(", "secret(", ".class", "Runtime");

    @TempDir
    Path directory;

    private final ModuleCatalog modules =
            ModuleCatalog.load(List.of(InputFuzzTest.class.getClassLoader()), List.of());

    @Test
    void runbooks() {
        long count = new Fuzz(given(".yml", "- "), YAML).run(this::prepared);
        assertTrue(count > 20, "texts: " + count);
    }

    @Test
    void expressions() {
        List<String> seeds = List.of(
                "a + 1 > 2 && r.stdout.startsWith('x')", "default(a, [1, 2])[0] == 'b' ? upper(a) : null",
                "(name in r.results if $ != 'x')", "facts.memory.total_mb / 1024 >= 2.5 || not defined(b)",
                "a.b['c'].d contains 'e' ?: to_json({'k': [a, b]})");
        long count = new Fuzz(seeds, EXPRESSIONS)
                .run(
                        text -> "- hosts: all\n  vars: {a: 1}\n  tasks:\n    - debug: {msg: " + quoted("@{" + text + "}")
                                + "}\n      when: " + quoted(text) + "\n",
                        this::prepared);
        assertTrue(count > 20, "texts: " + count);
    }

    @Test
    void inventories() {
        List<String> seeds = new ArrayList<>(given("hosts.yml", "all:"));
        seeds.addAll(given("hosts", ""));
        seeds.add("[web]\nweb[1:3].example.org ansible_port=2222 x='a b'\n[db]\ndb1\n[all:vars]\ny=@{x}\n"
                + "[site:children]\nweb\ndb\n");
        seeds.add("all:\n  vars: {x: 1}\n  children:\n    web:\n      hosts: {web1: {y: 2}, 'web[2:4]': }\n");
        for (String name : List.of("hosts.yml", "hosts.ini", "hosts.json")) {
            long count = new Fuzz(seeds, INVENTORY, Duration.ofSeconds(20)).run(text -> inventory(name, text));
            assertTrue(count > 20, "texts: " + count);
        }
    }

    /** What the cases are given in files of this name, where it begins so. */
    private static List<String> given(String name, String begin) {
        try (Stream<Path> files = Files.walk(CASES)) {
            return files.filter(file -> file.toString().endsWith(".yml"))
                    .sorted()
                    .flatMap(file -> read(file).stream())
                    .flatMap(one -> one.given().entrySet().stream())
                    .filter(file -> file.getKey().endsWith(name) && file.getValue().startsWith(begin))
                    .map(file -> file.getValue())
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Case> read(Path file) {
        try {
            return Case.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void prepared(String text) {
        RunOptions.Connection connection = new RunOptions.Connection(
                null, null, null, false, null, null, HostKeyPolicy.STRICT, Duration.ofSeconds(1), false);
        RunOptions options = new RunOptions(true, true, 5, null, List.of(), List.of(), null, true, false, connection);
        Preparation.Request request =
                new Preparation.Request(List.of(), List.of("web1,"), List.of(), options, directory);
        Preparation.Prepared prepared = Setup.preparation(modules)
                .prepare(request, new Source("fuzz.yml", directory.resolve("fuzz.yml"), text));
        places(prepared.diagnostics());
    }

    private void inventory(String name, String text) {
        try {
            Path file = directory.resolve(name);
            Files.write(file, text.getBytes(StandardCharsets.UTF_8));
            Diagnostics diagnostics = new Diagnostics();
            new InventoryLoader(new YamlReader(), new SourceLoader())
                    .load(List.of(file.toString()), directory, diagnostics);
            places(diagnostics.all());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void places(List<Diagnostic> diagnostics) {
        for (Diagnostic diagnostic : diagnostics) {
            if (!WITHOUT_PLACE.contains(diagnostic.code())) {
                assertNotNull(diagnostic.span(), () -> diagnostic.code() + ": " + diagnostic.summary());
            }
        }
        new DiagnosticRenderer(false).render(diagnostics);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> quoted.append(
                c < ' ' || c == '"' || c == '\\' || c > 126 ? "\\u%04x".formatted(c) : String.valueOf((char) c)));
        return quoted.append('"').toString();
    }
}
