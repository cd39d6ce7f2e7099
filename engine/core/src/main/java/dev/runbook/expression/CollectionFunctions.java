package dev.runbook.expression;

import static dev.runbook.expression.FunctionLibrary.optional;
import static dev.runbook.expression.FunctionLibrary.p;
import static dev.runbook.expression.FunctionLibrary.rest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Functions on lists and maps. */
final class CollectionFunctions {
    private CollectionFunctions() {}

    static void define(FunctionLibrary.Builder library) {
        var list = p("list", Type.LIST);
        var map = p("map", Type.MAP);
        library.passing("length", Type.INTEGER, "The number of characters, elements or keys.", "length(['a', 'b'])", "2",
                        a -> (long) size(a.get(0)), p("value", Type.SIZED))
                .passing("first", Type.ANY, "The first element; null if there is none.", "first([3, 4])", "3",
                        a -> a.list(0).isEmpty() ? null : a.list(0).getFirst(), list)
                .passing("last", Type.ANY, "The last element; null if there is none.", "last([3, 4])", "4",
                        a -> a.list(0).isEmpty() ? null : a.list(0).getLast(), list)
                .passing("reverse", Type.LIST, "In reverse order.", "reverse([1, 2])", "[2, 1]",
                        a -> Values.list(a.list(0).reversed()), list)
                .passing("flatten", Type.LIST, "With the elements of inner lists in place of these, however deep.",
                        "flatten([1, [2, [3]]])", "[1, 2, 3]", CollectionFunctions::flatten, list)
                .add("unique", Type.LIST, "Without repetitions.", "unique([1, 2, 1])", "[1, 2]", CollectionFunctions::unique, list)
                .add("sort", Type.LIST, "Numbers by value, text by its characters; maps by the key named.",
                        "sort([10, 9])", "[9, 10]", CollectionFunctions::sort, list, optional("key", Type.TEXT))
                .add("sum", Type.NUMBER, "The sum of a list of numbers.", "sum([1, 2.5])", "3.5", CollectionFunctions::sum, list)
                .add("min", Type.ANY, "The smallest element; null if there is none.", "min([3, 2])", "2",
                        a -> extreme(a, -1), list)
                .add("max", Type.ANY, "The largest element; null if there is none.", "max([3, 2])", "3",
                        a -> extreme(a, 1), list)
                .add("range", Type.LIST, "Whole numbers from the first up to but not including the second; with one argument from 0.",
                        "range(1, 4)", "[1, 2, 3]", CollectionFunctions::range, p("from", Type.INTEGER),
                        optional("to", Type.INTEGER), optional("step", Type.INTEGER));
        library.passing("keys", Type.LIST, "The keys of a map.", "keys(['a': 1])", "['a']", a -> Values.list(new ArrayList<>(a.map(0).keySet())), map)
                .passing("values", Type.LIST, "The values of a map.", "values(['a': 1])", "[1]",
                        a -> Values.list(new ArrayList<>(a.map(0).values())), map)
                .passing("entries", Type.LIST, "A map as a list of maps with key and value, to loop over.", "entries(['a': 1])",
                        "[['key': 'a', 'value': 1]]", a -> entries(a.map(0), a.budget()), map)
                .passing("from_entries", Type.MAP, "The map made of a list of maps with key and value.",
                        "from_entries([['key': 'a', 'value': 1]])", "['a': 1]", CollectionFunctions::fromEntries, list)
                .passing("merge", Type.MAP, "The keys of all maps together; a later map wins.", "merge(['a': 1], ['a': 2, 'b': 3])",
                        "['a': 2, 'b': 3]", a -> merge(a, false), rest("map", Type.MAP))
                .passing("merge_deep", Type.MAP, "Like merge, and maps under the same key are merged too.",
                        "merge_deep(['a': ['x': 1]], ['a': ['y': 2]])", "['a': ['x': 1, 'y': 2]]", a -> merge(a, true),
                        rest("map", Type.MAP))
                .passing("pluck", Type.LIST, "What every map of a list has under a key.", "pluck([['n': 1], ['n': 2]], 'n')", "[1, 2]",
                        CollectionFunctions::pluck, list, p("key", Type.TEXT))
                .passing("where", Type.LIST, "The maps of a list that have a value under a key; without a value, those where it is true.",
                        "where([['n': 1], ['n': 2]], 'n', 2)", "[['n': 2]]", CollectionFunctions::where, list, p("key", Type.TEXT),
                        optional("value", Type.ANY))
                .passing("contains", Type.BOOLEAN, "Whether text has a part, a list an element, or a map a key; like the operator.",
                        "contains([1, 2], 2)", "true", CollectionFunctions::contains, p("in", Type.SIZED), p("what", Type.ANY));
    }

