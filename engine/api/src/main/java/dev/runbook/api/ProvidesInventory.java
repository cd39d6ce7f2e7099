package dev.runbook.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A result, or the state of a resource, that adds hosts or groups to the running inventory: {@code add_host}, a virtual
 * machine that was created.
 */
public interface ProvidesInventory {
    /** In the order in which they are added. */
    List<Addition> additions();

    /**
     * A host, and the groups it is to be in; what exists already is kept.
     *
     * @param host null for the host that the task runs for
     * @param groups made where they are missing
     * @param parents groups that each of {@code groups} becomes a child of
     * @param variables of the host, plain data; leaves may be {@link Unknown} or {@link Secret}
     * @param notYet where the host would exist only after the change: the system it would come with, such as
     *     {@code ubuntu22.04}. A preview then goes on with a bare one of that kind. Null for a host that exists
     */
    record Addition(
            @Nullable String host,
            List<String> groups,
            List<String> parents,
            Map<String, @Nullable Object> variables,
            @Nullable String notYet) {
        // Not a compact constructor: javac drops what is said of a parameter's type arguments there.
        public Addition(
                @Nullable String host,
                List<String> groups,
                List<String> parents,
                Map<String, @Nullable Object> variables,
                @Nullable String notYet) {
            this.host = host;
            this.groups = List.copyOf(groups);
            this.parents = List.copyOf(parents);
            this.variables = variables;
            this.notYet = notYet;
        }

        /** One that exists. */
        public Addition(
                @Nullable String host, List<String> groups, List<String> parents, Map<String, @Nullable Object> variables) {
            this(host, groups, parents, variables, null);
        }
    }
}
