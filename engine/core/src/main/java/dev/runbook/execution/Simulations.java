package dev.runbook.execution;

import dev.runbook.api.Secret;
import dev.runbook.api.Unknown;
import dev.runbook.api.UnknownException;
import dev.runbook.expression.Scope;
import dev.runbook.host.Simulation;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.RunbookException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** From the variables {@code simulated_…} to how a simulated host behaves. */
final class Simulations {
    private static final Set<String> REPLY = Set.of("rc", "stdout", "stderr", "unreachable", "seconds");

    private final Scope scope;

    private Simulations(Scope scope) {
        this.scope = scope;
    }

    /**
     * @param system of a host that does not exist yet; null for one that does
     * @throws RunbookException where a variable does not have the shape it should have
     * @throws UnknownException where one is not known before earlier changes are made
     */
    static Simulation of(Scope scope, @Nullable String system) {
        return new Simulations(scope).read(system);
    }

    private Simulation read(@Nullable String imagined) {
        Object unreachable = value("simulated_unreachable");
        Object commands = value("simulated_commands");
        Object missing = value("simulated_missing_packages");
        Object ports = value("simulated_ports");
        Object urls = value("simulated_urls");
        Object facts = value("simulated_facts");
        Object written = value("simulated_system");
        String system = imagined != null ? imagined : written == null ? null : text(written);
        if (unreachable == null && commands == null && missing == null && ports == null && urls == null
                && facts == null && system == null) {
            return Simulation.PLAIN;
        }
        Set<Integer> open = new HashSet<>(ports == null ? Simulation.PLAIN.ports() : Set.of());
        list(ports, "simulated_ports").forEach(port -> open.add((int) number(port, "simulated_ports")));
        Set<String> names = new HashSet<>();
        list(missing, "simulated_missing_packages").forEach(name -> names.add(String.valueOf(name)));
        return new Simulation(
                truth(unreachable, "simulated_unreachable"),
                map(commands, "simulated_commands", this::replies),
                names,
                open,
                map(urls, "simulated_urls", this::page),
                map(facts, "simulated_facts", value -> value),
                system);
    }

    private List<Simulation.Reply> replies(Object value) {
        List<Object> several = value instanceof List<?> list ? new ArrayList<>(list) : List.of(value);
        if (several.isEmpty()) {
            throw wrong("simulated_commands", "a command needs at least one answer");
        }
        return several.stream().map(this::reply).toList();
    }

    private Simulation.Reply reply(Object value) {
        if (value instanceof String text) {
            return new Simulation.Reply(0, text.isEmpty() || text.endsWith("\n") ? text : text + "\n", "", false, 0);
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong("simulated_commands", "an answer is a mapping with " + String.join(", ", keys()) + ", or a text");
        }
        map.keySet().stream().filter(key -> !REPLY.contains(String.valueOf(key))).findFirst().ifPresent(key -> {
            throw wrong("simulated_commands", "an answer has no \"" + key + "\"; it has " + String.join(", ", keys()));
        });
        return new Simulation.Reply(
                (int) number(map.containsKey("rc") ? map.get("rc") : 0L, "simulated_commands: rc"),
                text(map.get("stdout")),
                text(map.get("stderr")),
                truth(map.get("unreachable"), "simulated_commands: unreachable"),
                number(map.containsKey("seconds") ? map.get("seconds") : 0L, "simulated_commands: seconds"));
    }

    private static List<String> keys() {
        return REPLY.stream().sorted().toList();
    }

    private Simulation.Page page(Object value) {
        return value instanceof Map<?, ?> map
                ? new Simulation.Page(
                        (int) number(map.containsKey("status") ? map.get("status") : 200L, "simulated_urls: status"),
                        text(map.get("body")))
                : new Simulation.Page(200, text(value));
    }

    @SuppressWarnings("ReferenceEquality") // UNDEFINED is one object
    private @Nullable Object value(String name) {
        Object value = scope.lookup(name);
        return switch (value) {
            case null -> null;
            case Unknown unknown -> throw new UnknownException(unknown);
            default -> value == Scope.UNDEFINED ? null : value;
        };
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Unknown unknown -> throw new UnknownException(unknown);
            case Secret secret -> secret.reveal();
            default -> value.toString();
        };
    }

    private static boolean truth(@Nullable Object value, String name) {
        return switch (value) {
            case null -> false;
            case Boolean truth -> truth;
            case Unknown unknown -> throw new UnknownException(unknown);
            default -> switch (value.toString()) {
                case "true", "yes" -> true;
                case "false", "no" -> false;
                default -> throw wrong(name, "expected true or false, not \"" + value + "\"");
            };
        };
    }

    private static double number(@Nullable Object value, String name) {
        try {
            return Double.parseDouble(text(value));
        } catch (NumberFormatException e) {
            throw wrong(name, "expected a number, not \"" + text(value) + "\"");
        }
    }

    private static List<?> list(@Nullable Object value, String name) {
        return switch (value) {
            case null -> List.of();
            case List<?> list -> list;
            default -> throw wrong(name, "expected a list");
        };
    }

    private static <T> Map<String, T> map(@Nullable Object value, String name, Function<Object, T> element) {
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(name, "expected a mapping");
        }
        Map<String, T> read = new LinkedHashMap<>();
        map.forEach((key, entry) -> read.put(String.valueOf(key), element.apply(entry == null ? "" : entry)));
        return read;
    }

    private static RunbookException wrong(String name, String message) {
        return new RunbookException(Diagnostic.error("wrong-type", null, name + ": " + message));
    }
}
