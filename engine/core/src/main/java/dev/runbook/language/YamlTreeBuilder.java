package dev.runbook.language;

import dev.runbook.language.Node.MappingNode;
import dev.runbook.language.Node.ScalarNode;
import dev.runbook.language.Node.SequenceNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Builds the tree of one document from the library's events. For one use. */
final class YamlTreeBuilder {
    private static final int DELETE = 0x7f;

    private final Source source;
    private final Diagnostics diagnostics;
    private final YamlReader.Limits limits;
    private final YamlOffsets offsets;
    private final YamlTags tags;
    private final Parser events;
    private final Map<String, Built> anchors = new HashMap<>();
    private long aliased;
    private boolean broken;
    private String lastKey = "";
    /** How many brackets and braces are open. */
    private int flow;

    YamlTreeBuilder(Source source, Diagnostics diagnostics, YamlReader.Limits limits) {
        this.source = source;
        this.diagnostics = diagnostics;
        this.limits = limits;
        this.offsets = new YamlOffsets(source);
        this.tags = new YamlTags(source, diagnostics);
        LoadSettings settings = LoadSettings.builder()
                .setLabel(source.name())
                .setUseMarks(true)
                .setCodePointLimit(Integer.MAX_VALUE)
                .build();
        this.events = new ParserImpl(settings, new StreamReader(settings, source.text()));
    }

    /**
     * A node and what is needed of it further up.
     *
     * @param end offset in the source where the text ends that stands for it, which for an alias is the alias
     * @param size number of nodes it stands for
     * @param height of the tree under it
     */
    private record Built(Node node, int end, long size, int height) {}

