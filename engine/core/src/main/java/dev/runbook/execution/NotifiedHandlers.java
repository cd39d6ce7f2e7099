package dev.runbook.execution;

import dev.runbook.expression.Expression;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Span;
import dev.runbook.language.Suggestions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Checks that the handlers that are notified exist: the play's own, its roles', and those of what it includes. */
final class NotifiedHandlers {
    private final Program.Play play;
    private final Diagnostics diagnostics;
    private final Set<String> known = new LinkedHashSet<>();
    private boolean open;

    NotifiedHandlers(Program.Play play, Diagnostics diagnostics) {
        this.play = play;
        this.diagnostics = diagnostics;
    }

    void check() {
        List<Program.Task> all = Steps.everything(play);
        play.handlers().forEach(this::add);
        for (Program.Task task : all) {
            if (task.action() instanceof Program.Action.Include include) {
                // What is not known yet may bring handlers of any name.
                open |= include.known() == null && include.name().equals("include_role");
                if (include.known() != null) {
                    include.known().handlers().forEach(this::add);
                }
            }
        }
        if (!open) {
            Set<Span> said = new LinkedHashSet<>();
            all.forEach(task -> task.notifies().forEach(name -> one(name, said)));
        }
    }

    private void add(Program.Task handler) {
        Node.ScalarNode name = handler.ast().common().name();
        open |= handler.name() != null && !handler.name().literal();
        known.addAll(handler.ast().listen());
        if (name != null) {
            known.add(name.text());
            if (handler.role() != null) {
                known.add(handler.role() + " : " + name.text());
            }
        }
    }

    private void one(Expression name, Set<Span> said) {
        if (!name.literal() || !said.add(name.span())) {
            return;
        }
        List<String> wanted = new ArrayList<>();
        switch (name.evaluate(Steps.EMPTY)) {
            case List<?> names -> names.forEach(each -> wanted.add(String.valueOf(each)));
            case null -> {}
            case Object single -> wanted.add(single.toString());
        }
        for (String handler : wanted) {
            if (!known.contains(handler)) {
                diagnostics.add(Diagnostic.error(
                        Codes.UNKNOWN_HANDLER.id(), name.span(), "This play has no handler `" + handler + "`",
                        Suggestions.hint(handler, known).orElse(
                                known.isEmpty()
                                        ? "add it below `handlers:` of the play"
                                        : "its handlers are " + Suggestions.either(known.stream().limit(5).toList())
                                                .replace(" or ", " and "))));
            }
        }
    }
}
