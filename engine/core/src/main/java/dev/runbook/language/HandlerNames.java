package dev.runbook.language;

import dev.runbook.language.Node.ScalarNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks within a play that what is notified exists. */
final class HandlerNames {
    private final Diagnostics diagnostics;

    HandlerNames(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    void check(Runbook.Play play) {
        Map<String, ScalarNode> names = new LinkedHashMap<>();
        Set<String> known = new LinkedHashSet<>();
        boolean computed = false;
        for (Runbook.Task handler : play.handlers()) {
            known.addAll(handler.listen());
            ScalarNode name = handler.common().name();
            if (name != null) {
                computed |= KeywordShapes.hasTemplate(name);
                known.add(name.text());
                duplicate(name, names.putIfAbsent(name.text(), name));
            } else if (handler.listen().isEmpty()) {
                diagnostics.warning(
                        Codes.UNREACHABLE_HANDLER.id(), handler.module().span(),
                        "This handler has no name, and so nothing can notify it", "add `name:` or `listen:`");
            }
        }
        // A name that is an expression may turn out to be anything.
        if (!computed) {
            List.of(play.preTasks(), play.tasks(), play.postTasks()).forEach(steps -> notified(steps, known));
            notified(List.copyOf(play.handlers()), known);
        }
    }

    private void duplicate(ScalarNode name, @org.jspecify.annotations.Nullable ScalarNode first) {
        if (first != null) {
            diagnostics.add(Diagnostic.warning(
                            Codes.DUPLICATE_HANDLER.id(), name.span(),
                            "A second handler is called `" + name.text() + "`; only the first runs",
                            "to run both, give them names of their own and `listen: " + name.text() + "`")
                    .withRelated(first.span(), "the first one is here"));
        }
    }

    private void notified(List<? extends Runbook.Step> steps, Set<String> known) {
        for (Runbook.Step step : steps) {
            switch (step) {
                case Runbook.Task task -> task.notifies().forEach(name -> one(name, known));
                case Runbook.Block block -> {
                    block.notifies().forEach(name -> one(name, known));
                    List.of(block.block(), block.rescue(), block.always()).forEach(inner -> notified(inner, known));
                }
            }
        }
    }

    private void one(Node node, Set<String> known) {
        if (node instanceof ScalarNode name && !KeywordShapes.hasTemplate(name) && !known.contains(name.text())) {
            diagnostics.error(
                    Codes.UNKNOWN_HANDLER.id(), name.span(), "This play has no handler `" + name.text() + "`",
                    Suggestions.hint(name.text(), known).orElse(
                            known.isEmpty()
                                    ? "add it below `handlers:` of the play"
                                    : "its handlers are " + Suggestions.either(known.stream().limit(5).toList())
                                            .replace(" or ", " and ")));
        }
    }
}
