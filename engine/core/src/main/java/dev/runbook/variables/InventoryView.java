package dev.runbook.variables;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.runbook.api.Secret;
import dev.runbook.api.Unknown;
import dev.runbook.expression.Scope;
import dev.runbook.inventory.Inventory;
import dev.runbook.inventory.Inventory.InventoryGroup;
import dev.runbook.inventory.Inventory.InventoryHost;
import dev.runbook.language.RunbookException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** What {@code runbook inventory} shows, as text. Secrets are masked. */
public final class InventoryView {
    /** How much of a value that lost is shown, in characters. */
    private static final int BRIEF = 100;

    private final Variables variables;
    private final Inventory inventory;

    public InventoryView(Inventory inventory, Variables variables) {
        this.inventory = inventory;
        this.variables = variables;
    }

    /** Every host, one a line. */
    public String list() {
        return list(List.copyOf(inventory.hosts().values()));
    }

    /** One host a line. */
    public String list(List<InventoryHost> hosts) {
        StringBuilder out = new StringBuilder();
        hosts.forEach(host -> out.append(host.name()).append('\n'));
        return out.toString();
    }

    /** The form Ansible's dynamic inventories have: groups by name, and {@code _meta.hostvars}. */
    public String listJson(List<InventoryHost> hosts) {
        Set<String> names = new TreeSet<>();
        Map<String, @Nullable Object> hostvars = new LinkedHashMap<>();
        for (InventoryHost host : hosts) {
            names.add(host.name());
            hostvars.put(host.name(), own(host.name()));
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("_meta", Map.of("hostvars", hostvars));
        for (InventoryGroup group : inventory.groups().values()) {
            Map<String, @Nullable Object> shown = new LinkedHashMap<>();
            shown.put("hosts", group.members().stream().filter(names::contains).toList());
            shown.put("children", group.children());
            all.put(group.name(), shown);
        }
        return json(all);
    }

    /** All groups and hosts as a tree. */
    public String graph() {
        return graph(Inventory.ALL);
    }

    /**
     * Groups and hosts as a tree.
     *
     * @param group where to start, {@code all} for everything
     * @throws IllegalArgumentException where there is no such group
     */
    public String graph(String group) {
        StringBuilder out = new StringBuilder();
        branch(group, 0, out);
        return out.toString();
    }

    private void branch(String name, int depth, StringBuilder out) {
        InventoryGroup group = inventory.group(name)
                .orElseThrow(() -> new IllegalArgumentException("no group " + name + " in the inventory"));
        line(depth, "@" + name + ":", out);
        group.children().forEach(child -> branch(child, depth + 1, out));
        group.members().forEach(host -> line(depth + 1, host, out));
    }

    private static void line(int depth, String text, StringBuilder out) {
        if (depth > 0) {
            out.append("  |".repeat(depth)).append("--");
        }
        out.append(text).append('\n');
    }

    /** The variables of a host as YAML, by name; those the engine defines for every host are left out. */
    public String show(String host) {
        Map<String, @Nullable Object> values = own(host);
        return values.isEmpty() ? "" : yaml(values);
    }

    /** The same as JSON. */
    public String showJson(String host) {
        return json(own(host));
    }

    /** {@link #why(String, String)} for all variables. */
    public String why(String host) {
        return why(host, null);
    }

    /**
     * The variables as YAML, each with comments that say which definition won, and which lost with what value, in the
     * order of precedence.
     *
     * @param only the one variable to show; null for all
     */
    public String why(String host, @Nullable String only) {
        StringBuilder out = new StringBuilder();
        HostVariables variables = this.variables.host(host);
        HostScope scope = new HostScope(variables, List.of());
        for (Map.Entry<String, @Nullable Object> entry : own(host).entrySet()) {
            if (only == null || only.equals(entry.getKey())) {
                Map<String, @Nullable Object> one = new LinkedHashMap<>();
                one.put(entry.getKey(), entry.getValue());
                out.append(yaml(one));
                List<Variable> all = variables.explain(entry.getKey(), List.of());
                out.append("  # from ").append(place(all.getFirst())).append('\n');
                for (Variable lost : all.subList(1, all.size())) {
                    out.append("  # not  ").append(place(lost)).append(": ").append(brief(value(scope, lost))).append('\n');
                }
            }
        }
        return out.toString();
    }

    /** {@link #why(String, String)} as JSON: for each variable its value, where it is from, and what lost. */
    public String whyJson(String host, @Nullable String only) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        HostVariables variables = this.variables.host(host);
        HostScope scope = new HostScope(variables, List.of());
        own(host).forEach((name, value) -> {
            if (only == null || only.equals(name)) {
                List<Variable> definitions = variables.explain(name, List.of());
                Map<String, @Nullable Object> shown = new LinkedHashMap<>();
                shown.put("value", value);
                shown.put("from", jsonPlace(definitions.getFirst()));
                shown.put("not", definitions.subList(1, definitions.size()).stream()
                        .map(lost -> {
                            Map<String, @Nullable Object> place = jsonPlace(lost);
                            place.put("value", value(scope, lost));
                            return place;
                        })
                        .toList());
                all.put(name, shown);
            }
        });
        return json(all);
    }

