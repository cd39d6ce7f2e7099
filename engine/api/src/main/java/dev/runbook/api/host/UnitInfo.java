package dev.runbook.api.host;

/**
 * What systemd says about one unit, in systemd's own words.
 *
 * @param loadState {@code loaded}, {@code not-found}, {@code masked}, {@code bad-setting}, {@code error}
 * @param activeState {@code active}, {@code inactive}, {@code failed}, {@code activating}, {@code deactivating}
 * @param subState finer: {@code running}, {@code dead}, {@code auto-restart}
 * @param unitFileState {@code enabled}, {@code disabled}, {@code static}, {@code masked}, … or "" where there is none
 * @param fragmentPath the unit's file, or ""
 * @param needDaemonReload whether a file of it changed since systemd read it
 * @param type of a service: {@code simple}, {@code notify}, {@code oneshot}; "" for other units
 * @param remainAfterExit whether a service counts as active after its program has ended
 * @param canReload whether it can read its configuration anew while it runs
 * @param result {@code success}, or how it last failed
 */
public record UnitInfo(
        String loadState,
        String activeState,
        String subState,
        String unitFileState,
        String fragmentPath,
        boolean needDaemonReload,
        String type,
        boolean remainAfterExit,
        boolean canReload,
        String result) {
    /** A unit that systemd has no file for. */
    public static final UnitInfo NOT_FOUND =
            new UnitInfo("not-found", "inactive", "dead", "", "", false, "", false, false, "success");

    /** Whether there is such a unit. */
    public boolean exists() {
        return !loadState.equals("not-found");
    }

    public boolean active() {
        return activeState.equals("active") || activeState.equals("reloading");
    }

    public boolean masked() {
        return loadState.equals("masked") || unitFileState.startsWith("masked");
    }

    /** Whether it starts by itself. */
    public boolean enabled() {
        return unitFileState.equals("enabled");
    }

    /** Whether it runs to an end and is then inactive again, so that "started" is not a state it can be seen in. */
    public boolean runsOnce() {
        return type.equals("oneshot") && !remainAfterExit;
    }

    /** The same unit, started or stopped. */
    public UnitInfo withActive(boolean active) {
        return new UnitInfo(
                loadState,
                active ? "active" : "inactive",
                active ? "running" : "dead",
                unitFileState,
                fragmentPath,
                needDaemonReload,
                type,
                remainAfterExit,
                canReload,
                "success");
    }

    /** The same unit in another load and unit file state. */
    public UnitInfo withFileState(String newLoadState, String newUnitFileState) {
        return new UnitInfo(
                newLoadState,
                activeState,
                subState,
                newUnitFileState,
                fragmentPath,
                needDaemonReload,
                type,
                remainAfterExit,
                canReload,
                result);
    }

    /** The same unit, with what systemd knows of its files up to date or not. */
    public UnitInfo withNeedDaemonReload(boolean need) {
        return new UnitInfo(
                loadState,
                activeState,
                subState,
                unitFileState,
                fragmentPath,
                need,
                type,
                remainAfterExit,
                canReload,
                result);
    }
}
