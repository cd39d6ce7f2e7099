package dev.runbook.host;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
 * @param system of a fresh machine: {@code debian12}, {@code ubuntu22.04}; null for the usual one
 */
public record Simulation(
        boolean unreachable,
        Map<String, List<Reply>> commands,
        Set<String> missing,
        Set<Integer> ports,
        Map<String, Page> urls,
        Map<String, Object> facts,
        @Nullable String system) {
    /** A reachable host that nothing is said about. */
    public static final Simulation PLAIN =
            new Simulation(false, Map.of(), Set.of(), Set.of(22), Map.of(), Map.of(), null);

    // Not a compact constructor: javac drops what is said of a parameter's type arguments there.
    public Simulation(
            boolean unreachable,
            Map<String, List<Reply>> commands,
            Set<String> missing,
            Set<Integer> ports,
            Map<String, Page> urls,
            Map<String, Object> facts,
            @Nullable String system) {
        this.unreachable = unreachable;
        this.system = system;
        this.commands = Map.copyOf(commands);
        this.missing = Set.copyOf(missing);
        this.ports = Set.copyOf(ports);
        this.urls = Map.copyOf(urls);
        this.facts = Map.copyOf(facts);
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
