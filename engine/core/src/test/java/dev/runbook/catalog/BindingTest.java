package dev.runbook.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.FileMode;
import dev.runbook.api.Secret;
import dev.runbook.api.Unknown;
import dev.runbook.expression.Expression;
import dev.runbook.expression.Omit;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.RunbookException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BindingTest {
    private static final Unknown UNKNOWN = new Unknown("task \"x\" has not run", "a.yml:1");

    @TempDir
    private Path directory;

    private SampleModule.Parameters bind(String yaml, Map<String, ?> variables) {
        return (SampleModule.Parameters) bound(yaml, variables).parameters();
    }

    private Binding.Bound bound(String yaml, Map<String, ?> variables) {
        return assertInstanceOf(Binding.Bound.class, binding(yaml, variables));
    }

    private Binding binding(String yaml, Map<String, ?> variables) {
        var bench = new Bench(directory);
        Arguments arguments = bench.compile("t.yml", yaml);
        assertEquals(List.of(), bench.diagnostics.all());
        return arguments.bind(Bench.scope(variables));
    }

    private Diagnostic failure(String yaml, Map<String, ?> variables) {
        return assertThrows(RunbookException.class, () -> binding(yaml, variables)).diagnostics().getFirst();
    }

    @Test
    void leavesDefaultsWhereNothingIsGiven() {
        SampleModule.Parameters p = bind("sample: {path: /a}", Map.of());
        assertEquals(SampleModule.State.PRESENT, p.state());
        assertEquals(Duration.ofSeconds(30), p.timeout());
        assertFalse(p.force());
        assertNull(p.mode());
        assertNull(p.ports());
        assertEquals(List.of(), p.tagsList());
        assertEquals(Map.of(), p.settings());
    }

    @ParameterizedTest
    @CsvSource({"0644", "'\"0644\"'", "0o644", "'\"644\"'"})
    void readsModesFromTheirSourceText(String written) {
        assertEquals(FileMode.of(0644), bind("sample: {path: /a, mode: " + written + "}", Map.of()).mode());
    }

    @Test
    void keepsVersionsAsWritten() {
        assertEquals("2.10", bind("sample: {path: /a, version: 2.10}", Map.of()).version());
        assertEquals("yes", bind("sample: {path: /a, version: yes}", Map.of()).version());
        assertEquals("a @{b}", bind("sample: {path: /a, version: 'a @@{b}'}", Map.of()).version());
    }

    @ParameterizedTest
    @CsvSource({"yes,true", "On,true", "TRUE,true", "no,false", "off,false", "'\"false\"',false"})
    void readsBooleans(String written, boolean expected) {
        assertEquals(expected, bind("sample: {path: /a, force: " + written + "}", Map.of()).force());
    }

    @ParameterizedTest
    @CsvSource({"90,90000", "0.5,500", "500ms,500", "2m,120000", "1h30m,5400000", "1d,86400000"})
    void readsDurations(String written, long millis) {
        assertEquals(Duration.ofMillis(millis), bind("sample: {path: /a, timeout: " + written + "}", Map.of()).timeout());
        assertEquals(Duration.ofMillis(millis), bind("sample: {path: /a, timeout: '@{t}'}", Map.of("t", written)).timeout());
    }

    @Test
    void takesListsMapsAndNestedRecords() {
        SampleModule.Parameters p = bind(
                """
                sample:
                  dest: /a
                  tags_list: one
                  ports: [80, 0x50]
                  settings: {a: 1.50, b: "@{two}"}
                  limits:
                    - name: files
                    - {name: "@{n}", amount: 5}
                  limit: "@{l}"
                """,
                Map.of("two", 2L, "n", "cores", "l", Map.of("name", "x", "amount", 3L)));
        assertEquals(List.of("one"), p.tagsList());
        assertEquals(List.of(80, 80), p.ports());
        assertEquals(Map.of("a", "1.50", "b", "2"), p.settings());
        assertEquals(List.of(new SampleModule.Limit("files", 10), new SampleModule.Limit("cores", 5)), p.limits());
        assertEquals(new SampleModule.Limit("x", 3), p.limit());
    }

    @Test
    void takesAWholeListFromAnExpression() {
        assertEquals(List.of("a", "b"), bind("sample: {path: /a, tags_list: '@{l}'}", Map.of("l", List.of("a", "b"))).tagsList());
        assertEquals(List.of("a"), bind("sample: {path: /a, tags_list: '@{l}'}", Map.of("l", "a")).tagsList());
    }

    @Test
    void convertsData() {
        SampleModule.Parameters p = bind(
                "sample: {path: /a, mode: '@{m}', count: '@{c}', size: '@{s}', ratio: '@{r}', version: '@{v}', state: '@{st}'}",
                Map.of("m", "0640", "c", 7L, "s", "12", "r", 2L, "v", true, "st", "in_place"));
        assertEquals(FileMode.of(0640), p.mode());
        assertEquals(7, p.count());
        assertEquals(12L, p.size());
        assertEquals(2.0, p.ratio());
        assertEquals("true", p.version());
        assertEquals(SampleModule.State.IN_PLACE, p.state());
    }

    @Test
    void refusesAModeThatBecameANumber() {
        Diagnostic d = failure("sample: {path: /a, mode: '@{m}'}", Map.of("m", 420L));
        assertTrue(d.summary().contains("the value is the number 420"), d.summary());
        assertTrue(d.hints().getFirst().contains("quote it where it is defined"), d.toString());
        assertEquals("t.yml:1:26", d.span().at());
    }

    @Test
    void showsTheValueThatDoesNotFit() {
        Diagnostic d = failure("sample: {path: /a, count: '@{c}'}", Map.of("c", "many"));
        assertEquals("`count` of `sample`: expected a whole number such as 42", d.summary());
        assertEquals("the value is \"many\"", d.detail());
        assertTrue(failure("sample: {path: /a, count: '@{c}'}", Map.of("c", 5_000_000_000L)).summary().contains("2147483647"));
        assertTrue(failure("sample: {path: /a, version: '@{c}'}", Map.of("c", List.of())).summary().contains("is a list"));
        assertTrue(failure("sample: {path: /a, limit: '@{c}'}", Map.of("c", Map.of("nam", "x"))).summary().contains("`nam`"));
    }

    @Test
    void neverShowsASecret() {
        Diagnostic d = failure("sample: {path: '@{p}'}", Map.of("p", new Secret("hunter2")));
        assertFalse(d.toString().contains("hunter2"), d.toString());
        assertTrue(d.summary().contains("expected an absolute path, not ********"), d.summary());
        Diagnostic e = failure("sample: {path: /a, count: '@{p}'}", Map.of("p", new Secret("hunter2")));
        assertFalse(e.toString().contains("hunter2"), e.toString());
        Diagnostic f = failure("sample: {path: /a, settings: '@{p}'}", Map.of("p", new Secret("hunter2")));
        assertFalse(f.toString().contains("hunter2"), f.toString());
    }

    @Test
    void unwrapsSecretsAndTellsWhichItMet() {
        Binding.Bound b = bound(
                "sample: {path: /a, version: '@{s}', password: '@{t}', data: {x: '@{u}'}}",
                Map.of("s", new Secret("one"), "t", "two", "u", new Secret("three")));
        var p = (SampleModule.Parameters) b.parameters();
        assertEquals("one", p.version());
        assertEquals(new Secret("two"), p.password());
        assertEquals(Map.of("x", new Secret("three")), p.data());
        assertEquals(List.of("one", "two", "three"), b.secrets().stream().map(Secret::reveal).toList());
    }

    @Test
    void masksAPasswordWrittenInTheRunbook() {
        assertEquals(List.of(new Secret("pw")), bound("sample: {path: /a, password: pw}", Map.of()).secrets());
    }

    @Test
    void isNotYetBoundWhereSomethingIsUnknown() {
        for (String task : List.of(
                "sample: {path: '@{u}'}",
                "sample: {path: /a, tags_list: [x, '@{u}']}",
                "sample: {path: /a, tags_list: '@{l}'}",
                "sample: {path: /a, limits: [{name: '@{u}'}]}",
                "sample: {path: /a, settings: {a: 'x @{u}'}}",
                "sample: {path: /a, that: u}",
                "sample: {path: relative, count: '@{u}'}")) {
            Binding binding = binding(task, Map.of("u", UNKNOWN, "l", List.of("a", UNKNOWN)));
            assertEquals(new Binding.NotYet(UNKNOWN), binding, task);
        }
    }

    @Test
    void letsUnknownReachWhatAcceptsIt() {
        assertEquals(UNKNOWN, bind("sample: {path: /a, data: '@{u}'}", Map.of("u", UNKNOWN)).data());
        assertEquals(
                Map.of("x", List.of(UNKNOWN)), bind("sample: {path: /a, data: {x: ['@{u}']}}", Map.of("u", UNKNOWN)).data());
    }

    @Test
    void leavesOutWhatIsOmitted() {
        SampleModule.Parameters p = bind(
                "sample: {path: /a, mode: '@{o}', state: '@{o}', tags_list: [a, '@{o}'], settings: {x: '@{o}'}}",
                Map.of("o", Omit.OMIT));
        assertNull(p.mode());
        assertEquals(SampleModule.State.PRESENT, p.state());
        assertEquals(List.of("a"), p.tagsList());
        assertEquals(Map.of(), p.settings());
        assertTrue(failure("sample: {path: '@{o}'}", Map.of("o", Omit.OMIT)).summary().contains("cannot be omitted"));
    }

    @Test
    void takesNullAsNotGiven() {
        var variables = new HashMap<String, Object>();
        variables.put("n", null);
        assertNull(bind("sample: {path: /a, mode: ~, version: '@{n}'}", variables).mode());
        assertEquals(SampleModule.State.PRESENT, bind("sample: {path: /a, state: '@{n}'}", variables).state());
        assertEquals("missing-parameter", failure("sample: {path: '@{n}'}", variables).code());
    }

    @Test
    void explainsConditions() {
        SampleModule.Parameters p = bind("sample: {path: /a, that: [ready]}", Map.of("ready", false));
        assertEquals("ready", p.that().getFirst().source());
        assertEquals(false, p.that().getFirst().value());
        assertEquals("ready = false", p.that().getFirst().explanation());
    }

    @Test
    void takesTextAndArgs() {
        var p = (TextModule.Parameters) bound("say: make it\nargs: {creates: /x}", Map.of()).parameters();
        assertEquals(new TextModule.Parameters("make it", "/x"), p);
        var q = (TextModule.Parameters) bound("say: {cmd: a, creates: /y}\nargs: {creates: /x}", Map.of()).parameters();
        assertEquals(new TextModule.Parameters("a", "/y"), q);
    }

    @Test
    void takesTheRest() {
        var p = (RestModule.Parameters) bound("remember: {a: 1, b: [x], cacheable: yes, c: '@{u}'}", Map.of("u", UNKNOWN)).parameters();
        assertTrue(p.cacheable());
        assertEquals(Map.of("a", 1L, "b", List.of("x"), "c", UNKNOWN), p.variables());
    }

    @Test
    void findsFilesAndRendersTemplates() throws IOException {
        Files.createDirectories(directory.resolve("files"));
        Files.createDirectories(directory.resolve("templates"));
        Files.writeString(directory.resolve("files/motd"), "hello");
        Files.writeString(directory.resolve("motd"), "beside");
        Files.writeString(directory.resolve("templates/t.tmpl"), "port @{port}\n");
        SampleModule.Parameters p = bind("sample: {path: /a, src: motd}", Map.of());
        assertEquals(5, p.src().payload().size());
        assertEquals(directory.resolve("files/motd"), p.src().path());
        SampleModule.Parameters q = bind("sample: {path: /a, template: t.tmpl}", Map.of("port", 80L));
        assertEquals("port 80\n", q.template().text());
        assertFalse(q.template().secret());
        assertTrue(bind("sample: {path: /a, template: '@{t}'}", Map.of("t", "t.tmpl", "port", new Secret("1"))).template().secret());
        assertEquals(new Binding.NotYet(UNKNOWN), binding("sample: {path: /a, template: t.tmpl}", Map.of("port", UNKNOWN)));
        assertEquals("file-missing", failure("sample: {path: /a, src: '@{t}'}", Map.of("t", "nothing")).code());
    }

    @Test
    void refusesTemplatesThatAreNotText() throws IOException {
        Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, 0, 1});
        Files.createDirectories(directory.resolve("templates/folder"));
        for (String name : List.of("binary", "folder")) {
            var bench = new Bench(directory);
            bench.compile("t.yml", "sample: {path: /a, template: " + name + "}");
            Diagnostic d = bench.diagnostics.all().getFirst();
            assertEquals("t.yml:1:30", d.span().at());
            assertTrue(d.code().startsWith("file-"), d.code());
        }
    }

    @Test
    void readsAFileAgainWhenItChanged() throws IOException {
        Path file = Files.writeString(directory.resolve("motd"), "one");
        var bench = new Bench(directory);
        Arguments arguments = bench.compile("t.yml", "sample: {path: /a, src: motd}");
        var first = (Binding.Bound) arguments.bind(Bench.scope(Map.of()));
        Files.writeString(file, "other");
        var second = (Binding.Bound) arguments.bind(Bench.scope(Map.of()));
        assertEquals(3, ((SampleModule.Parameters) first.parameters()).src().payload().size());
        assertEquals(5, ((SampleModule.Parameters) second.parameters()).src().payload().size());
        Files.delete(file);
        assertThrows(RunbookException.class, () -> arguments.bind(Bench.scope(Map.of())));
    }

    @Test
    void tellsWhatItRefersTo() throws IOException {
        Files.writeString(directory.resolve("t.tmpl"), "@{inside}");
        var bench = new Bench(directory);
        Arguments arguments = bench.compile(
                "t.yml", "sample: {path: '@{p}', template: t.tmpl, tags_list: ['@{a}'], that: [c], data: {x: '@{d}'}}");
        assertEquals(
                Arrays.asList("p", "a", "inside", "c", "d"),
                arguments.references().stream().map(Expression.Reference::name).collect(Collectors.toList()));
    }
}
