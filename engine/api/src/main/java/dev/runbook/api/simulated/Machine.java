package dev.runbook.api.simulated;

import dev.runbook.api.HostAction;
import dev.runbook.api.HostQuery;
import dev.runbook.api.host.GroupEntry;
import dev.runbook.api.host.PackageInfo;
import dev.runbook.api.host.PasswdEntry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A machine in memory, which is what a simulated host is: a Debian system with files, users, packages and units. Used
 * only while a {@link SimulatedQuery} or {@link SimulatedAction} is called, by one thread.
 */
public interface Machine {
    /** As whom the task acts. */
    String user();

    /** Its clock, in seconds since 1970. */
    long now();

    /** Any question it knows an answer to: files and units are asked for in this way. */
    <T extends @Nullable Object> T ask(HostQuery<T> query);

    /**
     * Carries out a part of an action that is an action of its own: files are changed in this way.
     *
     * @throws dev.runbook.api.TaskFailedException where it fails
     */
    void carryOut(HostAction part);

    /** The bytes of a file, links followed; null where there is none. */
    byte @Nullable [] read(String path);

    /** The paths of the regular files in a directory, in order; none where there is no such directory. */
    List<String> files(String directory);

    /**
     * Moves a directory with all that is in it.
     *
     * @throws dev.runbook.api.TaskFailedException where there is none, or no directory for it
     */
    void move(String from, String to);

    Collection<PasswdEntry.User> users();

    /** Adds a user, or puts this in the place of the one with its name. */
    void put(PasswdEntry.User user);

    void removeUser(String name);

    Collection<GroupEntry.Group> groups();

    /** Adds a group, or puts this in the place of the one with its name. */
    void put(GroupEntry.Group group);

    void removeGroup(String name);

    /** What the shadow file has of a user; an unusable password where it has nothing. */
    Password password(String user);

    void put(String user, Password password);

    /** What is installed, and what has left its configuration, by name. */
    Map<String, PackageInfo> packages();

    /** The version that the package lists have; null where they have no such package. */
    @Nullable String available(String packageName);

    /**
     * Installs a package, or another version of it. It brings the program {@code /usr/bin/NAME} and the unit
     * {@code NAME.service}, enabled and started, as most of Debian's packages of services do.
     */
    void install(String packageName, String version);

    /** @param purge whether nothing of it is left */
    void remove(String packageName, boolean purge);

    /** When the package lists were read last, in seconds since 1970. */
    long listsUpdated();

    void updateLists();

    /**
     * Starts or stops a unit.
     *
     * @throws dev.runbook.api.TaskFailedException where there is no such unit, or it is masked
     */
    void run(String unit, boolean user, boolean active);

    /**
     * Has a unit read its configuration anew.
     *
     * @throws dev.runbook.api.TaskFailedException where it does not run
     */
    void reload(String unit, boolean user);

    void enable(String unit, boolean user, boolean enabled);

    /** @throws dev.runbook.api.TaskFailedException where a file of the unit's own is in the way */
    void mask(String unit, boolean user, boolean masked);

    /** Has systemd read the files of units. */
    void reloadUnits(boolean user);

    /**
     * One HTTP exchange with what the machine reaches: itself, the other machines, and what stands for services elsewhere.
     *
     * @return null where nobody answers
     */
    StandIn.@Nullable Reply call(String method, String url, Map<String, String> headers, byte[] body);

    /** Everything it holds as text, to tell whether something changed. */
    String snapshot();

    /**
     * @param hash without a lock; "" or {@code *} for none
     * @param locked whether it is locked
     * @param expires days since 1970 after which the account is closed, or -1 for never
     */
    record Password(String hash, boolean locked, long expires) {}
}
