package dev.runbook.execution;

import dev.runbook.expression.Expression;
import dev.runbook.expression.Scope;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Literals;
import dev.runbook.language.RunbookException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * How a play goes through its hosts.
 *
 * @param sizes of batches, each from the number of all hosts; the last counts for all that follow
 * @param maxFailPercentage over 100 for no limit
 */
record Course(boolean free, String order, List<IntUnaryOperator> sizes, double maxFailPercentage) {
    private static final double NO_LIMIT = 101;

    Course {
        sizes = List.copyOf(sizes);
    }

    /** @throws RunbookException where a keyword's value is no good */
    static Course of(Program.Play play, Scope scope) {
        Program.Course written = play.course();
        List<IntUnaryOperator> sizes = new ArrayList<>();
        for (Expression size : written.serial()) {
            Object value = size.evaluate(scope);
            List<?> all = value instanceof List<?> list ? list : Collections.singletonList(value);
            for (Object one : all) {
                sizes.add(Literals.batchSize(String.valueOf(one)).orElseThrow(() -> wrong(
                        size, "serial", "a number of hosts or a percentage", one)));
            }
        }
        return new Course(
                oneOf(written.strategy(), "strategy", scope, "linear", "free").equals("free"),
                oneOf(written.order(), "order", scope, "inventory", "reverse_inventory", "sorted", "reverse_sorted", "shuffle"),
                sizes,
                written.maxFailPercentage() == null ? NO_LIMIT : percentage(written.maxFailPercentage(), scope));
    }

    private static double percentage(Expression expression, Scope scope) {
        Object value = expression.evaluate(scope);
        return Literals.percentage(String.valueOf(value)).orElseThrow(() -> wrong(
                expression, "max_fail_percentage", "a number from 0 to 100", value));
    }

    private static String oneOf(
            @org.jspecify.annotations.Nullable Expression expression, String keyword, Scope scope, String... values) {
        String value = Booleans.text(expression, scope).orElse(values[0]);
        if (expression != null && !List.of(values).contains(value)) {
            throw wrong(expression, keyword, String.join(", ", values), value);
        }
        return value;
    }

    private static RunbookException wrong(
            Expression expression, String keyword, String expected, @org.jspecify.annotations.Nullable Object value) {
        return new RunbookException(Diagnostic.error(
                "wrong-type", expression.span(), keyword + " takes " + expected + ", not " + value));
    }

    /** The hosts in order, batch by batch. */
    List<List<HostState>> batches(List<HostState> inventory) {
        List<HostState> hosts = ordered(inventory);
        if (sizes.isEmpty()) {
            return List.of(hosts);
        }
        List<List<HostState>> batches = new ArrayList<>();
        int from = 0;
        for (int i = 0; from < hosts.size(); i++) {
            int size = sizes.get(Math.min(i, sizes.size() - 1)).applyAsInt(hosts.size());
            int to = Math.min(hosts.size(), from + size);
            batches.add(hosts.subList(from, to));
            from = to;
        }
        return batches;
    }

    private List<HostState> ordered(List<HostState> inventory) {
        List<HostState> hosts = new ArrayList<>(inventory);
        Comparator<HostState> byName = Comparator.comparing(HostState::name);
        switch (order) {
            case "reverse_inventory" -> Collections.reverse(hosts);
            case "sorted" -> hosts.sort(byName);
            case "reverse_sorted" -> hosts.sort(byName.reversed());
            case "shuffle" -> Collections.shuffle(hosts);
            default -> {} // as the inventory has them
        }
        return List.copyOf(hosts);
    }
}
