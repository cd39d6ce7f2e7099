package dev.runbook.host.simulated;

import dev.runbook.api.NetworkQuery.HttpAnswer;
import dev.runbook.api.NetworkQuery.TcpPort;
import dev.runbook.api.simulated.StandIn;
import dev.runbook.api.simulated.StandIn.Reply;
import dev.runbook.api.simulated.StandIn.Request;
import dev.runbook.api.simulated.StandIn.Service;
import dev.runbook.host.Simulation;
import dev.runbook.host.simulated.Neighbourhood.Neighbour;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What a machine reaches, itself included. Used by whoever holds the machine's lock. */
final class SimulatedNetwork {
    private static final Set<String> ITSELF = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SimulatedMachine machine;
    private final Simulation simulation;
    private final Neighbourhood neighbourhood;

    SimulatedNetwork(SimulatedMachine machine, Simulation simulation, Neighbourhood neighbourhood) {
        this.machine = machine;
        this.simulation = simulation;
        this.neighbourhood = neighbourhood;
    }

    boolean accepts(TcpPort query) {
        if (simulation.ports().contains(query.port())) {
            return true;
        }
        Neighbour neighbour = neighbourhood.at(query.address());
        return itself(query.address())
                ? listening(query.port()).isPresent()
                : neighbour != null && other(neighbour, network -> network.listening(query.port())).isPresent();
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
        return reply(address, request(method, address, headers, body.getBytes(StandardCharsets.UTF_8)))
                .map(reply -> new HttpAnswer(
                        reply.status(), reply.headers(), new String(reply.body(), StandardCharsets.UTF_8), ""))
                .orElseGet(() -> new HttpAnswer(0, Map.of(), "", "connection refused"));
    }

    static Request request(String method, URI url, Map<String, String> headers, byte[] body) {
        Map<String, String> lower = new HashMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        return new Request(
                method, String.valueOf(url.getAuthority()), path + query, lower, body);
    }

    /** Empty where nobody answers there. */
    Optional<Reply> reply(URI url, Request request) {
        String address = String.valueOf(url.getHost());
        int port = url.getPort() > 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
        if (itself(address)) {
            return listening(port).map(service -> service.answer(request));
        }
        Neighbour neighbour = neighbourhood.at(address);
        return neighbour == null
                ? neighbourhood.standIns().answer(url, request)
                : other(neighbour, network -> network.listening(port).map(service -> service.answer(request)));
    }

    private boolean itself(String address) {
        Neighbour neighbour = neighbourhood.at(address);
        return ITSELF.contains(address) || (neighbour != null && neighbour.machine() == machine);
    }

    /** Not for longer than a connection would: two machines that ask each other at once would wait for ever. */
    private <T> Optional<T> other(Neighbour neighbour, Function<SimulatedNetwork, Optional<T>> ask) {
        if (neighbour.simulation().unreachable()) {
            return Optional.empty();
        }
        try {
            if (!neighbour.machine().lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
            try {
                return ask.apply(new SimulatedNetwork(neighbour.machine(), neighbour.simulation(), neighbourhood));
            } finally {
                neighbour.machine().lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** What runs here and listens on a port. */
    private Optional<Service> listening(int port) {
        Session session = new Session(machine, simulation, machine.login("root"), neighbourhood);
        for (StandIn standIn : neighbourhood.standIns().onHosts()) {
            if (session.unit(standIn.unit() + ".service", false).active()) {
                Service service = session.service(standIn);
                if (service.listens(port)) {
                    return Optional.of(service);
                }
            }
        }
        return Optional.empty();
    }
}
