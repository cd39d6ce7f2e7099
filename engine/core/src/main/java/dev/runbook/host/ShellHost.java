package dev.runbook.host;

import dev.runbook.api.ActionResult;
import dev.runbook.api.HostAction;
import dev.runbook.api.HostQuery;
import dev.runbook.api.NetworkAction;
import dev.runbook.api.NetworkQuery;
import dev.runbook.api.Payload;
import dev.runbook.api.ShellScript;
import dev.runbook.api.TaskFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A host with a POSIX shell, over any {@link Transport}. Connects again when a connection has broken. */
public final class ShellHost implements Host {
    /** Payloads up to this size travel inside the script. */
    static final int INLINE_LIMIT = 64 * 1024;

    private static final int BATCH_LIMIT = 1024 * 1024;
    private static final Duration SHORTEST_START = Duration.ofSeconds(30);

    private final String name;
    private final Transport.Connector connector;
    private final Duration startLimit;
    private final ReentrantLock connecting = new ReentrantLock();
    private final Map<Login, UserShell> shells = new HashMap<>();
    private @Nullable Transport transport;
    private volatile boolean closed;

    public ShellHost(String name, Transport.Connector connector, Duration connectTimeout) {
        this.name = name;
        this.connector = connector;
        this.startLimit = connectTimeout.compareTo(SHORTEST_START) < 0 ? SHORTEST_START : connectTimeout;
    }

