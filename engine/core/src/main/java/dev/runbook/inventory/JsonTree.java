package dev.runbook.inventory;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostic;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Node;
import dev.runbook.language.Source;
import dev.runbook.language.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a program prints, as a tree in which every node knows where it stands. Of two equal keys the later counts. */
final class JsonTree {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** Values that an excerpt of the text must not show. */
    private static final Pattern SENSITIVE = Pattern.compile(
            "([\"'][^\"'\\\\\\n]*(?:pass|secret|token|private_key|credential)[^\"'\\\\\\n]*[\"']\\s*:\\s*([\"']))"
                    + "((?:(?!\\2)[^\\\\]|\\\\.)*+)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern TOKEN = Pattern.compile("Unrecognized token '([^']*)'");

    private final JsonParser parser;
    private final Source shown;

    private JsonTree(JsonParser parser, Source shown) {
        this.parser = parser;
        this.shown = shown;
    }

    /**
     * Reads one value.
     *
     * @param name how the text is called in messages
     * @return nothing where it is not JSON, and then the collector says so
     */
    static Optional<Node> read(String name, String text, Diagnostics diagnostics) {
        Source shown = new Source(name, null, masked(text));
        if (text.isBlank()) {
            diagnostics.error(
                    Codes.INVENTORY_NOT_JSON.id(),
                    Span.start(shown),
                    "`" + name + "` prints nothing, where JSON is expected",
                    "an inventory without hosts is printed as {}");
            return Optional.empty();
        }
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            Node root = new JsonTree(parser, shown).value();
            if (parser.nextToken() != null) {
                diagnostics.error(
                        Codes.INVENTORY_NOT_JSON.id(),
                        at(shown, parser.currentTokenLocation().getCharOffset(), 1),
                        "`" + name + "` prints something behind its JSON",
                        "print one JSON object; what people should read belongs to standard error");
                return Optional.empty();
            }
            return Optional.of(root);
        } catch (JsonProcessingException e) {
            diagnostics.add(notJson(name, text, shown, e));
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a text in memory
        }
    }

    private static Diagnostic notJson(String name, String text, Source shown, JsonProcessingException e) {
        Matcher token = TOKEN.matcher(e.getOriginalMessage()); // the place of such a mistake is where the token ends
        long back = token.lookingAt() ? token.group(1).length() : 0;
        long offset = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getCharOffset() - back);
        boolean early = offset >= text.stripTrailing().length();
        return Diagnostic.error(
                Codes.INVENTORY_NOT_JSON.id(),
                at(shown, early ? Math.max(0, text.stripTrailing().length() - 1) : offset, 1),
                early ? "The JSON that `" + name + "` prints ends too early" : "`" + name + "` prints something that is not JSON",
                "what people should read belongs to standard error; `" + name + " | python3 -m json.tool` checks it too");
    }

    private static Span at(Source source, long offset, int length) {
        int start = (int) Math.min(offset, source.text().length());
        return source.span(start, start + length);
    }

    /** As long as the text itself, so that places stay what they are. */
    private static String masked(String text) {
        return SENSITIVE.matcher(text).replaceAll(found ->
                Matcher.quoteReplacement(found.group(1)) + found.group(3).replaceAll("[^\\n]", "*"));
    }

    private Node value() throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new com.fasterxml.jackson.core.io.JsonEOFException(parser, null, "no value");
        }
        int start = (int) parser.currentTokenLocation().getCharOffset();
        return switch (token) {
            case START_OBJECT -> object(start);
            case START_ARRAY -> {
                List<Node> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value());
                }
                yield new Node.SequenceNode(items, span(start));
            }
            default -> {
                String text = parser.getText();
                yield new Node.ScalarNode(text, token == JsonToken.VALUE_STRING, "", span(start));
            }
        };
    }

    private Node object(int start) throws IOException {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            int keyStart = (int) parser.currentTokenLocation().getCharOffset();
            String key = parser.currentName();
            Node.ScalarNode name = new Node.ScalarNode(key, true, "", keySpan(keyStart));
            parser.nextToken();
            entries.put(key, new Node.Entry(name, value()));
        }
        return new Node.MappingNode(List.copyOf(entries.values()), span(start));
    }

    private Span span(int start) {
        return shown.span(start, (int) parser.currentLocation().getCharOffset());
    }

    /** The parser has read past the colon by now. */
    private Span keySpan(int start) {
        String text = shown.text();
        int end = start + 1;
        while (end < text.length() && text.charAt(end) != '"') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        return shown.span(start, end + 1);
    }

    /** A value as data. */
    static @Nullable Object data(Node node) {
        return switch (node) {
            case Node.ScalarNode scalar -> scalar.quoted() ? scalar.text() : scalar(scalar.text());
            case Node.SequenceNode sequence -> {
                List<@Nullable Object> items = new ArrayList<>();
                sequence.items().forEach(item -> items.add(data(item)));
                yield Collections.unmodifiableList(items);
            }
            case Node.MappingNode mapping -> {
                Map<String, @Nullable Object> entries = new LinkedHashMap<>();
                mapping.entries().forEach(entry -> entries.put(entry.key().text(), data(entry.value())));
                yield Collections.unmodifiableMap(entries);
            }
        };
    }

    private static @Nullable Object scalar(String text) {
        return switch (text) {
            case "null" -> null;
            case "true" -> true;
            case "false" -> false;
            default -> number(text);
        };
    }

    private static Object number(String text) {
        if (text.chars().anyMatch(c -> c == '.' || c == 'e' || c == 'E')) {
            return Double.parseDouble(text);
        }
        BigInteger number = new BigInteger(text);
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }
}
