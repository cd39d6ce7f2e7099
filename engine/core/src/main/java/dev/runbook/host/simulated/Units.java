package dev.runbook.host.simulated;

import dev.runbook.api.TaskFailedException;
import dev.runbook.api.host.Paths;
import dev.runbook.api.host.UnitFile;
import dev.runbook.api.host.UnitInfo;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** systemd of a machine: units are files in its directories; what runs is kept here. */
final class Units {
    private static final String SYSTEM = "/etc/systemd/system";

    private final Map<String, Service> running = new HashMap<>();

    /**
     * @param active whether it was started
     * @param read the text of its file as systemd read it, or null where it did not yet
     */
    private record Service(boolean active, @Nullable String read) {}

    Units copy() {
        Units copy = new Units();
        copy.running.putAll(running);
        return copy;
    }

    /** The file of a service as packages bring it. */
    static String packaged(String program) {
        return "[Service]\nExecStart=" + program + "\nExecReload=/bin/kill -HUP $MAINPID\n"
                + "[Install]\nWantedBy=multi-user.target\n";
    }

    /** A unit that is enabled and started as soon as its file is there. */
    void bring(String unit, FileTree files, long now) {
        String fragment = fragment(unit, directories(null), files);
        if (fragment != null && !enabled(unit, null, files)) {
            files.put(wants(unit, null), Inode.link(fragment, "root", "root", now), now);
        }
        running.put(key(unit, null), new Service(true, fragment == null ? null : text(fragment, files)));
    }

    /** @param home of the user whose own manager is asked, or null for the system's */
    UnitInfo info(String unit, @Nullable String home, FileTree files) {
        String fragment = fragment(unit, directories(home), files);
        String key = key(unit, home);
        Service runtime = running.getOrDefault(key, new Service(false, null));
        if (fragment == null) {
            return runtime.active()
                    ? new UnitInfo("loaded", "active", "running", "", "", true, "simple", false, false, "success")
                    : UnitInfo.NOT_FOUND;
        }
        String active = runtime.active() ? "active" : "inactive";
        String sub = runtime.active() ? "running" : "dead";
        if (masks(fragment, files)) {
            return new UnitInfo("masked", active, sub, "masked", fragment, false, "", false, false, "success");
        }
        String text = text(fragment, files);
        if (runtime.read() == null) {
            // systemd reads a file when it is first asked about the unit.
            running.put(key, new Service(runtime.active(), text));
        }
        UnitFile file = UnitFile.parse(runtime.read() == null ? text : runtime.read());
        String state = enabled(unit, home, files)
                ? "enabled"
                : UnitFile.parse(text).installable() ? "disabled" : "static";
        boolean stale = runtime.read() != null && !runtime.read().equals(text);
        return new UnitInfo("loaded", active, sub, state, fragment, stale, file.type(), file.remainAfterExit(),
                file.reloadable(), "success");
    }

    void run(String unit, @Nullable String home, boolean active, FileTree files) {
        UnitInfo info = info(unit, home, files);
        if (active && !info.exists()) {
            throw new TaskFailedException("Failed to start " + unit + ": Unit " + unit + " not found.");
        }
        if (active && info.masked()) {
            throw new TaskFailedException("Failed to start " + unit + ": Unit " + unit + " is masked.");
        }
        Service present = running.getOrDefault(key(unit, home), new Service(false, null));
        running.put(key(unit, home), new Service(active && !info.runsOnce(), present.read()));
    }

    void reload(FileTree files) {
        running.replaceAll((key, runtime) -> new Service(runtime.active(), null));
        for (String key : List.copyOf(running.keySet())) {
            String[] parts = key.split("\n", 2);
            info(parts[1], parts[0].isEmpty() ? null : parts[0], files);
        }
    }

    private static String key(String unit, @Nullable String home) {
        return (home == null ? "" : home) + "\n" + unit;
    }

    private static List<String> directories(@Nullable String home) {
        return home == null
                ? List.of(SYSTEM, "/usr/lib/systemd/system")
                : List.of(home + "/.config/systemd/user", "/etc/systemd/user", "/usr/lib/systemd/user");
    }

    /** Where a unit's being enabled shows. */
    static String wants(String unit, @Nullable String home) {
        return home == null
                ? SYSTEM + "/multi-user.target.wants/" + unit
                : home + "/.config/systemd/user/default.target.wants/" + unit;
    }

    private static boolean enabled(String unit, @Nullable String home, FileTree files) {
        return files.at(wants(unit, home), false) != null;
    }

    private static boolean masks(String fragment, FileTree files) {
        return "/dev/null".equals(files.place(fragment, true));
    }

    private static @Nullable String fragment(String unit, List<String> directories, FileTree files) {
        int at = unit.indexOf('@');
        String template = at < 0 ? unit : unit.substring(0, at + 1) + unit.substring(unit.lastIndexOf('.'));
        for (String name : at < 0 ? List.of(unit) : List.of(unit, template)) {
            for (String directory : directories) {
                String path = Paths.below(directory, name);
                if (files.at(path, true) != null) {
                    return path;
                }
            }
        }
        return null;
    }

    private static String text(String fragment, FileTree files) {
        Inode inode = files.at(fragment, true);
        return inode == null ? "" : new String(inode.content, StandardCharsets.UTF_8);
    }

    /** Which units run, to tell whether something changed. */
    @Override
    public String toString() {
        Map<String, Boolean> active = new TreeMap<>();
        running.forEach((key, runtime) -> {
            if (runtime.active()) {
                active.put(key.replace('\n', ' ').strip(), true);
            }
        });
        return active.keySet().toString();
    }
}
