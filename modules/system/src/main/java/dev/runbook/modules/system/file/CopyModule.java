package dev.runbook.modules.system.file;

import dev.runbook.api.Action;
import dev.runbook.api.Content;
import dev.runbook.api.FileMode;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Module;
import dev.runbook.api.Momentary;
import dev.runbook.api.Observed;
import dev.runbook.api.Param;
import dev.runbook.api.Payload;
import dev.runbook.api.ResourceModule;
import dev.runbook.api.SourceFile;
import dev.runbook.api.World;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.Paths;
import dev.runbook.modules.system.file.CopySource.Sourced;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Copies files to a host, or gives a file some content. */
@Module(
        name = "copy",
        summary = "Copies a file or a directory to the host, or gives a file its content",
        description = {
            "What is on the host already is compared by checksum; nothing is sent when it is equal. Large files are "
                    + "streamed. A file is written beside its place, given its attributes, validated, and renamed.",
            "A `src` that is a directory is copied into `dest`; with a trailing slash, only what is in it is. Files "
                    + "that are in `dest` but not in `src` stay.",
            "Text with `@{…}` that is more than a line or two is better kept in a file for `file_template`."
        },
        examples = {
            """
            - copy: {src: motd, dest: /etc/motd, mode: 0644}
            """,
            """
            - copy:
                dest: /etc/sudoers.d/deploy
                content: |
                  deploy ALL=(ALL) NOPASSWD: /usr/bin/systemctl
                mode: 0440
                validate: visudo -cf %s
            """,
            """
            - copy: {src: dashboards/, dest: /var/lib/grafana/dashboards, owner: grafana, directory_mode: 0750}
            """
        })
public final class CopyModule implements ResourceModule<CopyModule.Parameters, CopyModule.State> {
    /** What a task gives. */
    public record Parameters(
            @Param(value = "The file or directory to copy, looked for in the role's `files` directory and beside the "
                    + "runbook. With `remote_src`, a path on the host.", onHostWhen = "remoteSrc")
            @Nullable SourceFile src,
            @Param("The content itself, instead of `src`.") @Nullable String content,
            @Param(value = "Where it goes. A path that ends in `/`, or a directory, takes a file under its own name.",
                    aliases = "path")
            String dest,
            @Param("The user who owns what is copied; what is there keeps its owner when left out.")
            @Nullable String owner,
            @Param("The group of what is copied; what is there keeps its group when left out.") @Nullable String group,
            @Param("Permissions of files, octal or symbolic, or `preserve` for those of the source. What is there keeps "
                    + "its own when left out; a new file gets 0644, or 0600 when its source is encrypted.")
            @Nullable String mode,
            @Param("Permissions of directories that are made; 0755 when left out.") @Nullable FileMode directoryMode,
            @Param(value = "Takes `src` from the host itself.", defaultValue = "false") boolean remoteSrc,
            @Param(value = "Replaces files whose content differs; otherwise only missing ones are written.",
                    defaultValue = "true")
            boolean force,
            @Param(value = "Keeps a copy of a former file, named after its checksum.", defaultValue = "false")
            boolean backup,
            @Param(value = "Follows a link that stands at `dest` instead of replacing it.", defaultValue = "false")
            boolean follow,
            @Param("A command that must succeed on the new file before it is put in place; `%s` stands for its path.")
            @Nullable String validate) {
        public Parameters {
            HostPaths.check("dest", dest);
            FileTarget.checkValidate(validate);
            if ((src == null) == (content == null)) {
                throw new InvalidParameterException(src == null ? "src" : "content", src == null
                        ? "one of `src` and `content` is required"
                        : "`src` and `content` exclude each other");
            }
            if (src != null && remoteSrc) {
                HostPaths.check("src", src.name());
            }
            if (content != null && dest.endsWith("/")) {
                throw new InvalidParameterException("dest", "`content` needs the name of a file, not of a directory");
            }
            if (mode != null && !mode.equals("preserve")) {
                try {
                    FileMode.parse(mode);
                } catch (IllegalArgumentException e) {
                    throw new InvalidParameterException("mode", String.valueOf(e.getMessage()));
                }
            }
            if ("preserve".equals(mode) && content != null) {
                throw new InvalidParameterException("mode", "`content` has no mode that could be preserved");
            }
        }

        boolean secret() {
            return src != null && src.secret();
        }

        /** How a file is put in place whose source has these permissions. */
        FileSpec spec(int sourceMode) {
            FileMode bits = mode == null ? null : mode.equals("preserve") ? FileMode.of(sourceMode)
                    : FileMode.parse(mode);
            return new FileSpec(bits, owner, group, backup, validate, secret(), follow, Content.DIFF_LIMIT);
        }
    }

