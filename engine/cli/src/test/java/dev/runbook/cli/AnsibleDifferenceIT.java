package dev.runbook.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the cases that mean the same in both languages with Ansible too, and compares exit, order, statuses, recap and what
 * is said. The differences there are stand in docs/differences-from-ansible.md, and no others. Skipped where
 * {@code ansible-playbook} is not installed; with {@code RUNBOOK_REQUIRE_REAL_HOSTS=1}, as in CI, it fails there. The system
 * property {@code ansible.cases}, a regular expression, picks cases by a part of their id.
 */
class AnsibleDifferenceIT {
    private static final Pattern INCLUDES = Pattern.compile("\\binclude_(tasks|role)\\b");
    private static final Path LIST = Path.of("../../docs/differences-from-ansible.md");
    private static final Pattern LISTED = Pattern.compile("^- `([^`]+)`", Pattern.MULTILINE);

    @TempDir
    Path directory;

    private record Compared(String id, Case one, List<Case.Step> steps) {}

    @TestFactory
    Stream<DynamicTest> sameAsAnsible() throws IOException, InterruptedException {
        Optional<String> python = AnsibleRuns.python();
        String missing = "ansible-playbook is not installed: nothing was compared with Ansible";
        if ("1".equals(System.getenv("RUNBOOK_REQUIRE_REAL_HOSTS"))) {
            assertTrue(python.isPresent(), missing);
        }
        assumeTrue(python.isPresent(), missing);
        List<Compared> all = compared();
        Pattern picked = Pattern.compile(System.getProperty("ansible.cases", ""));
        List<Compared> cases =
                all.stream().filter(compared -> picked.matcher(compared.id()).find()).toList();
        assertFalse(cases.isEmpty(), "no case is compared with Ansible");
        List<AnsibleRuns.Job> jobs = new ArrayList<>();
        for (Compared compared : cases) {
            Path place = Files.createDirectories(directory.resolve("ansible/" + jobs.size()));
            Case.lay(place, ForAnsible.files(compared.one()));
            jobs.add(new AnsibleRuns.Job(compared.id(), place, compared.steps().stream()
                    .map(step -> ForAnsible.argv(step).stream().map(a -> a.replace("DIR", place.toString())).toList())
                    .toList()));
        }
        Map<String, List<AnsibleRuns.Did>> theirs = AnsibleRuns.run(python.get(), jobs, directory);
        Set<String> listed = listed();
        List<DynamicTest> tests = new ArrayList<>();
        tests.add(DynamicTest.dynamicTest("every difference listed is that of a case", () -> {
            Set<String> unknown = new TreeSet<>(listed);
            all.forEach(compared -> unknown.remove(compared.id()));
            assertEquals(Set.of(), unknown);
        }));
        for (Compared compared : cases) {
            tests.add(DynamicTest.dynamicTest(compared.id(), () -> {
                String difference = difference(compared, theirs.get(compared.id()));
                if (listed.contains(compared.id())) {
                    assertFalse(difference.isEmpty(), "is listed as a difference, and there is none any more");
                } else {
                    assertTrue(difference.isEmpty(), difference);
                }
            }));
        }
        return tests.stream();
    }

    private static List<Compared> compared() throws IOException {
        List<Compared> compared = new ArrayList<>();
        for (Path area : CasesTest.listed(CasesTest.CASES).filter(Files::isDirectory).toList()) {
            for (Path file : CasesTest.listed(area).toList()) {
                for (Case one : Case.read(file)) {
                    String id = area.getFileName() + "/" + file.getFileName().toString().replace(".yml", "") + ": " + one.name();
                    if (one.ansible().compared()) {
                        List<Case.Step> steps =
                                one.steps().stream().filter(step -> ForAnsible.argv(step) != null).toList();
                        compared.add(new Compared(id, one, steps));
                    }
                }
            }
        }
        return compared;
    }

