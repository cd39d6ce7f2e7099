package dev.runbook.host.simulated;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a package brings when it is installed.
 *
 * @param programs their paths
 * @param users who owns what it keeps; each with a group of the same name
 */
record PackageContents(List<String> programs, List<Unit> units, List<User> users, List<Entry> entries) {
    private static final Map<String, PackageContents> KNOWN = read();

    /** @param started whether installing it enables and starts it */
    record Unit(String name, boolean started) {}

    record User(String name, String home) {}

    /** A directory where {@code text} is empty and {@code directory} is true, else a file. */
    record Entry(String path, boolean directory, int mode, String owner, String group, String text) {}

    /** What the package brings; as most of Debian's packages of services do, where nothing is known of it. */
    static PackageContents of(String name) {
        PackageContents known = KNOWN.get(name);
        return known != null
                ? known
                : new PackageContents(List.of("/usr/bin/" + name), List.of(new Unit(name, true)), List.of(), List.of());
    }

    private static Map<String, PackageContents> read() {
        try (InputStream in = Objects.requireNonNull(PackageContents.class.getResourceAsStream("packages.txt"))) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, PackageContents> parse(String text) {
        Map<String, PackageContents> packages = new LinkedHashMap<>();
        PackageContents current = null;
        for (String line : text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList()) {
            if (!line.startsWith(" ")) {
                current = new PackageContents(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
                packages.put(line.strip(), current);
            } else {
                Objects.requireNonNull(current).add(line.strip());
            }
        }
        return Map.copyOf(packages);
    }

    private void add(String line) {
        String[] words = line.split(" ", 6);
        switch (words[0]) {
            case "program" -> programs.add(words[1]);
            case "unit" -> units.add(new Unit(words[1], words.length < 3));
            case "user" -> users.add(new User(words[1], words[2]));
            case "directory", "file" -> entries.add(new Entry(
                    words[1],
                    words[0].equals("directory"),
                    Integer.parseInt(words[2], 8),
                    words[3],
                    words[4],
                    words.length < 6 ? "" : words[5].replace("\\n", "\n").replace("\\t", "\t")));
            default -> throw new IllegalStateException("packages.txt: " + line);
        }
    }
}
