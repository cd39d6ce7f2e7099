package dev.runbook.host.simulated;

import dev.runbook.api.ActionResult;
import dev.runbook.api.Answer;
import dev.runbook.api.HostAction;
import dev.runbook.api.HostQuery;
import dev.runbook.api.NetworkAction;
import dev.runbook.api.NetworkQuery;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.host.PasswdEntry;
import dev.runbook.api.host.RemoveJob;
import dev.runbook.api.host.RunCommand;
import dev.runbook.api.host.StartJob;
import dev.runbook.host.Access;
import dev.runbook.host.ConnectionSettings;
import dev.runbook.host.Host;
import dev.runbook.host.HostUnreachableException;
import dev.runbook.host.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A machine in memory as a host. It answers and acts at once and starts no process; no permissions are checked but that
 * to read passwords. Its connection always stands, unless its {@link Simulation} says otherwise.
 */
final class SimulatedHost implements Host {
    private static final ActionResult DONE = new ActionResult(0, "", "", Duration.ZERO);

    private final SimulatedMachine machine;
    private final Simulation simulation;
    private final String login;
    private final SimulatedNetwork network;
    private final Neighbourhood neighbourhood;

    SimulatedHost(
            SimulatedMachine machine, ConnectionSettings settings, Simulation simulation, Neighbourhood neighbourhood) {
        this.machine = machine;
        this.neighbourhood = neighbourhood;
        this.network = new SimulatedNetwork(machine, simulation, neighbourhood);
        this.simulation = simulation;
        this.login = Objects.requireNonNullElse(settings.user(), "root");
    }

    @Override
    public String name() {
        return machine.name;
    }

    @Override
    public List<HostAnswer> ask(List<? extends HostQuery<?>> queries, Access access) throws InterruptedException {
        machine.lock.lockInterruptibly();
        try {
            Session session = session(access);
            List<HostAnswer> answers = new ArrayList<>(queries.size());
            for (HostQuery<?> query : queries) {
                answers.add(answer(query, session));
            }
            return answers;
        } finally {
            machine.lock.unlock();
        }
    }

    private static HostAnswer answer(HostQuery<?> query, Session session) {
        try {
            return new HostAnswer.Given(Answer.of(session.ask(query)));
        } catch (TaskFailedException e) {
            return new HostAnswer.Refused(String.valueOf(e.getMessage()));
        }
    }

    @Override
    @SuppressWarnings("unchecked") // each answer is of its question's type
    public <T extends @Nullable Object> T ask(NetworkQuery<T> query) throws InterruptedException {
        requireReachable();
        machine.lock.lockInterruptibly();
        try {
            return switch (query) {
                case NetworkQuery.TcpPort port -> (T) (Object) network.accepts(port);
                case NetworkQuery.HttpGet get -> (T) network.exchange(get.method(), get.url(), get.headers(), "");
                case NetworkQuery.HttpQuery<T> question -> {
                    NetworkQuery.HttpGet get = question.request();
                    yield question.read(network.exchange(get.method(), get.url(), get.headers(), ""));
                }
            };
        } finally {
            machine.lock.unlock();
        }
    }

    @Override
    public NetworkQuery.HttpAnswer call(NetworkAction.HttpCall call) throws InterruptedException {
        requireReachable();
        machine.lock.lockInterruptibly();
        try {
            return network.exchange(call.method(), call.url(), call.headers(), call.body().reveal());
        } finally {
            machine.lock.unlock();
        }
    }

    @Override
    public List<ActionResult> perform(
            List<? extends HostAction> actions, Access access, OutputListener listener) throws InterruptedException {
        List<ActionResult> results = new ArrayList<>(actions.size());
        machine.lock.lockInterruptibly();
        try {
            Session session = session(access);
            for (HostAction action : actions) {
                ActionResult result = switch (action) {
                    case RunCommand command -> run(command, session, access, listener);
                    case StartJob job -> started(job, session, access);
                    case RemoveJob(String id) -> {
                        Jobs.remove(session, id);
                        yield DONE;
                    }
                    default -> carryOut(action, session);
                };
                results.add(result);
                if (!result.succeeded()) {
                    break;
                }
            }
            return results;
        } finally {
            machine.lock.unlock();
        }
    }

    private static ActionResult carryOut(HostAction action, Session session) {
        try {
            session.carryOut(action);
            return DONE;
        } catch (TaskFailedException e) {
            return new ActionResult(1, "", e.getMessage() + "\n", Duration.ZERO);
        }
    }

    private static ActionResult started(StartJob job, Session session, Access access) {
        Jobs.start(job, session, access.environment());
        return DONE;
    }

    private ActionResult run(RunCommand command, Session session, Access access, OutputListener listener)
            throws InterruptedException {
        Simulation.Reply reply = Commands.run(command, session, access.environment());
        Duration takes = Duration.ofMillis(Math.round(reply.seconds() * 1000));
        Duration limit = access.timeout();
        if (limit != null && limit.isPositive() && takes.compareTo(limit) > 0) {
            Thread.sleep(limit);
            throw new TaskFailedException(
                    "not done within " + limit.toMillis() / 1000.0 + " s, and stopped: " + command.summary(),
                    null,
                    List.of("Raise the task's timeout if it may take longer."));
        }
        if (takes.isPositive()) {
            Thread.sleep(takes);
        }
        if (reply.unreachable()) {
            throw new HostUnreachableException(
                    "the connection to " + machine.name + " was lost while: " + command.summary(), List.of());
        }
        reply.stdout().lines().forEach(line -> listener.line(line, false));
        reply.stderr().lines().forEach(line -> listener.line(line, true));
        return new ActionResult(reply.exitStatus(), reply.stdout(), reply.stderr(), takes);
    }

    private Session session(Access access) {
        requireReachable();
        PasswdEntry.User user = machine.login(login);
        Access.Become become = access.become();
        if (become != null) {
            user = machine.accounts.users.get(become.user());
            if (user == null) {
                throw new HostUnreachableException(
                        machine.name + ": " + become.method() + ": unknown user " + become.user(), List.of());
            }
        }
        return new Session(machine, simulation, user, neighbourhood);
    }

    private void requireReachable() {
        if (simulation.unreachable()) {
            throw new HostUnreachableException(
                    machine.name + " is simulated as unreachable", List.of("simulated_unreachable is true for it."));
        }
    }

    @Override
    public boolean distant() {
        return false;
    }

    @Override
    public void close() {}
}