    private static Set<String> listed() throws IOException {
        Set<String> listed = new TreeSet<>();
        LISTED.matcher(Files.readString(LIST)).results().forEach(match -> listed.add(match.group(1)));
        return listed;
    }

    /** What differs, or nothing. */
    private String difference(Compared compared, List<AnsibleRuns.Did> theirs) throws IOException {
        Path place = Files.createTempDirectory(directory, "ours");
        compared.one().lay(place);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < theirs.size(); i++) {
            Case.Step step = compared.steps().get(i);
            Run ours = Run.of(place, step.argv(), step.input());
            AnsibleRuns.Did did = theirs.get(i);
            List<String> differences = new ArrayList<>();
            compare("exit", ours.exit(), did.exit(), differences);
            boolean includes = compared.one().given().values().stream().anyMatch(INCLUDES.asPredicate());
            List<String> events = events(ours.events());
            List<String> theirEvents = CaseCheck.arranged(did.events(), false);
            compare("events", includes ? byHost(events) : events, includes ? byHost(theirEvents) : theirEvents, differences);
            compare("recap", comparable(recap(ours), includes), comparable(did.recap(), includes), differences);
            String said = did.said().toLowerCase(Locale.ROOT);
            step.shows().stream().filter(text -> !said.contains(text.toLowerCase(Locale.ROOT)))
                    .forEach(text -> differences.add("Ansible does not say: " + text));
            step.hides().stream().filter(text -> said.contains(text.toLowerCase(Locale.ROOT)))
                    .forEach(text -> differences.add("Ansible says: " + text));
            if (!differences.isEmpty()) {
                all.append(String.join("\n", differences)).append("\n--- Ansible said:\n").append(did.said())
                        .append("\n--- here:\n").append(ours.out()).append(ours.err());
            }
        }
        return all.toString();
    }

    /**
     * Without what Ansible counts in another way: a host that did nothing is left out of its recap; an include counts as ok
     * once for each item, or not at all; a failure that is ignored may count as a change as well.
     */
    private static Map<String, Map<String, Integer>> comparable(Map<String, Map<String, Integer>> recap, boolean includes) {
        Map<String, Map<String, Integer>> comparable = new TreeMap<>();
        recap.forEach((host, counts) -> {
            Map<String, Integer> kept = new TreeMap<>(counts);
            if (kept.containsKey("ignored")) {
                kept.remove("changed");
            }
            if (includes) {
                kept.remove("ok");
            }
            if (!counts.isEmpty()) {
                comparable.put(host, kept);
            }
        });
        return comparable;
    }

    /**
     * Each host's own order. Where hosts include different files, Ansible runs them in the order in which its workers
     * answered, another one every time; here it is the order of the hosts, which the events of the case itself state.
     */
    private static Map<String, List<String>> byHost(List<String> events) {
        return events.stream().collect(Collectors.groupingBy(event -> event.split(" ", 2)[0], TreeMap::new, Collectors.toList()));
    }

    private static void compare(String what, Object ours, Object theirs, List<String> differences) {
        if (!ours.equals(theirs)) {
            differences.add(what + ": here " + ours + "\n      Ansible " + theirs);
        }
    }

    private static List<String> events(List<String> events) {
        return CaseCheck.arranged(events, false).stream()
                .map(event -> event.replaceFirst(" would change$", " changed").replaceFirst(" would fail$", " failed"))
                .toList();
    }

    /** The counts that are not 0. */
    private static Map<String, Map<String, Integer>> recap(Run run) {
        Map<String, Map<String, Integer>> recap = new TreeMap<>();
        for (String line : run.recap()) {
            String[] words = line.split(" ");
            Map<String, Integer> counts = new TreeMap<>();
            for (int i = 1; i < words.length; i++) {
                String[] count = words[i].split("=");
                if (!count[1].equals("0")) {
                    counts.put(count[0], Integer.parseInt(count[1]));
                }
            }
            recap.put(words[0], counts);
        }
        return new LinkedHashMap<>(recap);
    }
}
