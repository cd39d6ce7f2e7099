package dev.runbook.language;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns Ansible's {@code a=1 b='x y'} into {@code {a: 1, b: x y}}, for suggestions. */
final class KeyValueArguments {
    private static final Pattern PAIR = Pattern.compile("\\s*(\\w+)=(\"[^\"]*\"|'[^']*'|[^\\s'\"]*)(?=\\s|$)");

    private KeyValueArguments() {}

    /** The mapping, or "" where the text is not made of such pairs only. */
    static String asMapping(String text) {
        List<String> pairs = new ArrayList<>();
        Matcher matcher = PAIR.matcher(text);
        int end = 0;
        while (matcher.lookingAt()) {
            pairs.add(matcher.group(1) + ": " + value(matcher.group(2)));
            end = matcher.end();
            matcher.region(end, text.length());
        }
        return text.substring(end).isBlank() && !pairs.isEmpty() ? "{" + String.join(", ", pairs) + "}" : "";
    }

    private static String value(String written) {
        boolean quoted = !written.isEmpty() && (written.charAt(0) == '"' || written.charAt(0) == '\'');
        String text = Braces.translated(quoted ? written.substring(1, written.length() - 1) : written);
        return text.matches("[\\w./~][\\w./:~ +-]*") && !text.contains(": ") ? text : Quoting.quoted(text);
    }
}
