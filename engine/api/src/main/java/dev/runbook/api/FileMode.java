package dev.runbook.api;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * File permissions as a task asks for them: octal ({@code 0644}, {@code "644"}, {@code 0o644}) or symbolic
 * ({@code u=rw,go=r}, {@code a+X}). A symbolic mode is a function of the present mode; {@link #apply} gives the bits.
 */
public final class FileMode {
    private static final Pattern OCTAL = Pattern.compile("(?:0o)?0*([0-7]{1,4})");
    private static final Pattern CLAUSE = Pattern.compile("([ugoa]*)((?:[-+=](?:[rwxXst]*|[ugo]))+)");
    private static final Pattern OPERATION = Pattern.compile("([-+=])([rwxXst]*|[ugo])");

    private final String source;
    private final int bits;

    private FileMode(String source, int bits) {
        this.source = source;
        this.bits = bits;
    }

    /** From bits such as {@code 0644}. */
    public static FileMode of(int bits) {
        if ((bits & ~07777) != 0) {
            throw new IllegalArgumentException("not a file mode: " + bits);
        }
        return new FileMode(octal(bits), bits);
    }

    /**
     * From the text of a runbook.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static FileMode parse(String text) {
        String trimmed = text.strip();
        Matcher octal = OCTAL.matcher(trimmed);
        if (octal.matches()) {
            return new FileMode(trimmed, Integer.parseInt(octal.group(1), 8));
        }
        if (trimmed.isEmpty() || !trimmed.chars().allMatch(c -> "ugoarwxXst+-=,".indexOf(c) >= 0)
                || !java.util.Arrays.stream(trimmed.split(",", -1)).allMatch(c -> CLAUSE.matcher(c).matches())) {
            throw new IllegalArgumentException(
                    "not a file mode: expected octal such as 0644, or symbolic such as u=rw,go=r");
        }
        return new FileMode(trimmed, -1);
    }

    /** Whether the bits depend on the present mode. */
    public boolean symbolic() {
        return bits < 0;
    }

    /**
     * The mode that results.
     *
     * @param current the present mode, as bits
     * @param directory whether {@code X} sets the execute bits in any case
     */
    public int apply(int current, boolean directory) {
        if (bits >= 0) {
            return bits;
        }
        int mode = current;
        for (String clause : source.split(",", -1)) {
            Matcher matcher = CLAUSE.matcher(clause);
            if (!matcher.matches()) {
                throw new IllegalStateException(source);
            }
            String who = matcher.group(1).isEmpty() || matcher.group(1).contains("a") ? "ugo" : matcher.group(1);
            Matcher operation = OPERATION.matcher(matcher.group(2));
            while (operation.find()) {
                mode = applyOne(mode, who, operation.group(1).charAt(0), operation.group(2), directory);
            }
        }
        return mode;
    }

    private static int applyOne(int mode, String who, char operator, String permissions, boolean directory) {
        int mask = 0;
        int set = 0;
        for (char w : who.toCharArray()) {
            int shift = w == 'u' ? 6 : w == 'g' ? 3 : 0;
            mask |= 7 << shift;
            set |= permissionBits(mode, permissions, directory) << shift;
        }
        int special = 0;
        if (permissions.contains("s")) {
            special |= (who.contains("u") ? 04000 : 0) | (who.contains("g") ? 02000 : 0);
        }
        if (permissions.contains("t")) {
            special |= 01000;
        }
        return switch (operator) {
            case '+' -> mode | set | special;
            case '-' -> mode & ~(set | special);
            default -> (mode & ~mask & ~(directory ? 0 : specialMask(who))) | set | special;
        };
    }

    private static int specialMask(String who) {
        return (who.contains("u") ? 04000 : 0) | (who.contains("g") ? 02000 : 0) | (who.contains("o") ? 01000 : 0);
    }

    private static int permissionBits(int mode, String permissions, boolean directory) {
        int result = 0;
        for (char p : permissions.toCharArray()) {
            result |= switch (p) {
                case 'r' -> 4;
                case 'w' -> 2;
                case 'x' -> 1;
                case 'X' -> directory || (mode & 0111) != 0 ? 1 : 0;
                case 'u' -> (mode >> 6) & 7;
                case 'g' -> (mode >> 3) & 7;
                case 'o' -> mode & 7;
                default -> 0;
            };
        }
        return result;
    }

    /** Four octal digits, {@code 0644}. */
    public static String octal(int bits) {
        return String.format(Locale.ROOT, "%04o", bits);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FileMode mode && mode.bits == bits && (bits >= 0 || mode.source.equals(source));
    }

    @Override
    public int hashCode() {
        return bits >= 0 ? bits : source.hashCode();
    }

    @Override
    public String toString() {
        return bits >= 0 ? octal(bits) : source;
    }
}
