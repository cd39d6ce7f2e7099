package dev.runbook.host.simulated;

import dev.runbook.api.Answer;
import dev.runbook.api.HostAction;
import dev.runbook.api.HostQuery;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.host.GroupEntry;
import dev.runbook.api.host.PackageInfo;
import dev.runbook.api.host.PasswdEntry;
import dev.runbook.api.host.UnitInfo;
import dev.runbook.api.host.UnitStatus;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.SimulatedAction;
import dev.runbook.api.simulated.StandIn;
import dev.runbook.host.Simulation;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A machine as one user sees it, for one call. */
final class Session implements Machine {
    final SimulatedMachine machine;
    final Simulation simulation;
    final PasswdEntry.User me;
    private final Neighbourhood neighbourhood;

    Session(SimulatedMachine machine, Simulation simulation, PasswdEntry.User me, Neighbourhood neighbourhood) {
        this.machine = machine;
        this.simulation = simulation;
        this.me = me;
        this.neighbourhood = neighbourhood;
    }

    /** What is found at an address; empty where nothing stands for what is there. */
    Optional<StandIn.Reply> fetch(String url) {
        return Optional.ofNullable(call("GET", url, Map.of(), new byte[0]));
    }

    @Override
    public StandIn.@Nullable Reply call(String method, String url, Map<String, String> headers, byte[] body) {
        try {
            URI address = URI.create(url);
            return new SimulatedNetwork(machine, simulation, neighbourhood)
                    .reply(address, SimulatedNetwork.request(method, address, headers, body))
                    .orElse(null);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** What stands here for a service; made when it is first needed. */
    StandIn.Service service(StandIn standIn) {
        StandIn.Service present = machine.services.get(standIn);
        if (present == null) {
            present = standIn.start(new Session(machine, simulation, machine.login("root"), neighbourhood));
            machine.services.put(standIn, present);
        }
        return present;
    }

    private Optional<StandIn.Service> standing(String unit, boolean user) {
        return user
                ? Optional.empty()
                : neighbourhood.standIns().onHosts().stream()
                        .filter(standIn -> unit.equals(standIn.unit() + ".service"))
                        .findFirst()
                        .map(this::service);
    }

    @Override
    public String user() {
        return me.name();
    }

    @Override
    public long now() {
        return System.currentTimeMillis() / 1000;
    }

    @Override
    public <T extends @Nullable Object> T ask(HostQuery<T> query) {
        Answer<T> answer = machine.predicted.isEmpty() ? Answer.of(Answers.to(query, this)) : predicted(query);
        return switch (answer) {
            case Answer.Known<T>(T value) -> value;
            case Answer.NotYet<T>(String why) ->
                throw new TaskFailedException("a simulated host cannot tell the " + query.describe() + ": " + why);
        };
    }

    private <T extends @Nullable Object> Answer<T> predicted(HostQuery<T> query) {
        Answer<T> answer;
        try {
            answer = Answer.of(Answers.to(query, this));
        } catch (TaskFailedException refused) {
            answer = Answer.unknown(String.valueOf(refused.getMessage()));
        }
        for (HostAction action : machine.predicted) {
            answer = action.after(query, answer);
        }
        return answer;
    }

    @Override
    public void carryOut(HostAction action) {
        boolean known = Deeds.perform(action, this);
        if (!known && action instanceof SimulatedAction simulated) {
            simulated.simulate(this);
        } else if (!known) {
            machine.predicted.add(action);
            return;
        }
        if (!machine.predicted.isEmpty()) {
            machine.predicted.add(action);
        }
    }

    @Override
    public byte @Nullable [] read(String path) {
        Inode inode = machine.files.at(path, true);
        return inode == null || !inode.isFile() ? null : inode.content.clone();
    }

    @Override
    public List<String> files(String directory) {
        return machine.files.all().keySet().stream()
                .filter(path -> dev.runbook.api.host.Paths.parent(path).equals(directory))
                .filter(path -> read(path) != null)
                .sorted()
                .toList();
    }

    @Override
    public void move(String from, String to) {
        machine.files.move(from, to, now());
    }

    @Override
    public Collection<PasswdEntry.User> users() {
        return List.copyOf(machine.accounts.users.values());
    }

    @Override
    public void put(PasswdEntry.User user) {
        machine.accounts.users.put(user.name(), user);
    }

    @Override
    public void removeUser(String name) {
        machine.accounts.users.remove(name);
        machine.accounts.passwords.remove(name);
    }

    @Override
    public Collection<GroupEntry.Group> groups() {
        return List.copyOf(machine.accounts.groups.values());
    }

    @Override
    public void put(GroupEntry.Group group) {
        machine.accounts.groups.put(group.name(), group);
    }

    @Override
    public void removeGroup(String name) {
        machine.accounts.groups.remove(name);
    }

    @Override
    public Password password(String user) {
        return machine.accounts.password(user);
    }

    @Override
    public void put(String user, Password password) {
        machine.accounts.passwords.put(user, password);
    }

    @Override
    public Map<String, PackageInfo> packages() {
        return Map.copyOf(machine.packages);
    }

    @Override
    public @Nullable String available(String packageName) {
        if (simulation.missing().contains(packageName)) {
            return null;
        }
        PackageInfo present = machine.packages.get(packageName);
        return present != null
                        && present.installed()
                        && present.version() instanceof dev.runbook.api.Value.Of<String>(String version)
                ? version
                : "1.0-1";
    }

    @Override
    public void install(String packageName, String version) {
        boolean fresh = !machine.packages.getOrDefault(packageName, PackageInfo.ABSENT).installed();
        machine.packages.put(packageName, PackageInfo.installed(version));
        if (fresh) {
            bring(PackageContents.of(packageName));
        }
    }

    private void bring(PackageContents contents) {
        contents.users().stream().filter(user -> !machine.accounts.users.containsKey(user.name())).forEach(user -> {
            int id = 110;
            while (machine.accounts.user(Integer.toString(id)) != null || machine.accounts.group(Integer.toString(id)) != null) {
                id++;
            }
            machine.accounts.groups.put(user.name(), new GroupEntry.Group(user.name(), id, List.of()));
            machine.accounts.users.put(
                    user.name(), new PasswdEntry.User(user.name(), id, id, "", user.home(), "/usr/sbin/nologin"));
        });
        for (PackageContents.Entry entry : contents.entries()) {
            if (machine.files.at(entry.path(), false) == null) {
                machine.files.directories(dev.runbook.api.host.Paths.parent(entry.path()), now());
                byte[] text = entry.text().getBytes(StandardCharsets.UTF_8);
                machine.files.put(
                        entry.path(),
                        entry.directory()
                                ? Inode.directory(entry.mode(), entry.owner(), entry.group(), now())
                                : Inode.file(text, entry.mode(), entry.owner(), entry.group(), now()),
                        now());
            }
        }
        for (String program : contents.programs()) {
            if (machine.files.at(program, true) == null) {
                machine.files.put(program, Inode.file(new byte[0], 0755, "root", "root", now()), now());
            }
        }
        for (PackageContents.Unit unit : contents.units()) {
            String name = unit.name() + ".service";
            if (UnitStatus.validName(name)) {
                byte[] text = Units.packaged("/usr/bin/" + unit.name()).getBytes(StandardCharsets.UTF_8);
                machine.files.put(
                        "/usr/lib/systemd/system/" + name, Inode.file(text, 0644, "root", "root", now()), now());
                if (unit.started()) {
                    machine.units.bring(name, machine.files, now());
                }
            }
        }
    }

    @Override
    public void remove(String packageName, boolean purge) {
        if (purge) {
            machine.packages.remove(packageName);
        } else {
            machine.packages.put(
                    packageName,
                    new PackageInfo(PackageInfo.State.CONFIGURATION_LEFT, dev.runbook.api.Value.of("")));
        }
        PackageContents contents = PackageContents.of(packageName);
        for (PackageContents.Unit part : contents.units()) {
            String unit = part.name() + ".service";
            if (UnitStatus.validName(unit)) {
                machine.units.run(unit, null, false, machine.files);
                machine.files.remove(Units.wants(unit, null), false, now());
                machine.files.remove("/usr/lib/systemd/system/" + unit, false, now());
            }
        }
        contents.programs().forEach(program -> machine.files.remove(program, false, now()));
        if (purge) {
            contents.entries().stream()
                    .filter(entry -> !entry.directory())
                    .forEach(entry -> machine.files.remove(entry.path(), false, now()));
        }
    }

    @Override
    public long listsUpdated() {
        return machine.listsUpdated;
    }

    @Override
    public void updateLists() {
        machine.listsUpdated = now();
    }

    @Override
    public void run(String unit, boolean user, boolean active) {
        machine.units.run(unit, home(user), active, machine.files);
        if (active) {
            try {
                standing(unit, user).ifPresent(StandIn.Service::started);
            } catch (TaskFailedException e) {
                machine.units.run(unit, home(user), false, machine.files);
                throw e;
            }
        }
    }

    @Override
    public void reload(String unit, boolean user) {
        if (!unit(unit, user).active()) {
            throw new TaskFailedException(unit + " is not active, cannot reload.");
        }
        standing(unit, user).ifPresent(StandIn.Service::reloaded);
    }

    @Override
    public void enable(String unit, boolean user, boolean enabled) {
        UnitInfo info = unit(unit, user);
        if (!info.exists()) {
            throw new TaskFailedException("Failed to enable unit: Unit file " + unit + " does not exist.");
        }
        String wants = Units.wants(unit, home(user));
        if (!enabled) {
            machine.files.remove(wants, false, now());
        } else if (!info.fragmentPath().isEmpty()) {
            machine.files.directories(dev.runbook.api.host.Paths.parent(wants), now());
            machine.files.put(wants, Inode.link(info.fragmentPath(), "root", "root", now()), now());
        }
    }

    @Override
    public void mask(String unit, boolean user, boolean masked) {
        String directory = user ? me.home() + "/.config/systemd/user" : "/etc/systemd/system";
        String path = directory + "/" + unit;
        Inode present = machine.files.at(path, false);
        if (!masked) {
            if (present != null && "/dev/null".equals(present.target)) {
                machine.files.remove(path, false, now());
            }
        } else if (present != null && present.isFile()) {
            throw new TaskFailedException("Failed to mask unit: File " + path + " already exists.");
        } else {
            machine.files.directories(directory, now());
            machine.files.put(path, Inode.link("/dev/null", "root", "root", now()), now());
        }
    }

    @Override
    public void reloadUnits(boolean user) {
        machine.units.reload(machine.files);
    }

    UnitInfo unit(String name, boolean user) {
        return machine.units.info(name, home(user), machine.files);
    }

    private @Nullable String home(boolean user) {
        return user ? me.home() : null;
    }

    @Override
    public String snapshot() {
        return machine.snapshot();
    }
}
