package dev.runbook.modules.system.account;

import dev.runbook.api.Action;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.host.AccountTools.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What leads an existing user from one state to another. */
final class UserChanges {
    private UserChanges() {}

    static List<Action> of(UserParameters parameters, UserState current, UserState wanted) {
        List<Action> actions = new ArrayList<>();
        boolean groups = !current.groups().equals(wanted.groups());
        ChangeUser change = new ChangeUser(
                parameters.name(),
                Numbers.same(current.uid(), wanted.uid()) ? null : Numbers.known(wanted.uid()),
                changed(current.group(), wanted.group()),
                groups ? wanted.groups() : null,
                changed(current.comment(), wanted.comment()),
                changed(current.home(), wanted.home()),
                Objects.requireNonNullElse(current.home(), ""),
                current.host().homeToMove(),
                changed(current.shell(), wanted.shell()),
                changed(current.expires(), wanted.expires()));
        if (!change.nothing()) {
            if (current.host().tools().family() != Family.SHADOW) {
                actions.addAll(withBusybox(parameters.name(), change, current, wanted));
            } else {
                actions.add(change);
            }
        }
        if (Boolean.FALSE.equals(current.homeExists())
                && Boolean.TRUE.equals(wanted.homeExists())
                && change.movedHome() == null) {
            actions.add(new CreateHome(
                    parameters.name(),
                    Objects.requireNonNull(wanted.group()),
                    Objects.requireNonNull(wanted.home()),
                    current.host().tools()));
        }
        actions.addAll(password(parameters, current, wanted));
        return actions;
    }

    /** busybox can change who is in a group, and nothing else of a user. */
    private static List<Action> withBusybox(String name, ChangeUser change, UserState current, UserState wanted) {
        if (!change.onlyGroups()) {
            throw new TaskFailedException("this host has no usermod, which changes an existing user");
        }
        List<Action> actions = new ArrayList<>();
        TreeSet<String> added = new TreeSet<>(wanted.groups());
        current.groups().forEach(added::remove);
        added.forEach(group -> actions.add(new ChangeMembership(name, group, true)));
        TreeSet<String> left = new TreeSet<>(current.groups());
        wanted.groups().forEach(left::remove);
        left.forEach(group -> actions.add(new ChangeMembership(name, group, false)));
        return actions;
    }

    private static List<Action> password(UserParameters parameters, UserState current, UserState wanted) {
        boolean lock = !Objects.equals(current.passwordLock(), wanted.passwordLock());
        if (parameters.password() != null && !Objects.equals(current.password(), wanted.password())) {
            boolean locked = Boolean.TRUE.equals(wanted.passwordLock());
            return List.of(new SetPassword(parameters.name(), parameters.password(), locked));
        }
        return lock ? List.of(new LockPassword(parameters.name(), Boolean.TRUE.equals(wanted.passwordLock()))) : List.of();
    }

    private static @Nullable String changed(@Nullable String current, @Nullable String wanted) {
        return Objects.equals(current, wanted) ? null : wanted;
    }
}
