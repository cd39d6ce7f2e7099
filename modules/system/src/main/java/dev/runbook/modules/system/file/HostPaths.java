package dev.runbook.modules.system.file;

import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.World;
import dev.runbook.api.host.Paths;
import dev.runbook.api.host.WhoAmI;

/** Paths on the host as parameters give them: absolute, or below the user's home directory. */
public final class HostPaths {
    private HostPaths() {}

    /** Checks what can be checked without a host. */
    public static void check(String parameter, String path) {
        if (path.isBlank()) {
            throw new InvalidParameterException(parameter, "the path is empty");
        }
        if (path.indexOf('\0') >= 0) {
            throw new InvalidParameterException(parameter, "a path cannot hold a NUL character");
        }
        if (!path.startsWith("/") && !path.equals("~") && !path.startsWith("~/")) {
            throw new InvalidParameterException(parameter, "expected an absolute path on the host, found \"" + path + "\"",
                    path.startsWith("$")
                            ? "Variables of the host's shell are not expanded; use `@{…}` with a variable of the runbook."
                            : "Write the whole path from `/`, or `~/…` for the user's home directory on the host.");
        }
    }

    /** The path in full, without a trailing slash. */
    public static String resolve(String path, World world) {
        if (path.startsWith("~")) {
            return Paths.normal(world.ask(new WhoAmI()).home() + path.substring(1));
        }
        return Paths.normal(path);
    }
}
