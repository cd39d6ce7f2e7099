package dev.runbook.language;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text that diagnostics can point into.
 *
 * @param name how it is called in messages: the path as the user gave it, or {@code -e}, {@code <command line>}
 * @param path the file, or null where there is none
 * @param text the whole text
 */
public record Source(String name, @Nullable Path path, String text) {
    /** The line with this number, 1-based, without its end; "" past the end. */
    public String line(int number) {
        List<String> lines = text.lines().toList();
        return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
    }
}
