package dev.runbook.modules.prometheus.standin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.DoubleBinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * As much of PromQL as dashboards and alerts of services use, over one scrape: selectors, arithmetic, comparisons,
 * {@code and or unless}, aggregations, and the usual functions of rates. A counter is taken to have grown from nothing within
 * the range that is asked for. What is not known here is refused, never guessed.
 */
final class PromQl {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s+|#[^\\n]*|(\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*')|(\\[[0-9a-z:]+])|([0-9]*\\.?[0-9]+(?:[eE][+-]?[0-9]+)?)"
                    + "|([a-zA-Z_:][a-zA-Z0-9_:]*)|(=~|!~|==|!=|<=|>=|[-+*/%^(){},=<>])");
    private static final Set<String> AGGREGATIONS = Set.of("sum", "avg", "min", "max", "count");
    private static final Set<String> RATES = Set.of("rate", "irate", "increase", "delta");
    private static final Set<String> OVER_TIME = Set.of(
            "avg_over_time", "min_over_time", "max_over_time", "sum_over_time", "last_over_time", "count_over_time");
    private static final List<Set<String>> LEVELS = List.of(
            Set.of("or"), Set.of("and", "unless"), Set.of("==", "!=", "<", "<=", ">", ">="), Set.of("+", "-"),
            Set.of("*", "/", "%"));

    /** One value with its labels; {@code __name__} among them where it has a name. */
    record Sample(Map<String, String> labels, double value) {}

    /** @param scalar whether it is one number, without labels */
    record Vector(List<Sample> samples, boolean scalar) {}

    /** The text of a complaint, in Prometheus's words where they are known. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message, null, false, false);
        }
    }

    private final List<String> tokens = new ArrayList<>();
    private final List<Sample> scraped;
    private int at;

    private PromQl(String text, List<Sample> scraped) {
        this.scraped = scraped;
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw new Refused("parse error: unexpected character: '" + text.charAt(end) + "'");
            }
            end = matcher.end();
            String token = matcher.group();
            if (!token.isBlank() && !token.startsWith("#")) {
                tokens.add(token);
            }
        }
    }

    static Vector evaluate(String text, List<Sample> scraped) {
        PromQl query = new PromQl(text, scraped);
        if (query.tokens.isEmpty()) {
            throw new Refused("parse error: no expression found in input");
        }
        Vector result = query.level(0);
        if (query.at < query.tokens.size()) {
            throw new Refused("parse error: unexpected \"" + query.tokens.get(query.at) + "\"");
        }
        return result;
    }

    /** Whether it can be parsed. */
    static void check(String text) {
        evaluate(text, List.of());
    }

    private String peek() {
        return at < tokens.size() ? tokens.get(at) : "";
    }

    private String next() {
        if (at >= tokens.size()) {
            throw new Refused("parse error: unexpected end of input");
        }
        return tokens.get(at++);
    }

    private void expect(String token) {
        String found = at < tokens.size() ? tokens.get(at) : "end of input";
        if (!found.equals(token)) {
            throw new Refused("parse error: unexpected " + found + ", expected \"" + token + "\"");
        }
        at++;
    }

    private Vector level(int level) {
        if (level == LEVELS.size()) {
            return unary();
        }
        Vector left = level(level + 1);
        while (LEVELS.get(level).contains(peek())) {
            String operator = next();
            boolean bool = peek().equals("bool");
            if (bool) {
                next();
            }
            Matching matching = matching();
            left = apply(operator, bool, left, level(level + 1), matching);
        }
        return left;
    }

    private Vector unary() {
        if (peek().equals("-") || peek().equals("+")) {
            double sign = next().equals("-") ? -1 : 1;
            Vector operand = unary();
            return new Vector(
                    operand.samples().stream().map(one -> new Sample(nameless(one.labels()), sign * one.value())).toList(),
                    operand.scalar());
        }
        return primary();
    }

    private Vector primary() {
        String token = next();
        if (token.equals("(")) {
            Vector inner = level(0);
            expect(")");
            return inner;
        }
        if (Character.isDigit(token.charAt(0)) || token.startsWith(".")) {
            return new Vector(List.of(new Sample(Map.of(), Double.parseDouble(token))), true);
        }
        if (token.equals("{")) {
            at--;
            return selector("");
        }
        if (!Character.isLetter(token.charAt(0)) && token.charAt(0) != '_') {
            throw new Refused("parse error: unexpected \"" + token + "\"");
        }
        if (AGGREGATIONS.contains(token)) {
            return aggregate(token);
        }
        return peek().equals("(") ? function(token) : selector(token);
    }

    private Vector selector(String name) {
        List<java.util.function.Predicate<Map<String, String>>> conditions = new ArrayList<>();
        if (!name.isEmpty()) {
            conditions.add(labels -> name.equals(labels.get("__name__")));
        }
        if (peek().equals("{")) {
            next();
            while (!peek().equals("}")) {
                String label = next();
                String operator = next();
                String quoted = next();
                String value = quoted.substring(1, quoted.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\");
                conditions.add(switch (operator) {
                    case "=" -> labels -> labels.getOrDefault(label, "").equals(value);
                    case "!=" -> labels -> !labels.getOrDefault(label, "").equals(value);
                    case "=~" -> labels -> labels.getOrDefault(label, "").matches(value);
                    case "!~" -> labels -> !labels.getOrDefault(label, "").matches(value);
                    default -> throw new Refused("parse error: unexpected \"" + operator + "\" in label matching");
                });
                if (!peek().equals("}")) {
                    expect(",");
                }
            }
            next();
        }
        if (peek().startsWith("[")) {
            throw new Refused("parse error: the stand-in for Prometheus knows ranges only inside functions");
        }
        return new Vector(
                scraped.stream().filter(one -> conditions.stream().allMatch(c -> c.test(one.labels()))).toList(), false);
    }

    private Vector function(String name) {
        expect("(");
        Vector result;
        if (RATES.contains(name) || OVER_TIME.contains(name)) {
            String metric = peek().equals("{") ? "" : next();
            Ranged ranged = ranged(metric);
            Vector selected = ranged.selected();
            double divisor = name.endsWith("rate") ? ranged.seconds() : 1;
            boolean keeps = name.equals("last_over_time");
            result = new Vector(selected.samples().stream()
                    .map(one -> new Sample(keeps ? one.labels() : nameless(one.labels()),
                            name.equals("count_over_time") ? 1 : one.value() / divisor))
                    .toList(), false);
        } else {
            List<Vector> arguments = new ArrayList<>();
            while (!peek().equals(")")) {
                arguments.add(level(0));
                if (!peek().equals(")")) {
                    expect(",");
                }
            }
            result = call(name, arguments);
        }
        expect(")");
        return result;
    }

    private record Ranged(Vector selected, double seconds) {}

    /** A selector with a range behind it. */
    private Ranged ranged(String metric) {
        int open = at;
        int depth = peek().equals("{") ? 1 : 0;
        if (depth == 1) {
            while (!tokens.get(open).equals("}")) {
                open++;
                if (open >= tokens.size()) {
                    throw new Refused("parse error: unclosed left brace");
                }
            }
            open++;
        }
        if (open >= tokens.size() || !tokens.get(open).startsWith("[")) {
            throw new Refused("parse error: expected type range vector in call to function, got instant vector");
        }
        double seconds = seconds(tokens.remove(open));
        return new Ranged(selector(metric), seconds);
    }

    /** A range, in brackets. */
    static double seconds(String range) {
        double seconds = 0;
        Matcher parts = Pattern.compile("(\\d+)(ms|s|m|h|d|w|y)").matcher(range.replaceFirst(":.*", "]"));
        while (parts.find()) {
            seconds += Long.parseLong(parts.group(1)) * switch (parts.group(2)) {
                case "ms" -> 0.001;
                case "s" -> 1;
                case "m" -> 60;
                case "h" -> 3_600;
                case "d" -> 86_400;
                case "w" -> 7 * 86_400;
                default -> 365 * 86_400;
            };
        }
        if (seconds <= 0) {
            throw new Refused("parse error: duration must be greater than 0");
        }
        return seconds;
    }

    private static Vector call(String name, List<Vector> arguments) {
        Vector last = arguments.isEmpty() ? new Vector(List.of(), false) : arguments.getLast();
        return switch (name) {
            case "histogram_quantile" -> quantile(arguments.getFirst().samples().getFirst().value(), last);
            case "vector" -> new Vector(last.samples(), false);
            case "scalar" -> new Vector(
                    List.of(new Sample(Map.of(), last.samples().size() == 1 ? last.samples().getFirst().value() : Double.NaN)),
                    true);
            case "abs" -> new Vector(last.samples().stream()
                    .map(one -> new Sample(nameless(one.labels()), Math.abs(one.value()))).toList(), false);
            case "absent" -> new Vector(
                    last.samples().isEmpty() ? List.of(new Sample(Map.of(), 1)) : List.of(), false);
            case "time" -> new Vector(List.of(new Sample(Map.of(), System.currentTimeMillis() / 1000.0)), true);
            default -> throw new Refused("parse error: the stand-in for Prometheus does not know the function " + name);
        };
    }

    private static Vector quantile(double quantile, Vector buckets) {
        Map<Map<String, String>, TreeMap<Double, Double>> histograms = new LinkedHashMap<>();
        for (Sample bucket : buckets.samples()) {
            String le = bucket.labels().get("le");
            if (le != null) {
                Map<String, String> labels = new TreeMap<>(nameless(bucket.labels()));
                labels.remove("le");
                double bound = le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
                histograms.computeIfAbsent(labels, key -> new TreeMap<>()).merge(bound, bucket.value(), Double::sum);
            }
        }
        List<Sample> samples = new ArrayList<>();
        histograms.forEach((labels, counts) -> samples.add(new Sample(labels, within(quantile, counts))));
        return new Vector(samples, false);
    }

    private static double within(double quantile, TreeMap<Double, Double> counts) {
        double total = counts.lastEntry().getValue();
        if (total == 0 || counts.lastKey() != Double.POSITIVE_INFINITY || counts.size() < 2) {
            return Double.NaN;
        }
        double rank = quantile * total;
        double lower = 0;
        double before = 0;
        for (Map.Entry<Double, Double> bucket : counts.entrySet()) {
            if (bucket.getValue() >= rank) {
                return bucket.getKey() == Double.POSITIVE_INFINITY
                        ? lower
                        : lower + (bucket.getKey() - lower) * (rank - before) / (bucket.getValue() - before);
            }
            lower = bucket.getKey();
            before = bucket.getValue();
        }
        return lower;
    }

    private Vector aggregate(String name) {
        Grouping grouping = grouping();
        expect("(");
        Vector inner = level(0);
        expect(")");
        Grouping how = grouping != null ? grouping : grouping();
        Map<Map<String, String>, List<Double>> groups = new LinkedHashMap<>();
        for (Sample one : inner.samples()) {
            Map<String, String> labels = how == null ? Map.of() : how.keep(nameless(one.labels()));
            groups.computeIfAbsent(labels, key -> new ArrayList<>()).add(one.value());
        }
        List<Sample> samples = new ArrayList<>();
        groups.forEach((labels, values) -> {
            var all = values.stream().mapToDouble(Double::doubleValue);
            samples.add(new Sample(labels, switch (name) {
                case "sum" -> all.sum();
                case "avg" -> all.average().orElse(Double.NaN);
                case "min" -> all.min().orElse(Double.NaN);
                case "max" -> all.max().orElse(Double.NaN);
                default -> values.size();
            }));
        });
        return new Vector(samples, false);
    }

    private record Grouping(boolean by, Set<String> names) {
        Map<String, String> keep(Map<String, String> labels) {
            Map<String, String> kept = new TreeMap<>(labels);
            kept.keySet().removeIf(label -> names.contains(label) != by);
            return kept;
        }
    }

    private @Nullable Grouping grouping() {
        if (!peek().equals("by") && !peek().equals("without")) {
            return null;
        }
        return new Grouping(next().equals("by"), names());
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        expect("(");
        while (!peek().equals(")")) {
            names.add(next());
            if (!peek().equals(")")) {
                expect(",");
            }
        }
        next();
        return names;
    }

    private record Matching(@Nullable Boolean on, Set<String> names) {
        Map<String, String> key(Map<String, String> labels) {
            Map<String, String> key = new TreeMap<>(nameless(labels));
            if (on != null) {
                boolean by = on;
                key.keySet().removeIf(label -> names.contains(label) != by);
            }
            return key;
        }
    }

    private Matching matching() {
        if (peek().equals("on") || peek().equals("ignoring")) {
            return new Matching(next().equals("on"), names());
        }
        if (peek().equals("group_left") || peek().equals("group_right")) {
            throw new Refused("parse error: the stand-in for Prometheus does not know " + peek());
        }
        return new Matching(null, Set.of());
    }

    private static Vector apply(String operator, boolean bool, Vector left, Vector right, Matching matching) {
        if (operator.equals("and") || operator.equals("or") || operator.equals("unless")) {
            return sets(operator, left, right, matching);
        }
        boolean compares = LEVELS.get(2).contains(operator);
        DoubleBinaryOperator with = operation(operator);
        List<Sample> samples = new ArrayList<>();
        if (left.scalar() && right.scalar()) {
            if (compares && !bool) {
                throw new Refused("parse error: comparisons between scalars must use BOOL modifier");
            }
            double value = with.applyAsDouble(left.samples().getFirst().value(), right.samples().getFirst().value());
            return new Vector(List.of(new Sample(Map.of(), value)), true);
        }
        Map<Map<String, String>, Double> others = new HashMap<>();
        if (!left.scalar() && !right.scalar()) {
            right.samples().forEach(one -> others.put(matching.key(one.labels()), one.value()));
        }
        for (Sample one : left.scalar() ? right.samples() : left.samples()) {
            Double other = left.scalar()
                    ? Double.valueOf(left.samples().getFirst().value())
                    : right.scalar() ? Double.valueOf(right.samples().getFirst().value()) : others.get(matching.key(one.labels()));
            if (other != null) {
                double result = left.scalar()
                        ? with.applyAsDouble(other, one.value())
                        : with.applyAsDouble(one.value(), other);
                if (!compares || bool) {
                    Map<String, String> labels = right.scalar() || left.scalar()
                            ? nameless(one.labels())
                            : matching.key(one.labels());
                    samples.add(new Sample(labels, result));
                } else if (result == 1) {
                    samples.add(one);
                }
            }
        }
        return new Vector(samples, false);
    }

    private static Vector sets(String operator, Vector left, Vector right, Matching matching) {
        Set<Map<String, String>> there = new java.util.HashSet<>();
        (operator.equals("or") ? left : right).samples().forEach(one -> there.add(matching.key(one.labels())));
        List<Sample> samples = new ArrayList<>();
        if (operator.equals("or")) {
            samples.addAll(left.samples());
            right.samples().stream().filter(one -> !there.contains(matching.key(one.labels()))).forEach(samples::add);
        } else {
            left.samples().stream()
                    .filter(one -> there.contains(matching.key(one.labels())) == operator.equals("and"))
                    .forEach(samples::add);
        }
        return new Vector(samples, false);
    }

    private static DoubleBinaryOperator operation(String operator) {
        return switch (operator) {
            case "+" -> Double::sum;
            case "-" -> (a, b) -> a - b;
            case "*" -> (a, b) -> a * b;
            case "/" -> (a, b) -> a / b;
            case "%" -> (a, b) -> a % b;
            case "==" -> (a, b) -> a == b ? 1 : 0;
            case "!=" -> (a, b) -> a != b ? 1 : 0;
            case "<" -> (a, b) -> a < b ? 1 : 0;
            case "<=" -> (a, b) -> a <= b ? 1 : 0;
            case ">" -> (a, b) -> a > b ? 1 : 0;
            default -> (a, b) -> a >= b ? 1 : 0;
        };
    }

    private static Map<String, String> nameless(Map<String, String> labels) {
        Map<String, String> rest = new TreeMap<>(labels);
        rest.remove("__name__");
        return rest;
    }
}
