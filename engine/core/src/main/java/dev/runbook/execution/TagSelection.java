package dev.runbook.execution;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which tasks {@code --tags} and {@code --skip-tags} select, by the rules Ansible's users know. */
record TagSelection(List<String> tags, List<String> skipTags) {
    /** Tags with a meaning of their own, which no task needs to have. */
    static final Set<String> SPECIAL = Set.of("all", "always", "never", "tagged", "untagged");

    boolean selects(Set<String> own) {
        Set<String> skip = new HashSet<>(skipTags);
        boolean skipped = skip.stream().anyMatch(own::contains)
                || (skip.contains("tagged") && !own.isEmpty())
                || (skip.contains("untagged") && own.isEmpty())
                || (skip.contains("all") && !(own.contains("always") && !skip.contains("always")));
        return !skipped && wanted(own);
    }

    private boolean wanted(Set<String> own) {
        if (tags.isEmpty()) {
            return !own.contains("never");
        }
        if (own.stream().anyMatch(tags::contains)) {
            return true;
        }
        if (own.contains("never")) {
            return false;
        }
        return own.contains("always")
                || tags.contains("all")
                || (tags.contains("tagged") && !own.isEmpty())
                || (tags.contains("untagged") && own.isEmpty());
    }
}
