package dev.runbook.lint;

import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Runbook;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code command} and {@code shell} where a module does the same, and {@code shell} where no shell is needed. */
final class Commands implements Rule {
    /** What only a shell understands. */
    private static final Pattern SHELL_SYNTAX = Pattern.compile("[|&;<>()$`*?\\[\\]{}~!#\\\\\n'\"]|^\\s*\\w+=");

    private static final Set<String> BUILTINS = Set.of(
            "cd", "export", "source", ".", ":", "set", "unset", "ulimit", "umask", "eval", "exec", "alias", "trap", "wait",
            "read", "type", "command", "if", "for", "while", "case", "until", "test", "hash", "shopt", "declare");

    @Override
    public void check(Subject subject, Diagnostics found) {
        Walk.tasks(subject.runbook()).map(Walk.Placed::step).forEach(task -> {
            String module = task.module().text();
            if (module.equals("command") || module.equals("shell")) {
                subject.module(task).ifPresent(descriptor -> check(subject, new Given(task, descriptor), found));
            }
        });
    }

    private static void check(Subject subject, Given given, Diagnostics found) {
        boolean shell = given.task().module().text().equals("shell");
        Node.ScalarNode text = given.scalar("cmd").orElse(null);
        if (text != null && shell) {
            // What an expression gives is one word or more, but no syntax that its author would count on.
            String simple = text.text().replaceAll("@\\{[^{}]*\\}", "@").strip();
            if (SHELL_SYNTAX.matcher(simple).find() || simple.startsWith("@")) {
                return;
            }
            List<String> words = List.of(simple.split("\\s+"));
            if (!replaced(subject, given.task(), words, found) && !needsShell(given, words)) {
                found.warning(
                        Codes.NEEDLESS_SHELL.id(), given.task().module().span(), "Nothing in this text needs a shell",
                        "write `command` for `shell`: what stands in a variable is then never read as shell syntax");
            }
        } else {
            replaced(subject, given.task(), words(given, text), found);
        }
    }

    private static List<String> words(Given given, Node.@org.jspecify.annotations.Nullable ScalarNode text) {
        if (text != null) {
            return List.of(text.text().replaceAll("@\\{[^{}]*\\}", "@").strip().split("\\s+"));
        }
        return given.node("argv").orElse(null) instanceof Node.SequenceNode list
                ? list.items().stream()
                        .map(item -> item instanceof Node.ScalarNode word ? word.text() : "@")
                        .toList()
                : List.of("");
    }

    private static boolean needsShell(Given given, List<String> words) {
        return given.node("executable").isPresent() || BUILTINS.contains(words.getFirst());
    }

    private static boolean replaced(Subject subject, Runbook.Task task, List<String> words, Diagnostics found) {
        Optional<Replacements.Replacement> replacement = Replacements.of(words)
                .filter(known -> known.keyword() || subject.modules().find(known.name()).isPresent());
        replacement.ifPresent(known -> found.warning(
                Codes.MODULE_EXISTS.id(), task.module().span(),
                "There is a " + (known.keyword() ? "keyword" : "module") + " for `" + known.command() + "`: `"
                        + known.name() + "`",
                "`" + known.example() + "`"
                        + (known.keyword() ? "" : " changes only what differs, and `check` shows it beforehand"),
                "`runbook doc " + known.name() + "` explains it"));
        return replacement.isPresent();
    }
}
