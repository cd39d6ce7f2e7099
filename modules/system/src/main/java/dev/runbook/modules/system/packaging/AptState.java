package dev.runbook.modules.system.packaging;

import dev.runbook.api.Momentary;
import dev.runbook.api.Observed;
import dev.runbook.api.Value;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Packages as they are or are to be.
 *
 * @param packages those that the task names and that are installed, with their versions
 * @param configurationLeft those of them that are removed but for their configuration, where that is to go too
 * @param alongside others that change with them, or all that an upgrade changes: the installed ones with their versions
 * @param cacheUpdated whether the package lists are read anew
 * @param cacheUpdateTime when they were last read, in seconds since 1970; 0 for never
 * @param plan what apt would do
 */
public record AptState(
        Map<String, Value<String>> packages,
        List<String> configurationLeft,
        @Momentary Map<String, String> alongside,
        @Momentary boolean cacheUpdated,
        @Observed long cacheUpdateTime,
        @Observed(internal = true) Plan plan) {
    public AptState {
        packages = Collections.unmodifiableMap(new TreeMap<>(packages));
        configurationLeft = List.copyOf(configurationLeft);
        alongside = Collections.unmodifiableMap(new TreeMap<>(alongside));
    }

    /**
     * @param updateDue whether the lists are too old for what is to be done
     * @param words what apt-get is to be given: names with versions where those are asked for
     * @param simulated what apt would do with them
     * @param named the packages that the task is about, by their own names
     * @param later those that an earlier task's changes may bring, and of which nothing is known yet
     */
    record Plan(boolean updateDue, List<String> words, AptPlan simulated, List<String> named, List<String> later) {
        Plan {
            words = List.copyOf(words);
            named = List.copyOf(named);
            later = List.copyOf(later);
        }
    }
}