    /**
     * What is at the destination.
     *
     * @param path in full
     * @param state what stands there
     * @param content of a single file
     * @param mode octal, of a single file, or of a directory that is made
     * @param files of a directory that is copied, by path below it
     * @param backupFile where a copy of a single former file is kept
     * @param seen what the decision rests on
     */
    public record State(
            @Observed String path,
            Kind state,
            @Nullable Content content,
            @Nullable String mode,
            @Nullable String owner,
            @Nullable String group,
            Map<String, CopyTree.Entry> files,
            @Momentary @Nullable String backupFile,
            @Observed(internal = true) Seen seen) {}

    /**
     * @param single the source of a single file
     * @param file what stands where a single file goes
     * @param tree the source of a directory, and what stands where it goes
     * @param missing directories that have to be made first
     */
    public record Seen(
            @Nullable Sourced single,
            @Nullable FileState file,
            CopyTree.@Nullable Seen tree,
            List<String> missing,
            Ownership ownership) {}

    @Override
    public State observe(Parameters parameters, World world) {
        Sourced single = CopySource.single(parameters, world);
        if (single == null) {
            return CopyTree.observe(parameters, world);
        }
        String dest = HostPaths.resolve(parameters.dest(), world);
        world.prefetch(List.of(new FileStatus(dest, true)));
        var there = world.ask(new FileStatus(dest, true));
        List<String> missing = List.of();
        if (parameters.src() != null && (parameters.dest().endsWith("/") || (there != null && there.isDirectory()))) {
            missing = Missing.directories(world, dest);
            dest = Paths.below(dest, Paths.name(Paths.normal("/" + parameters.src().name())));
        }
        FileSpec spec = parameters.spec(single.mode());
        if (missing.isEmpty()) {
            FileState file = FileTarget.observe(world, dest, spec, single.content().sha256());
            return of(file, new Seen(single, file, null, missing, file.seen().ownership()));
        }
        Ownership ownership = Ownership.of(world, spec.owner(), spec.group(), null);
        FileState file = new FileState(dest, Kind.ABSENT, null, null, null, null, null,
                new FileState.Seen(null, ownership));
        return of(file, new Seen(single, file, null, missing, ownership));
    }

    private static State of(FileState file, Seen seen) {
        return new State(file.path(), file.state(), file.content(), file.mode(), file.owner(), file.group(), Map.of(),
                file.backupFile(), seen);
    }

    @Override
    public State wanted(Parameters parameters, State current) {
        Sourced single = current.seen().single();
        FileState file = current.seen().file();
        if (single == null || file == null) {
            return CopyTree.wanted(parameters, current);
        }
        Content content = !parameters.force() && file.content() != null ? file.content() : single.content();
        return of(FileTarget.wanted(file, content, parameters.spec(single.mode())), current.seen());
    }

    @Override
    public List<Action> actions(Parameters parameters, State current, State wanted) {
        if (current.equals(wanted)) {
            return List.of();
        }
        Sourced single = current.seen().single();
        FileState file = current.seen().file();
        if (single == null || file == null) {
            return CopyTree.actions(parameters, current, wanted);
        }
        List<Action> actions = CopyTree.directories(parameters, current.seen().missing(), current.seen().ownership());
        FileState target = new FileState(wanted.path(), wanted.state(), wanted.content(), wanted.mode(), wanted.owner(),
                wanted.group(), wanted.backupFile(), file.seen());
        actions.addAll(FileTarget.actions(
                file, target, Objects.requireNonNull(single.source()), parameters.spec(single.mode())));
        return List.copyOf(actions);
    }

    @Override
    public String target(Parameters parameters) {
        return parameters.dest();
    }

    @Override
    public boolean exists(State state) {
        return state.state() != Kind.ABSENT;
    }

    /** The bytes of a source that is not a path on the host. */
    static Payload payload(Parameters parameters) {
        return parameters.src() != null ? parameters.src().payload() : Payload.of(String.valueOf(parameters.content()));
    }
}