    private static int size(@Nullable Object value) {
        return switch (value) {
            case String text -> text.codePointCount(0, text.length());
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case null, default -> throw new IllegalStateException("checked against the parameters");
        };
    }

    private static List<@Nullable Object> flatten(Arguments a) {
        List<@Nullable Object> all = new ArrayList<>();
        flatten(a.list(0), all, a.budget());
        return Values.list(all);
    }

    private static void flatten(List<?> list, List<@Nullable Object> into, Budget budget) {
        for (Object item : list) {
            budget.step();
            if (item instanceof List<?> inner) {
                flatten(inner, into, budget);
            } else {
                into.add(item);
                budget.collection(into.size());
            }
        }
    }

    private static List<@Nullable Object> unique(Arguments a) {
        Set<@Nullable Object> seen = new HashSet<>();
        List<@Nullable Object> all = new ArrayList<>();
        for (Object item : a.list(0)) {
            if (seen.add(Equality.key(item, a.budget()))) {
                all.add(item);
            }
        }
        return Values.list(all);
    }

    private static List<@Nullable Object> sort(Arguments a) {
        Comparator<@Nullable Object> order = (x, y) -> compare(x, y, a.budget());
        if (a.has(1)) {
            Comparator<@Nullable Object> inner = order;
            order = (x, y) -> inner.compare(key(x, a.text(1)), key(y, a.text(1)));
        }
        List<@Nullable Object> sorted = new ArrayList<>(a.list(0));
        sorted.sort(order);
        return Collections.unmodifiableList(sorted);
    }

    private static @Nullable Object key(@Nullable Object element, String key) {
        if (!(element instanceof Map<?, ?> map) || !map.containsKey(key)) {
            throw Arguments.fail(0, "has an element that has no key `" + Values.cut(key, 40) + "`");
        }
        return map.get(key);
    }

    private static int compare(@Nullable Object left, @Nullable Object right, Budget budget) {
        budget.step();
        if (left instanceof Number a && right instanceof Number b) {
            return Arithmetic.compare(a, b);
        }
        if (left instanceof String a && right instanceof String b) {
            return a.compareTo(b);
        }
        if (left instanceof Boolean a && right instanceof Boolean b) {
            return Boolean.compare(a, b);
        }
        throw Arguments.fail(0, "has elements that cannot be put in an order: " + Kind.of(left).label() + " and "
                + Kind.of(right).label());
    }

    private static Number sum(Arguments a) {
        Number sum = 0L;
        for (Object item : a.list(0)) {
            a.budget().step();
            if (!(item instanceof Number number)) {
                throw Arguments.fail(0, "has an element that is no number: " + Kind.of(item).label());
            }
            sum = Arithmetic.apply(Operator.ADD, sum, number);
        }
        return sum;
    }

    private static @Nullable Object extreme(Arguments a, int sign) {
        Object best = null;
        boolean first = true;
        for (Object item : a.list(0)) {
            if (first || compare(item, best, a.budget()) * sign > 0) {
                best = item;
                first = false;
            }
        }
        return best;
    }

