package dev.runbook.lint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What to write in place of a program. Programs that only look, or whose use says more than a module could, are left. */
final class Replacements {
    /**
     * @param command the program, with the word that tells what it does
     * @param keyword whether {@code name} is a keyword; a module otherwise
     * @param example how it is written
     */
    record Replacement(String command, String name, boolean keyword, String example) {}

    private static final Set<String> UNIT_VERBS = Set.of(
            "start", "stop", "restart", "reload", "enable", "disable", "mask", "unmask", "daemon-reload",
            "reload-or-restart", "try-restart");
    private static final Set<String> PACKAGE_VERBS = Set.of(
            "install", "remove", "purge", "update", "upgrade", "full-upgrade", "dist-upgrade", "autoremove");
    private static final String UNIT = "systemd_unit: {name: …, state: started}";
    private static final String APT = "apt: {name: …, state: present}";

    /** By program, where every use of it is one for the module. */
    private static final Map<String, Replacement> ALWAYS = Map.ofEntries(
            entry("add-apt-repository", "apt_repository", "apt_repository: {…}"),
            entry("useradd", "user", "user: {name: …}"),
            entry("usermod", "user", "user: {name: …, groups: […]}"),
            entry("userdel", "user", "user: {name: …, state: absent}"),
            entry("groupadd", "group", "group: {name: …}"),
            entry("groupdel", "group", "group: {name: …, state: absent}"),
            entry("mkdir", "file", "file: {path: …, state: directory}"),
            entry("ln", "file", "file: {path: …, src: …, state: link}"),
            entry("chmod", "file", "file: {path: …, mode: …}"),
            entry("chown", "file", "file: {path: …, owner: …}"),
            entry("chgrp", "file", "file: {path: …, group: …}"),
            entry("sleep", "pause", "pause: {seconds: …}"));

    private Replacements() {}

    private static Map.Entry<String, Replacement> entry(String program, String module, String example) {
        return Map.entry(program, new Replacement(program, module, false, example));
    }

    /** @param words the program and its arguments */
    static Optional<Replacement> of(List<String> words) {
        String first = words.getFirst();
        String program = first.substring(first.lastIndexOf('/') + 1);
        List<String> arguments = words.subList(1, words.size());
        Replacement always = ALWAYS.get(program);
        if (always != null) {
            return Optional.of(always);
        }
        return switch (program) {
            case "sudo" -> Optional.of(new Replacement("sudo", "become", true, "become: true"));
            case "systemctl" ->
                verb(arguments, UNIT_VERBS).map(verb -> module("systemctl " + verb, "systemd_unit", UNIT));
            case "service" -> verb(arguments, UNIT_VERBS).map(verb -> module("service … " + verb, "systemd_unit", UNIT));
            case "apt", "apt-get", "aptitude" ->
                verb(arguments, PACKAGE_VERBS).map(verb -> module(program + " " + verb, "apt", APT));
            case "wget" -> arguments.stream().anyMatch(a -> a.equals("--spider") || a.equals("-") || a.matches("-\\w*O-"))
                    ? Optional.empty()
                    : Optional.of(module("wget", "download", "download: {url: …, dest: …}"));
            case "curl" -> curl(arguments);
            case "tar" -> extracts(arguments)
                    ? Optional.of(module("tar " + arguments.getFirst(), "unarchive", "unarchive: {src: …, dest: …}"))
                    : Optional.empty();
            case "sed" -> arguments.stream().anyMatch(a -> a.startsWith("--in-place") || a.matches("-[nErsz]*i.*"))
                    ? Optional.of(module("sed -i", "lineinfile", "lineinfile: {path: …, regexp: …, line: …}"))
                    : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Replacement module(String command, String name, String example) {
        return new Replacement(command, name, false, example);
    }

    private static Optional<String> verb(List<String> arguments, Set<String> verbs) {
        return arguments.stream().filter(argument -> !argument.startsWith("-")).filter(verbs::contains).findFirst();
    }

    private static Optional<Replacement> curl(List<String> arguments) {
        boolean writes = arguments.stream().anyMatch(a ->
                a.equals("--output") || a.startsWith("--output=") || a.equals("--remote-name") || a.matches("-[a-zA-Z]*[oO]"));
        boolean sends = arguments.stream().anyMatch(a -> a.matches("-[XdFT].*|--(request|data|form|upload-file).*"));
        return writes && !sends && !arguments.contains("/dev/null")
                ? Optional.of(module("curl -o", "download", "download: {url: …, dest: …}"))
                : Optional.empty();
    }

    private static boolean extracts(List<String> arguments) {
        return !arguments.isEmpty()
                && (arguments.contains("--extract") || arguments.getFirst().matches("-?[a-zA-Z]*x[a-zA-Z]*"))
                && !arguments.contains("--to-stdout") && !arguments.contains("-O");
    }
}
