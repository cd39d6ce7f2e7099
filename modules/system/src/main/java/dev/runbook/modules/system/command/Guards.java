package dev.runbook.modules.system.command;

import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.World;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.PathMatches;
import dev.runbook.api.host.Paths;
import dev.runbook.modules.system.file.HostPaths;
import org.jspecify.annotations.Nullable;

/** {@code creates} and {@code removes}: whether a command need not run. */
final class Guards {
    private Guards() {}

    static void check(@Nullable String chdir, @Nullable String creates, @Nullable String removes) {
        if (chdir != null) {
            HostPaths.check("chdir", chdir);
        }
        guard("creates", chdir, creates);
        guard("removes", chdir, removes);
    }

    private static void guard(String parameter, @Nullable String chdir, @Nullable String path) {
        if (path != null && chdir == null) {
            HostPaths.check(parameter, path);
        } else if (path != null && path.isBlank()) {
            throw new InvalidParameterException(parameter, "the path is empty");
        }
    }

    /** Why there is nothing to do, or null. */
    static @Nullable String reason(
            World world, @Nullable String chdir, @Nullable String creates, @Nullable String removes) {
        if (creates != null && exists(world, chdir, creates)) {
            return creates + " exists";
        }
        if (removes != null && !exists(world, chdir, removes)) {
            return removes + " does not exist";
        }
        return null;
    }

    private static boolean exists(World world, @Nullable String chdir, String path) {
        boolean relative = !path.startsWith("/") && !path.startsWith("~");
        String full = relative && chdir != null ? Paths.normal(chdir + "/" + path) : HostPaths.resolve(path, world);
        return PathMatches.isPattern(full)
                ? !world.ask(new PathMatches(full)).isEmpty()
                : world.ask(new FileStatus(full, false)) != null;
    }
}