    /** The names of the variables that {@link #show} shows. */
    public Set<String> names(String host) {
        Set<String> names = new TreeSet<>(variables.host(host).names(List.of()));
        names.removeAll(Variables.MAGIC);
        return names;
    }

    private static @Nullable Object value(HostScope scope, Variable variable) {
        try {
            return masked(scope.valueOf(variable));
        } catch (RunbookException e) {
            return cannotBeEvaluated(e);
        }
    }

    /** On one line, and not too long a one. */
    private static String brief(@Nullable Object value) {
        String text = json(value, null).strip();
        int end = Math.min(text.length(), text.offsetByCodePoints(0, text.codePointCount(0, Math.min(BRIEF, text.length()))));
        return end == text.length() ? text : text.substring(0, end) + "…";
    }

    private static String place(Variable variable) {
        return variable.span() == null
                ? variable.origin()
                : variable.origin() + " (" + variable.span().source().name() + ":" + variable.span().startLine() + ")";
    }

    private static Map<String, @Nullable Object> jsonPlace(Variable variable) {
        Map<String, @Nullable Object> place = new LinkedHashMap<>();
        place.put("level", variable.precedence().title());
        place.put("origin", variable.origin());
        place.put("at", variable.span() == null ? null : variable.span().at());
        return place;
    }

    private Map<String, @Nullable Object> own(String name) {
        HostVariables host = variables.host(name);
        Scope scope = host.scope(List.of());
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (String variable : host.names(List.of())) {
            if (!Variables.MAGIC.contains(variable)) {
                values.put(variable, value(scope, variable));
            }
        }
        return values;
    }

    /** One that cannot be evaluated here may well be in a play, where facts and the play's own variables are there. */
    private static @Nullable Object value(Scope scope, String name) {
        try {
            return masked(scope.lookup(name));
        } catch (RunbookException e) {
            return cannotBeEvaluated(e);
        }
    }

    private static String cannotBeEvaluated(RunbookException e) {
        return "(cannot be evaluated here: " + e.diagnostics().getFirst().summary() + ")";
    }

    private static @Nullable Object masked(@Nullable Object value) {
        return switch (value) {
            case Secret secret -> secret.toString();
            case Unknown unknown -> unknown.toString();
            case List<?> list -> list.stream().map(InventoryView::masked).collect(
                    java.util.ArrayList::new, java.util.ArrayList::add, java.util.ArrayList::addAll);
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> entries = new LinkedHashMap<>();
                map.forEach((key, item) -> entries.put(String.valueOf(key), masked(item)));
                yield entries;
            }
            case null, default -> value;
        };
    }

    private static String yaml(Map<String, @Nullable Object> values) {
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setIndicatorIndent(2)
                .setIndentWithIndicator(true)
                .setWidth(120)
                .setDereferenceAliases(true)
                .build();
        return new Dump(settings).dumpToString(values);
    }

    private static String json(@Nullable Object value) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
        printer.indentObjectsWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
        return json(value, printer);
    }

    private static String json(@Nullable Object value, @Nullable PrettyPrinter printer) {
        StringWriter out = new StringWriter();
        try (JsonGenerator generator = new JsonFactory().createGenerator(out)) {
            generator.setPrettyPrinter(printer);
            write(value, generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.append('\n').toString();
    }

    private static void write(@Nullable Object value, JsonGenerator out) throws IOException {
        switch (value) {
            case null -> out.writeNull();
            case Boolean truth -> out.writeBoolean(truth);
            case Long number -> out.writeNumber(number);
            case BigInteger number -> out.writeNumber(number);
            case Double number -> out.writeNumber(number);
            case List<?> list -> {
                out.writeStartArray();
                for (Object item : list) {
                    write(item, out);
                }
                out.writeEndArray();
            }
            case Map<?, ?> map -> {
                out.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    out.writeFieldName(String.valueOf(entry.getKey()));
                    write(entry.getValue(), out);
                }
                out.writeEndObject();
            }
            default -> out.writeString(value.toString());
        }
    }
}
