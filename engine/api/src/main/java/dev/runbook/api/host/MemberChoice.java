package dev.runbook.api.host;

import dev.runbook.api.ShellScript;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which members of an archive are meant: those that a pattern to include matches, or all where there is none, without
 * those that a pattern to exclude matches. In patterns {@code *} and {@code ?} match slashes too; a pattern that matches a
 * directory takes everything in it.
 */
public record MemberChoice(List<String> include, List<String> exclude) {
    public static final MemberChoice ALL = new MemberChoice(List.of(), List.of());

    public MemberChoice {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    public boolean all() {
        return include.isEmpty() && exclude.isEmpty();
    }

    /** Whether the member of this name is meant. */
    public boolean chooses(String member) {
        String name = bare(member);
        return (include.isEmpty() || include.stream().anyMatch(pattern -> matches(name, pattern)))
                && exclude.stream().noneMatch(pattern -> matches(name, pattern));
    }

    private static boolean matches(String name, String pattern) {
        return name.matches("(?s)" + PathMatches.regex(bare(pattern)) + "(/.*)?");
    }

    private static String bare(String name) {
        String bare = name.startsWith("./") ? name.substring(2) : name;
        return bare.endsWith("/") ? bare.substring(0, bare.length() - 1) : bare;
    }

    /** Defines {@code chosen NAME} in shell, which agrees with {@link #chooses}. */
    String functions() {
        return "chosen() {\n  c=${1#./}\n  c=${c%/}\n" + cases(exclude, "return 1", "") + cases(include, "return 0",
                include.isEmpty() ? "  return 0\n" : "  return 1\n") + "}\n";
    }

    private static String cases(List<String> patterns, String then, String otherwise) {
        return patterns.stream()
                .map(pattern -> "  x=" + ShellScript.quote(bare(pattern)) + "\n  case $c in $x|$x/*) " + then + " ;; esac\n")
                .collect(Collectors.joining()) + (otherwise.isEmpty() && patterns.isEmpty() ? "" : otherwise);
    }
}
