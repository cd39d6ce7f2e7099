package dev.runbook.execution;

import dev.runbook.execution.HostRunner.Flow;
import java.util.Set;

/** What {@code meta} does, but for flushing handlers. */
final class Metas {
    /** Decided once, by the first host, and good for all. */
    private static final Set<String> FOR_ALL = Set.of("end_play", "end_batch", "clear_host_errors", "refresh_inventory");

    private Metas() {}

    static boolean forAll(String what) {
        return FOR_ALL.contains(what);
    }

    /** @throws dev.runbook.language.RunbookException where the inventory cannot be read again */
    static Flow carryOut(String what, RunContext context, PlayState state, HostState host) {
        switch (what) {
            case "end_host" -> {
                return Flow.ENDED;
            }
            case "end_play" -> {
                state.end(PlayState.End.PLAY);
                return Flow.ENDED;
            }
            case "end_batch" -> {
                state.end(PlayState.End.BATCH);
                return Flow.ENDED;
            }
            case "clear_host_errors" -> {
                context.inventory().forEach(HostState::clearErrors);
                context.recap().forgive();
            }
            case "clear_facts" -> host.clearFacts();
            case "refresh_inventory" -> context.inventory().refresh();
            case "reset_connection" -> host.reset();
            default -> {} // noop; the parser knows what there is
        }
        return Flow.GOOD;
    }
}
