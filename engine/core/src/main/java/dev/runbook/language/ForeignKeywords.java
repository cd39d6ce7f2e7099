package dev.runbook.language;

import java.util.Map;
import java.util.Optional;

/** Keywords that Ansible's users may bring, and what to write here. */
final class ForeignKeywords {
    private static final Map<String, String> ADVICE = Map.ofEntries(
            Map.entry("action", "write the module's name as the key: `copy: {src: a, dest: b}`"),
            Map.entry("local_action", "write the module's name as the key, in a play with `hosts: localhost`"),
            Map.entry("sudo", "use `become: true`"),
            Map.entry("su", "use `become: true` with `become_method: su`"),
            Map.entry("sudo_user", "use `become_user`"),
            Map.entry("su_user", "use `become_user`"),
            Map.entry("become_flags", "remove it: `sudo` and `su` are called in the one way that works with a session"),
            Map.entry("become_exe", "remove it: `sudo` and `su` are found on the PATH of the host"),
            Map.entry("collections", "remove it: modules are found by their own names"),
            Map.entry("fact_path", "remove it; read such files with a task"),
            Map.entry("gather_timeout", "remove it; `timeout` limits what a task may take"),
            Map.entry("include", "write the tasks here, in a block if they share keywords"),
            Map.entry("static", "remove it"),
            Map.entry("first_available_file", "loop over the files, with a `when` that tests each"));

    private static final Map<String, String> LOOPS = Map.of(
            "with_items", "use `loop`; a list inside the list is one item there",
            "with_list", "use `loop`",
            "with_dict", "use `loop` with the mapping itself: an item has `key` and `value`",
            "with_sequence", "use `loop` with a list of numbers",
            "with_fileglob", "use `loop` with a list of files",
            "with_indexed_items", "use `loop` with `loop_control: {index_var: index}`");

    private ForeignKeywords() {}

    /** What to do instead of a keyword that only Ansible has. */
    static Optional<String> advice(String name) {
        if (name.startsWith("with_")) {
            return Optional.of(LOOPS.getOrDefault(name, "use `loop` with an expression that gives the list"));
        }
        return Optional.ofNullable(ADVICE.get(name));
    }
}
