package dev.runbook.lint;

import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Runbook;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Handlers that nothing notifies. */
final class UnusedHandlers implements Rule {
    @Override
    public void check(Subject subject, Diagnostics found) {
        Surroundings surroundings = subject.surroundings();
        if (!surroundings.complete()) {
            return;
        }
        for (Runbook.Play play : subject.runbook().plays()) {
            List<String> notified = notified(play);
            if (notified.stream().anyMatch(name -> name.contains("@{"))) {
                continue; // it may turn out to be any name
            }
            for (Runbook.Task handler : play.handlers()) {
                Node.ScalarNode name = handler.common().name();
                List<String> names = names(handler);
                boolean used = names.stream().anyMatch(known -> notified.contains(known) || surroundings.calls(known));
                if (name != null && !name.text().contains("@{") && !used) {
                    found.warning(
                            Codes.UNUSED_HANDLER.id(), name.span(), "Nothing notifies this handler, so it never runs",
                            "write `notify: " + name.text() + "` on the task that calls for it, or remove the handler");
                }
            }
        }
    }

    private static List<String> names(Runbook.Task handler) {
        List<String> names = new ArrayList<>(handler.listen());
        Node.ScalarNode name = handler.common().name();
        if (name != null) {
            names.add(name.text());
        }
        return names;
    }

    private static List<String> notified(Runbook.Play play) {
        return Walk.steps(play).stream()
                .flatMap(placed -> Walk.notifies(placed.step()).stream())
                .flatMap(node -> node instanceof Node.ScalarNode name ? Stream.of(name.text()) : Stream.empty())
                .toList();
    }
}
