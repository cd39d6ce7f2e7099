package dev.runbook.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The parts of {@code docs/expressions.md} that come from the code are up to date. With {@code -Dgoldens.write=DIR} the page as
 * it should be is written there.
 */
class ReferencePageTest {
    private static final Path PAGE = Path.of("../../docs/expressions.md");

    @Test
    void thePageIsUpToDate() throws IOException {
        String page = Files.readString(PAGE);
        String wanted = replaced(replaced(page, "methods", methods()), "functions", functions());
        String directory = System.getProperty("goldens.write");
        if (directory != null) {
            Files.createDirectories(Path.of(directory));
            Files.writeString(Path.of(directory, "expressions.md"), wanted);
        }
        assertEquals(wanted, page);
    }

    private static String replaced(String page, String part, String text) {
        String start = "<!-- generated: " + part + " -->\n";
        int from = page.indexOf(start) + start.length();
        return page.substring(0, from) + text + page.substring(page.indexOf("<!-- end -->", from));
    }

    private static String methods() {
        var out = new StringBuilder("\n| | |\n|---|---|\n");
        for (Kind kind : List.of(Kind.TEXT, Kind.INTEGER, Kind.BOOLEAN, Kind.LIST, Kind.MAP)) {
            out.append("| ").append(kind.label()).append(" | ")
                    .append(Methods.STANDARD.names(kind).stream().map(name -> "`" + name + "`").collect(Collectors.joining(" ")))
                    .append(" |\n");
        }
        return out.append('\n').toString();
    }

    private static String functions() {
        var out = new StringBuilder();
        Map<String, List<FunctionLibrary.Documentation>> groups = FunctionLibrary.STANDARD.documentation().stream()
                .collect(Collectors.groupingBy(FunctionLibrary.Documentation::group, java.util.LinkedHashMap::new, Collectors.toList()));
        groups.forEach((group, functions) -> {
            out.append("\n### ").append(Character.toUpperCase(group.charAt(0))).append(group.substring(1))
                    .append("\n\n| function | | example |\n|---|---|---|\n");
            functions.forEach(function -> out.append("| `").append(cell(function.signature())).append("` | ").append(function.summary())
                    .append(" | `").append(cell(function.example())).append('`')
                    .append(function.result().isEmpty() ? "" : " is `" + cell(function.result()) + "`").append(" |\n"));
        });
        return out.append('\n').toString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
