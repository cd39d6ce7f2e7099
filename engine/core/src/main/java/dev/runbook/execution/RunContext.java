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
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What all hosts of a run share.
 *
 * @param sink takes events as they are; masking happens behind it
 * @param forks a permit for each host that may be worked on at once
 * @param inventory the hosts there are, those that tasks add included
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
        java.util.concurrent.atomic.AtomicBoolean stopping,
        RunInventory inventory) {
    /** Shorter ones are words that occur everywhere. */
    private static final int SHORTEST_HIDDEN = 5;
    /** Fields of results that tell where and how, not what. */
    private static final Set<String> PLAIN_FIELDS =
            Set.of("path", "dest", "state", "mode", "owner", "group", "delta", "backup_file", "skip_reason", "name");


    /** @param progress hears how far long calls have come */
    HostWorld.Surroundings surroundings(boolean predict, Consumer<String> progress) {
        return new HostWorld.Surroundings(
                serviceView, services.reporting(progress), predict ? Patience.NONE : Patience.REAL, prompter);
    }

    /** For looking ahead: nothing is waited for, and nobody is asked. */
    HostWorld.Surroundings surroundingsAhead() {
        return new HostWorld.Surroundings(
                serviceView, services.reporting(line -> {}), Patience.AHEAD, Prompter.NOBODY);
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

    /** Takes what a {@code no_log} task came to out of everything that is said later. */
    void learnHidden(@Nullable Object data) {
        switch (data) {
            case Secret secret -> masker.add(secret.reveal());
            case String text when text.strip().length() >= SHORTEST_HIDDEN -> masker.add(text);
            case Map<?, ?> map -> map.forEach((key, value) -> {
                if (!PLAIN_FIELDS.contains(String.valueOf(key))) {
                    learnHidden(value);
                }
            });
            case Iterable<?> list -> list.forEach(this::learnHidden);
            case null -> {}
            default -> {}
        }
    }

    /** How a later task names a task that it depends on. */
    static Unknown causedBy(String task, String at) {
        return new Unknown("task \"" + task + "\"", at);
    }
}
