package dev.runbook.modules.system.transfer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which members of an archive are unpacked, and under which names: leading directories are stripped, then
 * {@code include} and {@code exclude} are matched against what is left. A name stands for a directory and all in it.
 */
record MemberFilter(int strip, List<String> include, List<String> exclude) {
    MemberFilter {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /** Selected members by their path relative to the destination. */
    Map<String, ArchiveMember> select(List<ArchiveMember> members) {
        Map<String, ArchiveMember> selected = new LinkedHashMap<>();
        for (ArchiveMember member : members) {
            String name = stripped(member.name());
            if (!name.isEmpty() && wanted(name)) {
                selected.put(name, member);
            }
        }
        return selected;
    }

    private String stripped(String name) {
        String rest = name.startsWith("./") ? name.substring(2) : name;
        for (int i = 0; i < strip; i++) {
            int slash = rest.indexOf('/');
            if (slash < 0) {
                return "";
            }
            rest = rest.substring(slash + 1);
        }
        return rest.equals(".") ? "" : rest;
    }

    private boolean wanted(String name) {
        return (include.isEmpty() || include.stream().anyMatch(p -> matches(p, name)))
                && exclude.stream().noneMatch(p -> matches(p, name));
    }

    /** Names without wildcards, which say what will be there before the archive is. */
    List<String> literalNames() {
        return include.stream().filter(p -> !p.matches(".*[*?\\[].*")).map(MemberFilter::bare).toList();
    }

    boolean allLiteral() {
        return !include.isEmpty() && literalNames().size() == include.size() && exclude.isEmpty();
    }

    private static String bare(String pattern) {
        return pattern.endsWith("/") ? pattern.substring(0, pattern.length() - 1) : pattern;
    }

    private static boolean matches(String pattern, String name) {
        Pattern compiled = Pattern.compile(regex(bare(pattern)) + "(?:/.*)?", Pattern.DOTALL);
        return compiled.matcher(name).matches();
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        for (char c : glob.toCharArray()) {
            regex.append(switch (c) {
                case '*' -> "[^/]*";
                case '?' -> "[^/]";
                default -> Pattern.quote(String.valueOf(c));
            });
        }
        return regex.toString();
    }
}
