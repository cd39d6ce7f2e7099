package dev.runbook.catalog;

import dev.runbook.api.Content;
import dev.runbook.api.FileMode;
import dev.runbook.api.Observed;
import dev.runbook.api.Param;
import dev.runbook.api.Payload;
import dev.runbook.api.Secret;
import dev.runbook.api.SourceFile;
import dev.runbook.api.Unknown;
import dev.runbook.api.Value;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Results as the plain data that expressions and JSON see: keys in snake case, enums in lower case, modes as octal
 * text, durations in seconds, content as its checksum and size.
 */
public final class ResultData {
    private ResultData() {}

    /** The components of a result, in its order. A component with {@link Param#rest()} gives its own entries. */
    public static Map<String, @Nullable Object> toMap(Record result) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (RecordFields.Field field : RecordFields.of(result)) {
            RecordComponent component = field.component();
            if (internal(component)) {
                continue;
            }
            @Nullable Object value = of(field.in(result));
            Param param = component.getAnnotation(Param.class);
            if (param != null && param.rest() && value instanceof Map<?, ?> rest) {
                rest.forEach((key, item) -> map.put(String.valueOf(key), item));
            } else {
                map.put(param == null || param.name().isEmpty() ? Names.snake(component.getName()) : param.name(), value);
            }
        }
        return Collections.unmodifiableMap(map);
    }

    /** Whether a component is only there for the module itself. */
    static boolean internal(RecordComponent component) {
        Observed observed = component.getAnnotation(Observed.class);
        return observed != null && observed.internal();
    }

    /** One value. {@link Secret} and {@link Unknown} stay what they are. */
    public static @Nullable Object of(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String _, Boolean _, Long _, Double _, BigInteger _, Secret _, Unknown _ -> value;
            case Integer number -> number.longValue();
            case Short number -> number.longValue();
            case Byte number -> number.longValue();
            case Float number -> number.doubleValue();
            case BigDecimal number -> number.doubleValue();
            case Enum<?> constant -> Names.constant(constant);
            case Duration duration -> seconds(duration);
            case FileMode mode -> mode.toString();
            case Content content -> digest(content.sha256(), content.size());
            case Payload payload -> digest(payload.sha256(), payload.size());
            case SourceFile file -> file.name();
            case Value.Of<?> known -> of(known.value());
            case Value.Later<?> later -> new Unknown(later.why(), "");
            case Record record -> toMap(record);
            case Map<?, ?> map -> map(map);
            case Collection<?> items -> list(items);
            default -> value.toString();
        };
    }

    private static Object seconds(Duration duration) {
        Duration whole = duration.truncatedTo(ChronoUnit.SECONDS);
        if (duration.equals(whole)) {
            return duration.toSeconds();
        }
        return duration.toMillis() / 1e3;
    }

    private static Map<String, Object> digest(String sha256, long size) {
        var map = new LinkedHashMap<String, Object>();
        map.put("sha256", sha256);
        map.put("size", size);
        return Collections.unmodifiableMap(map);
    }

    private static Map<String, @Nullable Object> map(Map<?, ?> source) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        source.forEach((key, item) -> map.put(key instanceof Enum<?> e ? Names.constant(e) : String.valueOf(key), of(item)));
        return Collections.unmodifiableMap(map);
    }

    private static Collection<@Nullable Object> list(Collection<?> items) {
        var list = new ArrayList<@Nullable Object>(items.size());
        items.forEach(item -> list.add(of(item)));
        return Collections.unmodifiableList(list);
    }
}
