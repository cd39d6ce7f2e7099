package dev.runbook.expression;

import static dev.runbook.expression.FunctionLibrary.optional;
import static dev.runbook.expression.FunctionLibrary.p;

import dev.runbook.expression.FunctionLibrary.Documentation;
import dev.runbook.expression.FunctionLibrary.Function;
import dev.runbook.expression.FunctionLibrary.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The methods values have, by their Java names. A table: nothing is looked up by reflection. */
final class Methods {
    static final Methods STANDARD = new Methods();

    /** What people write who come from Python or JavaScript. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("upper", "toUpperCase"), Map.entry("lower", "toLowerCase"), Map.entry("startswith", "startsWith"),
            Map.entry("endswith", "endsWith"), Map.entry("find", "indexOf"), Map.entry("length", "size"),
            Map.entry("size", "length"), Map.entry("len", "length"), Map.entry("includes", "contains"),
            Map.entry("keys", "keySet"), Map.entry("items", "entrySet"), Map.entry("has", "containsKey"),
            Map.entry("test", "matches"), Map.entry("count", "size"), Map.entry("join", "join"));

    private final Map<Kind, Map<String, Function>> byKind = new EnumMap<>(Kind.class);

    private Methods() {
        for (Kind kind : List.of(Kind.TEXT, Kind.INTEGER, Kind.DECIMAL, Kind.BOOLEAN, Kind.LIST, Kind.MAP)) {
            byKind.put(kind, new LinkedHashMap<>());
        }
        defineText();
        defineMoreText();
        defineLists();
        defineMaps();
        for (Kind kind : byKind.keySet()) {
            add(kind, "toString", Type.TEXT, true, a -> a.words(0));
            add(kind, "equals", Type.BOOLEAN, true, a -> new Equality(a.budget()).same(a.get(0), a.get(1)), p("other", Type.ANY));
        }
        for (Kind kind : List.of(Kind.INTEGER, Kind.DECIMAL)) {
            add(kind, "intValue", Type.INTEGER, true, a -> Values.integer(Values.exact(a.number(0)).toBigInteger()));
            add(kind, "longValue", Type.INTEGER, true, a -> Values.integer(Values.exact(a.number(0)).toBigInteger()));
            add(kind, "doubleValue", Type.NUMBER, true, a -> a.number(0).doubleValue());
        }
    }

    /** The method of values of this kind; of any kind where it is not known. The target is its argument 0. */
    @Nullable Function find(Kind kind, String name) {
        if (kind != Kind.ANY) {
            return byKind.getOrDefault(kind, Map.of()).get(name);
        }
        return byKind.values().stream().map(m -> m.get(name)).filter(java.util.Objects::nonNull).findFirst().orElse(null);
    }

    /** The methods with this name, of any kind. */
    List<Function> all(String name) {
        return byKind.values().stream().map(m -> m.get(name)).filter(java.util.Objects::nonNull).toList();
    }

    Set<String> names(Kind kind) {
        if (kind != Kind.ANY) {
            return byKind.getOrDefault(kind, Map.of()).keySet();
        }
        Set<String> all = new TreeSet<>();
        byKind.values().forEach(methods -> all.addAll(methods.keySet()));
        return all;
    }

    /** What to write instead of a method there is not. */
    String[] advice(Kind kind, String name, String target) {
        if (Set.of("getClass", "class", "forName", "invoke", "wait", "notify", "hashCode", "clone", "finalize").contains(name)) {
            return new String[] {"expressions see data, not Java's objects; the documentation lists the methods there are"};
        }
        String method = ELSEWHERE.get(name.toLowerCase(Locale.ROOT));
        if (method != null && find(kind, method) != null) {
            return new String[] {"did you mean `" + method + "`?"};
        }
        String[] near = Mistakes.nearest(name, names(kind));
        if (near.length == 0 && FunctionLibrary.STANDARD.find(name) != null) {
            return new String[] {"there is a function of that name: write " + name + "(" + target + ")"};
        }
        if (near.length == 0 && (kind == Kind.ANY || kind == Kind.MAP)) {
            return new String[] {"the key of a map is looked up without parentheses: " + target + "." + name};
        }
        return near.length > 0 || names(kind).isEmpty()
                ? near
                : new String[] {Checker.described(kind) + " has the methods " + String.join(", ", names(kind))};
    }

    private void defineText() {
        var other = p("other", Type.TEXT);
        text("length", Type.INTEGER, a -> (long) a.text(0).length());
        text("size", Type.INTEGER, a -> (long) a.text(0).length());
        text("isEmpty", Type.BOOLEAN, a -> a.text(0).isEmpty());
        text("isBlank", Type.BOOLEAN, a -> a.text(0).isBlank());
        text("startsWith", Type.BOOLEAN, a -> a.text(0).startsWith(a.text(1)), other);
        text("endsWith", Type.BOOLEAN, a -> a.text(0).endsWith(a.text(1)), other);
        text("contains", Type.BOOLEAN, a -> a.text(0).contains(a.text(1)), other);
        text("equalsIgnoreCase", Type.BOOLEAN, a -> a.text(0).equalsIgnoreCase(a.text(1)), other);
        text("compareTo", Type.INTEGER, a -> (long) Integer.signum(a.text(0).compareTo(a.text(1))), other);
        text("indexOf", Type.INTEGER, a -> (long) a.text(0).indexOf(a.text(1)), other);
        text("lastIndexOf", Type.INTEGER, a -> (long) a.text(0).lastIndexOf(a.text(1)), other);
        text("substring", Type.TEXT, Methods::substring, p("from", Type.INTEGER), optional("to", Type.INTEGER));
        text("charAt", Type.TEXT, a -> {
            int index = bounded(a, 1, 0, a.text(0).length() - 1);
            return a.text(0).substring(index, index + 1);
        }, p("index", Type.INTEGER));
    }

