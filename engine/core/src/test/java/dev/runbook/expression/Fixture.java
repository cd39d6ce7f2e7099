package dev.runbook.expression;

import dev.runbook.api.Secret;
import dev.runbook.api.Unknown;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.RunbookException;
import dev.runbook.language.Source;
import dev.runbook.language.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Variables and helpers for the tests of this room. */
final class Fixture {
    static final Unknown UNKNOWN = new Unknown("task \"Read version\" has not run", "site.yml:7");

    private Fixture() {}

    record MapScope(Map<String, @Nullable Object> variables) implements Scope {
        @Override
        public @Nullable Object lookup(String name) {
            return variables.containsKey(name) ? variables.get(name) : UNDEFINED;
        }

        @Override
        public Set<String> names() {
            return variables.keySet();
        }
    }

    static Map<String, @Nullable Object> map(@Nullable Object... keysAndValues) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return Collections.unmodifiableMap(map);
    }

    static List<@Nullable Object> list(@Nullable Object... items) {
        return Collections.unmodifiableList(Arrays.asList(items));
    }

    static Scope scope() {
        return new MapScope(map(
                "zero", 0L, "three", 3L, "five", 5L, "half", 0.5, "big", Long.MAX_VALUE, "yesno", "yes", "digits", "10",
                "word", "web", "blank", "  ", "nothing", null, "truth", true, "lie", false,
                "version", "2.54.1", "odd", "it's \"q\" \\ @{x} \u00e9\n",
                "numbers", list(3L, 1L, 2L), "words", list("b", "a"), "none", list(), "nomap", map(),
                "host", map("name", "web1", "port", 80L, "tags", list("x", "y"), "class", "c", "size", "s", "deep", map("er", null)),
                "users", list(map("name", "ann", "admin", true, "uid", 1L), map("name", "bob", "admin", false, "uid", 2L)),
                "password", new Secret("hunter2"), "pin", new Secret("1234"),
                "credentials", map("user", "ann", "password", new Secret("hunter2")),
                "later", UNKNOWN, "partly", map("known", 1L, "later", UNKNOWN), "mixed", list(1L, UNKNOWN, 2L),
                "integer", 7, "template", "@{three}"));
    }

    static ExpressionOptions options(Path base) {
        return ExpressionOptions.standard(base)
                .withEnvironment(Map.of("HOME", "/home/ann"))
                .withClock(InstantSource.fixed(Instant.parse("2026-01-31T13:05:09.5Z")));
    }

    static MvelExpressions expressions() {
        return new MvelExpressions(options(Path.of("src/test/resources/dev/runbook/expression")));
    }

    /** A single-quoted scalar at the start of a file, so that column 2 is the text's first character. */
    static Node.ScalarNode quoted(String text) {
        return scalar(text, true, "");
    }

    static Node.ScalarNode plain(String text) {
        return scalar(text, false, "");
    }

    static Node.ScalarNode scalar(String text, boolean quoted, String tag) {
        String written = quoted ? "'" + text.replace("'", "''") + "'" : text;
        var source = new Source("test.yml", null, written);
        int width = written.codePointCount(0, written.length());
        return new Node.ScalarNode(text, quoted, tag, new Span(source, 1, 1, 1, width + 1));
    }

    /** Compiles what must have no mistakes. */
    static Expression value(String expression) {
        var diagnostics = new Diagnostics();
        Expression compiled = expressions().value(quoted("@{" + expression + "}"), diagnostics);
        if (diagnostics.hasErrors()) {
            throw new RunbookException(diagnostics.all());
        }
        return compiled;
    }

    static @Nullable Object evaluate(String expression) {
        return value(expression).evaluate(scope());
    }

    /** One line: JSON, or what kind of value it is; for errors their codes. */
    static String outcome(String expression) {
        try {
            return shown(evaluate(expression));
        } catch (RunbookException e) {
            return "error " + String.join(" ", e.diagnostics().stream().map(Diagnostic::code).toList());
        }
    }

    static String shown(@Nullable Object value) {
        return switch (value) {
            case Secret secret -> "secret " + secret.reveal();
            case Unknown unknown -> "unknown";
            case Omit omit -> "omit";
            case List<?> list -> list.stream().map(Fixture::shown).toList().toString();
            case Map<?, ?> map -> {
                var shown = new LinkedHashMap<String, String>();
                map.forEach((k, v) -> shown.put(String.valueOf(k), shown(v)));
                yield shown.toString();
            }
            case null, default -> Json.write(value, 0, new Budget(1000, 1000));
        };
    }

    static String resource(String name) {
        try (InputStream in = Fixture.class.getResourceAsStream(name)) {
            return new String(java.util.Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
