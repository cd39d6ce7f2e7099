package dev.runbook.modules.prometheus;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.ActionResult;
import dev.runbook.api.Answer;
import dev.runbook.api.HostAction;
import dev.runbook.api.NetworkQuery.HttpAnswer;
import dev.runbook.api.NetworkQuery.HttpGet;
import dev.runbook.api.Payload;
import dev.runbook.api.Query;
import dev.runbook.api.ShellScript;
import dev.runbook.api.TaskModule;
import dev.runbook.api.host.FileContent;
import dev.runbook.api.host.MakeDirectory;
import dev.runbook.api.host.WriteFile;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.SimulatedAction;
import dev.runbook.host.Access;
import dev.runbook.host.Host;
import dev.runbook.host.simulated.StandIns;
import dev.runbook.modules.prometheus.standin.FlaskAppStandIn;
import dev.runbook.modules.prometheus.standin.PrometheusStandIn;
import dev.runbook.testkit.ModuleContract;
import dev.runbook.testkit.TestHosts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A simulated host with Prometheus and the guide's application on it. */
final class Monitored implements AutoCloseable {
    static final String CONFIG =
            """
            # ours
            global:
              scrape_interval: 15s # often enough

            rule_files: [/etc/prometheus/rules.d/*.yml]

            scrape_configs:
              # itself
              - job_name: prometheus
                static_configs:
                  - targets: ['localhost:9090']

              - job_name: files
                file_sd_configs:
                  - files: [/etc/prometheus/targets.d/*.json]
            """;

    final StandIns standIns = new StandIns(List.of(new PrometheusStandIn(), new FlaskAppStandIn()));
    final Host host = TestHosts.simulated(standIns);

    Monitored() {
        simulate(machine -> {
            machine.install("prometheus", "2.54.1");
            machine.install("flask-app", "1");
        });
        directory("/etc/prometheus/targets.d");
        directory("/etc/prometheus/rules.d");
        directory("/opt/app");
        write("/etc/prometheus/prometheus.yml", CONFIG);
        write("/opt/app/app.py", "app = Flask(__name__)\nmetrics = PrometheusMetrics(app, group_by=\"url_rule\")\napp.run(port=80)\n");
        write("/etc/systemd/system/flask-app.service", "[Service]\nExecStart=/usr/bin/python3 /opt/app/app.py\n");
        restart();
    }

    void restart() {
        simulate(machine -> machine.run("prometheus.service", false, true));
    }

    ModuleContract contract(TaskModule module) {
        return ModuleContract.of(module, host).calling(standIns);
    }

    void write(String path, String text) {
        perform(new WriteFile(path, Payload.of(text), 0644, "root", "root", null));
    }

    void directory(String path) {
        perform(new MakeDirectory(path, 0755, "root", "root"));
    }

    @SuppressWarnings("unchecked")
    @Nullable String read(String path) {
        try {
            Host.HostAnswer answer = host.ask(List.of(new FileContent(path, null)), Access.PLAIN).getFirst();
            Object content = ((Answer.Known<?>) ((Host.HostAnswer.Given) answer).answer()).value();
            return content == null ? null : ((dev.runbook.api.Content) content).text();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpAnswer get(String url) {
        try {
            return host.ask(new HttpGet("GET", url, Map.of(), false, true, Duration.ofSeconds(5), false));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void simulate(Consumer<Machine> deed) {
        perform(new Deed(deed));
    }

    private void perform(HostAction action) {
        try {
            List<ActionResult> results = host.perform(List.of(action), Access.PLAIN, (line, error) -> {});
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
        Objects.requireNonNull(host).close();
        standIns.close();
    }
}