    /** Whether {@link #close} was called; such a host stays closed. */
    boolean closed() {
        return closed;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<HostAnswer> ask(List<? extends HostQuery<?>> queries, Access access) throws InterruptedException {
        return new Asking(queries, scripts -> queryScripts(scripts, queries, access)).answers();
    }

    private List<UserShell.Outcome> queryScripts(
            List<Script> scripts, List<? extends HostQuery<?>> queries, Access access) throws InterruptedException {
        String doing = "read " + queries.getFirst().describe();
        boolean again = false;
        while (true) {
            UserShell shell = shell(access);
            try {
                return shell.run(
                        new UserShell.Batch(scripts, false, limit(access), OutputListener.NONE));
            } catch (UserShell.CutOffException e) {
                if (again || e.cut() == UserShell.Cut.TIMEOUT) {
                    throw cutOff(e, access, doing);
                }
                forgetBroken(e);
                // Questions change nothing, so a connection that had gone stale costs only another try.
                again = true;
            }
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends @Nullable Object> T ask(NetworkQuery<T> query) throws InterruptedException {
        return switch (query) {
            case NetworkQuery.TcpPort port -> (T) (Object) askPort(port);
            case NetworkQuery.HttpGet get -> (T) askHttp(get);
            case NetworkQuery.HttpQuery<T> question -> question.read(askHttp(question.request()));
        };
    }

    private boolean askPort(NetworkQuery.TcpPort query) throws InterruptedException {
        if (query.fromController()) {
            return PortAsker.ask(query, DirectSocket::new, Thread.ofPlatform().daemon());
        }
        Transport from = transport();
        boolean open = PortAsker.ask(query, from::socket, from.threads());
        return open || stillThere(from, query, open);
    }

    @Override
    public NetworkQuery.HttpAnswer call(NetworkAction.HttpCall call) throws InterruptedException {
        Transport from = transport();
        NetworkQuery.HttpAnswer answer = HttpAsker.from(from).call(call);
        if (answer.status() == 0 && !from.connected()) {
            throw new HostUnreachableException(
                    "the connection to " + name + " was lost while: " + call,
                    List.of("Whether that was still carried out is not known; the next run looks again."));
        }
        return answer;
    }

    private NetworkQuery.HttpAnswer askHttp(NetworkQuery.HttpGet query) throws InterruptedException {
        if (query.fromController()) {
            return HttpAsker.here().ask(query);
        }
        Transport from = transport();
        NetworkQuery.HttpAnswer answer = HttpAsker.from(from).ask(query);
        return answer.status() > 0 ? answer : stillThere(from, query, answer);
    }

    /** No answer counts only as long as the connection it should have come over stands. */
    private <A> A stillThere(Transport from, NetworkQuery<?> query, A answer) {
        if (!from.connected()) {
            throw new HostUnreachableException(
                    "the connection to " + name + " was lost while: ask for " + query.describe(), List.of());
        }
        return answer;
    }

    @Override
    public List<ActionResult> perform(List<? extends HostAction> actions, Access access, OutputListener listener)
            throws InterruptedException {
        List<ActionResult> results = new ArrayList<>();
        List<HostAction> batch = new ArrayList<>();
        List<Script> scripts = new ArrayList<>();
        int size = 0;
        for (HostAction action : actions) {
            ShellScript shell = action.script();
            byte[] inline = inline(shell.input());
            if ((shell.input() != null && inline == null) || size > BATCH_LIMIT) {
                performBatch(batch, scripts, access, listener, results);
                size = 0;
            }
            if (failed(results)) {
                return results;
            }
            Script script = new Script(shell.text(), inline, access.environment(), !action.opaque());
            if (shell.input() != null && inline == null) {
                results.add(performStreamed(action, script, shell.input(), access, listener));
            } else {
                batch.add(action);
                scripts.add(script);
                size += shell.text().length() + (inline == null ? 0 : inline.length);
            }
        }
        if (!failed(results)) {
            performBatch(batch, scripts, access, listener, results);
        }
        return results;
    }

    private static boolean failed(List<ActionResult> results) {
        return !results.isEmpty() && !results.getLast().succeeded();
    }

    private static byte @Nullable [] inline(@Nullable Payload input) {
        return input == null || input.size() > INLINE_LIMIT ? null : input.inMemory();
    }

    private void performBatch(
            List<HostAction> batch,
            List<Script> scripts,
            Access access,
            OutputListener listener,
            List<ActionResult> results)
            throws InterruptedException {
        if (batch.isEmpty()) {
            return;
        }
        try {
            for (UserShell.Outcome outcome : shell(access)
                    .run(new UserShell.Batch(List.copyOf(scripts), true, limit(access), listener))) {
                results.add(result(outcome));
            }
        } catch (UserShell.CutOffException e) {
            throw cutOff(e, access, batch.get(e.index()).summary());
        }
        batch.clear();
        scripts.clear();
    }

    private ActionResult performStreamed(
            HostAction action, Script script, Payload payload, Access access, OutputListener listener)
            throws InterruptedException {
        try {
            return result(shell(access).stream(script, payload, limit(access), listener));
        } catch (UserShell.CutOffException e) {
            throw cutOff(e, access, action.summary());
        }
    }

    private static ActionResult result(UserShell.Outcome outcome) {
        return new ActionResult(
                outcome.status(), outcome.out().text(), outcome.err().text(), outcome.elapsed());
    }

    /** As people know it, a limit of nothing is none. */
    private static @Nullable Duration limit(Access access) {
        Duration timeout = access.timeout();
        return timeout == null || !timeout.isPositive() ? null : timeout;
    }

    private static TaskFailedException timedOut(Access access, String doing) {
        Duration limit = access.timeout();
        return new TaskFailedException(
                "not done within " + (limit == null ? 0 : limit.toMillis() / 1000.0) + " s, and stopped: " + doing,
                null,
                List.of("Raise the task's timeout if it may take longer."));
    }

    private RuntimeException cutOff(UserShell.CutOffException e, Access access, String doing) throws InterruptedException {
        String why = e.getMessage() == null || e.getMessage().isEmpty() ? "" : " (" + e.getMessage() + ")";
        List<String> inDoubt = List.of("Whether that was still carried out is not known; the next run looks again.");
        forgetBroken(e);
        return switch (e.cut()) {
            case TIMEOUT -> timedOut(access, doing);
            case NO_SHELL -> new HostUnreachableException(
                    name + " starts no shell" + why + " to: " + doing,
                    List.of("The SSH server may limit sessions: MaxSessions in its sshd_config."), e);
            case ENDED -> connection() == null
                    ? new HostUnreachableException("the connection to " + name + " was lost while: " + doing, inDoubt, e)
                    : new HostUnreachableException("the shell on " + name + " ended while: " + doing, inDoubt, e);
            case BROKEN -> new HostUnreachableException(
                    "the connection to " + name + " was lost" + why + " while: " + doing, inDoubt, e);
        };
    }

    /** Streams learn of a broken connection a moment before the connection itself does. */
    private void forgetBroken(UserShell.CutOffException e) throws InterruptedException {
        if (e.cut() == UserShell.Cut.BROKEN) {
            connecting.lockInterruptibly();
            try {
                forget();
            } finally {
                connecting.unlock();
            }
        }
    }

    private void forget() {
        Transport present = transport;
        transport = null;
        if (present != null) {
            present.close();
        }
        shells.values().forEach(UserShell::close);
        shells.clear();
    }

    /** The shell for a user, on a connection that stands as far as is known. */
    private UserShell shell(Access access) throws InterruptedException {
        connecting.lockInterruptibly();
        try {
            Transport connected = transport();
            Login login = Login.of(name, connected.user(), access.become());
            return shells.computeIfAbsent(login, key -> new UserShell(connected, key, startLimit));
        } finally {
            connecting.unlock();
        }
    }

    private Transport transport() throws InterruptedException {
        connecting.lockInterruptibly();
        try {
            if (closed) {
                throw new HostUnreachableException("the connection to " + name + " is closed", List.of());
            }
            Transport present = connection();
            Transport connected = present == null ? connector.connect() : present;
            transport = connected;
            return connected;
        } finally {
            connecting.unlock();
        }
    }

    /** The connection if it stands; one that does not is cleared away. */
    private @Nullable Transport connection() throws InterruptedException {
        connecting.lockInterruptibly();
        try {
            Transport present = transport;
            if (present != null && !present.connected()) {
                forget();
                return null;
            }
            return present;
        } finally {
            connecting.unlock();
        }
    }

    @Override
    public void close() {
        connecting.lock();
        try {
            closed = true;
            shells.values().forEach(UserShell::close);
            shells.clear();
            Transport present = transport;
            if (present != null) {
                present.close();
                transport = null;
            }
        } finally {
            connecting.unlock();
        }
    }
}
