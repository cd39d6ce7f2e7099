package dev.runbook.modules.grafana.standin;

import dev.runbook.api.simulated.Machine;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code grafana.ini}, as it was when Grafana started. Keys are {@code section.key}. */
final class Ini {
    private static final Pattern FILE = Pattern.compile("\\$__file\\{([^}]+)}");

    private final Map<String, String> values = new HashMap<>();

    Ini(Machine machine) {
        String section = "";
        for (String line : text(machine, "/etc/grafana/grafana.ini").lines().map(String::strip).toList()) {
            if (line.startsWith("[") && line.endsWith("]")) {
                section = line.substring(1, line.length() - 1);
            } else if (!line.startsWith(";") && !line.startsWith("#") && line.contains("=")) {
                String[] parts = line.split("=", 2);
                String value = parts[1].strip();
                Matcher file = FILE.matcher(value);
                values.put(section + "." + parts[0].strip(),
                        file.matches() ? text(machine, file.group(1)).strip() : value);
            }
        }
    }

    String get(String key, String otherwise) {
        String value = values.getOrDefault(key, "");
        return value.isEmpty() ? otherwise : value;
    }

    private static String text(Machine machine, String path) {
        byte[] bytes = machine.read(path);
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
