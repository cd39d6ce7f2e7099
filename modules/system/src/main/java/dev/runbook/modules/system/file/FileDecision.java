package dev.runbook.modules.system.file;

import dev.runbook.api.Action;
import dev.runbook.api.Payload;
import dev.runbook.api.host.Before;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.MakeDirectory;
import dev.runbook.api.host.MakeLink;
import dev.runbook.api.host.RemovePath;
import dev.runbook.api.host.SetAttributes;
import dev.runbook.api.host.Touch;
import dev.runbook.api.host.WriteFile;
import dev.runbook.modules.system.file.FileModule.Attributes;
import dev.runbook.modules.system.file.FileModule.Parameters;
import dev.runbook.modules.system.file.FileModule.Seen;
import dev.runbook.modules.system.file.FileModule.State;
import dev.runbook.modules.system.file.FileModule.Wanted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the file module wants, and how it gets there. */
final class FileDecision {
    private FileDecision() {}

    static State wanted(Parameters parameters, State current) {
        Seen seen = current.seen();
        FileInfo info = seen.info();
        Ownership ownership = seen.ownership();
        Wanted wanted = parameters.chosen();
        if (wanted == Wanted.ABSENT) {
            return new State(current.path(), Kind.ABSENT, null, null, null, null, null, Map.of(), false, seen);
        }
        if (wanted == Wanted.LINK) {
            FileInfo link = info != null && info.isLink() ? info : null;
            String src = parameters.src() != null ? parameters.src() : current.src();
            return new State(current.path(), Kind.LINK, null, owner(ownership, link), group(ownership, link), src,
                    null, Map.of(), false, seen);
        }
        if (wanted == Wanted.HARD) {
            FileInfo file = Objects.requireNonNull(seen.target());
            return new State(current.path(), Kind.FILE, FileTarget.octal(file.mode()),
                    FileTarget.chosen(ownership.owner(), file.owner(), file.owner()),
                    FileTarget.chosen(ownership.group(), file.group(), file.group()), null, true, Map.of(), false, seen);
        }
        Kind kind = info != null ? Kind.of(info) : wanted == Wanted.DIRECTORY ? Kind.DIRECTORY : Kind.FILE;
        String mode = kind == Kind.LINK ? null : FileTarget.octal(mode(parameters, info, kind, ownership));
        Map<String, Attributes> contents = new TreeMap<>();
        if (parameters.recurse()) {
            seen.tree().forEach((name, entry) -> contents.put(name, attributes(parameters, ownership, entry)));
        }
        return new State(current.path(), kind, mode, owner(ownership, info), group(ownership, info), current.src(),
                null, Collections.unmodifiableMap(contents), wanted == Wanted.TOUCH, seen);
    }

    private static String owner(Ownership ownership, @Nullable FileInfo info) {
        return FileTarget.chosen(ownership.owner(), info == null ? null : info.owner(), ownership.newOwner());
    }

    private static String group(Ownership ownership, @Nullable FileInfo info) {
        return FileTarget.chosen(ownership.group(), info == null ? null : info.group(), ownership.newGroup());
    }

    private static int mode(Parameters parameters, @Nullable FileInfo info, Kind kind, Ownership ownership) {
        boolean directory = kind == Kind.DIRECTORY;
        int present = info != null ? info.mode() : directory ? Missing.mode(ownership) : FileTarget.FILE_MODE;
        return parameters.mode() == null ? present : parameters.mode().apply(present, directory);
    }

    private static Attributes attributes(Parameters parameters, Ownership ownership, FileInfo entry) {
        String mode = entry.isLink() ? null
                : FileTarget.octal(mode(parameters, entry, Kind.of(entry), ownership));
        return new Attributes(Kind.of(entry), mode, owner(ownership, entry), group(ownership, entry));
    }

    static List<Action> actions(Parameters parameters, State current, State wanted) {
        if (current.equals(wanted)) {
            return List.of();
        }
        Seen seen = current.seen();
        FileInfo info = seen.info();
        Wanted state = parameters.chosen();
        if (state == Wanted.ABSENT) {
            return info == null ? List.of()
                    : List.of(new RemovePath(current.path(), info.isDirectory(), new Before(info, seen.content())));
        }
        if (state == Wanted.LINK || state == Wanted.HARD) {
            return link(current, wanted, state == Wanted.HARD, parameters);
        }
        String mode = wanted.mode();
        String owner = FileTarget.text(wanted.owner());
        String group = FileTarget.text(wanted.group());
        List<Action> actions = new ArrayList<>();
        if (info == null) {
            int bits = FileTarget.bits(FileTarget.text(mode));
            if (wanted.state() == Kind.DIRECTORY) {
                seen.missing().forEach(path -> actions.add(new MakeDirectory(path, bits, owner, group)));
                actions.add(new MakeDirectory(current.path(), bits, owner, group));
            } else {
                actions.add(new WriteFile(current.path(), Payload.of(""), bits, owner, group, null));
            }
            return actions;
        }
        attributes(parameters, current, wanted, info, actions);
        if (wanted.touched()) {
            actions.add(new Touch(current.path(), FileInfo.NOT_YET, info));
        }
        return actions;
    }

    private static void attributes(
            Parameters parameters, State current, State wanted, FileInfo info, List<Action> actions) {
        String owner = FileTarget.text(wanted.owner());
        String group = FileTarget.text(wanted.group());
        if (!current.contents().equals(wanted.contents())) {
            Map<String, FileInfo> before = new TreeMap<>(current.seen().tree());
            before.put("", info);
            Ownership ownership = current.seen().ownership();
            actions.add(new SetAttributes(current.path(), parameters.mode(), ownership.owner(), ownership.group(),
                    SetAttributes.Scope.TREE, before));
        } else if (info.isLink() && !(owner.equals(info.owner()) && group.equals(info.group()))) {
            actions.add(new SetAttributes(current.path(), null, owner, group, SetAttributes.Scope.LINK,
                    Map.of("", info)));
        } else if (!info.isLink()) {
            SetAttributes set = FileTarget.attributes(current.path(), info, FileTarget.text(wanted.mode()), owner, group);
            if (set.mode() != null || set.owner() != null || set.group() != null) {
                actions.add(set);
            }
        }
    }

    private static List<Action> link(State current, State wanted, boolean hard, Parameters parameters) {
        Seen seen = current.seen();
        FileInfo info = seen.info();
        List<Action> actions = new ArrayList<>();
        String owner = FileTarget.text(wanted.owner());
        String group = FileTarget.text(wanted.group());
        boolean same = hard ? Boolean.TRUE.equals(current.linked())
                : current.state() == Kind.LINK && Objects.equals(current.src(), wanted.src());
        if (!same) {
            Before before = info == null ? null : new Before(info, seen.content());
            if (info != null && info.isDirectory()) {
                actions.add(new RemovePath(current.path(), false, before));
                before = null;
            }
            String target = FileTarget.text(parameters.src());
            actions.add(new MakeLink(current.path(), target, hard, owner, group, before, seen.target()));
        }
        FileInfo file = seen.target();
        if (hard && file != null && !(owner.equals(file.owner()) && group.equals(file.group()))) {
            actions.add(FileTarget.attributes(current.path(), file, FileTarget.octal(file.mode()), owner, group));
        } else if (same && info != null && !hard) {
            actions.add(new SetAttributes(current.path(), null, owner, group, SetAttributes.Scope.LINK,
                    Map.of("", info)));
        }
        return actions;
    }
}
