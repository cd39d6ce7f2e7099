package dev.runbook.api.host;

import dev.runbook.api.Answer;
import dev.runbook.api.CommandOutput;
import dev.runbook.api.Probe;
import dev.runbook.api.ShellScript;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The paths that a shell's pattern matches, in their order; links that lead nowhere count.
 *
 * @param pattern absolute, with {@code *}, {@code ?} and {@code [a-z]}
 */
public record PathMatches(String pattern) implements FileQuery<List<String>> {
    @Override
    public Probe<PathMatches, List<String>> probe() {
        return MatchProbe.INSTANCE;
    }

    @Override
    public String describe() {
        return "what matches " + pattern;
    }

    /** Whether a path holds characters that make it a pattern. */
    public static boolean isPattern(String path) {
        return path.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
    }

    @Override
    public Answer<List<String>> after(FileAction action, Answer<List<String>> before) {
        if (!(before instanceof Answer.Known<List<String>>(var paths))) {
            return before;
        }
        TreeSet<String> after = new TreeSet<>(paths);
        after.removeIf(path -> action.at(path) instanceof Left.Gone);
        for (String path : action.paths()) {
            if (action.at(path) instanceof Left.Stands && matches(path)) {
                after.add(path);
            } else if (action.at(path) instanceof Left.Unsure unsure && matches(path)) {
                return Answer.unknown(unsure.why());
            }
        }
        return Answer.of(List.copyOf(after));
    }

    /** Whether a path is one that the pattern means, whatever stands there. */
    public boolean matches(String path) {
        String[] wanted = pattern.split("/", -1);
        String[] given = path.split("/", -1);
        if (wanted.length != given.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            boolean hidden = given[i].startsWith(".") && !wanted[i].startsWith(".");
            if (hidden || !given[i].matches(regex(wanted[i]))) {
                return false;
            }
        }
        return true;
    }

    /** A component of a pattern as a regular expression. */
    static String regex(String component) {
        StringBuilder regex = new StringBuilder("(?s)");
        for (int i = 0; i < component.length(); i++) {
            char c = component.charAt(i);
            int close = c == '[' ? component.indexOf(']', i + 2) : -1;
            if (close > 0) {
                String set = component.substring(i + 1, close).replace("\\", "\\\\").replace("[", "\\[")
                        .replace("&&", "&\\&");
                regex.append('[').append(set.startsWith("!") ? "^" + set.substring(1) : set).append(']');
                i = close;
            } else {
                regex.append(c == '*' ? ".*" : c == '?' ? "." : java.util.regex.Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }

    private enum MatchProbe implements Probe<PathMatches, List<String>> {
        INSTANCE;

        @Override
        public String script(List<PathMatches> queries) {
            return queries.stream()
                    .map(query -> "for f in " + quoted(query.pattern()) + "; do if [ -e \"$f\" ] || [ -L \"$f\" ]; then "
                            + "printf '%s\\0' \"$f\"; fi; done; printf '\\0'\n")
                    .collect(Collectors.joining());
        }

        /** Everything quoted but the characters that make it a pattern. */
        private static String quoted(String pattern) {
            StringBuilder word = new StringBuilder();
            int from = 0;
            for (int i = 0; i <= pattern.length(); i++) {
                boolean end = i == pattern.length();
                int close = !end && pattern.charAt(i) == '[' ? pattern.indexOf(']', i + 2) : -1;
                if (end || pattern.charAt(i) == '*' || pattern.charAt(i) == '?' || close > 0) {
                    word.append(from < i ? ShellScript.quote(pattern.substring(from, i)) : "");
                    if (close > 0) {
                        word.append('[').append(set(pattern.substring(i + 1, close))).append(']');
                        i = close;
                    } else if (!end) {
                        word.append(pattern.charAt(i));
                    }
                    from = i + 1;
                }
            }
            return word.toString();
        }

        private static String set(String set) {
            return set.chars()
                    .mapToObj(c -> c == '!' || c == '-' || c == '^' || Character.isLetterOrDigit(c)
                            ? Character.toString(c)
                            : ShellScript.quote(Character.toString(c)))
                    .collect(Collectors.joining());
        }

        @Override
        public List<List<String>> parse(List<PathMatches> queries, CommandOutput output) {
            Fields fields = new Fields(output.out(), output.stderr());
            List<List<String>> answers = new ArrayList<>();
            for (int i = 0; i < queries.size(); i++) {
                List<String> matches = new ArrayList<>();
                for (String path = fields.text(); !path.isEmpty(); path = fields.text()) {
                    matches.add(path);
                }
                answers.add(matches.stream().sorted().toList());
            }
            return answers;
        }
    }
}
