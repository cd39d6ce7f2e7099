package dev.runbook.catalog;

import dev.runbook.api.Secret;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings what third-party code gives as data to the few types that expressions know. */
final class PlainValues {
    private PlainValues() {}

    /** @throws IllegalArgumentException for a value that is no data */
    static @Nullable Object of(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Boolean truth -> truth;
            case Secret secret -> secret;
            case Long number -> number;
            case BigInteger number -> number;
            case Double number -> number;
            case Integer number -> number.longValue();
            case Short number -> number.longValue();
            case Byte number -> number.longValue();
            case Float number -> number.doubleValue();
            case List<?> list -> {
                List<@Nullable Object> items = new ArrayList<>();
                list.forEach(item -> items.add(of(item)));
                yield Collections.unmodifiableList(items);
            }
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> entries = new LinkedHashMap<>();
                map.forEach((key, item) -> entries.put(String.valueOf(key), of(item)));
                yield Collections.unmodifiableMap(entries);
            }
            default -> throw new IllegalArgumentException("a value of the type " + value.getClass().getName() + " is no data");
        };
    }
}
