package dev.runbook.language;

import java.util.Map;
import java.util.Optional;

/** Modules that Ansible's users may look for where no module does the same, and what to write here. */
final class ForeignModules {
    private static final String PACKAGES = "`apt` is the only package manager there is a module for";
    private static final String WHOLE_FILES = "`lineinfile` keeps a line, `copy` and `file_template` own a whole file";
    private static final String COMMAND = "use `command`, with `creates` or `changed_when` so that a second run changes nothing";

    private static final Map<String, String> ADVICE = Map.ofEntries(
            Map.entry("ping", "`command: \"true\"` shows that a host answers and that one may act on it"),
            Map.entry("wait_for_connection", "`wait_for: {port: 22, from: controller}` waits until SSH answers"),
            Map.entry("script", "use `shell`, or `copy` and then `command`"),
            Map.entry("expect", "use `command` with `stdin`"),
            Map.entry("package", PACKAGES),
            Map.entry("yum", PACKAGES),
            Map.entry("dnf", PACKAGES),
            Map.entry("apk", PACKAGES),
            Map.entry("pacman", PACKAGES),
            Map.entry("zypper", PACKAGES),
            Map.entry("blockinfile", WHOLE_FILES),
            Map.entry("replace", WHOLE_FILES),
            Map.entry("ini_file", WHOLE_FILES),
            Map.entry("assemble", WHOLE_FILES),
            Map.entry("find", "use `command: find …` with `changed_when: false`, or `stat` for one file"),
            Map.entry("slurp", "use `command: cat …` with `changed_when: false`"),
            Map.entry("fetch", "use `command: cat …` with `changed_when: false`, and `copy` with `delegate_to: localhost`"),
            Map.entry("synchronize", "`copy` takes directories too"),
            Map.entry("git", COMMAND),
            Map.entry("pip", COMMAND),
            Map.entry("npm", COMMAND),
            Map.entry("cron", "`copy` a file to /etc/cron.d, or use a timer of systemd"),
            Map.entry("mount", COMMAND),
            Map.entry("sysctl", "`copy` a file to /etc/sysctl.d, and notify a handler that runs `sysctl --system`"),
            Map.entry("hostname", COMMAND),
            Map.entry("reboot", COMMAND));

    private ForeignModules() {}

    /** What to do instead of a module that only Ansible has; the name may have a collection before it. */
    static Optional<String> advice(String name) {
        return Optional.ofNullable(ADVICE.get(name.substring(name.lastIndexOf('.') + 1)));
    }
}
