package dev.runbook.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files that say what is expected. A test never changes them; what came out instead is left in target/golden. */
final class Golden {
    static final Path RESOURCES = Path.of("src", "test", "resources", "inventory");

    private Golden() {}

    static void matches(Path expected, String actual) throws IOException {
        String wanted = Files.exists(expected) ? Files.readString(expected) : "";
        if (!wanted.equals(actual)) {
            Path left = Path.of("target", "golden").resolve(RESOURCES.relativize(expected));
            Files.createDirectories(left.getParent());
            Files.writeString(left, actual);
        }
        assertEquals(wanted, actual);
    }

    /** Every diagnostic with its stretch of text, so that a wrong caret shows. */
    static String render(Diagnostics diagnostics, Path root) {
        StringBuilder out = new StringBuilder();
        for (Diagnostic diagnostic : diagnostics.all()) {
            out.append(diagnostic.severity().name().toLowerCase(java.util.Locale.ROOT))
                    .append(" [").append(diagnostic.code()).append("] ").append(diagnostic.summary()).append('\n');
            Span span = diagnostic.span();
            if (span != null) {
                out.append("  at ").append(place(span)).append('\n');
            }
            diagnostic.hints().forEach(hint -> out.append("  hint: ").append(hint).append('\n'));
            diagnostic.related().forEach(related -> out.append("  see ").append(related.message()).append(", ")
                    .append(place(related.span())).append('\n'));
        }
        return out.toString().replace(root.toString() + "/", "");
    }

    private static String place(Span span) {
        String text = span.source().text();
        String marked = text.substring(span.startOffset(), span.endOffset());
        return span.at() + " «" + marked.replace("\n", "⏎") + "»";
    }

    static List<Path> children(Path directory) throws IOException {
        try (var paths = Files.list(directory)) {
            return paths.sorted().toList();
        }
    }
}
