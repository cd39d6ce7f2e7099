package dev.runbook.modules.system.account;

import dev.runbook.api.Param;
import org.jspecify.annotations.Nullable;

/** Parameters of {@code group}. */
public record GroupParameters(
        @Param("Name of the group.") String name,
        @Param("Its number. Left out, the system chooses one, and that of an existing group stays.")
                @Nullable Integer gid,
        @Param(value = "Take the number of a new group from the range for system groups.", defaultValue = "false")
                boolean system,
        @Param(value = "Whether the group is to be there.", defaultValue = "present") Presence state) {
    public GroupParameters {
        Names.requireName("name", name);
        Names.requireNumber("gid", gid);
    }
}
