package dev.runbook.language;

import dev.runbook.language.Node.ScalarNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Checks that the handlers of a play can be told apart, and notified. */
final class HandlerNames {
    private final Diagnostics diagnostics;

    HandlerNames(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    void check(Runbook.Play play) {
        Map<String, ScalarNode> names = new LinkedHashMap<>();
        for (Runbook.Task handler : play.handlers()) {
            ScalarNode name = handler.common().name();
            if (name != null) {
                duplicate(name, names.putIfAbsent(name.text(), name));
            } else if (handler.listen().isEmpty()) {
                diagnostics.warning(
                        Codes.UNREACHABLE_HANDLER.id(), handler.module().span(),
                        "This handler has no name, and so nothing can notify it", "add `name:` or `listen:`");
            }
        }
    }

    private void duplicate(ScalarNode name, @org.jspecify.annotations.Nullable ScalarNode first) {
        if (first != null) {
            diagnostics.add(Diagnostic.warning(
                            Codes.DUPLICATE_HANDLER.id(), name.span(),
                            "A second handler is called `" + name.text() + "`; only the last runs",
                            "to run both, give them names of their own and `listen: " + name.text() + "`")
                    .withRelated(first.span(), "the first one is here"));
        }
    }
}
