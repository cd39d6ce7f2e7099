package dev.runbook.api.host;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Paths of a POSIX host as text. */
public final class Paths {
    private Paths() {}

    /** Without double slashes, {@code .} components and a trailing slash. {@code ..} stays: it depends on links. */
    public static String normal(String path) {
        StringBuilder normal = new StringBuilder();
        for (String part : path.split("/")) {
            if (!part.isEmpty() && !part.equals(".")) {
                normal.append('/').append(part);
            }
        }
        return normal.isEmpty() ? "/" : normal.toString();
    }

    /** The directory a path is in; "/" for "/". */
    public static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    /** The last component. */
    public static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** A path below a directory. */
    public static String below(String directory, String relative) {
        return relative.isEmpty() ? directory : directory.equals("/") ? "/" + relative : directory + "/" + relative;
    }

    /** Whether the path is the directory itself or below it. */
    public static boolean within(String path, String directory) {
        return directory.equals("/") || path.equals(directory) || path.startsWith(directory + "/");
    }

    static boolean anyWithin(List<String> paths, String directory) {
        return paths.stream().anyMatch(path -> within(path, directory) || within(directory, path));
    }

    /**
     * Whether two paths may meet, also through links to directories: one's last name is somewhere in the other. False
     * means that they have nothing to do with each other unless a link of another name leads there.
     */
    static boolean mayMeet(String one, String other) {
        Set<String> names = Set.copyOf(Arrays.asList(one.split("/")));
        return names.contains(name(other)) || Arrays.asList(other.split("/")).contains(name(one));
    }
}
