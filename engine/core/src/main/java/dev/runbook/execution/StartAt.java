package dev.runbook.execution;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Leaves out what stands before the task at which to start. */
final class StartAt {
    private final String name;
    private boolean found;

    private StartAt(String name) {
        this.name = name;
    }

    /** The play from that task on; null where it is not in this play. */
    static Program.@Nullable Play from(Program.Play play, String name) {
        StartAt start = new StartAt(name);
        List<Program.Step> pre = start.rest(play.preTasks());
        List<Program.Step> roles = start.rest(play.roles());
        List<Program.Step> tasks = start.rest(play.tasks());
        List<Program.Step> post = start.rest(play.postTasks());
        return !start.found
                ? null
                : new Program.Play(
                        play.ast(), play.directory(), play.name(), play.hosts(), play.varsFiles(), play.frames(),
                        play.gatherFacts(), play.settings(), play.course(), pre, roles, tasks, post, play.handlers());
    }

    private List<Program.Step> rest(List<Program.Step> steps) {
        List<Program.Step> rest = new ArrayList<>();
        for (Program.Step step : steps) {
            switch (step) {
                case Program.Task task -> {
                    found |= task.staticName().equals(name);
                    if (found) {
                        rest.add(task);
                    }
                }
                case Program.Block block -> {
                    List<Program.Step> inner = rest(block.block());
                    if (found) {
                        rest.add(new Program.Block(inner, block.rescue(), block.always(), block.selected()));
                    }
                }
            }
        }
        return rest;
    }
}
