package dev.runbook.modules.system.service;

import dev.runbook.api.Action;
import dev.runbook.api.Content;
import dev.runbook.api.FileMode;
import dev.runbook.api.Payload;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.World;
import dev.runbook.api.host.Before;
import dev.runbook.api.host.FileContent;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.MakeDirectory;
import dev.runbook.api.host.WhoAmI;
import dev.runbook.api.host.WriteFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the files of units stand, and how they get there. */
final class UnitFiles {
    private UnitFiles() {}

    static UnitState.Place place(UnitParameters parameters, World world) {
        if (!parameters.user()) {
            return new UnitState.Place("/etc/systemd/system/" + parameters.name(), "root", "root", List.of());
        }
        WhoAmI.Identity me = world.ask(new WhoAmI());
        String directory = me.home() + "/.config/systemd/user";
        List<String> missing = new ArrayList<>();
        if (parameters.text() != null) {
            for (String parent : List.of(me.home() + "/.config", me.home() + "/.config/systemd", directory)) {
                if (world.ask(new FileStatus(parent, true)) == null) {
                    missing.add(parent);
                }
            }
        }
        return new UnitState.Place(directory + "/" + parameters.name(), me.user(), me.group(), missing);
    }

    static UnitState.@Nullable File observe(String path, String text, World world) {
        FileInfo info = world.ask(new FileStatus(path, false));
        if (info == null || info.isLink()) {
            // A link stands for another unit's file or for a mask; it is replaced.
            return null;
        }
        Content wanted = Content.of(text);
        Content content = world.ask(new FileContent(path, wanted.sha256()));
        if (content == null) {
            throw new TaskFailedException(path + " is in the way: it is not a file");
        }
        return new UnitState.File(
                path,
                content.equals(wanted) ? wanted : content,
                info.owner(),
                info.group(),
                FileMode.octal(info.mode()));
    }

    /** What puts the file in place, with the directories that a user may not have yet. */
    static List<Action> write(UnitParameters parameters, UnitState current) {
        UnitState.Place place = current.place();
        UnitState.File file = current.file();
        List<Action> actions = new ArrayList<>();
        place.missing().forEach(
                directory -> actions.add(new MakeDirectory(directory, 0755, place.owner(), place.group())));
        Before before = file == null
                ? null
                : new Before(
                        new FileInfo(
                                FileInfo.Type.FILE,
                                FileMode.parse(file.mode()).apply(0, false),
                                file.owner(),
                                file.group(),
                                file.content().size(),
                                FileInfo.NOT_YET,
                                null),
                        file.content());
        actions.add(new WriteFile(
                place.path(),
                Payload.of(Objects.requireNonNull(parameters.text())),
                parameters.fileMode(),
                place.owner(),
                place.group(),
                before));
        return actions;
    }
}
