package dev.runbook.expression;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares versions as people mean it: numbers by value, so 2.10 is newer than 2.9; missing parts are 0, so 2.0 is 2;
 * words such as alpha, beta and rc, and what follows '-' or '~', come before the release; what follows '+' is a build and does not count.
 */
final class Versions {
    private static final Pattern PART = Pattern.compile("[0-9]{1,200}|[A-Za-z]+|~");
    private static final BigInteger MISSING = BigInteger.ZERO;

    private Versions() {}

    static int compare(String left, String right) {
        List<String> a = parts(left, 0);
        List<String> b = parts(right, 1);
        for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
            int order = compareParts(i < a.size() ? a.get(i) : "", i < b.size() ? b.get(i) : "");
            if (order != 0) {
                return Integer.signum(order);
            }
        }
        return 0;
    }

    private static List<String> parts(String version, int argument) {
        String bare = version.strip();
        int build = bare.indexOf('+');
        if (build >= 0) {
            bare = bare.substring(0, build);
        }
        if (bare.startsWith("v") || bare.startsWith("V")) {
            bare = bare.substring(1);
        }
        if (bare.isEmpty() || !Character.isDigit(bare.charAt(0)) || bare.length() > 200) {
            throw Arguments.fail(argument, "is not a version", "versions look like 2.54.1, v3 or 1.0-rc.2");
        }
        List<String> parts = new ArrayList<>();
        Matcher matcher = PART.matcher(bare);
        while (matcher.find()) {
            parts.add(matcher.group());
        }
        return parts;
    }

    private static int compareParts(String a, String b) {
        boolean wordA = word(a);
        boolean wordB = word(b);
        if (wordA && wordB) {
            return a.compareToIgnoreCase(b);
        }
        if (wordA || wordB) {
            return wordA ? -1 : 1;
        }
        return number(a).compareTo(number(b));
    }

    private static boolean word(String part) {
        return !part.isEmpty() && !Character.isDigit(part.charAt(0));
    }

    private static BigInteger number(String part) {
        return part.isEmpty() ? MISSING : new BigInteger(part);
    }
}
