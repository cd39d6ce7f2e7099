package dev.runbook.modules.system.file;

import dev.runbook.api.Action;
import dev.runbook.api.FileMode;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Module;
import dev.runbook.api.Momentary;
import dev.runbook.api.Observed;
import dev.runbook.api.Param;
import dev.runbook.api.ResourceModule;
import dev.runbook.api.World;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.Paths;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Manages what stands at a path, but not the content of files. */
@Module(
        name = "file",
        summary = "Manages a directory, a link, the attributes of a file, or removes what is there",
        description = {
            "Attributes that a task does not mention stay as they are. A directory is made together with those it is "
                    + "in, all with the attributes given.",
            "`state: file` never makes a file; use `copy` or `file_template`, or `state: touch` for an empty one.",
            "`owner` and `group` of a symbolic link are its own. The mode of what it leads to is set in its own task."
        },
        examples = {
            """
            - file: {path: /var/lib/prometheus, state: directory, owner: prometheus, group: prometheus, mode: 0750}
            """,
            """
            - file: {path: /opt/app/current, src: /opt/app/releases/42, state: link}
            """,
            """
            - file: {path: /srv/www, state: directory, recurse: true, owner: www-data, mode: 'u=rwX,go=rX'}
            """,
            """
            - file: {path: /etc/nginx/sites-enabled/default, state: absent}
            """
        })
public final class FileModule implements ResourceModule<FileModule.Parameters, FileModule.State> {
    /** What is to stand there. */
    public enum Wanted {
        FILE,
        DIRECTORY,
        LINK,
        HARD,
        ABSENT,
        TOUCH
    }

    /** What a task gives. */
    public record Parameters(
            @Param(value = "What to manage, an absolute path.", aliases = {"dest", "name"}) String path,
            @Param("What is to stand there. Left out: what is there already, or a directory with `recurse`.")
            @Nullable Wanted state,
            @Param("What a link leads to: as it is to be written in a symbolic link, absolute for a hard link.")
            @Nullable String src,
            @Param("Permissions, octal (`0750`) or symbolic (`u=rwX,go=rX`). New directories get 0755, files 0644.")
            @Nullable FileMode mode,
            @Param("The user who owns it, by name or number.") @Nullable String owner,
            @Param("Its group, by name or number.") @Nullable String group,
            @Param(value = "Sets the attributes of everything in a directory too. Links in it are not followed.",
                    defaultValue = "false")
            boolean recurse,
            @Param(value = "For links: replaces a file or an empty directory that is in the way, and allows a target that "
                    + "does not exist.", defaultValue = "false")
            boolean force,
            @Param(value = "Where a link stands, manages what it leads to.", defaultValue = "true") boolean follow) {
        public Parameters {
            HostPaths.check("path", path);
            boolean link = state == Wanted.LINK || state == Wanted.HARD;
            if (src != null && !link) {
                throw new InvalidParameterException("src", "`src` belongs to `state: link` or `state: hard`",
                        state == null ? "Add `state: link`." : "Use `copy` to bring a file to the host.");
            }
            if (src != null && src.isEmpty()) {
                throw new InvalidParameterException("src", "the path is empty");
            }
            if (state == Wanted.HARD) {
                if (src == null) {
                    throw new InvalidParameterException("src", "`state: hard` needs `src`");
                }
                HostPaths.check("src", src);
            }
            if (link && mode != null) {
                throw new InvalidParameterException("mode", "a link has no mode of its own",
                        "Set the mode of what it leads to in a task of its own.");
            }
            if (recurse && state != null && state != Wanted.DIRECTORY) {
                throw new InvalidParameterException("recurse", "`recurse` belongs to `state: directory`");
            }
            if (state == Wanted.ABSENT && Paths.normal(path).equals("/")) {
                throw new InvalidParameterException("path", "refuses to remove /");
            }
            if (state == Wanted.ABSENT && List.of(path.split("/")).contains("..")) {
                throw new InvalidParameterException("path", "refuses to remove a path with `..` in it");
            }
        }

        /** The state asked for, where there is no need to look. */
        @Nullable Wanted chosen() {
            return state == null && recurse ? Wanted.DIRECTORY : state;
        }
    }

    /**
     * What stands at the path.
     *
     * @param path in full
     * @param state what it is; a hard link is a file
     * @param mode octal; null for a link
     * @param src what a symbolic link says
     * @param linked whether the path is another name of the file that a hard link is to lead to
     * @param contents everything in a directory, by path below it, with {@code recurse}
     * @param touched whether its time is set
     */
    public record State(
            @Observed String path,
            Kind state,
            @Nullable String mode,
            @Nullable String owner,
            @Nullable String group,
            @Nullable String src,
            @Nullable Boolean linked,
            Map<String, Attributes> contents,
            @Momentary boolean touched,
            @Observed(internal = true) Seen seen) {}

    /**
     * @param mode octal; null for a link
     */
    public record Attributes(Kind state, @Nullable String mode, String owner, String group) {}

    /**
     * @param info what is managed: followed or not
     * @param target what a link leads to, as far as it is there
     * @param missing directories to make, outermost first, without the path itself
     * @param tree everything in a directory, with {@code recurse}
     * @param content of a file that is removed or replaced, so that it can be put back
     */
    public record Seen(
            @Nullable FileInfo info,
            @Nullable FileInfo target,
            List<String> missing,
            Map<String, FileInfo> tree,
            dev.runbook.api.@Nullable Content content,
            Ownership ownership) {}

    @Override
    public State observe(Parameters parameters, World world) {
        return FileObservation.observe(parameters, world);
    }

    @Override
    public State wanted(Parameters parameters, State current) {
        return FileDecision.wanted(parameters, current);
    }

    @Override
    public List<Action> actions(Parameters parameters, State current, State wanted) {
        return FileDecision.actions(parameters, current, wanted);
    }

    @Override
    public String target(Parameters parameters) {
        return parameters.path();
    }

    @Override
    public boolean exists(State state) {
        return state.state() != Kind.ABSENT;
    }
}