    /** Ends the reading; what is wrong has been said. */
    private static final class Abandoned extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Abandoned() {
            super("abandoned", null, false, false);
        }
    }

    Optional<Node> build() {
        if (!printable()) {
            return Optional.empty();
        }
        try {
            Node root = document();
            return broken ? Optional.empty() : Optional.of(root);
        } catch (YamlEngineException e) {
            new YamlSyntaxErrors(source, offsets).report(e, diagnostics);
        } catch (Abandoned said) {
            // The error is in the collector.
        }
        return Optional.empty();
    }

    private boolean printable() {
        String text = source.text();
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (!StreamReader.isPrintable(c)
                    || c == DELETE
                    || (Character.isBmpCodePoint(c) && Character.isSurrogate((char) c))) {
                diagnostics.error(
                        Codes.YAML_CHARACTER.id(), source.span(i, i + 1),
                        "The character U+%04X is not allowed in YAML".formatted(c),
                        c == 0 ? "this seems to be a binary file" : "remove it, or write \"\\u%04x\" in double quotes".formatted(c));
                return false;
            }
            i += Character.charCount(c);
        }
        return true;
    }

    private Node document() {
        events.next();
        if (events.peekEvent() instanceof StreamEndEvent) {
            return new ScalarNode("", false, "", Span.start(source));
        }
        events.next();
        Node root = node(events.next(), 1).node();
        events.next();
        if (events.peekEvent() instanceof DocumentStartEvent second) {
            int start = offsets.start(second);
            diagnostics.error(
                    Codes.YAML_DOCUMENTS.id(),
                    source.span(start, Math.max(start, offsets.end(second))),
                    "A second document begins here, and a file holds only one",
                    "remove the `---`, or move what follows to a file of its own");
            throw new Abandoned();
        }
        return root;
    }

    private Built node(Event event, int depth) {
        if (depth > limits.depth()) {
            tooDeep(offsets.start(event));
        }
        if (event instanceof AliasEvent alias) {
            return alias(alias, depth);
        }
        NodeEvent start = (NodeEvent) event;
        String anchor = start.getAnchor().map(a -> a.getValue()).orElse(null);
        if (anchor != null) {
            anchors.remove(anchor);
        }
        Built built =
                switch (start) {
                    case ScalarEvent scalar -> scalar(scalar);
                    case MappingStartEvent mapping -> mapping(mapping, depth);
                    case CollectionStartEvent sequence -> sequence(sequence, depth);
                    default -> throw new IllegalStateException("unexpected event " + start);
                };
        if (anchor != null) {
            anchors.put(anchor, built);
        }
        return built;
    }

    private void tooDeep(int offset) {
        diagnostics.error(
                Codes.YAML_LIMIT.id(),
                source.span(offset, offset + 1),
                "Lists and mappings are nested too deeply here: more than " + limits.depth() + " levels");
        throw new Abandoned();
    }

    private Built alias(AliasEvent event, int depth) {
        String name = event.getAlias().getValue();
        int end = offsets.end(event);
        Span span = source.span(offsets.start(event), end);
        Built target = anchors.get(name);
        if (target == null) {
            List<String> hints = new ArrayList<>();
            Suggestions.nearest(name, anchors.keySet()).stream().findFirst()
                    .ifPresent(near -> hints.add("did you mean `*" + near + "`?"));
            hints.add("to write text that begins with `*`, quote it: \"*" + name + "\"");
            diagnostics.add(new Diagnostic(
                    Codes.YAML_ALIAS.id(), Diagnostic.Severity.ERROR, span,
                    "There is no anchor `&" + name + "` before this alias",
                    "An alias repeats a value that was marked with an anchor earlier in the file.", hints, List.of()));
            broken = true;
            return new Built(new ScalarNode("", false, "", span), end, 1, 1);
        }
        aliased += target.size();
        if (aliased > limits.aliasedNodes()) {
            diagnostics.error(
                    Codes.YAML_LIMIT.id(), span,
                    "The aliases of this file stand for too much: more than " + limits.aliasedNodes() + " values");
            throw new Abandoned();
        }
        if (depth + target.height() > limits.depth()) {
            tooDeep(span.startOffset());
        }
        return new Built(target.node(), end, target.size(), target.height());
    }

    private Built scalar(ScalarEvent event) {
        YamlOffsets.Properties properties = offsets.properties(event);
        String tag = event.getTag().isPresent() ? tags.scalar(properties, event.getValue()) : "";
        int end = Math.max(properties.content(), offsets.end(event));
        // The library lets block scalars and folded plain scalars run into the white space behind them.
        if (!event.isSQuoted() && !event.isDQuoted()) {
            end = offsets.trimmed(properties.content(), end);
        }
        Span span = source.span(properties.content(), end);
        boolean onlyTag = event.getTag().isPresent() && tag.isEmpty() && event.isPlain() && event.getValue().isEmpty();
        if (onlyTag) {
            // Text that begins with an exclamation mark, most likely: kept as such, so that no more is said of it.
            Span text = source.span(properties.tagStart(), properties.tagEnd());
            String written = source.text().substring(properties.tagStart(), properties.tagEnd());
            return new Built(new ScalarNode(written, true, "", text), Math.max(end, properties.tagEnd()), 1, 1);
        }
        return new Built(new ScalarNode(event.getValue(), !event.isPlain(), tag, span), end, 1, 1);
    }

    private Built sequence(CollectionStartEvent event, int depth) {
        YamlOffsets.Properties properties = offsets.properties(event);
        if (event.getTag().isPresent()) {
            tags.collection(properties, "a list");
        }
        flow += event.isFlow() ? 1 : 0;
        List<Node> items = new ArrayList<>();
        int end = properties.content() + 1;
        long size = 1;
        int height = 0;
        while (!(events.peekEvent() instanceof SequenceEndEvent)) {
            Built item = node(events.next(), depth + 1);
            items.add(item.node());
            end = Math.max(end, item.end());
            size += item.size();
            height = Math.max(height, item.height());
        }
        Event last = events.next();
        end = event.isFlow() ? offsets.end(last) : end;
        flow -= event.isFlow() ? 1 : 0;
        return new Built(new SequenceNode(items, source.span(properties.content(), end)), end, size, height + 1);
    }

    private Built mapping(MappingStartEvent event, int depth) {
        YamlOffsets.Properties properties = offsets.properties(event);
        if (event.getTag().isPresent()) {
            tags.collection(properties, "a mapping");
        }
        int start = properties.content();
        var keys = new YamlKeys(diagnostics);
        int end = start;
        long size = 1;
        int height = 0;
        boolean braces = false;
        String keyword = lastKey;
        flow += event.isFlow() ? 1 : 0;
        while (!(events.peekEvent() instanceof MappingEndEvent)) {
            Event keyEvent = events.next();
            Built key = node(keyEvent, depth + 1);
            lastKey = key.node() instanceof ScalarNode name ? name.text() : "";
            Built value = node(events.next(), depth + 1);
            end = Math.max(end, Math.max(key.end(), value.end()));
            size += key.size() + value.size();
            height = Math.max(height, Math.max(key.height(), value.height()));
            Span keySpan = source.span(offsets.properties(keyEvent).content(), key.end());
            if (key.node() instanceof ScalarNode scalar) {
                keys.add(scalar, keySpan, keyEvent instanceof AliasEvent, value.node());
            } else if (source.text().startsWith("{{", start)) {
                braces = true;
            } else {
                keys.notText(keySpan);
            }
        }
        Event last = events.next();
        end = event.isFlow() ? offsets.end(last) : end;
        flow -= event.isFlow() ? 1 : 0;
        if (braces) {
            return new Built(braces(start, end, keyword), end, 1, 1);
        }
        return new Built(new MappingNode(keys.entries(), source.span(start, end)), end, size, height + 1);
    }

    /** What Ansible's habit gives: YAML reads <code>{{ x }}</code> as a mapping with a mapping for a key. */
    private Node braces(int start, int end, String keyword) {
        int last = flow == 0 ? offsets.endOfValue(end) : end;
        String text = source.text().substring(start, last);
        Span span = source.span(start, last);
        diagnostics.add(Braces.unquoted(span, text, keyword));
        return new ScalarNode(text, true, "", span);
    }
}
