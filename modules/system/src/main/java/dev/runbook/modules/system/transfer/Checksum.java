package dev.runbook.modules.system.transfer;

import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.NetworkQuery;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.World;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code sha256:hex}, or {@code sha256:URL} of a file that lists checksums. */
final class Checksum {
    private static final String PREFIX = "sha256:";

    private Checksum() {}

    /** @throws InvalidParameterException where it is neither */
    static void check(String checksum) {
        if (!checksum.startsWith(PREFIX)) {
            throw new InvalidParameterException(
                    "checksum",
                    "expected sha256: and a checksum, or sha256: and a URL",
                    checksum.matches("[0-9a-fA-F]{64}") ? "write sha256:" + checksum : null);
        }
        String rest = checksum.substring(PREFIX.length());
        if (!rest.contains("://") && !rest.matches("[0-9a-fA-F]{64}")) {
            throw new InvalidParameterException(
                    "checksum", "a SHA-256 checksum has 64 hexadecimal digits; this has " + rest.length() + " characters");
        }
    }

    /** The checksum itself; a list is fetched as the host sees it. */
    static String expected(String checksum, DownloadModule.Parameters parameters, World world) {
        String rest = checksum.substring(PREFIX.length());
        if (!rest.contains("://")) {
            return rest.toLowerCase(Locale.ROOT);
        }
        NetworkQuery.HttpAnswer answer = world.ask(new NetworkQuery.HttpGet(
                "GET", rest, parameters.headers(), true, true, parameters.timeout(), false));
        if (answer.status() != 200) {
            throw new TaskFailedException("the checksums at " + rest + " could not be fetched: "
                    + (answer.status() == 0 ? answer.error() : "HTTP status " + answer.status()));
        }
        String found = find(answer.body(), parameters.fileName());
        if (found == null) {
            throw new TaskFailedException(
                    rest + " has no checksum for " + parameters.fileName(),
                    null,
                    List.of("it lists: " + String.join(", ", names(answer.body()))));
        }
        return found;
    }

    /** Lines {@code <hex>  <name>}, the name possibly marked as binary or with a path; or one checksum alone. */
    static @Nullable String find(String text, String name) {
        List<String> lines = text.lines().map(String::strip).filter(l -> !l.isEmpty() && !l.startsWith("#")).toList();
        for (String line : lines) {
            String[] parts = line.split("\\s+\\*?", 2);
            if (parts.length == 2 && parts[0].matches("[0-9a-fA-F]{64}")
                    && (parts[1].equals(name) || parts[1].endsWith("/" + name))) {
                return parts[0].toLowerCase(Locale.ROOT);
            }
        }
        boolean alone = lines.size() == 1 && lines.getFirst().matches("[0-9a-fA-F]{64}");
        return alone ? lines.getFirst().toLowerCase(Locale.ROOT) : null;
    }

    private static List<String> names(String text) {
        return text.lines()
                .map(line -> line.strip().split("\\s+\\*?", 2))
                .filter(parts -> parts.length == 2)
                .map(parts -> parts[1])
                .limit(5)
                .toList();
    }
}