    private static List<@Nullable Object> range(Arguments a) {
        long from = a.has(1) ? a.integer(0) : 0;
        long to = a.has(1) ? a.integer(1) : a.integer(0);
        long step = a.has(2) ? a.integer(2) : 1;
        if (step == 0) {
            throw Arguments.fail(2, "must not be 0");
        }
        long count = Math.max(0, Math.ceilDiv(to - from, step));
        a.budget().collection(count);
        a.budget().step((int) count);
        List<@Nullable Object> all = new ArrayList<>((int) count);
        for (long i = 0; i < count; i++) {
            all.add(from + i * step);
        }
        return Collections.unmodifiableList(all);
    }

    static List<@Nullable Object> entries(Map<String, @Nullable Object> map, Budget budget) {
        List<@Nullable Object> all = new ArrayList<>();
        map.forEach((key, value) -> {
            budget.step();
            var entry = new LinkedHashMap<String, @Nullable Object>();
            entry.put("key", key);
            entry.put("value", value);
            all.add(Values.map(entry));
        });
        return Values.list(all);
    }

    private static Map<String, @Nullable Object> fromEntries(Arguments a) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (Object item : a.list(0)) {
            a.budget().step();
            if (!(item instanceof Map<?, ?> entry) || !entry.containsKey("key") || !entry.containsKey("value")) {
                throw Arguments.fail(0, "has an element that is no map with key and value");
            }
            if (entry.get("key") instanceof dev.runbook.api.Secret) {
                throw Arguments.fail(0, "has a secret as a key");
            }
            map.put(Values.text(a.leaves().open(entry.get("key")), a.budget()), entry.get("value"));
        }
        return Values.map(map);
    }

    private static Map<String, @Nullable Object> merge(Arguments a, boolean deep) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (int i = 0; i < a.count(); i++) {
            all = merged(all, a.map(i), deep, a.budget());
        }
        return Collections.unmodifiableMap(all);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> merged(Map<String, @Nullable Object> left,
            Map<String, @Nullable Object> right, boolean deep, Budget budget) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(left);
        budget.step(left.size() + right.size());
        for (Map.Entry<String, @Nullable Object> entry : right.entrySet()) {
            Object value = entry.getValue();
            if (deep && value instanceof Map<?, ?> inner && all.get(entry.getKey()) instanceof Map<?, ?> earlier) {
                value = Collections.unmodifiableMap(merged((Map<String, @Nullable Object>) earlier,
                        (Map<String, @Nullable Object>) inner, true, budget));
            }
            all.put(entry.getKey(), value);
        }
        return all;
    }

    private static List<@Nullable Object> pluck(Arguments a) {
        List<@Nullable Object> all = new ArrayList<>();
        for (Object item : a.list(0)) {
            a.budget().step();
            all.add(key(a.leaves().open(item), a.text(1)));
        }
        return Values.list(all);
    }

    private static List<@Nullable Object> where(Arguments a) {
        List<@Nullable Object> all = new ArrayList<>();
        for (Object item : a.list(0)) {
            a.budget().step();
            Object opened = a.leaves().open(item);
            if (opened instanceof Map<?, ?> map && map.containsKey(a.text(1))) {
                Object value = a.leaves().open(map.get(a.text(1)));
                if (a.has(2) ? new Equality(a.budget()).same(value, a.get(2)) : Boolean.TRUE.equals(value)) {
                    all.add(item);
                }
            } else if (!(opened instanceof Map<?, ?>)) {
                throw Arguments.fail(0, "has an element that is no map but " + Kind.of(opened).label());
            }
        }
        return Values.list(all);
    }

    private static boolean contains(Arguments a) {
        if (a.get(0) instanceof String && !(a.get(1) instanceof String)) {
            throw Arguments.fail(1, "must be text to look for in text, but is " + Kind.of(a.get(1)).label());
        }
        return Contains.test(a.get(0), a.get(1), new Equality(a.budget()));
    }
}
