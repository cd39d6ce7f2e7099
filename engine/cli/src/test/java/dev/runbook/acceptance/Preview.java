package dev.runbook.acceptance;

import dev.runbook.acceptance.Invocation.Finished;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Compares what a check announced with what the run after it did. They agree when
 *
 * <ul>
 *   <li>the same tasks, handlers and items of loops are through on the same hosts in the same order;
 *   <li>each has the same status, and its changes have the same targets, kinds and diffs, to the letter;
 *   <li>only tasks that the caller names may be {@code unknown} in the check. In the run they may be anything but failed,
 *       skipped or unreachable, and must change nothing where they are checks.
 * </ul>
 *
 * What the system decides when the change is made (the number of a new user) reads the same in both, since a diff says
 * of it that it is known after the change.
 */
final class Preview {
    private Preview() {}

    /** What does not agree; empty when all does. */
    static List<String> disagreements(Invocation check, Invocation run, Set<String> mayBeUnknown) {
        List<String> all = new ArrayList<>();
        List<String> announced = check.finished().stream().map(Finished::identity).toList();
        List<String> done = run.finished().stream().map(Finished::identity).toList();
        if (!announced.equals(done)) {
            all.add("announced:\n  " + String.join("\n  ", announced) + "\ndone:\n  " + String.join("\n  ", done));
            return all;
        }
        for (int i = 0; i < announced.size(); i++) {
            compare(check.finished().get(i), run.finished().get(i), mayBeUnknown, all);
        }
        return all;
    }

    private static void compare(Finished check, Finished run, Set<String> mayBeUnknown, List<String> all) {
        if (check.status().equals("unknown")) {
            if (!mayBeUnknown.contains(check.task())) {
                all.add(check.identity() + ": unknown in the check: " + check.about());
            }
            if (!Set.of("ok", "changed").contains(run.status())) {
                all.add(run.identity() + ": " + run.status() + " in the run: " + run.about());
            }
            return;
        }
        if (!check.status().equals(run.status())) {
            all.add(check.identity() + ": " + check.status() + " in the check (" + check.about() + "), " + run.status()
                    + " in the run (" + run.about() + ")");
        }
        if (!check.diff().equals(run.diff())) {
            all.add(check.identity() + "\nannounced:\n" + check.diff().indent(2) + "done:\n" + run.diff().indent(2));
        }
    }
}
