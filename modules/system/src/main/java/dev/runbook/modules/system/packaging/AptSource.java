package dev.runbook.modules.system.packaging;

import dev.runbook.api.InvalidParameterException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where packages come from, as apt's deb822 format has it.
 *
 * @param types {@code deb}, {@code deb-src}
 * @param signedBy path of the key on the host, or null for the keys that apt trusts anyway
 */
record AptSource(
        List<String> types,
        List<String> uris,
        List<String> suites,
        List<String> components,
        List<String> architectures,
        @Nullable String signedBy,
        boolean enabled) {
    private static final Pattern LINE = Pattern.compile("(deb|deb-src)\\s+(?:\\[([^]]*)]\\s+)?(\\S+)\\s+(\\S+)\\s*(.*)");

    /** From the one-line form, {@code deb [arch=amd64 signed-by=/path] URL SUITE COMPONENT…}. */
    static AptSource parse(String line) {
        Matcher matcher = LINE.matcher(line.strip());
        if (!matcher.matches()) {
            throw new InvalidParameterException(
                    "repo", "expected deb [options] URL SUITE COMPONENT…, such as: deb https://apt.grafana.com stable main");
        }
        List<String> architectures = List.of();
        String signedBy = null;
        String options = matcher.group(2) == null ? "" : matcher.group(2).strip();
        for (String option : options.isEmpty() ? new String[0] : options.split("\\s+")) {
            String[] pair = option.split("=", 2);
            switch (pair[0]) {
                case "arch" -> architectures = Arrays.asList(pair[pair.length - 1].split(","));
                case "signed-by" -> signedBy = pair[pair.length - 1];
                case "trusted" -> throw new InvalidParameterException(
                        "repo", "trusted switches the checking of signatures off; give the repository's key instead");
                default -> throw new InvalidParameterException(
                        "repo", "the option " + pair[0] + " is not understood here: expected arch or signed-by");
            }
        }
        List<String> components = matcher.group(5).isBlank()
                ? List.of()
                : Arrays.asList(matcher.group(5).strip().split("\\s+"));
        return new AptSource(
                List.of(matcher.group(1)),
                List.of(matcher.group(3)),
                List.of(matcher.group(4)),
                components,
                architectures,
                signedBy,
                true);
    }

    /** A name for a file, from the address: {@code apt.grafana.com}. */
    String host() {
        String uri = uris.isEmpty() ? "" : uris.get(0);
        return uri.replaceFirst("^[a-z+-]+:(//)?", "").replaceFirst("[/:].*$", "").replaceAll("[^A-Za-z0-9._-]", "-");
    }

    String deb822() {
        List<String> lines = new ArrayList<>();
        if (!enabled) {
            lines.add("Enabled: no");
        }
        lines.add("Types: " + String.join(" ", types));
        lines.add("URIs: " + String.join(" ", uris));
        lines.add("Suites: " + String.join(" ", suites));
        if (!components.isEmpty()) {
            lines.add("Components: " + String.join(" ", components));
        }
        if (!architectures.isEmpty()) {
            lines.add("Architectures: " + String.join(" ", architectures));
        }
        if (signedBy != null) {
            lines.add("Signed-By: " + signedBy);
        }
        return String.join("\n", lines) + "\n";
    }
}
