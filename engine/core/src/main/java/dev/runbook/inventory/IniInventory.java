package dev.runbook.inventory;

import dev.runbook.inventory.Inventory.Definition;
import dev.runbook.inventory.InventoryDraft.Group;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Source;
import dev.runbook.language.Span;
import dev.runbook.language.Suggestions;
import dev.runbook.language.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the INI form. */
final class IniInventory {
    private static final Pattern SECTION = Pattern.compile("\\[([^:\\]\\s]+)(?::([^\\]\\s]*))?\\]\\s*([#;].*)?");
    private static final Pattern LINE_END = Pattern.compile("\r\n|\n|\r");
    private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*");

    private final Source source;
    private final @Nullable Path directory;
    private final InventoryDraft draft;
    private final IniValue values;
    private final Diagnostics diagnostics;
    private final Map<String, GroupVariables> variables = new LinkedHashMap<>();

    private Kind kind = Kind.HOSTS;
    private @Nullable String section = Inventory.UNGROUPED;

    private enum Kind {
        HOSTS,
        CHILDREN,
        VARS
    }

    /** What stands under [group:vars], which may come before [group]; and where each name is defined. */
    private record GroupVariables(Span section, List<Node.Entry> entries, Map<String, Span> seen) {}

    IniInventory(
            Source source,
            @Nullable Path directory,
            InventoryDraft draft,
            YamlReader yaml,
            Diagnostics diagnostics) {
        this.source = source;
        this.directory = directory;
        this.draft = draft;
        this.values = new IniValue(yaml);
        this.diagnostics = diagnostics;
    }

    void read() {
        int base = 0;
        Matcher end = LINE_END.matcher(source.text());
        while (end.find()) {
            line(base, source.text().substring(base, end.start()));
            base = end.end();
        }
        line(base, source.text().substring(base));
        variables.forEach(this::addTo);
    }

    private void line(int base, String line) {
        String stripped = line.strip();
        if (stripped.isEmpty() || stripped.startsWith("#") || stripped.startsWith(";")) {
            return;
        }
        boolean consumed = stripped.startsWith("[") && section(base, line, stripped);
        if (consumed || section == null) {
            return;
        }
        switch (kind) {
            case HOSTS -> host(base, line, section);
            case CHILDREN -> child(base, line, section);
            case VARS -> variable(base, line, section);
        }
    }

    /** The stretch of a line that starts at the offset {@code base}. */
    private Span span(int base, int from, int to) {
        return source.span(base + from, base + to);
    }

    /** Whether the line is a section, right or wrong; if not, it is a host that starts with a range or an address. */
    private boolean section(int base, String line, String stripped) {
        int from = line.indexOf('[');
        Matcher matcher = SECTION.matcher(stripped);
        if (!matcher.matches() || matcher.group(1).isEmpty()) {
            int close = stripped.indexOf(']');
            if (close < 0
                    || (close == stripped.length() - 1 && !HostNames.isAddress6(stripped.substring(1, close)))) {
                diagnostics.error(
                        Codes.INVALID_SECTION.id(),
                        span(base, from, from + stripped.length()),
                        "`" + stripped + "` is not a section",
                        "sections are [group], [group:children] and [group:vars]");
                section = null;
                return true;
            }
            return false;
        }
        String name = matcher.group(1);
        Span span = span(base, from + 1, from + 1 + name.length());
        String suffix = matcher.group(2);
        section = name;
        switch (suffix) {
            case null -> {
                kind = Kind.HOSTS;
                draft.group(name, span);
            }
            case "children" -> {
                kind = Kind.CHILDREN;
                draft.group(name, span);
            }
            case "vars" -> {
                kind = Kind.VARS;
                variables.putIfAbsent(name, new GroupVariables(span, new ArrayList<>(), new HashMap<>()));
            }
            default -> {
                int at = from + 2 + name.length();
                diagnostics.error(
                        Codes.INVALID_SECTION.id(),
                        span(base, at, at + suffix.length()),
                        "`[" + name + ":" + suffix + "]` is not a section",
                        Suggestions.hint(suffix, List.of("children", "vars"))
                                .orElse("sections are [group], [group:children] and [group:vars]"));
                section = null;
            }
        }
        return true;
    }

    /** As in Ansible, variables alone do not make a group: its name is probably misspelt. */
    private void addTo(String name, GroupVariables said) {
        Group group = draft.groups().get(name);
        if (group == null) {
            diagnostics.error(
                    Codes.UNKNOWN_GROUP.id(),
                    said.section,
                    "[" + name + ":vars] is for a group that is not defined",
                    Suggestions.hint(name, draft.groups().keySet())
                            .orElse("define it with a section [" + name + "]"));
        } else if (!said.entries.isEmpty()) {
            group.variables.add(new Definition("inventory group " + name, said.entries));
        }
    }

