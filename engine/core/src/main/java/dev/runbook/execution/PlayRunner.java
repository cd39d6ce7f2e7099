package dev.runbook.execution;

import dev.runbook.event.Event;
import dev.runbook.variables.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs one play: a virtual thread for every host, kept in step by a {@link Pacer}. */
final class PlayRunner {
    private PlayRunner() {}

    /**
     * @param state shared by these hosts
     * @param hosts those that take part, with the variables of the play for each, {@code vars_files} included */
    static void run(
            RunContext context, Program.Play play, String name, Map<HostState, List<Frame>> hosts, PlayState state)
            throws InterruptedException {
        List<String> names = hosts.keySet().stream().map(HostState::name).toList();
        context.sink().accept(new Event.PlayStarted(name, names, play.ast().common().span().at()));
        names.forEach(context.recap()::host);
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("host-", 0).factory())) {
            List<Future<?>> running = new ArrayList<>();
            for (Map.Entry<HostState, List<Frame>> host : hosts.entrySet()) {
                HostRunner runner = new HostRunner(context, play, state, host.getKey(), host.getValue());
                running.add(threads.submit(() -> {
                    runner.run();
                    return null;
                }));
            }
            try {
                for (Future<?> one : running) {
                    one.get();
                }
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw new EngineException(e.getCause() == null ? e : e.getCause());
            } catch (InterruptedException e) {
                threads.shutdownNow();
                throw e;
            }
        }
    }
}
