package dev.runbook.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares text with a file under {@code src/test/resources}. What differs is written below {@code target/goldens} as a
 * proposal, for a person to look at and copy; nothing here ever changes an expected file.
 */
public final class Goldens {
    private static final Path EXPECTED = Path.of("src", "test", "resources");
    private static final Path PROPOSED = Path.of("target", "goldens");

    private final Path expected;
    private final Path proposed;

    private Goldens(Path expected, Path proposed) {
        this.expected = expected;
        this.proposed = proposed;
    }

    /** The files of the Maven module under test. */
    public static Goldens ofModule() {
        return new Goldens(EXPECTED, PROPOSED);
    }

    /** Expected files and proposals in these directories. */
    public static Goldens in(Path expected, Path proposed) {
        return new Goldens(expected, proposed);
    }

    /**
     * Fails unless the file has exactly this text.
     *
     * @param file relative to the expected files
     */
    public void check(String file, String actual) {
        try {
            Path golden = expected.resolve(file);
            String wanted = Files.exists(golden) ? Files.readString(golden) : null;
            if (actual.equals(wanted)) {
                return;
            }
            Path proposal = proposed.resolve(file);
            Files.createDirectories(proposal.toAbsolutePath().getParent());
            Files.writeString(proposal, actual);
            throw new AssertionError(wanted == null
                    ? "there is no " + golden + "; the text is proposed in " + proposal + ":\n" + actual
                    : golden + " differs from " + proposal + firstDifference(wanted, actual));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String firstDifference(String wanted, String actual) {
        String[] left = wanted.split("\n", -1);
        String[] right = actual.split("\n", -1);
        int line = 0;
        while (line < left.length && line < right.length && left[line].equals(right[line])) {
            line++;
        }
        return " first in line " + (line + 1)
                + "\nexpected: " + (line < left.length ? left[line] : "(the end)")
                + "\nactual:   " + (line < right.length ? right[line] : "(the end)");
    }
}
