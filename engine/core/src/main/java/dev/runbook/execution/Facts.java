package dev.runbook.execution;

import dev.runbook.api.host.SystemFacts;
import dev.runbook.expression.Scope;
import dev.runbook.host.Access;
import dev.runbook.host.ConnectionSettings;
import dev.runbook.variables.Frame;
import dev.runbook.variables.Precedence;
import dev.runbook.world.HostWorld;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The variable {@code facts}: gathered when something asks for it, once a run. */
final class Facts implements Supplier<Map<String, Object>> {
    static final String NAME = "facts";

    private final RunContext context;
    private final HostState host;
    private final Settings settings;
    private final List<Frame> frames;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Map<String, Object> gathered;

    private Facts(RunContext context, HostState host, Settings settings, List<Frame> frames) {
        this.context = context;
        this.host = host;
        this.settings = settings;
        this.frames = List.copyOf(frames);
    }

    /** Lets a host's facts be asked for, unless the play says {@code gather_facts: no}. */
    static void offer(RunContext context, HostState host, Program.Play play, List<Frame> frames) {
        Scope scope = host.variables().scope(frames);
        if (!Booleans.of(play.gatherFacts(), scope, true)) {
            return;
        }
        if (!host.factsOffered()) {
            host.variables()
                    .defineLater(Precedence.FACTS, NAME, new Facts(context, host, play.settings(), frames), "facts");
            host.offerFacts();
        }
    }

    @Override
    public Map<String, Object> get() {
        Map<String, Object> known = gathered;
        if (known != null) {
            return known;
        }
        lock.lock();
        try {
            known = gathered;
            if (known == null) {
                known = gather();
                gathered = known;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    private Map<String, Object> gather() {
        Scope scope = host.variables().scope(frames);
        ConnectionSettings connection = Connections.settings(host, settings, scope, context);
        HostWorld world = new HostWorld(
                () -> host.host(context, connection), Access.PLAIN, host.view(), context.surroundings(true, line -> {}));
        return world.ask(SystemFacts.ALL);
    }
}
