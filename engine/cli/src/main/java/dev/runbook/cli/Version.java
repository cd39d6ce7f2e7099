package dev.runbook.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Which version this is. */
final class Version {
    private Version() {}

    static String text() {
        try (InputStream in = Version.class.getResourceAsStream("version.txt")) {
            String version = in == null ? "(unknown version)" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
            return "runbook " + version + " (Java " + Runtime.version().feature() + ")";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
