package dev.runbook.modules.grafana;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.ActionResult;
import dev.runbook.api.Answer;
import dev.runbook.api.NetworkAction.HttpCall;
import dev.runbook.api.NetworkQuery.HttpAnswer;
import dev.runbook.api.Query;
import dev.runbook.api.Secret;
import dev.runbook.api.ShellScript;
import dev.runbook.api.TaskModule;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.SimulatedAction;
import dev.runbook.api.simulated.StandIn;
import dev.runbook.host.Access;
import dev.runbook.host.Host;
import dev.runbook.host.simulated.StandIns;
import dev.runbook.modules.grafana.standin.GrafanaStandIn;
import dev.runbook.testkit.ModuleContract;
import dev.runbook.testkit.TestHosts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A simulated host with Grafana as it is after its installation, and something at port 9090 that answers as Prometheus does. */
final class GrafanaTest implements AutoCloseable {
    private static final class Prometheus implements StandIn {
        @Override
        public String name() {
            return "Prometheus";
        }

        @Override
        public List<String> addresses() {
            return List.of();
        }

        @Override
        public String unit() {
            return "prometheus";
        }

        @Override
        public Service start(@Nullable Machine machine) {
            return new Service() {
                @Override
                public boolean listens(int port) {
                    return port == 9090;
                }

                @Override
                public Reply answer(Request request) {
                    return Reply.json(200, "{\"status\":\"success\"}");
                }
            };
        }
    }

    final StandIns standIns;
    final Host host;

    GrafanaTest(String version) {
        this(version, 5);
    }

    GrafanaTest(String version, int tries) {
        standIns = new StandIns(List.of(new GrafanaStandIn(version, tries), new Prometheus()));
        host = TestHosts.simulated(standIns);
        simulate(machine -> {
            machine.install("prometheus", "2.54.1");
            machine.install("grafana", version);
            machine.run("grafana-server.service", false, true);
        });
    }

    ModuleContract contract(TaskModule module) {
        return ModuleContract.of(module, host).calling(standIns);
    }

    /** A change by hand, as admin. */
    HttpAnswer send(String method, String path, String body) {
        return as("admin:admin", method, path, body);
    }

    HttpAnswer as(String login, String method, String path, String body) {
        String basic = "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        try {
            return host.call(new HttpCall(
                    method, "http://localhost:3000" + path, Map.of("Authorization", basic), new Secret(body), true,
                    Duration.ofSeconds(5)));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void simulate(Consumer<Machine> deed) {
        try {
            List<ActionResult> results = host.perform(List.of(new Deed(deed)), Access.PLAIN, (line, error) -> {});
            assertTrue(results.getFirst().succeeded(), results.toString());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Deed(Consumer<Machine> deed) implements SimulatedAction {
        @Override
        public String summary() {
            return "do something";
        }

        @Override
        public ShellScript script() {
            return ShellScript.of("false");
        }

        @Override
        public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
            return before;
        }

        @Override
        public void simulate(Machine machine) {
            deed.accept(machine);
        }
    }

    @Override
    public void close() {
        host.close();
        standIns.close();
    }
}
