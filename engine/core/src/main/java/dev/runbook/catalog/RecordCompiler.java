package dev.runbook.catalog;

import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Keywords;
import dev.runbook.language.Node;
import dev.runbook.language.Node.ScalarNode;
import dev.runbook.language.Span;
import dev.runbook.language.Suggestions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Matches names to the components of a record, and has each value compiled. */
final class RecordCompiler {
    private final RecordShape shape;
    private final String label;
    private final ValueCompiler values;
    private final Diagnostics diagnostics;
    private final Span whole;
    private @Nullable ModuleDescriptor top;

    RecordCompiler(RecordShape shape, String label, ValueCompiler values, Diagnostics diagnostics, Span whole) {
        this.shape = shape;
        this.label = label;
        this.values = values;
        this.diagnostics = diagnostics;
        this.whole = whole;
    }

    /** One {@code name: value}. */
    record Written(String name, Span nameSpan, Node value) {}

    /** Says that the record is a task's own, so that keywords of tasks may have slipped into it. */
    RecordCompiler atTopOf(ModuleDescriptor module) {
        top = module;
        return this;
    }

    /**
     * @param under what counts only where {@code written} does not give it
     * @param complete whether what is missing is really missing, and not lost to a mistake reported already
     */
    CompiledRecord compile(List<Written> written, List<Written> under, boolean complete) {
        long errorsBefore = errors();
        var found = new LinkedHashMap<String, Found>();
        var rest = new LinkedHashMap<String, Written>();
        Set<String> meant = new HashSet<>();
        written.forEach(one -> match(one, found, rest, meant, false));
        var givenAbove = Set.copyOf(found.keySet());
        var restAbove = Set.copyOf(rest.keySet());
        for (Written one : under) {
            String component = shape.find(one.name()).map(Parameter::component).orElse("");
            if (!givenAbove.contains(component) && !restAbove.contains(one.name())) {
                match(one, found, rest, meant, true);
            }
        }
        var given = new LinkedHashMap<String, CompiledRecord.Given>();
        var missing = new ArrayList<Parameter>();
        for (Parameter parameter : shape.parameters()) {
            Found one = found.get(parameter.component());
            if (parameter.rest()) {
                given.put(parameter.component(), new CompiledRecord.Given(parameter, rest(parameter, rest), whole));
            } else if (one != null && !absent(parameter, one.written().value())) {
                given.put(parameter.component(), compile(parameter, one.written()));
            } else if (parameter.required() && !meant.contains(parameter.name())) {
                missing.add(parameter);
            }
        }
        if (complete && !missing.isEmpty()) {
            reportMissing(missing);
        }
        var record = new CompiledRecord(shape, label, given, whole);
        if (complete && errors() == errorsBefore) {
            record.check(diagnostics);
        }
        return record;
    }

    private record Found(Parameter parameter, Written written) {}

    private long errors() {
        return diagnostics.all().stream()
                .filter(d -> d.severity() == Diagnostic.Severity.ERROR)
                .count();
    }

    private void match(
            Written one, Map<String, Found> found, Map<String, Written> rest, Set<String> meant, boolean extra) {
        Parameter parameter = shape.find(one.name()).orElse(null);
        if (parameter == null) {
            if (shape.rest().isPresent()) {
                rest.put(one.name(), one);
            } else {
                reportUnknown(one, meant, extra);
            }
            return;
        }
        Found earlier = found.putIfAbsent(parameter.component(), new Found(parameter, one));
        if (earlier != null) {
            String other = earlier.written().name();
            diagnostics.add(Diagnostic.error(
                            Codes.DUPLICATE_PARAMETER.id(),
                            one.nameSpan(),
                            "`" + one.name() + "` of `" + label + "` is given twice"
                                    + (other.equals(one.name()) ? "" : ": it is the same as `" + other + "`"),
                            "keep one of them, best as `" + parameter.name() + "`")
                    .withRelated(earlier.written().nameSpan(), "first given here"));
        }
    }

    /** An explicit null is the same as saying nothing, except where any value is taken. */
    private static boolean absent(Parameter parameter, Node value) {
        return value instanceof ScalarNode scalar
                && scalar.isNull()
                && !(parameter.type() instanceof ParameterType.Anything);
    }

    private CompiledRecord.Given compile(Parameter parameter, Written one) {
        Slot slot = values.compile(
                parameter.type(), one.value(), "`" + one.name() + "` of `" + label + "`", parameter.acceptsUnknown());
        return new CompiledRecord.Given(parameter, slot, one.value().span());
    }

    private Slot rest(Parameter parameter, Map<String, Written> rest) {
        var fields = new LinkedHashMap<String, Slot>();
        rest.forEach((name, one) -> fields.put(
                name,
                values.compile(
                        new ParameterType.Anything(), one.value(), "`" + name + "` of `" + label + "`",
                        parameter.acceptsUnknown())));
        return new Slots.Fields(fields);
    }

    private void reportUnknown(Written one, Set<String> meant, boolean extra) {
        if (top != null && !extra && isTaskKeyword(one.name())) {
            diagnostics.error(Codes.MISPLACED_KEYWORD.id(), one.nameSpan(),
                    "`" + one.name() + "` is a keyword of the task, not a parameter of `" + label + "`", moveOut(one));
            return;
        }
        List<String> all = shape.parameters().stream()
                .filter(p -> !p.rest())
                .flatMap(p -> Stream.concat(Stream.of(p.name()), p.aliases().stream()))
                .toList();
        List<String> nearest = Suggestions.nearest(one.name(), all);
        nearest.stream().flatMap(name -> shape.find(name).stream()).map(Parameter::name).forEach(meant::add);
        String known = shape.parameters().stream().map(Parameter::name).collect(Collectors.joining(", "));
        diagnostics.error(
                Codes.UNKNOWN_PARAMETER.id(),
                one.nameSpan(),
                "`" + label + "` has no parameter `" + one.name() + "`",
                nearest.isEmpty()
                        ? known.isEmpty() ? "it has no parameters" : "it has " + known
                        : "did you mean `" + nearest.getFirst() + "`?");
    }

    /** What may stand beside a module's name, and is now and then indented too far. */
    private static boolean isTaskKeyword(String name) {
        return Keywords.find(name)
                .filter(keyword -> keyword.levels().contains(Keywords.Level.TASK))
                .isPresent();
    }

    private String moveOut(Written one) {
        int columns = one.nameSpan().startColumn() - whole.startColumn();
        boolean block = one.nameSpan().startLine() > whole.startLine() && columns > 0
                && whole.source().line(one.nameSpan().startLine()).stripLeading().startsWith(one.name());
        if (!block) {
            return "write it on a line of its own, beside `" + label + "`";
        }
        return "move it out by " + (columns == 2 ? "two" : columns == 4 ? "four" : String.valueOf(columns))
                + (columns == 1 ? " space" : " spaces") + ", so that it stands beside `" + label + "`";
    }

    private void reportMissing(List<Parameter> missing) {
        String names = missing.stream().map(p -> "`" + p.name() + "`").collect(Collectors.joining(" and "));
        diagnostics.error(
                Codes.MISSING_PARAMETER.id(),
                whole,
                "`" + label + "` needs " + names,
                missing.stream()
                        .map(p -> "`" + p.name() + "` takes " + p.type().describe() + ": " + firstSentence(p.doc()))
                        .toArray(String[]::new));
    }

    private static String firstSentence(String doc) {
        int end = doc.indexOf(". ");
        return end < 0 ? doc : doc.substring(0, end + 1);
    }
}
