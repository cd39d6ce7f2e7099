package dev.runbook.modules.system.packaging;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What apt says it would do.
 *
 * @param exitStatus of the simulation
 * @param changes in apt's order
 * @param selected what stands for what was asked for: the matches of a glob, the provider of a virtual package
 * @param regex what was taken for a regular expression because there is no such package
 * @param problems apt's own complaints
 * @param providers which packages there are for a virtual one, where one of them has to be chosen
 * @param similar names of packages that begin like those asked for, where there were problems
 */
record AptPlan(
        int exitStatus,
        List<Change> changes,
        Map<String, List<String>> selected,
        List<String> regex,
        List<String> problems,
        Map<String, List<String>> providers,
        List<String> similar) {
    static final AptPlan NOTHING = new AptPlan(0, List.of(), Map.of(), List.of(), List.of(), Map.of(), List.of());

    private static final Pattern INSTALL = Pattern.compile("Inst (\\S+) (?:\\[([^]]*)] )?\\((\\S+) .*");
    private static final Pattern REMOVE = Pattern.compile("(Remv|Purg) (\\S+)(?: \\[([^]]*)].*)?\\s*");
    private static final Pattern SELECTED = Pattern.compile("Note, selecting '([^']+)' for (glob|regex|task) '([^']+)'");
    private static final Pattern INSTEAD = Pattern.compile("Note, selecting '([^']+)' instead of '([^']+)'");
    private static final Pattern VIRTUAL = Pattern.compile("Package (\\S+) is a virtual package provided by:");
    private static final Pattern PROVIDER = Pattern.compile("  ([a-z0-9][a-z0-9+.-]*) \\S+.*");
    private static final List<Pattern> MISSING = List.of(
            Pattern.compile("E: Unable to locate package (\\S+)"),
            Pattern.compile("E: Package '([^']+)' has no installation candidate"),
            Pattern.compile("E: Couldn't find any package by (?:glob|regex) '([^']+)'"),
            Pattern.compile("E: Version '[^']*' for '([^']+)' was not found"));

    AptPlan {
        changes = List.copyOf(changes);
        selected = Map.copyOf(selected);
        regex = List.copyOf(regex);
        problems = List.copyOf(problems);
        providers = Map.copyOf(providers);
        similar = List.copyOf(similar);
    }

    /**
     * @param from the present version, or "" where it is not installed
     * @param to the version afterwards, or "" where it is removed
     * @param purged whether its configuration files are removed too
     */
    record Change(String name, String from, String to, boolean purged) {}

    static AptPlan parse(int exitStatus, String output, List<String> similar) {
        List<Change> changes = new ArrayList<>();
        Map<String, List<String>> selected = new LinkedHashMap<>();
        List<String> regex = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Map<String, List<String>> providers = new LinkedHashMap<>();
        List<String> provided = new ArrayList<>();
        for (String line : output.lines().toList()) {
            Matcher install = INSTALL.matcher(line);
            Matcher remove = REMOVE.matcher(line);
            Matcher match = SELECTED.matcher(line);
            Matcher instead = INSTEAD.matcher(line);
            Matcher virtual = VIRTUAL.matcher(line);
            Matcher provider = PROVIDER.matcher(line);
            if (install.matches()) {
                changes.add(new Change(
                        install.group(1), install.group(2) == null ? "" : install.group(2), install.group(3), false));
            } else if (remove.matches()) {
                changes.add(new Change(
                        remove.group(2),
                        remove.group(3) == null ? "" : remove.group(3),
                        "",
                        remove.group(1).equals("Purg")));
            } else if (match.matches()) {
                if (match.group(2).equals("glob")) {
                    selected.computeIfAbsent(match.group(3), key -> new ArrayList<>()).add(match.group(1));
                } else {
                    regex.add(match.group(3));
                }
            } else if (instead.matches()) {
                selected.computeIfAbsent(instead.group(2), key -> new ArrayList<>()).add(instead.group(1));
            } else if (line.startsWith("E: ")) {
                problems.add(line);
            } else if (virtual.matches()) {
                provided = providers.computeIfAbsent(virtual.group(1), key -> new ArrayList<>());
            } else if (provider.matches()) {
                provided.add(provider.group(1));
            }
        }
        return new AptPlan(exitStatus, changes, selected, regex, problems, providers, similar);
    }

    boolean succeeded() {
        return exitStatus == 0;
    }

    /** Packages that apt does not know, or not in the version asked for. */
    List<String> missing() {
        TreeSet<String> missing = new TreeSet<>(regex);
        for (String problem : problems) {
            for (Pattern pattern : MISSING) {
                Matcher matcher = pattern.matcher(problem);
                if (matcher.find()) {
                    missing.add(matcher.group(1));
                }
            }
        }
        return List.copyOf(missing);
    }

    /** The plan once these changes have been made. */
    AptPlan without(List<Change> made) {
        List<Change> left = changes.stream()
                .filter(change -> made.stream().noneMatch(
                        done -> done.name().equals(change.name()) && done.to().equals(change.to())))
                .toList();
        return new AptPlan(exitStatus, left, selected, regex, problems, providers, similar);
    }
}
