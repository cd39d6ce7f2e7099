package dev.runbook.language;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds what was probably meant. */
public final class Suggestions {
    private static final int MOST = 3;

    private Suggestions() {}

    /** The names most like a misspelt one, the best first, at most three; none where nothing is alike. */
    public static List<String> nearest(String wrong, Collection<String> names) {
        String lower = wrong.toLowerCase(Locale.ROOT);
        if (lower.isEmpty() || lower.length() > 100) {
            return List.of();
        }
        List<Candidate> candidates = names.stream()
                .distinct()
                .map(name -> new Candidate(name, cost(lower, name.toLowerCase(Locale.ROOT))))
                .filter(candidate -> candidate.cost() < NOT_ALIKE)
                .sorted(Comparator.comparingInt(Candidate::cost).thenComparing(Candidate::name))
                .toList();
        // Beside a good one, a much worse one only distracts.
        int worst = candidates.isEmpty() ? 0 : candidates.getFirst().cost() + NEARLY_AS_GOOD;
        return candidates.stream()
                .filter(candidate -> candidate.cost() <= worst)
                .limit(MOST)
                .map(Candidate::name)
                .toList();
    }

    /** {@code did you mean `a` or `b`?}; nothing where no name is alike. */
    public static Optional<String> hint(String wrong, Collection<String> names) {
        List<String> near = nearest(wrong, names);
        return near.isEmpty() ? Optional.empty() : Optional.of("did you mean " + either(near) + "?");
    }

    /** {@code `a`, `b` or `c`}. */
    public static String either(List<String> names) {
        List<String> quoted = names.stream().map(name -> "`" + name + "`").toList();
        return quoted.size() < 2
                ? String.join("", quoted)
                : String.join(", ", quoted.subList(0, quoted.size() - 1)) + " or " + quoted.getLast();
    }

    private static final int NOT_ALIKE = 1000;
    private static final int NEARLY_AS_GOOD = 12;
    private static final int EXCHANGED = 9;
    private static final int ADDED = 10;
    private static final int REPLACED = 12;

    private record Candidate(String name, int cost) {}

    /** Lower is more alike: first misspellings, then beginnings, then names that share words. */
    private static int cost(String wrong, String name) {
        if (wrong.equals(name)) {
            return 0;
        }
        int longest = Math.max(wrong.length(), name.length());
        int limit = longest <= 3 ? 1 : longest <= 6 ? 2 : Math.max(2, longest / 3);
        if (Math.abs(wrong.length() - name.length()) <= limit) {
            int distance = distance(wrong, name);
            if (distance <= limit * REPLACED && distance < longest * ADDED) {
                return distance;
            }
        }
        if (wrong.length() >= 3 && (name.startsWith(wrong) || (wrong.startsWith(name) && name.length() >= 3))) {
            return 200 + Math.abs(wrong.length() - name.length());
        }
        Set<String> shared = words(wrong);
        shared.retainAll(words(name));
        if (!shared.isEmpty() && (words(wrong).size() > 1 || words(name).size() > 1)) {
            return 400 - 10 * shared.size() + words(name).size();
        }
        boolean wordAlike = wrong.length() > 3
                && words(name).stream().anyMatch(word -> word.length() > 3 && distance(wrong, word) <= 2 * ADDED);
        return wordAlike ? 500 : NOT_ALIKE;
    }

    private static Set<String> words(String name) {
        Set<String> words = new HashSet<>();
        for (String word : name.split("[^a-z0-9]+")) {
            if (word.length() >= 3) {
                words.add(word);
            }
        }
        return words;
    }

    /** Damerau and Levenshtein's, weighted: a letter exchanged with its neighbour, added or left out, or replaced. */
    static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j * ADDED;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i * ADDED;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : REPLACED);
                row[j] = Math.min(replaced, ADDED + Math.min(last[j], row[j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + EXCHANGED);
                }
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }
}
