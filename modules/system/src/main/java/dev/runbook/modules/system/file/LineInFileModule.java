package dev.runbook.modules.system.file;

import dev.runbook.api.Action;
import dev.runbook.api.Content;
import dev.runbook.api.FileMode;
import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Module;
import dev.runbook.api.Param;
import dev.runbook.api.Payload;
import dev.runbook.api.ResourceModule;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.World;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.MakeDirectory;
import dev.runbook.api.host.Paths;
import dev.runbook.api.host.WriteFile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps one line in a text file, or keeps it out. */
@Module(
        name = "lineinfile",
        summary = "Keeps a line in a text file, or keeps it out",
        description = {
            "With `regexp` or `search_string` the last line that matches is replaced by `line`. Where none matches and "
                    + "the very line is there already, nothing changes; else it is added, at the end or where "
                    + "`insertafter` or `insertbefore` say.",
            "To own a whole file, `copy` or `file_template` are clearer."
        },
        examples = {
            """
            - lineinfile:
                path: /etc/ssh/sshd_config
                regexp: '^#?PermitRootLogin'
                line: PermitRootLogin no
                validate: sshd -t -f %s
            """,
            """
            - lineinfile: {path: /etc/hosts, search_string: old.example.com, state: absent}
            """
        })
public final class LineInFileModule implements ResourceModule<LineInFileModule.Parameters, LineInFileModule.State> {
    /** Files larger than this many bytes are not edited. */
    static final int LIMIT = 8 * 1024 * 1024;

    /** Whether the line is to be there. */
    public enum Presence {
        PRESENT,
        ABSENT
    }

    /** What a task gives. */
    public record Parameters(
            @Param(value = "The file to edit.", aliases = {"dest", "destfile", "name"}) String path,
            @Param(value = "The line to have in the file. With `backrefs` it may hold `\\1` for groups of `regexp`. With "
                    + "`state: absent` and no pattern, lines equal to it are removed.", aliases = "value")
            @Nullable String line,
            @Param(value = "A regular expression for the line to replace; the last line that it finds is replaced. With "
                    + "`state: absent` all of them are removed.", aliases = "regex")
            @Nullable String regexp,
            @Param("As `regexp`, but plain text to be found in the line.") @Nullable String searchString,
            @Param(value = "Whether the line is to be there.", defaultValue = "present") Presence state,
            @Param("Where to add the line when there is nothing to replace: after the last line that this regular "
                    + "expression finds, or `EOF` for the end, as when left out.")
            @Nullable String insertafter,
            @Param("Where to add the line when there is nothing to replace: before the last line that this regular "
                    + "expression finds, or `BOF` for the beginning.")
            @Nullable String insertbefore,
            @Param(value = "Takes the first match instead of the last.", defaultValue = "false") boolean firstmatch,
            @Param(value = "Fills groups of `regexp` into `line`; the file is left alone when nothing matches.",
                    aliases = "backreferences", defaultValue = "false")
            boolean backrefs,
            @Param(value = "Makes the file, and its directory, when it is missing; otherwise that is a failure.",
                    defaultValue = "false")
            boolean create,
            @Param(value = "Keeps a copy of the former file, named after its checksum.", defaultValue = "false")
            boolean backup,
            @Param("A command that must succeed on the new file before it is put in place; `%s` stands for its path.")
            @Nullable String validate,
            @Param("The user who owns the file; left as it is by default.") @Nullable String owner,
            @Param("The group of the file; left as it is by default.") @Nullable String group,
            @Param("Permissions, octal or symbolic; left as they are by default.") @Nullable FileMode mode) {
        public Parameters {
            HostPaths.check("path", path);
            FileTarget.checkValidate(validate);
            if (regexp != null && searchString != null) {
                throw new InvalidParameterException("search_string", "`regexp` and `search_string` exclude each other");
            }
            if (insertafter != null && insertbefore != null) {
                throw new InvalidParameterException("insertbefore",
                        "`insertafter` and `insertbefore` exclude each other");
            }
            if (state == Presence.PRESENT && line == null) {
                throw new InvalidParameterException("line", "`line` is required when the line is to be present");
            }
            if (state == Presence.ABSENT && line == null && regexp == null && searchString == null) {
                throw new InvalidParameterException("regexp", "one of `line`, `regexp` and `search_string` is required");
            }
            if (backrefs && regexp == null) {
                throw new InvalidParameterException("regexp", "`backrefs` needs `regexp`");
            }
            LineEdit.compile("regexp", regexp);
            if (insertafter != null && !insertafter.equals("EOF") && !insertafter.equals("BOF")) {
                LineEdit.compile("insertafter", insertafter);
            }
            if (insertbefore != null && !insertbefore.equals("BOF")) {
                LineEdit.compile("insertbefore", insertbefore);
            }
        }

        FileSpec spec() {
            return new FileSpec(mode, owner, group, backup, validate, false, true, LIMIT);
        }
    }

