package dev.runbook.execution;

import dev.runbook.expression.Expression;
import dev.runbook.language.Node;
import dev.runbook.variables.Frame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a task takes over from the blocks, imports, roles and the play around it.
 *
 * @param defaults parameters by module, of {@code module_defaults}
 */
record Around(
        Settings settings,
        List<Frame> frames,
        Set<String> tags,
        List<Expression> notifies,
        Map<String, Map<String, Node.Entry>> defaults) {
    static final Around NOTHING = new Around(Settings.NONE, List.of(), Set.of(), List.of(), Map.of());

    Around withSettings(Settings inner) {
        return new Around(inner, frames, tags, notifies, defaults);
    }

    Around withFrames(List<Frame> more) {
        if (more.isEmpty()) {
            return this;
        }
        List<Frame> all = new ArrayList<>(frames);
        all.addAll(more);
        return new Around(settings, List.copyOf(all), tags, notifies, defaults);
    }

    Around withTags(List<String> more) {
        if (more.isEmpty()) {
            return this;
        }
        Set<String> all = new LinkedHashSet<>(tags);
        all.addAll(more);
        return new Around(settings, frames, all, notifies, defaults);
    }

    Around withNotifies(List<Expression> more) {
        if (more.isEmpty()) {
            return this;
        }
        List<Expression> all = new ArrayList<>(notifies);
        all.addAll(more);
        return new Around(settings, frames, tags, List.copyOf(all), defaults);
    }

    /** The nearer value of a parameter wins; parameters of the same module add up. */
    Around withDefaults(Map<String, Map<String, Node.Entry>> more) {
        if (more.isEmpty()) {
            return this;
        }
        Map<String, Map<String, Node.Entry>> all = new LinkedHashMap<>(defaults);
        more.forEach((module, parameters) -> {
            Map<String, Node.Entry> merged = new LinkedHashMap<>(all.getOrDefault(module, Map.of()));
            merged.putAll(parameters);
            all.put(module, merged);
        });
        return new Around(settings, frames, tags, notifies, all);
    }
}
