package dev.runbook.modules.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A private directory of the run for objects on their way; gone at its end. */
final class Spool implements AutoCloseable {
    private final Path directory;
    private final AtomicLong next = new AtomicLong();

    private Spool(Path directory) {
        this.directory = directory;
    }

    static Spool open() {
        try {
            return new Spool(Files.createTempDirectory("runbook-s3-")); // readable by nobody else
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A name that is not taken yet. */
    Path file() {
        return directory.resolve(Long.toString(next.incrementAndGet()));
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(directory);
    }
}
