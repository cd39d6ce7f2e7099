package dev.runbook.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class CodesTest {
    private static final Pattern USED = Pattern.compile("\\b(?:error|warning)\\(\\s*\"([a-z]+(?:-[a-z]+)*)\"");

    @Test
    void everyCodeOfTheEngineIsInTheCatalog() throws IOException {
        Set<String> missing = new TreeSet<>();
        Set<String> used = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
            for (Path source : sources) {
                USED.matcher(Files.readString(source)).results().forEach(match -> used.add(match.group(1)));
            }
        }
        used.stream().filter(code -> Codes.of(code).isEmpty()).forEach(missing::add);
        assertFalse(used.isEmpty());
        assertEquals(Set.of(), missing, "add them to Codes");
    }

    @Test
    void everyCodeIsExplainedInOneSentence() {
        for (Codes code : Codes.values()) {
            assertEquals(code, Codes.of(code.id()).orElseThrow());
            assertFalse(code.explanation().isBlank());
            assertEquals('.', code.explanation().charAt(code.explanation().length() - 1), code.id());
        }
    }
}
