package dev.runbook.execution;

import dev.runbook.api.Secret;
import dev.runbook.api.Unknown;
import dev.runbook.event.EventSink;
import dev.runbook.event.Masker;
import dev.runbook.host.Hosts;
import dev.runbook.world.HostWorld;
import dev.runbook.world.Patience;
import dev.runbook.world.Prompter;
import dev.runbook.world.RunServices;
import dev.runbook.world.View;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What all hosts of a run share.
 *
 * @param sink takes events as they are; masking happens behind it
 * @param forks a permit for each host that may be worked on at once
 * @param stop set when the run is to end early: where it stopped
 */
record RunContext(
        RunOptions options,
        EventSink sink,
        Masker masker,
        Hosts hosts,
        RunServices services,
        View serviceView,
        Prompter prompter,
        Recap recap,
        Semaphore forks,
        AtomicReference<@Nullable String> stop,
        java.util.concurrent.atomic.AtomicBoolean stopping) {

    HostWorld.Surroundings surroundings(boolean predict) {
        return new HostWorld.Surroundings(
                serviceView, services, predict ? Patience.NONE : Patience.REAL, prompter);
    }

    /** For looking ahead: nothing is waited for, and nobody is asked. */
    HostWorld.Surroundings surroundingsAhead() {
        return new HostWorld.Surroundings(serviceView, services, Patience.AHEAD, Prompter.NOBODY);
    }

    /** Registers every secret in a piece of data, so that it is masked from now on. */
    void learnSecrets(@Nullable Object data) {
        switch (data) {
            case Secret secret -> masker.add(secret.reveal());
            case Map<?, ?> map -> map.values().forEach(this::learnSecrets);
            case Iterable<?> list -> list.forEach(this::learnSecrets);
            case null -> {}
            default -> {}
        }
    }

    /** How a later task names a task that it depends on. */
    static Unknown causedBy(String task, String at) {
        return new Unknown("task \"" + task + "\"", at);
    }
}
