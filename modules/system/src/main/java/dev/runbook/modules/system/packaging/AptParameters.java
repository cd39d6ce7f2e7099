package dev.runbook.modules.system.packaging;

import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Param;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Parameters of {@code apt}. */
public record AptParameters(
        @Param(
                        value = "Packages: `nginx`, `nginx=1.22*` for a version, `nginx-*` for all that match,"
                                + " `libc6:i386` for another architecture.",
                        aliases = {"package", "pkg"})
                List<String> name,
        @Param(
                        value = "Installed in any version (`present`), in the newest one (`latest`), or removed (`absent`).",
                        defaultValue = "present")
                State state,
        @Param(
                        value = "Read the package lists anew before anything is installed, where they are older than"
                                + " cache_valid_time. Where all is as asked, they are left alone.",
                        defaultValue = "false")
                boolean updateCache,
        @Param("Age up to which the package lists are good enough; implies update_cache. Left out: none is.")
                @Nullable Duration cacheValidTime,
        @Param(
                        value = "Upgrade what needs nothing removed (`safe`, also `yes`) or everything (`full`, also"
                                + " `dist`).",
                        defaultValue = "none")
                String upgrade,
        @Param(value = "Remove configuration files with their packages.", defaultValue = "false") boolean purge,
        @Param(value = "Also remove packages that came along with others and are needed no more.", defaultValue = "false")
                boolean autoremove,
        @Param("Release to take packages from, such as bookworm-backports.") @Nullable String defaultRelease,
        @Param("Whether to install recommended packages too. Left out, the host's apt decides.")
                @Nullable Boolean installRecommends,
        @Param(value = "Whether a package may be replaced by an older version.", defaultValue = "false")
                boolean allowDowngrade,
        @Param(value = "How long to wait while another program uses apt or dpkg.", defaultValue = "300s")
                Duration lockTimeout) {
    /** What is to become of the packages. */
    public enum State {
        PRESENT,
        LATEST,
        ABSENT
    }

    public AptParameters {
        LinkedHashSet<String> names = new LinkedHashSet<>();
        for (String entry : name) {
            Arrays.stream(entry.split(",")).map(String::strip).filter(part -> !part.isEmpty()).forEach(names::add);
        }
        name = List.copyOf(names);
        for (String entry : name) {
            PackageRequest request = PackageRequest.parse(entry);
            if (state != State.PRESENT && !request.version().isEmpty()) {
                throw new InvalidParameterException(
                        "name", entry + " names a version, which goes with state: present only");
            }
        }
        upgrade = switch (upgrade.toLowerCase(Locale.ROOT)) {
            case "none", "no", "false" -> "none";
            case "safe", "yes", "true" -> "safe";
            case "full", "dist" -> "full";
            default -> throw new InvalidParameterException(
                    "upgrade", "expected none, safe or full, not \"" + upgrade + "\"");
        };
        boolean upgrades = !upgrade.equals("none");
        if (upgrades && !name.isEmpty()) {
            throw new InvalidParameterException(
                    "upgrade", "upgrades everything, so it goes without name; use a task for each");
        }
        if (cacheValidTime != null && cacheValidTime.isNegative() || lockTimeout.isNegative()) {
            throw new InvalidParameterException("", "times must not be negative");
        }
        if (defaultRelease != null && !defaultRelease.matches("[A-Za-z0-9][A-Za-z0-9.*_/=,-]*")) {
            throw new InvalidParameterException("defaultRelease", "expected a release such as bookworm-backports");
        }
        if (name.isEmpty() && !upgrades && !updateCache && cacheValidTime == null && !autoremove) {
            throw new InvalidParameterException("", "needs name, upgrade, update_cache or autoremove: what is to be done?");
        }
    }

    boolean updates() {
        return updateCache || cacheValidTime != null;
    }

    boolean upgrades() {
        return !upgrade.equals("none");
    }

    /** Whether the task is about the package lists alone. */
    boolean onlyUpdates() {
        return name.isEmpty() && !upgrades() && !autoremove;
    }

    List<PackageRequest> requests() {
        return name.stream().map(PackageRequest::parse).toList();
    }

    /** What {@code apt-get} is asked to do, for the simulation and for the real thing alike. */
    List<String> arguments(List<String> packages) {
        List<String> arguments = new ArrayList<>();
        if (defaultRelease != null) {
            arguments.addAll(List.of("-t", defaultRelease));
        }
        if (installRecommends != null) {
            arguments.add(installRecommends ? "--install-recommends" : "--no-install-recommends");
        }
        if (allowDowngrade) {
            arguments.add("--allow-downgrades");
        }
        if (purge) {
            arguments.add("--purge");
        }
        if (autoremove && !(packages.isEmpty() && !upgrades())) {
            arguments.add("--auto-remove");
        }
        if (upgrades()) {
            arguments.add(upgrade.equals("full") ? "dist-upgrade" : "upgrade");
            if (upgrade.equals("safe")) {
                arguments.add("--with-new-pkgs");
            }
        } else if (packages.isEmpty()) {
            arguments.add("autoremove");
        } else {
            arguments.add(state == State.ABSENT ? "remove" : "install");
            arguments.add("--");
            arguments.addAll(packages);
        }
        return arguments;
    }
}