    private void host(int base, String line, String group) {
        Words words = Words.split(source, base, line, Words.Style.INVENTORY);
        if (words.unclosed() != null) {
            diagnostics.error(Codes.UNCLOSED_QUOTE.id(), words.unclosed(), "This quote is not closed on its line");
            return;
        }
        Words.Word first = words.words().getFirst();
        Span span = span(base, first.start(), first.start() + first.raw().length());
        if (first.equals() >= 0) {
            diagnostics.error(
                    Codes.HOST_EXPECTED.id(),
                    span,
                    "A host name was expected here, not a variable",
                    "variables of a group stand in a section of their own: [" + group + ":vars]");
            return;
        }
        HostNames names = HostNames.parse(first.text(), span, diagnostics);
        List<Node.Entry> entries = new ArrayList<>();
        names.port().ifPresent(port -> entries.add(port(port, span)));
        Map<String, Span> seen = new HashMap<>();
        entries.forEach(entry -> seen.put(entry.key().text(), entry.key().span()));
        Words.Word before = first;
        for (Words.Word word : words.words().subList(1, words.words().size())) {
            assignment(base, before, word, seen, entries);
            before = word;
        }
        Group in = draft.group(group, span);
        for (String name : names.names()) {
            InventoryDraft.Host host = draft.host(name, span, in, directory);
            if (!entries.isEmpty()) {
                host.variables.add(new Definition("inventory host " + name, entries));
            }
        }
    }

    /** The variable that a port behind a host name stands for. */
    static Node.Entry port(int port, Span span) {
        return new Node.Entry(
                new Node.ScalarNode("ansible_port", false, "", span),
                new Node.ScalarNode(Integer.toString(port), false, "", span));
    }

    private void assignment(
            int base, Words.Word before, Words.Word word, Map<String, Span> seen, List<Node.Entry> entries) {
        int start = word.start();
        if (word.equals() <= 0) {
            boolean torn = before.equals() > 0 && before.raw().matches(".*[\\[{(,].*");
            diagnostics.error(
                    Codes.VARIABLE_EXPECTED.id(),
                    span(base, start, start + word.raw().length()),
                    "`" + word.text() + "` should be key=value",
                    torn
                            ? "a value with spaces needs quotes: " + before.text().substring(0, before.equals()) + "=\"…\""
                            : "each host stands on a line of its own; a value with spaces is quoted: key=\"a b\"");
            return;
        }
        Span keySpan = span(base, start, start + word.rawEquals());
        String text = word.text().substring(word.equals() + 1);
        // As in Ansible, a list or mapping with spaces in it needs quotes here, and is one all the same.
        boolean quotedData = word.quotedValue() && (text.startsWith("[") || text.startsWith("{"));
        int valueStart = start + word.rawEquals() + (quotedData ? 2 : 1);
        Span valueSpan = span(base, valueStart, start + word.raw().length());
        String raw = quotedData ? text : word.raw().substring(word.rawEquals() + 1);
        Node value = values.of(text, raw, word.quotedValue() && !quotedData, valueSpan);
        add(word.text().substring(0, word.equals()), keySpan, value, seen, entries);
    }

    private void add(String key, Span span, Node value, Map<String, Span> seen, List<Node.Entry> entries) {
        Span earlier = seen.putIfAbsent(key, span);
        if (earlier != null) {
            diagnostics.add(Diagnostic.error(Codes.DUPLICATE_KEY.id(), span, "`" + key + "` is defined twice")
                    .withRelated(earlier, "first defined here"));
            return;
        }
        entries.add(new Node.Entry(new Node.ScalarNode(key, false, "", span), value));
    }

    private void child(int base, String line, String group) {
        String name = COMMENT.matcher(line).replaceFirst("").strip();
        int from = line.indexOf(name);
        Span span = span(base, from, from + name.length());
        if (name.matches(".*[\\s=].*")) {
            diagnostics.error(
                    Codes.GROUP_EXPECTED.id(),
                    span,
                    "Under [" + group + ":children] each line is the name of one group",
                    name.contains("=")
                            ? "variables of the group stand under [" + group + ":vars]"
                            : "write one group a line");
            return;
        }
        Objects.requireNonNull(draft.groups().get(group)).children.putIfAbsent(name, span);
    }

    private void variable(int base, String line, String group) {
        int equals = line.indexOf('=');
        int from = line.length() - line.stripLeading().length();
        if (equals <= from) {
            diagnostics.error(
                    Codes.VARIABLE_EXPECTED.id(),
                    span(base, from, line.stripTrailing().length()),
                    "Under [" + group + ":vars] each line is key=value",
                    "hosts of the group stand under [" + group + "]");
            return;
        }
        String key = line.substring(from, equals).strip();
        Span keySpan = span(base, from, from + key.length());
        GroupVariables of = Objects.requireNonNull(variables.get(group));
        add(key, keySpan, groupValue(base, line, equals + 1), of.seen, of.entries);
    }

    private Node groupValue(int base, String line, int start) {
        int from = start;
        while (from < line.length() && Character.isWhitespace(line.charAt(from))) {
            from++;
        }
        String rest = line.substring(from);
        char quote = rest.isEmpty() ? ' ' : rest.charAt(0);
        if (quote == '"' || quote == '\'') {
            int close = rest.indexOf(quote, 1);
            if (close > 0 && COMMENT.matcher(rest.substring(close + 1)).replaceFirst("").isBlank()) {
                Span span = span(base, from, from + close + 1);
                return values.of(rest.substring(1, close), rest, true, span);
            }
        }
        String text = COMMENT.matcher(rest).replaceFirst("").strip();
        return values.of(text, text, false, span(base, from, from + text.length()));
    }
}
