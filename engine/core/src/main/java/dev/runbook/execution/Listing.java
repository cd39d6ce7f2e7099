package dev.runbook.execution;

import dev.runbook.language.Diagnostics;
import java.util.Set;
import java.util.TreeSet;

/** What {@code --list-hosts}, {@code --list-tasks} and {@code --list-tags} print. */
public final class Listing {
    private Listing() {}

    public static String hosts(Preparation.Prepared prepared) {
        StringBuilder text = new StringBuilder();
        Selection selection =
                new Selection(prepared.variables(), prepared.request().options(), prepared.program());
        for (Program.Play play : prepared.program().plays()) {
            selection.check(play, new Diagnostics());
            heading(text, play);
            selection.hosts(play).forEach(host -> text.append("  ").append(host).append('\n'));
        }
        return text.toString();
    }

    public static String tasks(Preparation.Prepared prepared) {
        StringBuilder text = new StringBuilder();
        for (Program.Play play : prepared.program().plays()) {
            heading(text, play);
            Steps.tasks(play)
                    .filter(task -> task.selected() && !play.handlers().contains(task))
                    .forEach(task -> text.append("  ")
                            .append(task.staticName())
                            .append(task.tags().isEmpty() ? "" : "  [" + String.join(", ", task.tags()) + "]")
                            .append("  ")
                            .append(task.ast().common().span().source().name())
                            .append(':')
                            .append(task.ast().common().span().startLine())
                            .append('\n'));
        }
        return text.toString();
    }

    public static String tags(Preparation.Prepared prepared) {
        StringBuilder text = new StringBuilder();
        for (Program.Play play : prepared.program().plays()) {
            heading(text, play);
            Set<String> tags = new TreeSet<>();
            Steps.tasks(play).forEach(task -> tags.addAll(task.tags()));
            text.append("  ").append(tags.isEmpty() ? "(none)" : String.join(", ", tags)).append('\n');
        }
        return text.toString();
    }

    private static void heading(StringBuilder text, Program.Play play) {
        var name = play.ast().common().name();
        text.append("play: ").append(name == null ? "(unnamed)" : name.text()).append('\n');
    }
}
