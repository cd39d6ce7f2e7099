package dev.runbook.modules.system.account;

import dev.runbook.api.Action;
import dev.runbook.api.Module;
import dev.runbook.api.Query;
import dev.runbook.api.ResourceModule;
import dev.runbook.api.Secret;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.Value;
import dev.runbook.api.World;
import dev.runbook.api.host.AccountTools;
import dev.runbook.api.host.AccountTools.Family;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.GroupEntry;
import dev.runbook.api.host.PasswdEntry;
import dev.runbook.api.host.ShadowStatus;
import dev.runbook.api.host.UserGroups;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The module {@code user}. */
@Module(
        name = "user",
        summary = "Manages a user account",
        description = {
            "Every field that the task names is compared and brought in line; the others stay as they are.",
            "Passwords are given as crypt hashes. They are compared on the host, and no hash is ever shown.",
            "`groups` replaces the groups the user is in, unless `append` is set."
        },
        examples = {
            "user: {name: prometheus, system: true, shell: /bin/false, create_home: false}",
            "user: {name: deploy, groups: [adm, sudo], append: true, comment: Deployment}",
            "user: {name: guest, expires: 2027-01-31, password_lock: true}",
            "user: {name: old, state: absent, remove: true}"
        })
public final class UserModule implements ResourceModule<UserParameters, UserState> {
    @Override
    public UserState observe(UserParameters parameters, World world) {
        PasswdEntry entry = new PasswdEntry(parameters.name());
        UserGroups membership = new UserGroups(parameters.name());
        GroupEntry namesake = new GroupEntry(parameters.name());
        boolean present = parameters.state() == Presence.PRESENT;
        List<Query<?>> queries = new ArrayList<>(List.of(entry, membership, new AccountTools()));
        if (present) {
            queries.add(namesake);
        }
        List<String> named = namedGroups(parameters);
        named.forEach(group -> queries.add(new GroupEntry(group)));
        ShadowStatus shadow = new ShadowStatus(parameters.name(), parameters.password());
        if (managesShadow(parameters)) {
            queries.add(shadow);
        }
        world.prefetch(queries);

        PasswdEntry.User user = world.ask(entry);
        UserState.Surroundings host = new UserState.Surroundings(
                world.ask(new AccountTools()),
                present && world.ask(namesake) != null,
                homeToMove(parameters, user, world),
                groupNames(named, parameters, world));
        if (user == null) {
            return absent(parameters, host, world);
        }
        UserGroups.Membership groups = world.ask(membership);
        Boolean homeExists = parameters.createHome() && present
                ? world.ask(new FileStatus(Objects.requireNonNullElse(parameters.home(), user.home()), true)) != null
                : null;
        UserState state = new UserState(
                Presence.PRESENT,
                Numbers.value(user.uid()),
                groups == null ? Integer.toString(user.gid()) : groups.primary(),
                groups == null ? List.of() : groups.supplementary(),
                user.comment(),
                user.home(),
                user.shell(),
                homeExists,
                null,
                null,
                null,
                host);
        return managesShadow(parameters) ? withShadow(state, parameters, world.ask(shadow)) : state;
    }

    /** Of a user that is to be made, whether its home directory is there already. */
    private static UserState absent(UserParameters parameters, UserState.Surroundings host, World world) {
        if (parameters.state() == Presence.ABSENT || !parameters.createHome()) {
            return UserState.absent(host);
        }
        String home = Objects.requireNonNullElse(parameters.home(), host.tools().homes() + "/" + parameters.name());
        return UserState.absent(host).withHome(world.ask(new FileStatus(home, true)) != null);
    }

    private static @Nullable FileInfo homeToMove(
            UserParameters parameters, PasswdEntry.@Nullable User user, World world) {
        String home = parameters.home();
        if (!parameters.moveHome() || home == null || user == null || user.home().equals(home)) {
            return null;
        }
        boolean free = !user.home().isEmpty() && world.ask(new FileStatus(home, true)) == null;
        return free ? world.ask(new FileStatus(user.home(), true)) : null;
    }

    private static UserState withShadow(
            UserState state, UserParameters parameters, ShadowStatus.@Nullable Shadow shadow) {
        if (shadow == null) {
            throw new TaskFailedException(
                    "user " + parameters.name() + " has no entry in /etc/shadow, so its password and expiry cannot be"
                            + " managed here");
        }
        boolean unlocks = Boolean.FALSE.equals(parameters.passwordLock()) && shadow.locked() && !shadow.usable();
        if (unlocks && parameters.password() == null) {
            throw new TaskFailedException(
                    "user " + parameters.name() + " has no password that could be unlocked",
                    null,
                    List.of("give a crypt hash as password"));
        }
        String password = parameters.password() == null
                ? null
                : sameHash(parameters.password(), shadow)
                        ? UserState.AS_GIVEN
                        : shadow.usable() ? UserState.ANOTHER : UserState.NONE;
        return new UserState(
                state.state(),
                state.uid(),
                state.group(),
                state.groups(),
                state.comment(),
                state.home(),
                state.shell(),
                state.homeExists(),
                password,
                parameters.passwordLock() == null ? null : shadow.locked(),
                parameters.expires() == null ? null : Expiry.text(shadow.expires()),
                state.host());
    }

    /** "!" and "*" ask for no password at all, in whatever spelling the host has it. */
    private static boolean sameHash(Secret asked, ShadowStatus.Shadow shadow) {
        boolean none = asked.reveal().replaceFirst("^!+", "").replace("*", "").isEmpty();
        return none ? !shadow.usable() : shadow.matches();
    }

