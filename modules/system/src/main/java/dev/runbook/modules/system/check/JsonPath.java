package dev.runbook.modules.system.check;

import dev.runbook.api.InvalidParameterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A way into JSON: names joined by dots, and positions from 0 in brackets, {@code data.result[0].value}. A negative
 * position counts from the end; a name with other characters is quoted in brackets, {@code labels["a.b"]}.
 */
record JsonPath(List<Object> steps) {
    private static final Pattern STEP =
            Pattern.compile("\\.?([A-Za-z0-9_$-]+)|\\[(-?[0-9]{1,9})]|\\[(?:\"([^\"]*)\"|'([^']*)')]");

    /** @param present whether there is anything at all, were it null */
    record Found(boolean present, @Nullable Object value) {}

    static JsonPath parse(String text) {
        List<Object> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text);
        int position = 0;
        while (position < text.length()) {
            boolean step = matcher.find(position) && matcher.start() == position;
            boolean dotted = step && (text.charAt(position) == '.' || text.charAt(position) == '[');
            if (!step || steps.isEmpty() && text.charAt(position) == '.' || !steps.isEmpty() && !dotted) {
                throw new InvalidParameterException(
                        "json",
                        "\"" + text + "\" is no path: expected names and positions such as data.result[0].value");
            }
            if (matcher.group(2) != null) {
                steps.add(Integer.valueOf(matcher.group(2)));
            } else {
                steps.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(3) != null ? matcher.group(3) : matcher.group(4));
            }
            position = matcher.end();
        }
        if (steps.isEmpty()) {
            throw new InvalidParameterException("json", "a path is empty");
        }
        return new JsonPath(steps);
    }

    Found in(@Nullable Object json) {
        Object at = json;
        for (Object step : steps) {
            if (step instanceof Integer position && at instanceof List<?> list) {
                int index = position < 0 ? list.size() + position : position;
                if (index < 0 || index >= list.size()) {
                    return new Found(false, null);
                }
                at = list.get(index);
            } else if (step instanceof String name && at instanceof Map<?, ?> map && map.containsKey(name)) {
                at = map.get(name);
            } else {
                return new Found(false, null);
            }
        }
        return new Found(true, at);
    }
}
