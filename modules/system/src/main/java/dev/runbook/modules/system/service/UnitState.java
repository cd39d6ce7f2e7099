package dev.runbook.modules.system.service;

import dev.runbook.api.Content;
import dev.runbook.api.Momentary;
import dev.runbook.api.Observed;
import dev.runbook.api.host.UnitInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A unit as it is or is to be.
 *
 * @param file its file, where the task manages it
 * @param enabled whether it starts by itself
 * @param masked whether it cannot be started
 * @param state {@code started}, {@code stopped}, or what systemd calls it in between
 * @param daemonReload whether its files changed since systemd read them
 * @param operation what is done to it besides: {@code started} (a unit that then ends), {@code restarted},
 *     {@code reloaded}
 * @param status in systemd's own words
 * @param place where its file belongs
 */
public record UnitState(
        @Nullable File file,
        boolean enabled,
        boolean masked,
        String state,
        boolean daemonReload,
        @Momentary @Nullable String operation,
        @Observed UnitInfo status,
        @Observed(internal = true) Place place) {
    static final String STARTED = "started";
    static final String STOPPED = "stopped";

    /**
     * Where the file of a unit belongs, and to whom.
     *
     * @param missing directories on the way that are to be made first
     */
    record Place(String path, String owner, String group, List<String> missing) {
        Place {
            missing = List.copyOf(missing);
        }
    }

    /** The file of a unit. */
    public record File(String path, Content content, String owner, String group, String mode) {}

    static String stateOf(UnitInfo info) {
        return info.active() ? STARTED : switch (info.activeState()) {
            case "inactive", "failed" -> STOPPED;
            default -> info.activeState();
        };
    }

    /** Whether being enabled is something this unit can be or not be. */
    boolean hasInstallSection() {
        return !List.of("static", "indirect", "generated", "transient").contains(status.unitFileState());
    }
}
