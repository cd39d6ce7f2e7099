package dev.runbook.language;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Modules enough for the language's own tests. */
record TestModules() implements ModuleNames {
    private static final List<String> NAMES = List.of(
            "command", "shell", "file", "copy", "file_template", "lineinfile", "stat", "download", "unarchive", "user",
            "group", "apt", "apt_repository", "systemd_unit", "wait_for", "http_check", "assert", "debug", "set_fact",
            "fail", "pause", "facts");
    private static final Map<String, String> RENAMED = Map.of(
            "template", "file_template", "get_url", "download", "systemd", "systemd_unit", "service", "systemd_unit",
            "uri", "http_check", "setup", "facts");

    @Override
    public List<String> names() {
        return NAMES;
    }

    @Override
    public Optional<String> renamed(String formerName) {
        return Optional.ofNullable(RENAMED.get(formerName));
    }

    @Override
    public boolean takesText(String name) {
        return name.equals("command") || name.equals("shell");
    }
}