    private static boolean managesShadow(UserParameters parameters) {
        return parameters.state() == Presence.PRESENT
                && (parameters.password() != null
                        || parameters.passwordLock() != null
                        || parameters.expires() != null);
    }

    private static List<String> namedGroups(UserParameters parameters) {
        List<String> named = new ArrayList<>();
        if (parameters.state() == Presence.PRESENT) {
            if (parameters.group() != null) {
                named.add(parameters.group());
            }
            if (parameters.groups() != null) {
                named.addAll(parameters.groups());
            }
        }
        return named;
    }

    private static Map<String, String> groupNames(List<String> named, UserParameters parameters, World world) {
        Map<String, String> names = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (String group : named) {
            GroupEntry.Group entry = world.ask(new GroupEntry(group));
            if (entry != null) {
                names.put(group, entry.name());
            } else if (!group.equals(parameters.name()) || !group.equals(parameters.group())) {
                missing.add(group);
            }
        }
        if (!missing.isEmpty()) {
            throw new TaskFailedException(
                    (missing.size() == 1 ? "there is no group " : "there are no groups ") + String.join(", ", missing)
                            + " on this host",
                    null,
                    List.of("create it first with the module group"));
        }
        return names;
    }

    @Override
    public UserState wanted(UserParameters parameters, UserState current) {
        if (parameters.state() == Presence.ABSENT) {
            return UserState.absent(current.host());
        }
        boolean create = current.state() == Presence.ABSENT;
        AccountTools.Tools tools = current.host().tools();
        Value<Integer> uid = parameters.uid() != null
                ? Value.of(parameters.uid())
                : create ? Value.later("chosen by the system") : current.uid();
        String group = parameters.group() != null
                ? current.host().groupName(parameters.group())
                : create ? parameters.name() : current.group();
        String home = create ? tools.homes() + "/" + parameters.name() : current.home();
        boolean setPassword = parameters.password() != null
                && (create || parameters.updatePassword() == UserParameters.UpdatePassword.ALWAYS);
        return new UserState(
                Presence.PRESENT,
                uid,
                group,
                groups(parameters, current, Objects.requireNonNullElse(group, "")),
                parameters.comment() != null ? parameters.comment() : create ? "" : current.comment(),
                parameters.home() != null ? parameters.home() : home,
                parameters.shell() != null ? parameters.shell() : create ? tools.shell() : current.shell(),
                parameters.createHome() ? Boolean.TRUE : null,
                setPassword ? UserState.AS_GIVEN : current.password(),
                parameters.passwordLock(),
                Expiry.parse(parameters.expires()),
                current.host());
    }

    private static List<String> groups(UserParameters parameters, UserState current, String primary) {
        if (parameters.groups() == null) {
            return current.groups();
        }
        TreeSet<String> groups = new TreeSet<>();
        parameters.groups().forEach(group -> groups.add(current.host().groupName(group)));
        if (parameters.append()) {
            groups.addAll(current.groups());
        }
        groups.remove(primary);
        return List.copyOf(groups);
    }

    @Override
    public List<Action> actions(UserParameters parameters, UserState current, UserState wanted) {
        Family tools = current.host().tools().family();
        if (current.state() == Presence.ABSENT && wanted.state() == Presence.ABSENT) {
            return List.of();
        }
        if (wanted.state() == Presence.ABSENT) {
            return List.of(new RemoveUser(
                    parameters.name(),
                    parameters.name().equals(current.group()),
                    Objects.requireNonNullElse(current.home(), ""),
                    parameters.remove(),
                    parameters.force(),
                    tools));
        }
        if (current.state() == Presence.PRESENT) {
            return UserChanges.of(parameters, current, wanted);
        }
        return creation(parameters, current, wanted);
    }

    private static List<Action> creation(UserParameters parameters, UserState current, UserState wanted) {
        AccountTools.Tools tools = wanted.host().tools();
        if (tools.family() == Family.NONE) {
            throw new TaskFailedException("this host has neither useradd nor adduser");
        }
        if (tools.family() == Family.BUSYBOX && wanted.expires() != null) {
            throw new TaskFailedException("this host has no useradd, and its adduser knows no expires");
        }
        if (Boolean.FALSE.equals(parameters.passwordLock()) && parameters.password() == null) {
            throw new TaskFailedException(
                    "user " + parameters.name() + " would have no password that could be unlocked",
                    null,
                    List.of("give a crypt hash as password"));
        }
        boolean ownGroup = parameters.group() == null || parameters.group().equals(parameters.name());
        List<Action> actions = new ArrayList<>();
        actions.add(new CreateUser(
                parameters.name(),
                parameters.uid(),
                Objects.requireNonNull(wanted.group()),
                ownGroup && !wanted.host().namesake(),
                wanted.groups(),
                Objects.requireNonNullElse(wanted.comment(), ""),
                Objects.requireNonNull(wanted.home()),
                Objects.requireNonNull(wanted.shell()),
                parameters.createHome() && !Boolean.TRUE.equals(current.homeExists()),
                parameters.system(),
                wanted.expires(),
                tools));
        if (parameters.password() != null) {
            actions.add(new SetPassword(
                    parameters.name(), parameters.password(), Boolean.TRUE.equals(parameters.passwordLock())));
        }
        return actions;
    }

    @Override
    public String target(UserParameters parameters) {
        return "user " + parameters.name();
    }

    @Override
    public boolean exists(UserState state) {
        return state.state() == Presence.PRESENT;
    }
}
