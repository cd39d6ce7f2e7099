package dev.runbook.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the runbooks are that the tests run. */
final class Repository {
    static final Path ROOT = root();

    private Repository() {}

    static Path runbook(String name) {
        return ROOT.resolve("runbooks").resolve(name);
    }

    private static Path root() {
        Path start = Path.of("").toAbsolutePath();
        for (Path directory = start; directory != null; directory = directory.getParent()) {
            if (Files.isRegularFile(directory.resolve("runbooks/prometheus.yml"))) {
                return directory;
            }
        }
        throw new IllegalStateException("no runbooks above " + start);
    }
}
