package dev.runbook.host.simulated;

import dev.runbook.api.NetworkQuery.HttpAnswer;
import dev.runbook.api.NetworkQuery.TcpPort;
import dev.runbook.api.simulated.StandIn;
import dev.runbook.api.simulated.StandIn.Reply;
import dev.runbook.api.simulated.StandIn.Request;
import dev.runbook.api.simulated.StandIn.Service;
import dev.runbook.host.ConnectionSettings;
import dev.runbook.host.Simulation;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What a machine reaches, itself included. Used by whoever holds the machine's lock. */
final class SimulatedNetwork {
    private static final Set<String> ITSELF = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final SimulatedMachine machine;
    private final Simulation simulation;
    private final ConnectionSettings settings;
    private final StandIns standIns;

    SimulatedNetwork(SimulatedMachine machine, ConnectionSettings settings, StandIns standIns) {
        this.machine = machine;
        this.simulation = Objects.requireNonNullElse(settings.simulation(), Simulation.PLAIN);
        this.settings = settings;
        this.standIns = standIns;
    }

    boolean accepts(TcpPort query) {
        return simulation.ports().contains(query.port())
                || (itself(query.address()) && listening(query.port()).isPresent());
    }

    HttpAnswer exchange(String method, String url, Map<String, String> headers, String body) {
        Simulation.Page page = simulation.urls().get(url);
        if (page != null) {
            return new HttpAnswer(page.status(), Map.of(), page.body(), "");
        }
        URI address;
        try {
            address = URI.create(url);
        } catch (IllegalArgumentException e) {
            return new HttpAnswer(0, Map.of(), "", "not a URL: " + e.getMessage());
        }
        Request request = request(method, address, headers, body);
        return reply(address, request)
                .map(reply -> new HttpAnswer(
                        reply.status(), reply.headers(), new String(reply.body(), StandardCharsets.UTF_8), ""))
                .orElseGet(() -> new HttpAnswer(0, Map.of(), "", "connection refused"));
    }

    static Request request(String method, URI url, Map<String, String> headers, String body) {
        Map<String, String> lower = new HashMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        return new Request(
                method, String.valueOf(url.getAuthority()), path + query, lower, body.getBytes(StandardCharsets.UTF_8));
    }

    private Optional<Reply> reply(URI url, Request request) {
        if (!itself(String.valueOf(url.getHost()))) {
            return standIns.answer(url, request);
        }
        int port = url.getPort() > 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
        return listening(port).map(service -> service.answer(request));
    }

    private boolean itself(String address) {
        return ITSELF.contains(address) || address.equals(machine.name) || address.equals(settings.address());
    }

    /** What runs here and listens on a port. */
    private Optional<Service> listening(int port) {
        Session session = new Session(machine, simulation, machine.login("root"), standIns);
        for (StandIn standIn : standIns.onHosts()) {
            if (session.unit(standIn.unit() + ".service", false).active()) {
                Service service = machine.services.computeIfAbsent(standIn, key -> key.start(session));
                if (service.listens(port)) {
                    return Optional.of(service);
                }
            }
        }
        return Optional.empty();
    }
}
