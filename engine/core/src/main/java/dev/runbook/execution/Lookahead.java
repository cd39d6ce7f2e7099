package dev.runbook.execution;

import dev.runbook.api.EffectModule;
import dev.runbook.api.HostQuery;
import dev.runbook.api.QueryModule;
import dev.runbook.api.ResourceModule;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.UnknownException;
import dev.runbook.catalog.Binding;
import dev.runbook.catalog.ModuleDescriptor;
import dev.runbook.expression.Scope;
import dev.runbook.host.Access;
import dev.runbook.host.ConnectionSettings;
import dev.runbook.host.Host;
import dev.runbook.host.HostUnreachableException;
import dev.runbook.language.RunbookException;
import dev.runbook.variables.Frame;
import dev.runbook.world.HostWorld;
import dev.runbook.world.InterruptedRunException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Asks ahead of their turn what the next tasks of a host will ask: their modules observe side by side, each blocks at
 * its first question without an answer, and what all of them wait for goes to the host in one round trip. Only reads,
 * and only fills the view; a task's own turn then finds its answers kept, or asks again what was touched meanwhile.
 */
final class Lookahead {
    private static final int ROUNDS = 8;
    private static final int FEWEST = 2;
    private static final int MOST = 64;

    private final RunContext context;
    private final HostState host;
    private int window = MOST / 2;
    private int covered;
    private int changesSeen;
    private @Nullable Boolean distant;

    Lookahead(RunContext context, HostState host) {
        this.context = context;
        this.host = host;
    }

    /**
     * Called before each task.
     *
     * @param upcoming this task and those that follow it
     * @param around the variables of the play, and of what these tasks are included by
     */
    void before(List<Program.Task> upcoming, List<Frame> around) throws InterruptedException {
        if (distant == null) {
            distant = distant(upcoming.getFirst(), around);
        }
        boolean changed = host.view().changes() != changesSeen;
        if (!distant) {
            return;
        }
        if (!changed && covered-- > 0) {
            return;
        }
        // Where tasks change things, most of what is asked ahead is soon out of date.
        window = changed ? FEWEST : Math.min(MOST, window * 2);
        changesSeen = host.view().changes();
        covered = Math.min(window, upcoming.size()) - 1;
        if (covered > 0) {
            new Round(upcoming.subList(0, covered + 1), around).run();
        }
    }

    /** Whether looking ahead saves round trips to this host at all. */
    private boolean distant(Program.Task task, List<Frame> playFrames) {
        List<Frame> frames = new ArrayList<>(playFrames);
        frames.addAll(task.frames());
        Scope scope = host.variables().scope(frames);
        try {
            return host.host(context, Connections.settings(host, task.settings(), scope, context)).distant();
        } catch (UnknownException | RunbookException itsOwnTurnWillShow) {
            return true;
        }
    }

    /** One gathering of questions. */
    private final class Round {
        private final List<Program.Task> tasks;
        private final List<Frame> playFrames;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private final Map<Access, Set<HostQuery<?>>> wishes = new LinkedHashMap<>();
        private final Map<Access, ConnectionSettings> settings = new LinkedHashMap<>();
        private int looking;
        private int waiting;
        private int round;
        private boolean over;

        Round(List<Program.Task> tasks, List<Frame> playFrames) {
            this.tasks = List.copyOf(tasks);
            this.playFrames = playFrames;
        }

        void run() throws InterruptedException {
            List<Thread> threads = new ArrayList<>();
            looking = tasks.size();
            for (Program.Task task : tasks) {
                threads.add(Thread.ofVirtual().start(() -> look(task)));
            }
            try {
                for (int i = 0; i < ROUNDS && gather(); i++) {
                    answer();
                }
            } finally {
                end();
                for (Thread thread : threads) {
                    thread.join();
                }
            }
        }

