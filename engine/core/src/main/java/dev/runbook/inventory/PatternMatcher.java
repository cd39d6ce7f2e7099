package dev.runbook.inventory;

import dev.runbook.inventory.HostPattern.Term;
import dev.runbook.inventory.Inventory.InventoryGroup;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Suggestions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What one term of a host pattern stands for. */
final class PatternMatcher {
    private static final Pattern SUBSCRIPT = Pattern.compile("(.+)\\[(?:(-?[0-9]{1,9})|([0-9]{0,9})[:-]([0-9]{0,9}))]");

    private final Inventory inventory;
    private final Diagnostics diagnostics;

    PatternMatcher(Inventory inventory, Diagnostics diagnostics) {
        this.inventory = inventory;
        this.diagnostics = diagnostics;
    }

    Set<String> match(Term term) {
        String text = term.text();
        if (text.startsWith("~")) {
            return regex(term, text.substring(1));
        }
        Set<String> exact = exact(text);
        if (!exact.isEmpty() || inventory.group(text).isPresent()) {
            return exact;
        }
        Matcher subscript = SUBSCRIPT.matcher(text);
        if (subscript.matches()) {
            Set<String> base = named(subscript.group(1));
            if (!base.isEmpty()) {
                return subscript(term, List.copyOf(base), subscript);
            }
        }
        if (isGlob(text)) {
            Set<String> matching = named(text);
            return matching.isEmpty() && text.contains("[") ? range(term) : nonEmpty(term, matching);
        }
        unknown(term);
        return Set.of();
    }

    private Set<String> exact(String name) {
        if (name.equals("*")) {
            return inventory.hosts().keySet();
        }
        return inventory.group(name)
                .map(group -> (Set<String>) new LinkedHashSet<>(group.hosts()))
                .orElseGet(() -> inventory.host(name).isPresent() ? Set.of(name) : Set.of());
    }

    private Set<String> named(String text) {
        return isGlob(text) ? matching(glob(text)) : exact(text);
    }

    private static boolean isGlob(String text) {
        return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
    }

    /** The hosts that match, and those of groups that match. */
    private Set<String> matching(Predicate<String> names) {
        Set<String> found = new LinkedHashSet<>();
        for (InventoryGroup group : inventory.groups().values()) {
            if (names.test(group.name())) {
                found.addAll(group.hosts());
            }
        }
        inventory.hosts().keySet().stream().filter(names).forEach(found::add);
        return inventory.hosts().keySet().stream()
                .filter(found::contains)
                .collect(java.util.stream.Collectors.toCollection(LinkedHashSet::new));
    }

    private Set<String> regex(Term term, String expression) {
        try {
            Pattern regex = Pattern.compile(expression);
            return nonEmpty(term, matching(name -> regex.matcher(name).lookingAt()));
        } catch (PatternSyntaxException e) {
            diagnostics.error(
                    Codes.INVALID_HOST_PATTERN.id(),
                    term.span(),
                    "`" + expression + "` is not a regular expression: " + e.getDescription());
            return Set.of();
        }
    }

    private static Predicate<String> glob(String text) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int close = c == '[' ? text.indexOf(']', i + 2) : -1;
            if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else if (close > 0) {
                String set = text.substring(i + 1, close).replace("\\", "\\\\").replace("[", "\\[").replace("&&", "&");
                regex.append('[').append(set.startsWith("!") ? "^" + set.substring(1) : set).append(']');
                i = close;
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        try {
            return Pattern.compile(regex.toString()).asMatchPredicate();
        } catch (PatternSyntaxException oddSet) {
            return text::equals;
        }
    }

    /** Positions count from 0, from the end where negative; both ends of a range belong to it. */
    private Set<String> subscript(Term term, List<String> hosts, Matcher subscript) {
        int size = hosts.size();
        int from;
        int to;
        if (subscript.group(2) != null) {
            int at = Integer.parseInt(subscript.group(2));
            from = at < 0 ? size + at : at;
            to = from;
        } else {
            from = subscript.group(3).isEmpty() ? 0 : Integer.parseInt(subscript.group(3));
            to = subscript.group(4).isEmpty() ? size - 1 : Math.min(Integer.parseInt(subscript.group(4)), size - 1);
        }
        if (from < 0 || from >= size || to < from) {
            diagnostics.error(
                    Codes.HOST_PATTERN_OUT_OF_RANGE.id(),
                    term.span(),
                    "`" + term.text() + "` selects nothing: `" + subscript.group(1) + "` has " + size
                            + (size == 1 ? " host" : " hosts") + ", counted from 0");
            return Set.of();
        }
        return new LinkedHashSet<>(hosts.subList(from, to + 1));
    }

    /** {@code web[1:3]} where web is no group: the hosts web1, web2 and web3. */
    private Set<String> range(Term term) {
        Diagnostics quiet = new Diagnostics();
        List<String> names = HostNames.parse(term.text(), term.span(), quiet).names();
        Set<String> found = new LinkedHashSet<>();
        for (String name : names) {
            if (inventory.host(name).isPresent()) {
                found.add(name);
            }
        }
        return nonEmpty(term, found);
    }

    private Set<String> nonEmpty(Term term, Set<String> found) {
        if (found.isEmpty()) {
            diagnostics.add(Diagnostic.warning(
                    Codes.EMPTY_HOST_PATTERN.id(), term.span(), "No host or group matches `" + term.text() + "`"));
        }
        return found;
    }

    private void unknown(Term term) {
        List<String> names = new ArrayList<>(inventory.groups().keySet());
        names.addAll(inventory.hosts().keySet());
        names.add("localhost");
        String hint = Suggestions.hint(term.text(), names).orElse(
                inventory.hosts().isEmpty()
                        ? "the inventory has no hosts: name one with `-i`"
                        : "`runbook inventory graph` shows the groups and hosts there are");
        diagnostics.error(
                Codes.UNKNOWN_HOST_PATTERN.id(),
                term.span(),
                "There is no host or group `" + term.text() + "`",
                hint);
    }
}
