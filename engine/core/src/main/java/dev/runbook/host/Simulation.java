package dev.runbook.host;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a simulated host behaves where it is told to, from the variables {@code simulated_…} of a host.
 *
 * @param unreachable whether no connection can be made
 * @param commands what commands give, by their text; a key that ends with {@code *} stands for all that begin so. Of
 *     several answers each is given once, and the last one from then on
 * @param missing packages that the package lists do not have
 * @param ports that accept connections
 * @param urls what can be fetched, by address
 * @param facts laid over the machine's own, mapping by mapping
 */
public record Simulation(
        boolean unreachable,
        Map<String, List<Reply>> commands,
        Set<String> missing,
        Set<Integer> ports,
        Map<String, Page> urls,
        Map<String, Object> facts) {
    /** A reachable host that nothing is said about. */
    public static final Simulation PLAIN =
            new Simulation(false, Map.of(), Set.of(), Set.of(22), Map.of(), Map.of());

    public Simulation {
        commands = Map.copyOf(commands);
        missing = Set.copyOf(missing);
        ports = Set.copyOf(ports);
        urls = Map.copyOf(urls);
        facts = Map.copyOf(facts);
    }

    /**
     * What a command gives.
     *
     * @param exitStatus 0 to 255
     * @param unreachable whether the connection is lost instead
     * @param seconds how long it takes
     */
    public record Reply(int exitStatus, String stdout, String stderr, boolean unreachable, double seconds) {}

    /** What an address gives: an HTTP status and a body. */
    public record Page(int status, String body) {}
}
