package dev.runbook.cli;

import dev.runbook.api.Secret;
import dev.runbook.execution.RunOptions;
import dev.runbook.host.ConnectionSettings.HostKeyPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The options that all commands share which carry something out, and what they mean to the engine. */
final class RunFlags {
    static final Option INVENTORY =
            Option.value("i", "inventory", "INV", "inventory file or directory, or host1,host2, (repeatable)");
    static final Option EXTRA =
            Option.value("e", "extra-vars", "K=V|@FILE", "set variables; they win over all others (repeatable)");
    static final Option LIMIT = Option.value("l", "limit", "PATTERN", "narrow the hosts of every play");
    static final Option OUTPUT = Option.value("", "output", "text|jsonl", "for people, or one JSON event a line");
    static final Option ALLOW_EMPTY = Option.flag("", "allow-empty", "accept hosts or tags that select nothing");

    private static final List<Option> CONNECTION = List.of(
            Option.value("u", "user", "USER", "connect as this user"),
            Option.value("", "private-key", "FILE", "connect with this key"),
            Option.flag("k", "ask-pass", "ask for the connection's password"),
            Option.flag("b", "become", "become another user"),
            Option.value("", "become-user", "USER", "whom to become; root by default"),
            Option.flag("K", "ask-become-pass", "ask for the password that becoming needs"),
            Option.value("", "host-keys", "POLICY", "strict (default) or accept-new: what to do about unknown host keys"),
            Option.value("", "timeout", "SECONDS", "longest time to wait for a connection; 10 by default"),
            Option.value("f", "forks", "N", "how many hosts at once; 50 by default"));

    private static final Pattern LIMIT_FILE = Pattern.compile("(?<=^|[,:])(\\s*@)([^,:]+)");

    private RunFlags() {}

    static List<Option> forRuns() {
        List<Option> all = new ArrayList<>(List.of(
                INVENTORY,
                LIMIT,
                EXTRA,
                Option.value("t", "tags", "TAGS", "only tasks with one of these tags (comma-separated)"),
                Option.value("", "skip-tags", "TAGS", "not the tasks with one of these tags"),
                Option.flag("C", "check", "change nothing; show what would change"),
                Option.flag("D", "diff", "show what changes, line by line"),
                Option.value("", "start-at", "TASK", "begin with this task"),
                Option.flag("", "list-tasks", "list the tasks and stop"),
                Option.flag("", "list-hosts", "list the hosts and stop"),
                Option.flag("", "list-tags", "list the tags and stop"),
                OUTPUT,
                Option.flag("v", "verbose", "show the results of tasks"),
                Option.flag("", "exit-on-change", "with --check: exit 3 if anything would change"),
                ALLOW_EMPTY));
        all.addAll(CONNECTION);
        return all;
    }

    static List<Option> forExec() {
        List<Option> all = new ArrayList<>(List.of(
                INVENTORY,
                EXTRA,
                Option.flag("C", "check", "change nothing; show what would change"),
                Option.flag("D", "diff", "show what changes, line by line"),
                OUTPUT,
                Option.flag("v", "verbose", "show the results of tasks"),
                Option.flag("", "exit-on-change", "with --check: exit 3 if anything would change")));
        all.addAll(CONNECTION);
        return all;
    }

    /** @param check whether the command itself is a check, whatever the options say */
    static RunOptions options(Parsed parsed, Console console, boolean check) {
        return new RunOptions(
                check || parsed.has("check"),
                check || parsed.has("diff"),
                parsed.number("forks", 50),
                parsed.value("limit").map(limit -> absolute(limit, console.directory())).orElse(null),
                list(parsed, "tags"),
                list(parsed, "skip-tags"),
                parsed.value("start-at").orElse(null),
                parsed.has("allow-empty"),
                parsed.has("exit-on-change"),
                connection(parsed, console));
    }

    private static RunOptions.Connection connection(Parsed parsed, Console console) {
        String key = parsed.value("private-key").orElse(null);
        Secret password = parsed.has("ask-pass") ? password(console, "SSH password: ") : null;
        Secret become = parsed.has("ask-become-pass") ? password(console, "Password for becoming: ") : null;
        return new RunOptions.Connection(
                parsed.value("user").orElse(null),
                key == null ? null : existing(console.directory().resolve(expand(key)), key),
                password,
                parsed.has("become") || parsed.has("become-user"),
                parsed.value("become-user").orElse(null),
                become,
                policy(parsed.value("host-keys").orElse("strict")),
                Duration.ofSeconds(parsed.number("timeout", 10)),
                false);
    }

    /** A limit with the files in it ({@code @FILE}) found from the directory of the command. */
    private static String absolute(String limit, Path directory) {
        return LIMIT_FILE.matcher(limit).replaceAll(found -> Matcher.quoteReplacement(
                found.group(1) + directory.resolve(found.group(2))));
    }

    private static String expand(String path) {
        return path.startsWith("~/") ? System.getProperty("user.home") + path.substring(1) : path;
    }

    private static Path existing(Path file, String written) {
        if (!java.nio.file.Files.isRegularFile(file)) {
            throw new UsageException("--private-key: there is no file " + written);
        }
        return file;
    }

    private static HostKeyPolicy policy(String text) {
        return switch (text) {
            case "strict" -> HostKeyPolicy.STRICT;
            case "accept-new" -> HostKeyPolicy.ACCEPT_NEW;
            default -> throw new UsageException("--host-keys is strict or accept-new, not \"" + text + "\"");
        };
    }

    private static @Nullable Secret password(Console console, String prompt) {
        java.io.Console terminal = System.console();
        if (terminal == null || !terminal.isTerminal()) {
            throw new UsageException(
                    "there is no terminal to ask for a password at",
                    "set ansible_password or ansible_become_password for the host instead");
        }
        char[] typed = terminal.readPassword("%s", prompt);
        return typed == null ? null : new Secret(new String(typed));
    }

    private static List<String> list(Parsed parsed, String option) {
        return parsed.values(option).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .toList();
    }
}
