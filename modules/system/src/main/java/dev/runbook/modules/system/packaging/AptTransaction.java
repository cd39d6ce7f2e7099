package dev.runbook.modules.system.packaging;

import dev.runbook.api.Answer;
import dev.runbook.api.NetworkQuery;
import dev.runbook.api.Query;
import dev.runbook.api.Reversal;
import dev.runbook.api.ShellScript;
import dev.runbook.api.Value;
import dev.runbook.api.host.ExecutablePath;
import dev.runbook.api.host.FileChecksum;
import dev.runbook.api.host.FileContent;
import dev.runbook.api.host.FileQuery;
import dev.runbook.api.host.FileStatus;
import dev.runbook.api.host.GroupEntry;
import dev.runbook.api.host.PackageInfo;
import dev.runbook.api.host.PackageStatus;
import dev.runbook.api.host.PasswdEntry;
import dev.runbook.api.host.ShadowStatus;
import dev.runbook.api.host.UnitInfo;
import dev.runbook.api.host.UnitStatus;
import dev.runbook.api.host.UserGroups;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.SimulatedAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Installs, upgrades and removes packages in one go.
 *
 * @param arguments of apt-get
 * @param changes what apt said it would do
 * @param later packages of which apt does not know yet
 * @param lockTimeout how long to wait for other programs that use dpkg
 */
record AptTransaction(
        List<String> arguments, List<AptPlan.Change> changes, List<String> later, Duration lockTimeout)
        implements SimulatedAction {
    /** Where packages put nothing, as Debian's policy has it. */
    private static final List<String> OFF_LIMITS =
            List.of("/home/", "/root/", "/tmp/", "/var/tmp/", "/usr/local/", "/srv/", "/mnt/", "/media/", "/run/user/");

    AptTransaction {
        arguments = List.copyOf(arguments);
        changes = List.copyOf(changes);
        later = List.copyOf(later);
    }

    @Override
    public String summary() {
        List<String> parts = new ArrayList<>();
        part(parts, "install", Stream.concat(
                changes.stream()
                        .filter(change -> change.from().isEmpty() && !change.to().isEmpty())
                        .map(AptPlan.Change::name),
                later.stream()));
        part(parts, "change", changes.stream()
                .filter(change -> !change.from().isEmpty() && !change.to().isEmpty())
                .map(AptPlan.Change::name));
        part(parts, "remove", changes.stream().filter(change -> change.to().isEmpty()).map(AptPlan.Change::name));
        return String.join(", ", parts);
    }

    private static void part(List<String> parts, String verb, Stream<String> names) {
        List<String> list = names.toList();
        if (!list.isEmpty()) {
            parts.add(verb + " " + String.join(" ", list));
        }
    }

    @Override
    public ShellScript script() {
        return ShellScript.of("""
                export DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a APT_LISTCHANGES_FRONTEND=none UCF_FORCE_CONFFOLD=1
                PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
                apt-get -q -y -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold \\
                  -o DPkg::Lock::Timeout=%d %s </dev/null
                """.formatted(lockTimeout.toSeconds(), ShellScript.quote(arguments)));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
        if (query instanceof AptSimulation && before instanceof Answer.Known<?>(AptPlan plan)) {
            return (Answer<T>) Answer.of(plan.without(changes));
        }
        if (query instanceof PackageStatus asked) {
            PackageInfo info = installed(asked.name());
            return info == null ? before : (Answer<T>) Answer.of(info);
        }
        boolean brings = !later.isEmpty() || changes.stream().anyMatch(change -> !change.to().isEmpty());
        if (brings && seenAbsent(before) && mayCome(query)) {
            return Answer.unknown("it may come with " + brought());
        }
        boolean takes = changes.stream().anyMatch(change -> change.to().isEmpty());
        return takes && mayGo(query, before) ? Answer.unknown("it may go with " + taken()) : before;
    }

    private @Nullable PackageInfo installed(String name) {
        for (AptPlan.Change change : changes) {
            if (change.name().equals(name)) {
                return !change.to().isEmpty()
                        ? PackageInfo.installed(change.to())
                        : change.purged()
                                ? PackageInfo.ABSENT
                                : new PackageInfo(PackageInfo.State.CONFIGURATION_LEFT, Value.of(""));
            }
        }
        return later.contains(name)
                ? new PackageInfo(PackageInfo.State.INSTALLED, Value.later("the package lists are not updated yet"))
                : null;
    }

    private static boolean seenAbsent(Answer<?> before) {
        return before instanceof Answer.Known<?>(Object value)
                && (value == null || value instanceof UnitInfo unit && !unit.exists() || Boolean.FALSE.equals(value));
    }

    private static boolean mayCome(Query<?> query) {
        return switch (query) {
            case FileStatus asked -> mayCome(asked.path());
            case FileContent asked -> mayCome(asked.path());
            case FileChecksum asked -> mayCome(asked.path());
            case UnitStatus unit -> !unit.user();
            case AptCacheStatus cache -> false;
            case FileQuery<?> other -> true;
            case PasswdEntry entry -> true;
            case GroupEntry entry -> true;
            case UserGroups groups -> true;
            case ShadowStatus shadow -> true;
            case NetworkQuery<?> network -> true;
            default -> false;
        };
    }

    private static boolean mayCome(String path) {
        return OFF_LIMITS.stream().noneMatch(path::startsWith);
    }

    /** What packages own stands in these places; their configuration stays when they are removed. */
    private static boolean mayGo(Query<?> query, Answer<?> before) {
        if (!(before instanceof Answer.Known<?>(Object value)) || value == null) {
            return false;
        }
        return switch (query) {
            case UnitStatus unit when value instanceof UnitInfo info ->
                info.fragmentPath().startsWith("/lib/") || info.fragmentPath().startsWith("/usr/lib/");
            case FileStatus asked -> ownedByPackages(asked.path());
            case FileContent asked -> ownedByPackages(asked.path());
            case FileChecksum asked -> ownedByPackages(asked.path());
            case ExecutablePath program -> true;
            default -> false;
        };
    }

    private static boolean ownedByPackages(String path) {
        return mayCome(path) && Stream.of("/usr/", "/lib", "/bin/", "/sbin/").anyMatch(path::startsWith);
    }

    private String brought() {
        List<String> names = Stream.concat(
                        changes.stream().filter(change -> !change.to().isEmpty()).map(AptPlan.Change::name),
                        later.stream())
                .toList();
        return (names.size() == 1 ? "package " : "packages ") + some(names);
    }

    private String taken() {
        return "packages " + some(
                changes.stream().filter(change -> change.to().isEmpty()).map(AptPlan.Change::name).toList());
    }

    private static String some(List<String> names) {
        return names.size() <= 4
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, 3)) + " and " + (names.size() - 3) + " others";
    }

    @Override
    public Reversal reversal() {
        return new Reversal.Irreversible("what a package does when it is installed or removed cannot be taken back");
    }

    @Override
    public void simulate(Machine machine) {
        for (AptPlan.Change change : changes) {
            if (change.to().isEmpty()) {
                machine.remove(change.name(), change.purged());
            } else {
                machine.install(change.name(), change.to());
            }
        }
        for (AptPlan.Change change : later.isEmpty() ? List.<AptPlan.Change>of() : SimulatedApt.plan(arguments, machine).changes()) {
            machine.install(change.name(), change.to());
        }
    }
}
