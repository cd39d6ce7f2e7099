package dev.runbook.expression;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads JSON and YAML that came as data. It makes plain data of it and nothing else, within limits. */
final class Parsing {
    private static final int DEEPEST = 100;

    private Parsing() {}

    static @Nullable Object json(String text, Budget budget) {
        var factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxStringLength(Budget.TEXT_LIMIT)
                        .build())
                .build();
        try (JsonParser parser = factory.createParser(text)) {
            if (parser.nextToken() == null) {
                throw Arguments.fail(0, "is empty, not JSON");
            }
            Object value = value(parser, budget);
            if (parser.nextToken() != null) {
                throw Arguments.fail(0, "is JSON with something after its end" + place(parser));
            }
            return value;
        } catch (JsonProcessingException e) {
            // The library's own message may quote the text, which may be secret.
            throw Arguments.fail(0, "is not valid JSON"
                    + (e.getLocation() == null ? "" : ": line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String place(JsonParser parser) {
        var location = parser.currentTokenLocation();
        return ": line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static @Nullable Object value(JsonParser parser, Budget budget) throws IOException {
        budget.step();
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> {
                var map = new LinkedHashMap<String, @Nullable Object>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    parser.nextToken();
                    map.put(key, value(parser, budget));
                }
                yield Values.map(map);
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser, budget));
                }
                yield Collections.unmodifiableList(list);
            }
            case VALUE_NUMBER_INT -> Values.integer(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }

    static @Nullable Object yaml(String text, Budget budget) {
        var settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setAllowDuplicateKeys(false)
                .setAllowRecursiveKeys(false)
                .setMaxAliasesForCollections(50)
                .setCodePointLimit(Budget.TEXT_LIMIT)
                .build();
        try {
            return plain(new Load(settings).loadFromString(text), 0, budget);
        } catch (MarkedYamlEngineException e) {
            throw Arguments.fail(0, "is not valid YAML" + e.getProblemMark()
                    .map(mark -> ": line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1))
                    .orElse(""));
        } catch (YamlEngineException e) {
            throw Arguments.fail(0, "is not valid YAML, or not a single document");
        }
    }

    private static @Nullable Object plain(@Nullable Object value, int depth, Budget budget) {
        budget.step();
        if (depth > DEEPEST) {
            throw Arguments.fail(0, "is nested too deeply");
        }
        return switch (value) {
            case Map<?, ?> map -> {
                var plain = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, item) -> {
                    if (key instanceof Map || key instanceof List) {
                        throw Arguments.fail(0, "has a key that is a list or a map");
                    }
                    plain.put(key == null ? "null" : key.toString(), plain(item, depth + 1, budget));
                });
                yield Values.map(plain);
            }
            case List<?> list -> {
                List<@Nullable Object> plain = new ArrayList<>(list.size());
                list.forEach(item -> plain.add(plain(item, depth + 1, budget)));
                yield Collections.unmodifiableList(plain);
            }
            case null -> null;
            case String text -> text;
            case Boolean truth -> truth;
            case BigInteger number -> Values.integer(number);
            case Number number -> Values.normal(number);
            default -> throw Arguments.fail(0, "holds a value that is not plain data");
        };
    }

    static String toYaml(@Nullable Object value, Budget budget) {
        // Bounds what the library is given: its output is at most a few times as long as JSON.
        Json.write(value, 0, budget);
        var settings = DumpSettings.builder()
                .setSchema(new CoreSchema())
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setDereferenceAliases(true)
                .setWidth(10_000)
                .build();
        String text = new Dump(settings).dumpToString(value);
        budget.text(text.length());
        return text;
    }
}
