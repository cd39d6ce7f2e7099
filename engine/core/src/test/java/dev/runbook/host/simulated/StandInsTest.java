package dev.runbook.host.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runbook.api.Answer;
import dev.runbook.api.NetworkAction.HttpCall;
import dev.runbook.api.NetworkQuery.HttpAnswer;
import dev.runbook.api.NetworkQuery.HttpGet;
import dev.runbook.api.NetworkQuery.TcpPort;
import dev.runbook.api.Query;
import dev.runbook.api.Secret;
import dev.runbook.api.ShellScript;
import dev.runbook.api.simulated.Machine;
import dev.runbook.api.simulated.SimulatedAction;
import dev.runbook.api.simulated.StandIn;
import dev.runbook.host.Access;
import dev.runbook.host.ConnectionSettings;
import dev.runbook.host.Host;
import dev.runbook.host.ShellHosts;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What stands for services: on machines, on loopback, and where nothing does. */
class StandInsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Counts its requests. */
    private record Counter(String name, List<String> addresses, @Nullable String unit) implements StandIn {
        @Override
        public Service start(@Nullable Machine machine) {
            return new Service() {
                private int requests;

                @Override
                public boolean listens(int port) {
                    return port == 8080;
                }

                @Override
                public Reply answer(Request request) {
                    requests++;
                    String user = machine == null ? "nobody" : machine.user();
                    return Reply.text(request.method().equals("GET") ? 200 : 201, requests + " " + request.host() + " "
                            + request.path() + " " + request.text() + " " + user);
                }
            };
        }
    }

    private record Stop(String unit) implements SimulatedAction {
        @Override
        public String summary() {
            return "stop " + unit;
        }

        @Override
        public <T extends @Nullable Object> Answer<T> after(Query<T> query, Answer<T> before) {
            return before;
        }

        @Override
        public ShellScript script() {
            throw new IllegalStateException("only for machines in memory");
        }

        @Override
        public void simulate(Machine machine) {
            machine.run(unit, false, false);
        }
    }

    private static final StandIn CLOUD = new Counter("cloud", List.of("https://api.*.example.com"), null);
    private static final StandIn DAEMON = new Counter("daemon", List.of(), "cron");

    private static ConnectionSettings settings() {
        return new ConnectionSettings("web1", "simulated", "192.0.2.7", 0, "root", null, List.of(), null, null,
                ConnectionSettings.HostKeyPolicy.STRICT, null, SECOND, SECOND);
    }

    private static HttpGet get(String url) {
        return new HttpGet("GET", url, Map.of(), false, true, SECOND, false);
    }

    private static String fetch(HttpClient client, String url) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    @Test
    void aServiceIsServedOnLoopbackAndKeepsItsState() throws Exception {
        try (StandIns standIns = new StandIns(List.of(DAEMON, CLOUD)); HttpClient client = HttpClient.newHttpClient()) {
            String endpoint = standIns.endpoint("https://api.eu.example.com");
            assertTrue(endpoint.startsWith("http://127.0.0.1:"), endpoint);
            assertEquals(endpoint, standIns.endpoint("https://api.eu.example.com"));
            assertEquals("1 api.eu.example.com /a?b=c  nobody", fetch(client, endpoint + "/a?b=c"));
            assertEquals("2 api.us.example.com /a  nobody", fetch(client, standIns.endpoint("https://api.us.example.com") + "/a"));
        }
    }

    @Test
    void whatNothingStandsForCannotBeCalled() {
        try (StandIns standIns = new StandIns(List.of(CLOUD))) {
            assertTrue(standIns.endpoint("https://other.example.com").endsWith(".invalid"));
        }
    }

    @Test
    void aServiceOnAHostListensWhileItsUnitRuns() throws Exception {
        try (StandIns standIns = new StandIns(List.of(DAEMON, CLOUD));
                SimulatedHosts hosts = new SimulatedHosts(ShellHosts.create(), standIns)) {
            Host host = hosts.connect(settings());
            assertEquals("1 localhost:8080 /x  root", host.ask(get("http://localhost:8080/x")).body());
            HttpAnswer written = host.call(new HttpCall(
                    "POST", "http://192.0.2.7:8080/y", Map.of(), new Secret("body"), true, SECOND));
            assertEquals("201 2 192.0.2.7:8080 /y body root", written.status() + " " + written.body());
            assertEquals(0, host.ask(get("http://localhost:9/x")).status());
            assertTrue(host.ask(new TcpPort("localhost", 8080, SECOND, false)));
            assertEquals("1 api.eu.example.com /z  nobody", host.ask(get("https://api.eu.example.com/z")).body());

            host.perform(List.of(new Stop("cron.service")), Access.PLAIN, Host.OutputListener.NONE);
            assertEquals("connection refused", host.ask(get("http://localhost:8080/x")).error());
        }
    }
}
