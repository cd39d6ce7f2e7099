package dev.runbook.api.host;

import dev.runbook.api.Value;

/**
 * What the host's package manager has of one package.
 *
 * @param state whether it is there
 * @param version the installed version as the package manager writes it; "" where there is none, and decided later
 *     where its installation is only predicted and no version could be told
 */
public record PackageInfo(State state, Value<String> version) {
    /** Nothing of it is there. */
    public static final PackageInfo ABSENT = new PackageInfo(State.ABSENT, Value.of(""));

    /** How much of a package is there. */
    public enum State {
        INSTALLED,
        /** Removed, but its configuration files were left. */
        CONFIGURATION_LEFT,
        /** Unpacked or half configured; the package manager has to be run to finish it. */
        BROKEN,
        ABSENT
    }

    public static PackageInfo installed(String version) {
        return new PackageInfo(State.INSTALLED, Value.of(version));
    }

    public boolean installed() {
        return state == State.INSTALLED;
    }
}
