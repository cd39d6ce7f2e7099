package dev.runbook.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Names close to one that was mistyped. */
final class Nearest {
    private Nearest() {}

    /** At most three, the nearest first. */
    static List<String> of(String written, Collection<String> names) {
        int limit = Math.max(1, Math.min(3, written.length() / 3 + 1));
        return names.stream()
                .filter(name -> distance(written, name) <= limit)
                .sorted(Comparator.comparingInt((String name) -> distance(written, name)).thenComparing(name -> name))
                .limit(3)
                .toList();
    }

    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
