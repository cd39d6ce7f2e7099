package dev.runbook.host.simulated;

import dev.runbook.api.HostAction;
import dev.runbook.api.host.GroupEntry;
import dev.runbook.api.host.JobStatus;
import dev.runbook.api.host.PackageInfo;
import dev.runbook.api.host.PasswdEntry;
import dev.runbook.api.simulated.StandIn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/** The state of one machine. Whoever holds {@link #lock} may use it. */
final class SimulatedMachine {
    /** A reentrant lock per machine: several users may act on it at once. */
    final ReentrantLock lock = new ReentrantLock();

    final String name;
    final Distribution distribution;
    final FileTree files;
    final Accounts accounts;
    final Map<String, PackageInfo> packages;
    final Units units;
    /** Actions that only say what they predict, and everything done since the first of them. */
    final List<HostAction> predicted = new ArrayList<>();

    /** How often each scripted command was run. */
    final Map<String, Integer> replies = new HashMap<>();

    /** What stands for services that run here; each is kept while its unit is stopped. */
    final Map<StandIn, StandIn.Service> services = new HashMap<>();

    /** Commands that run in the background, by who started them and what they are called. */
    final Map<String, Job> jobs = new HashMap<>();

    /** @param done when it ends, in {@link System#nanoTime} */
    record Job(long done, JobStatus.State.Finished end) {}

    long listsUpdated = Debian.MADE;

    private SimulatedMachine(
            String name,
            Distribution distribution,
            FileTree files,
            Accounts accounts,
            Map<String, PackageInfo> packages,
            Units units) {
        this.name = name;
        this.distribution = distribution;
        this.files = files;
        this.accounts = accounts;
        this.packages = packages;
        this.units = units;
    }

    /** A fresh machine to copy others from. */
    static SimulatedMachine fresh(Distribution distribution) {
        FileTree files = Debian.files(distribution.id, distribution);
        Units units = new Units();
        Debian.units(units, files);
        return new SimulatedMachine(
                distribution.id, distribution, files, Debian.accounts(), Debian.packages(), units);
    }

    /** Another machine like this one. */
    SimulatedMachine copy(String other) {
        FileTree own = files.copy();
        SimulatedMachine copy =
                new SimulatedMachine(other, distribution, own, accounts.copy(), new TreeMap<>(packages), units.copy());
        copy.text("/etc/hostname", other + "\n");
        copy.text("/etc/hosts", "127.0.0.1\tlocalhost\n127.0.1.1\t" + other + "\n");
        return copy;
    }

    private void text(String path, String text) {
        files.put(path, Inode.file(text.getBytes(StandardCharsets.UTF_8), 0644, "root", "root", Debian.MADE), Debian.MADE);
    }

    /** Who logs in has an account. */
    PasswdEntry.User login(String user) {
        PasswdEntry.User present = accounts.users.get(user);
        if (present != null) {
            return present;
        }
        int id = 1000;
        while (accounts.user(Integer.toString(id)) != null || accounts.group(Integer.toString(id)) != null) {
            id++;
        }
        PasswdEntry.User made = new PasswdEntry.User(user, id, id, "", "/home/" + user, "/bin/bash");
        accounts.users.put(user, made);
        accounts.groups.put(user, new GroupEntry.Group(user, id, List.of()));
        files.put("/home/" + user, Inode.directory(0755, user, user, Debian.MADE), Debian.MADE);
        return made;
    }

    String snapshot() {
        StringBuilder text = new StringBuilder();
        files.all().forEach((path, inode) -> text.append(path).append(' ').append(inode.type).append(' ')
                .append(Integer.toOctalString(inode.mode)).append(' ').append(inode.owner).append(':')
                .append(inode.group).append(' ').append(inode.modified).append(' ')
                .append(inode.isFile() ? inode.sha256() : String.valueOf(inode.target)).append('\n'));
        return text.append(accounts.users.values()).append('\n').append(accounts.groups.values()).append('\n')
                .append(accounts.passwords).append('\n').append(packages).append('\n').append(units).append('\n')
                .append(listsUpdated).append('\n').append(predicted.size()).append(replies).toString();
    }
}