        /** Waits until nobody looks on; true where there is something to ask. */
        private boolean gather() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (looking > 0) {
                    changed.await();
                }
                return !wishes.isEmpty();
            } finally {
                lock.unlock();
            }
        }

        private void answer() throws InterruptedException {
            Map<Access, Set<HostQuery<?>>> now;
            lock.lock();
            try {
                now = new LinkedHashMap<>(wishes);
            } finally {
                lock.unlock();
            }
            try {
                for (Map.Entry<Access, Set<HostQuery<?>>> asked : now.entrySet()) {
                    ask(asked.getKey(), new ArrayList<>(asked.getValue()));
                }
            } catch (HostUnreachableException e) {
                return; // the first task finds out in its own turn, and says so
            } finally {
                proceed();
            }
        }

        private void ask(Access access, List<HostQuery<?>> questions) throws InterruptedException {
            ConnectionSettings reached = settings.get(access);
            if (reached == null) {
                return;
            }
            Host connected = host.host(context, reached);
            // Whoever needs an answer that was refused asks again in its own turn, and fails with the reason.
            HostWorld.keep(host.view(), access, questions, connected.ask(questions, access));
        }

        private void proceed() {
            lock.lock();
            try {
                looking = waiting;
                waiting = 0;
                wishes.clear();
                round++;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        private void end() {
            lock.lock();
            try {
                over = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        private void look(Program.Task task) {
            try {
                observe(task);
            } catch (HostWorld.NotAhead
                    | UnknownException
                    | RunbookException
                    | TaskFailedException
                    | InterruptedRunException
                    | HostUnreachableException notAhead) {
                return; // its own turn will show
            } finally {
                lock.lock();
                try {
                    looking--;
                    changed.signalAll();
                } finally {
                    lock.unlock();
                }
            }
        }

        private void observe(Program.Task task) {
            if (task.loop() != null
                    || !task.selected()
                    || task.settings().delegateTo() != null
                    || task.settings().runOnce() != null
                    || !(task.action() instanceof Program.Action.OfModule action)) {
                return;
            }
            List<Frame> frames = new ArrayList<>(playFrames);
            frames.addAll(task.frames());
            Scope scope = host.variables().scope(frames);
            if (!Booleans.all(task.settings().when(), scope).holds()
                    || !(action.arguments().bind(scope) instanceof Binding.Bound bound)) {
                return;
            }
            ConnectionSettings connection = Connections.settings(host, task.settings(), scope, context);
            Access access = Connections.access(task.settings(), scope, context);
            lock.lock();
            try {
                ConnectionSettings known = settings.putIfAbsent(access, connection);
                if (known != null && !known.equals(connection)) {
                    return; // another way to reach the host has another view of it
                }
            } finally {
                lock.unlock();
            }
            HostWorld world = new HostWorld(
                    access, host.view(), context.surroundingsAhead(), missing -> wish(access, missing));
            look(action.module(), bound.parameters(), world);
        }

        @SuppressWarnings("unchecked") // the binder made the parameters from this very module's record
        private void look(ModuleDescriptor descriptor, Record parameters, HostWorld world) {
            switch (descriptor.module()) {
                case ResourceModule<?, ?> module -> ((ResourceModule<Record, Record>) module).observe(parameters, world);
                case EffectModule<?, ?> module -> ((EffectModule<Record, Record>) module).decide(parameters, world);
                case QueryModule<?, ?> module -> ((QueryModule<Record, Record>) module).query(parameters, world);
            }
        }

        /** Adds to what is asked next, and waits until it has been. */
        private @Nullable String wish(Access access, List<HostQuery<?>> missing) {
            lock.lock();
            try {
                if (over) {
                    throw new HostWorld.NotAhead();
                }
                wishes.computeIfAbsent(access, a -> new LinkedHashSet<>()).addAll(missing);
                int mine = round;
                looking--;
                waiting++;
                changed.signalAll();
                while (round == mine && !over) {
                    changed.awaitUninterruptibly();
                }
                if (over) {
                    looking++; // look() takes it back
                    throw new HostWorld.NotAhead();
                }
                return null;
            } finally {
                lock.unlock();
            }
        }
    }
}