    private void defineMoreText() {
        var other = p("other", Type.TEXT);
        text("toUpperCase", Type.TEXT, a -> a.text(0).toUpperCase(Locale.ROOT));
        text("toLowerCase", Type.TEXT, a -> a.text(0).toLowerCase(Locale.ROOT));
        text("trim", Type.TEXT, a -> a.text(0).strip());
        text("strip", Type.TEXT, a -> a.text(0).strip());
        text("concat", Type.TEXT, a -> {
            a.budget().text((long) a.text(0).length() + a.text(1).length());
            return a.text(0) + a.text(1);
        }, other);
        text("repeat", Type.TEXT, a -> {
            int times = bounded(a, 1, 0, Integer.MAX_VALUE);
            a.budget().text((long) times * a.text(0).length());
            return a.text(0).repeat(times);
        }, p("times", Type.INTEGER));
        text("replace", Type.TEXT, a -> TextFunctions.replace(a.text(0), a.text(1), a.text(2), a.budget()),
                p("from", Type.TEXT), p("to", Type.TEXT));
        text("replaceAll", Type.TEXT, a -> Regex.replace(Regex.matcher(a, 0, 1), a.text(2), 2, a.budget()),
                p("pattern", Type.TEXT), p("replacement", Type.TEXT));
        text("matches", Type.BOOLEAN, a -> Regex.matcher(a, 0, 1).matches(), p("pattern", Type.TEXT));
        text("split", Type.LIST, a -> TextFunctions.split(a.text(0), a.text(1), a), p("separator", Type.TEXT));
        text("lines", Type.LIST, a -> Values.list(a.text(0).lines().toList()));
    }

    private void defineLists() {
        var index = p("index", Type.INTEGER);
        var element = p("element", Type.ANY);
        list("size", Type.INTEGER, false, a -> (long) a.list(0).size());
        list("isEmpty", Type.BOOLEAN, false, a -> a.list(0).isEmpty());
        list("get", Type.ANY, false, a -> a.list(0).get(bounded(a, 1, 0, a.list(0).size() - 1)), index);
        list("contains", Type.BOOLEAN, true, a -> Contains.test(a.get(0), a.get(1), new Equality(a.budget())), element);
        list("containsAll", Type.BOOLEAN, true,
                a -> a.list(1).stream().allMatch(e -> Contains.test(a.get(0), e, new Equality(a.budget()))), p("elements", Type.LIST));
        list("indexOf", Type.INTEGER, true, a -> {
            var equality = new Equality(a.budget());
            List<@Nullable Object> all = a.list(0);
            for (int i = 0; i < all.size(); i++) {
                if (equality.same(all.get(i), a.get(1))) {
                    return (long) i;
                }
            }
            return -1L;
        }, element);
        list("subList", Type.LIST, false, a -> {
            int size = a.list(0).size();
            int from = bounded(a, 1, 0, size);
            return Values.list(a.list(0).subList(from, a.has(2) ? bounded(a, 2, from, size) : size));
        }, p("from", Type.INTEGER), optional("to", Type.INTEGER));
    }

    private void defineMaps() {
        var key = p("key", Type.TEXT);
        map("size", Type.INTEGER, a -> (long) a.map(0).size());
        map("isEmpty", Type.BOOLEAN, a -> a.map(0).isEmpty());
        map("get", Type.ANY, a -> a.map(0).get(a.text(1)), key);
        map("getOrDefault", Type.ANY, a -> a.map(0).getOrDefault(a.text(1), a.get(2)), key, p("fallback", Type.ANY));
        map("containsKey", Type.BOOLEAN, a -> a.map(0).containsKey(a.text(1)), key);
        map("keySet", Type.LIST, a -> Values.list(new ArrayList<>(a.map(0).keySet())));
        map("values", Type.LIST, a -> Values.list(new ArrayList<>(a.map(0).values())));
        map("entrySet", Type.LIST, a -> CollectionFunctions.entries(a.map(0), a.budget()));
    }

    private static String substring(Arguments a) {
        int length = a.text(0).length();
        int from = bounded(a, 1, 0, length);
        return a.has(2) ? a.text(0).substring(from, bounded(a, 2, from, length)) : a.text(0).substring(from);
    }

    private static int bounded(Arguments a, int index, int least, int most) {
        int number = a.integer(index);
        if (number < least || number > most) {
            throw Arguments.fail(index, most < least ? "asks for an element where there is none"
                    : "must be between " + least + " and " + most);
        }
        return number;
    }

    private void text(String name, Type returns, FunctionLibrary.Body body, Parameter... parameters) {
        add(Kind.TEXT, name, returns, true, body, parameters);
    }

    private void list(String name, Type returns, boolean deep, FunctionLibrary.Body body, Parameter... parameters) {
        add(Kind.LIST, name, returns, deep, body, parameters);
    }

    private void map(String name, Type returns, FunctionLibrary.Body body, Parameter... parameters) {
        add(Kind.MAP, name, returns, false, body, parameters);
    }

    private void add(Kind kind, String name, Type returns, boolean deep, FunctionLibrary.Body body, Parameter... parameters) {
        List<Parameter> all = new ArrayList<>();
        all.add(p("target", Type.ANY));
        Collections.addAll(all, parameters);
        var documentation = new Documentation(name, kind.label(), name, "", "", "");
        java.util.Objects.requireNonNull(byKind.get(kind), "a kind with methods")
                .put(name, new Function(documentation, List.copyOf(all), returns, deep, body));
    }
}