    /**
     * The file with its content.
     *
     * @param path in full
     * @param state what stands there
     * @param mode octal
     * @param backupFile where a copy of the former file is kept
     * @param missing directories that do not exist on the way to the file, outermost first
     */
    public record State(
            @dev.runbook.api.Observed String path,
            Kind state,
            @Nullable Content content,
            @Nullable String mode,
            @Nullable String owner,
            @Nullable String group,
            @dev.runbook.api.Momentary @Nullable String backupFile,
            @dev.runbook.api.Observed(internal = true) List<String> missing,
            @dev.runbook.api.Observed(internal = true) FileState.Seen seen) {
        static State of(FileState file, List<String> missing) {
            return new State(file.path(), file.state(), file.content(), file.mode(), file.owner(), file.group(),
                    file.backupFile(), missing, file.seen());
        }

        FileState file() {
            return new FileState(path, state, content, mode, owner, group, backupFile, seen);
        }
    }

    @Override
    public State observe(Parameters parameters, World world) {
        String path = HostPaths.resolve(parameters.path(), world);
        List<String> missing = new ArrayList<>();
        if (parameters.create() && parameters.state() == Presence.PRESENT) {
            missing.addAll(Missing.directories(world, Paths.parent(path)));
        }
        if (!missing.isEmpty()) {
            FileInfo parent = world.ask(new FileStatus(Paths.parent(missing.getFirst()), true));
            Ownership ownership = Ownership.of(world, parameters.owner(), parameters.group(), parent);
            return State.of(new FileState(path, Kind.ABSENT, null, null, null, null, null,
                    new FileState.Seen(null, ownership)), List.copyOf(missing));
        }
        if (world.ask(new FileStatus(path, true)) == null && !(parameters.create() || absent(parameters))) {
            throw new TaskFailedException(path + " does not exist", null,
                    List.of("Add `create: true` to make it, or make it in an earlier task."));
        }
        if (absent(parameters) && world.ask(new FileStatus(path, true)) == null) {
            return State.of(new FileState(path, Kind.ABSENT, null, null, null, null, null,
                    new FileState.Seen(null, Ownership.of(world, null, null, null))), List.of());
        }
        FileState file = FileTarget.observe(world, path, parameters.spec(), null);
        if (file.content() != null && file.content().text() == null) {
            throw new TaskFailedException(file.path() + (file.content().size() > LIMIT
                    ? " is too large to be edited by lines: " + file.content().size() + " bytes"
                    : " is not a text file in UTF-8"));
        }
        return State.of(file, List.of());
    }

    private static boolean absent(Parameters parameters) {
        return parameters.state() == Presence.ABSENT;
    }

    @Override
    public State wanted(Parameters parameters, State current) {
        if (current.state() == Kind.ABSENT && absent(parameters)) {
            return current;
        }
        String text = current.content() == null || current.content().text() == null ? "" : current.content().text();
        String edited = LineEdit.edited(text, parameters);
        Content content = edited.equals(text) && current.content() != null ? current.content() : Content.of(edited);
        if (edited.isEmpty() && current.state() == Kind.ABSENT) {
            return current;
        }
        return State.of(FileTarget.wanted(current.file(), content, parameters.spec()), current.missing());
    }

    @Override
    public List<Action> actions(Parameters parameters, State current, State wanted) {
        if (current.equals(wanted)) {
            return List.of();
        }
        Ownership ownership = current.seen().ownership();
        List<Action> actions = new ArrayList<>();
        for (String directory : current.missing()) {
            actions.add(new MakeDirectory(directory, Missing.mode(ownership), ownership.newOwner(),
                    ownership.newGroup()));
        }
        String text = current.content() == null || current.content().text() == null ? "" : current.content().text();
        actions.addAll(FileTarget.actions(current.file(), wanted.file(),
                new WriteFile.Sent(Payload.of(LineEdit.edited(text, parameters))), parameters.spec()));
        return actions;
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
