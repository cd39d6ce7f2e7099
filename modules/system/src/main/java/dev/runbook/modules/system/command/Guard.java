package dev.runbook.modules.system.command;

import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.World;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.PathMatches;
import dev.runbook.api.host.Paths;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code creates} and {@code removes}: what tells that a command need not run. */
record Guard(@Nullable String creates, @Nullable String removes, @Nullable String chdir) {
    Guard {
        absolute("creates", creates, chdir);
        absolute("removes", removes, chdir);
        if (chdir != null && !chdir.startsWith("/")) {
            throw new InvalidParameterException("chdir", "expected an absolute path", "begin it with /");
        }
    }

    private static void absolute(String parameter, @Nullable String path, @Nullable String chdir) {
        if (path != null && !path.startsWith("/") && chdir == null) {
            throw new InvalidParameterException(
                    parameter, "expected an absolute path", "begin it with /, or give chdir as well");
        }
    }

    /** Why nothing need be done; empty where it must. */
    Optional<String> satisfied(World world) {
        if (creates != null && exists(world, creates)) {
            return Optional.of(creates + " is there");
        }
        if (removes != null && !exists(world, removes)) {
            return Optional.of(removes + " is not there");
        }
        return Optional.empty();
    }

    private boolean exists(World world, String path) {
        String full = path.startsWith("/") || chdir == null ? path : Paths.below(chdir, path);
        return PathMatches.isPattern(full)
                ? !world.ask(new PathMatches(full)).isEmpty()
                : world.ask(new FileStatus(full, true)) != null;
    }
}
