package dev.runbook.modules.system.file;

import dev.runbook.api.Module;
import dev.runbook.api.Param;
import dev.runbook.api.Query;
import dev.runbook.api.QueryModule;
import dev.runbook.api.Value;
import dev.runbook.api.World;
import dev.runbook.api.host.FileChecksum;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.RealPath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at a path. */
@Module(
        name = "stat",
        summary = "Looks at what stands at a path",
        description = {
            "`register` the result and use `result.stat.exists` and the others; only `exists` and `path` are there for "
                    + "a path where nothing stands. In a preview it sees what earlier tasks would have left."
        },
        examples = {
            """
            - stat: {path: /etc/nginx/nginx.conf}
              register: configuration
            """
        })
public final class StatModule implements QueryModule<StatModule.Parameters, StatModule.Result> {
    /** What a task gives. */
    public record Parameters(
            @Param(value = "What to look at, an absolute path.", aliases = {"dest", "name"}) String path,
            @Param(value = "Looks at what a link leads to.", defaultValue = "false") boolean follow,
            @Param(value = "Reads files for their SHA-256 checksum.", defaultValue = "true") boolean getChecksum) {
        public Parameters {
            HostPaths.check("path", path);
        }
    }

    /** What {@code register} sees. */
    public record Result(Stat stat) {}

    /**
     * @param mode octal
     * @param size in bytes
     * @param mtime seconds since 1970
     * @param checksum SHA-256 of a file
     * @param lnkSource where a link leads to in the end
     * @param lnkTarget what is written in a link
     */
    public record Stat(
            boolean exists,
            String path,
            @Nullable Boolean isreg,
            @Nullable Boolean isdir,
            @Nullable Boolean islnk,
            @Nullable String mode,
            @Nullable Value<Long> size,
            @Nullable Value<Long> mtime,
            @Nullable String pwName,
            @Nullable String grName,
            @Nullable String checksum,
            @Nullable String lnkSource,
            @Nullable String lnkTarget) {}

    @Override
    public Result query(Parameters parameters, World world) {
        String path = HostPaths.resolve(parameters.path(), world);
        FileStatus status = new FileStatus(path, parameters.follow());
        List<Query<?>> queries = new ArrayList<>(List.of(status));
        if (parameters.getChecksum()) {
            queries.add(new FileChecksum(path));
        }
        world.prefetch(queries);
        FileInfo info = world.ask(status);
        if (info == null) {
            return new Result(new Stat(
                    false, path, null, null, null, null, null, null, null, null, null, null, null));
        }
        String checksum = info.isFile() && parameters.getChecksum() ? world.ask(new FileChecksum(path)) : null;
        return new Result(new Stat(true, path, info.isFile(), info.isDirectory(), info.isLink(),
                FileTarget.octal(info.mode()), known(info.size()), known(info.modified()), info.owner(), info.group(),
                checksum, info.isLink() ? world.ask(new RealPath(path)) : null, info.linkTarget()));
    }

    private static Value<Long> known(long number) {
        return number == FileInfo.NOT_YET ? Value.later("it is decided when the change is made") : Value.of(number);
    }
}
