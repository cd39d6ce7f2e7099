package dev.runbook.api.host;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Records of files as {@code stat} or, where that is missing, {@code ls} prints them, each followed by the name. */
final class FileRecords {
    /** What {@code stat -c} is asked for, without the name. */
    static final String HEAD = "([0-9a-f]+):(\\d+):(-?\\d+):(\\d+):(\\d+):([^:\n]*):([^:\n]*):";

    private static final Pattern STAT = Pattern.compile(HEAD);
    private static final Pattern LS =
            Pattern.compile(
                    "ls:(\\d*)[^:\n]*:([-a-zA-Z])([-rwxsStT]{9})[^ \n]?\\s+\\d+\\s+(\\S+)\\s+(\\S+)\\s+(\\d+)?[^\n]*\n");

    private final String records;
    private int position;

    FileRecords(String records) {
        this.records = records;
    }

    /** The next record, if it is about this path; null where the file went away in between. */
    @Nullable FileInfo next(String path, @Nullable String linkTarget) {
        String name = Fields.exact(path) + "\n";
        Matcher stat = STAT.matcher(records).region(position, records.length());
        if (stat.lookingAt() && records.startsWith(name, stat.end())) {
            position = stat.end() + name.length();
            return ofStat(stat, linkTarget);
        }
        Matcher ls = LS.matcher(records).region(position, records.length());
        if (ls.lookingAt() && records.startsWith(name, ls.end())) {
            position = ls.end() + name.length();
            return ofLs(ls, linkTarget);
        }
        return null;
    }

    /** From groups that {@link #HEAD} captured. */
    static FileInfo ofStat(Matcher matcher, @Nullable String linkTarget) {
        int bits = Integer.parseInt(matcher.group(1), 16);
        FileInfo.Type type =
                switch (bits & 0170000) {
                    case 0100000 -> FileInfo.Type.FILE;
                    case 0040000 -> FileInfo.Type.DIRECTORY;
                    case 0120000 -> FileInfo.Type.LINK;
                    default -> FileInfo.Type.OTHER;
                };
        return new FileInfo(
                type,
                bits & 07777,
                named(matcher.group(6), matcher.group(4)),
                named(matcher.group(7), matcher.group(5)),
                Long.parseLong(matcher.group(2)),
                Long.parseLong(matcher.group(3)),
                type == FileInfo.Type.LINK ? linkTarget : null);
    }

    private static String named(String name, String number) {
        return name.isEmpty() || name.equals("UNKNOWN") ? number : Fields.decoded(name);
    }

    private static FileInfo ofLs(Matcher matcher, @Nullable String linkTarget) {
        FileInfo.Type type =
                switch (matcher.group(2).charAt(0)) {
                    case '-' -> FileInfo.Type.FILE;
                    case 'd' -> FileInfo.Type.DIRECTORY;
                    case 'l' -> FileInfo.Type.LINK;
                    default -> FileInfo.Type.OTHER;
                };
        String size = matcher.group(6);
        return new FileInfo(
                type,
                bits(matcher.group(3)),
                Fields.decoded(matcher.group(4)),
                Fields.decoded(matcher.group(5)),
                size == null || type == FileInfo.Type.OTHER ? 0 : Long.parseLong(size),
                matcher.group(1).isEmpty() ? FileInfo.NOT_YET : Long.parseLong(matcher.group(1)),
                type == FileInfo.Type.LINK ? linkTarget : null);
    }

    /** {@code rwsr-xr-t} as bits. */
    private static int bits(String letters) {
        int bits = 0;
        for (int i = 0; i < 9; i++) {
            char c = letters.charAt(i);
            if ("rwxst".indexOf(c) >= 0) {
                bits |= 0400 >> i;
            }
            if ("sStT".indexOf(c) >= 0) {
                bits |= 04000 >> (i / 3);
            }
        }
        return bits;
    }
}
