package dev.runbook.lint;

import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Runbook;
import dev.runbook.language.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Loop variables that have the name of another variable, which the task then cannot see. */
final class ShadowedVariables implements Rule {
    @Override
    public void check(Subject subject, Diagnostics found) {
        for (Runbook.Play play : subject.runbook().plays()) {
            Map<String, Span> registered = new HashMap<>();
            Walk.tasks(play).forEach(placed -> {
                Node.ScalarNode register = placed.step().register();
                if (register != null) {
                    registered.putIfAbsent(register.text(), register.span());
                }
            });
            Walk.tasks(play).stream()
                    .filter(placed -> placed.step().loop() != null)
                    .forEach(placed -> check(placed, registered, found));
        }
    }

    private static void check(Walk.Placed<Runbook.Task> placed, Map<String, Span> registered, Diagnostics found) {
        Map<String, Span> defined = new HashMap<>(registered);
        List<Runbook.Common> commons = new ArrayList<>(placed.around());
        commons.add(placed.step().common());
        commons.forEach(common -> common.vars()
                .forEach(variable -> defined.put(variable.key().text(), variable.key().span())));
        Runbook.LoopControl control = placed.step().loopControl();
        check(placed.step(), control.loopVar(), defined, found);
        check(placed.step(), control.indexVar(), defined, found);
    }

    private static void check(
            Runbook.Task task, @Nullable String name, Map<String, Span> defined, Diagnostics found) {
        Node loop = task.loop();
        if (name == null || loop == null) {
            return;
        }
        Span other = defined.get(name);
        if (other == null) {
            return;
        }
        found.add(Diagnostic.warning(
                        Codes.SHADOWED_VARIABLE.id(), loop.span(),
                        "In this loop, `" + name + "` is the loop's own and hides the variable of that name",
                        "give the loop a name of its own: `loop_control: {"
                                + (name.equals(task.loopControl().indexVar()) ? "index_var" : "loop_var") + ": …}`")
                .withRelated(other, "the variable is defined here"));
    }
}
