package dev.runbook.modules.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.Action;
import dev.runbook.api.ActionResult;
import dev.runbook.api.Momentary;
import dev.runbook.api.Observed;
import dev.runbook.api.ResourceModule;
import dev.runbook.api.UnknownException;
import dev.runbook.api.Value;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What must hold for every resource module, checked against this machine. */
public final class Contract {
    private Contract() {}

    /** Brings it about; what was announced must come, and a second time nothing may be left to do. */
    public static <P extends Record, S extends Record> S changes(
            ResourceModule<P, S> module, P parameters, LocalHost host) {
        S current = module.observe(parameters, host);
        S wanted = module.wanted(parameters, current);
        List<Action> actions = module.actions(parameters, current, wanted);
        assertFalse(actions.isEmpty(), "nothing to do for " + module.target(parameters));
        assertFalse(current.equals(wanted), "actions, but no difference");
        Object predicted = predicted(module, parameters, host.after(actions));
        List<ActionResult> results = host.perform(actions);
        assertTrue(results.getLast().succeeded(), results.getLast().stderr());
        S after = module.observe(parameters, host);
        Map<String, Object> came = managed(after);
        Map<String, Object> known = new LinkedHashMap<>(came);
        known.keySet().retainAll(managed(wanted).keySet());
        assertEquals(managed(wanted), known, "converges");
        if (predicted != null) {
            assertEquals(came, predicted, "what was predicted is what came");
        }
        unchanged(module, parameters, host);
        return wanted;
    }

    private static <P extends Record, S extends Record> @Nullable Object predicted(
            ResourceModule<P, S> module, P parameters, LocalHost host) {
        try {
            S state = module.observe(parameters, host);
            if (!momentary(module.wanted(parameters, state))) {
                assertEquals(List.of(), module.actions(parameters, state, module.wanted(parameters, state)),
                        "nothing is left to do in the predicted world");
            }
            return managed(state);
        } catch (UnknownException notYet) {
            return null;
        }
    }

    /** Nothing is to be done. */
    public static <P extends Record, S extends Record> S unchanged(
            ResourceModule<P, S> module, P parameters, LocalHost host) {
        S current = module.observe(parameters, host);
        S wanted = module.wanted(parameters, current);
        if (!momentary(wanted)) {
            assertEquals(current, wanted);
            assertEquals(List.of(), module.actions(parameters, current, wanted));
        }
        return current;
    }

    private static boolean momentary(Record state) {
        for (RecordComponent component : state.getClass().getRecordComponents()) {
            if (component.isAnnotationPresent(Momentary.class)
                    && !(value(component, state) == null || Boolean.FALSE.equals(value(component, state)))) {
                return true;
            }
        }
        return false;
    }

    /** The components that are managed. */
    public static Map<String, Object> managed(Record state) {
        Map<String, Object> managed = new LinkedHashMap<>();
        for (RecordComponent component : state.getClass().getRecordComponents()) {
            Object value = value(component, state);
            boolean skipped = component.isAnnotationPresent(Observed.class)
                    || component.isAnnotationPresent(Momentary.class) || value instanceof Value.Later<?>;
            if (!skipped) {
                managed.put(component.getName(), value);
            }
        }
        return managed;
    }

    private static @Nullable Object value(RecordComponent component, Record state) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(state);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Performs what the module asks for and gives the result of the last action, which may have failed. */
    public static <P extends Record, S extends Record> ActionResult attempt(
            ResourceModule<P, S> module, P parameters, LocalHost host) {
        S current = module.observe(parameters, host);
        return host.perform(module.actions(parameters, current, module.wanted(parameters, current))).getLast();
    }

    /** Takes actions back, last first. */
    public static void undo(List<Action> actions, LocalHost host) {
        for (Action action : new ArrayList<>(actions).reversed()) {
            if (action.reversal() instanceof dev.runbook.api.Reversal.Reversible reversible) {
                host.perform(reversible.actions());
            }
        }
    }
}
