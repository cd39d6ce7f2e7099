package dev.runbook.host.simulated;

import dev.runbook.api.TaskFailedException;
import dev.runbook.api.host.Paths;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A file system in memory. Names are absolute paths without links in their directories. */
final class FileTree {
    private static final int LINKS = 40;

    private final TreeMap<String, Inode> names = new TreeMap<>();

    FileTree() {
        names.put("/", Inode.directory(0755, "root", "root", 0));
    }

    /** A tree of its own with the same files. */
    FileTree copy() {
        FileTree copy = new FileTree();
        IdentityHashMap<Inode, Inode> copies = new IdentityHashMap<>();
        names.forEach((path, inode) -> copy.names.put(path, copies.computeIfAbsent(inode, Inode::copy)));
        return copy;
    }

    /** What stands at a path; links in its directories are followed, one at its end only where asked. */
    @Nullable Inode at(String path, boolean follow) {
        String place = place(path, follow);
        return place == null ? null : names.get(place);
    }

    /** The path without any link; null where a directory on the way is missing. Its end may be missing. */
    @Nullable String place(String path, boolean follow) {
        Deque<String> rest = new ArrayDeque<>(Arrays.asList(path.split("/")));
        String current = "/";
        int links = 0;
        while (!rest.isEmpty()) {
            String part = rest.pop();
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            if (part.equals("..")) {
                current = Paths.parent(current);
                continue;
            }
            Inode here = names.get(current);
            if (here == null || !here.isDirectory()) {
                return null;
            }
            String next = Paths.below(current, part);
            Inode there = names.get(next);
            boolean last = rest.stream().allMatch(String::isEmpty);
            if (there != null && there.isLink() && (follow || !last)) {
                if (++links > LINKS) {
                    return null;
                }
                String target = Objects.requireNonNull(there.target);
                String[] parts = target.split("/");
                for (int i = parts.length - 1; i >= 0; i--) {
                    rest.push(parts[i]);
                }
                current = target.startsWith("/") ? "/" : current;
            } else {
                current = next;
            }
        }
        return current;
    }

    /** All that is in a directory and below it, by absolute path. */
    NavigableMap<String, Inode> below(String directory) {
        return directory.equals("/")
                ? names.tailMap("/", false)
                : names.subMap(directory + "/", false, directory + "0", false);
    }

    /**
     * Puts something at a path, in the place of what stands there.
     *
     * @throws TaskFailedException in the words of the system, where that cannot be
     */
    void put(String path, Inode inode, long now) {
        String place = place(path, false);
        Inode parent = place == null ? null : names.get(Paths.parent(place));
        if (place == null || parent == null) {
            throw new TaskFailedException(refusal(path));
        }
        if (!parent.isDirectory()) {
            throw new TaskFailedException("Not a directory");
        }
        Inode present = names.put(place, inode);
        if (present == null) {
            parent.modified = now;
        }
    }

    private String refusal(String path) {
        for (String at = Paths.parent(path); !at.equals("/"); at = Paths.parent(at)) {
            Inode inode = at(at, true);
            if (inode != null) {
                return inode.isDirectory() ? "No such file or directory" : "Not a directory";
            }
        }
        return "No such file or directory";
    }

    /** Makes a directory with those that it is in, as {@code mkdir -p} does. */
    void directories(String path, long now) {
        if (at(path, true) == null) {
            directories(Paths.parent(path), now);
            put(path, Inode.directory(0755, "root", "root", now), now);
        }
    }

    /**
     * Removes what stands at a path, if anything does.
     *
     * @throws TaskFailedException where it is a directory with something in it, and not meant
     */
    void remove(String path, boolean recursive, long now) {
        String place = place(path, false);
        if (place == null || !names.containsKey(place)) {
            return;
        }
        Map<String, Inode> within = below(place);
        if (!within.isEmpty() && !recursive) {
            throw new TaskFailedException("failed to remove '" + path + "': Directory not empty");
        }
        within.clear();
        names.remove(place);
        Objects.requireNonNull(names.get(Paths.parent(place))).modified = now;
    }

    /** Moves a directory with all that is in it. */
    void move(String from, String to, long now) {
        String source = place(from, false);
        Inode inode = source == null ? null : names.get(source);
        if (source == null || inode == null) {
            throw new TaskFailedException("cannot move '" + from + "': No such file or directory");
        }
        put(to, inode, now);
        String target = Objects.requireNonNull(place(to, false));
        Map<String, Inode> within = below(source);
        Map<String, Inode> moved = new TreeMap<>();
        within.forEach((path, entry) -> moved.put(target + path.substring(source.length()), entry));
        within.clear();
        names.remove(source);
        names.putAll(moved);
    }

    /** Every path with what stands there. */
    NavigableMap<String, Inode> all() {
        return names;
    }
}
