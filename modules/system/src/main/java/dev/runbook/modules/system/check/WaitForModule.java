package dev.runbook.modules.system.check;

import dev.runbook.api.InvalidParameterException;
import dev.runbook.api.Module;
import dev.runbook.api.NetworkQuery;
import dev.runbook.api.Param;
import dev.runbook.api.QueryModule;
import dev.runbook.api.TaskFailedException;
import dev.runbook.api.World;
import dev.runbook.api.host.FileInfo;
import dev.runbook.api.host.FileStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The module {@code wait_for}. */
@Module(
        name = "wait_for",
        summary = "Waits until a port answers or a file is there, or no longer",
        description = {
            "A port is tried from the host, so `localhost` is the host's own; `from: controller` tries it from where the"
                    + " engine runs.",
            "In check mode it looks once; what earlier changes may still bring about is unknown, not failed."
        },
        examples = {
            "wait_for: {port: 9090, timeout: 60s}",
            "wait_for: {host: db.internal, port: 5432, from: controller}",
            "wait_for: {path: /run/app.pid, state: absent}"
        })
public final class WaitForModule implements QueryModule<WaitForModule.Parameters, WaitForModule.Result> {
    /** What is waited for. */
    public enum State {
        STARTED,
        PRESENT,
        STOPPED,
        ABSENT
    }

    /** Parameters of {@code wait_for}. */
    public record Parameters(
            @Param(value = "Name or address to connect to.", aliases = "address", defaultValue = "127.0.0.1")
                    String host,
            @Param("TCP port to try.") @Nullable Integer port,
            @Param("File or directory to look for.") @Nullable String path,
            @Param(
                            value = "Until it is there (`started` or `present`), or until it is not (`stopped` or `absent`).",
                            defaultValue = "started")
                    State state,
            @Param(value = "How long to wait at most.", defaultValue = "300s") Duration timeout,
            @Param(value = "How long to wait before looking for the first time.", defaultValue = "0s")
                    Duration delay,
            @Param(value = "How long to wait between two looks.", aliases = "interval", defaultValue = "1s")
                    Duration sleep,
            @Param(value = "The longest one attempt to connect may take.", defaultValue = "5s")
                    Duration connectTimeout,
            @Param(value = "From where to connect: the host, or where the engine runs.", defaultValue = "host")
                    Vantage from,
            @Param("What to say when the time is over.") @Nullable String msg) {
        public Parameters {
            if (port == null && path == null) {
                throw new InvalidParameterException(
                        "", "needs port or path: what is waited for?", "pause: waits for a time");
            }
            if (port != null && path != null) {
                throw new InvalidParameterException("path", "give either port or path, not both");
            }
            if (port != null && (port < 1 || port > 65_535)) {
                throw new InvalidParameterException("port", "expected a port from 1 to 65535, not " + port);
            }
            if (path != null && !path.startsWith("/")) {
                throw new InvalidParameterException("path", "expected an absolute path, not \"" + path + "\"");
            }
            if (timeout.isNegative() || delay.isNegative() || sleep.isNegative() || sleep.isZero()) {
                throw new InvalidParameterException("", "times must not be negative, and sleep not zero");
            }
        }

        boolean appears() {
            return state == State.STARTED || state == State.PRESENT;
        }
    }

    /**
     * @param elapsed seconds
     * @param attempts how often it looked
     */
    public record Result(String state, double elapsed, int attempts) {}

    @Override
    public Result query(Parameters parameters, World world) {
        if (!parameters.delay().isZero()) {
            world.pause(parameters.delay());
        }
        World.Waited<?> waited = parameters.path() != null
                ? waitForPath(parameters, parameters.path(), world)
                : waitForPort(parameters, world);
        Result result = new Result(
                parameters.state().name().toLowerCase(java.util.Locale.ROOT),
                waited.elapsed().toMillis() / 1000.0,
                waited.attempts());
        if (!waited.satisfied()) {
            String message = parameters.msg() != null
                    ? parameters.msg()
                    : what(parameters) + (parameters.appears() ? " is not there" : " is still there") + " after "
                            + Math.round(result.elapsed()) + " s";
            throw new TaskFailedException(message, result, List.of());
        }
        return result;
    }

    private static World.Waited<Boolean> waitForPort(Parameters parameters, World world) {
        int port = parameters.port() == null ? 0 : parameters.port();
        NetworkQuery.TcpPort query = new NetworkQuery.TcpPort(
                parameters.host(), port, parameters.connectTimeout(), parameters.from() == Vantage.CONTROLLER);
        return world.await(
                query, open -> open == parameters.appears(), parameters.timeout(), parameters.sleep());
    }

    private static World.Waited<@Nullable FileInfo> waitForPath(Parameters parameters, String path, World world) {
        return world.await(
                new FileStatus(path, true),
                found -> (found != null) == parameters.appears(),
                parameters.timeout(),
                parameters.sleep());
    }

    private static String what(Parameters parameters) {
        return parameters.path() != null
                ? parameters.path()
                : "port " + parameters.port() + " on " + parameters.host();
    }
}
