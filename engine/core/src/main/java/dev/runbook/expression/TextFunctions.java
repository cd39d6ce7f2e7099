package dev.runbook.expression;

import static dev.runbook.expression.FunctionLibrary.optional;
import static dev.runbook.expression.FunctionLibrary.p;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Functions on text. */
final class TextFunctions {
    private TextFunctions() {}

    static void define(FunctionLibrary.Builder library) {
        var text = p("text", Type.TEXT);
        var pattern = p("pattern", Type.TEXT);
        library.add("upper", Type.TEXT, "In capital letters.", "upper('web')", "'WEB'",
                        a -> a.text(0).toUpperCase(Locale.ROOT), text)
                .add("lower", Type.TEXT, "In small letters.", "lower('WEB')", "'web'",
                        a -> a.text(0).toLowerCase(Locale.ROOT), text)
                .add("capitalize", Type.TEXT, "With a capital first letter.", "capitalize('web server')", "'Web server'",
                        a -> capitalize(a.text(0)), text)
                .add("trim", Type.TEXT, "Without white space at both ends.", "trim('  a b ')", "'a b'",
                        a -> a.text(0).strip(), text)
                .add("split", Type.LIST, "The parts between separators; without one, the words.", "split('a,b,c', ',')",
                        "['a', 'b', 'c']", TextFunctions::split, text, optional("separator", Type.TEXT))
                .add("lines", Type.LIST, "The lines, without their ends.", "lines('a\\nb\\n')", "['a', 'b']",
                        a -> collect(a.text(0).lines().toList(), a), text)
                .add("join", Type.TEXT, "The elements as one text, with a separator between them.", "join([1, 'b'], '-')",
                        "'1-b'", TextFunctions::join, p("list", Type.LIST), optional("separator", Type.TEXT))
                .add("replace", Type.TEXT, "With every occurrence of one text replaced by another.",
                        "replace('a-b-c', '-', '_')", "'a_b_c'", a -> replace(a.text(0), a.text(1), a.text(2), a.budget()),
                        text, p("from", Type.TEXT), p("to", Type.TEXT))
                .add("indent", Type.TEXT, "With spaces before every line but the first; with a third argument true before that too.",
                        "indent('a\\nb', 2)", "'a\\n  b'", TextFunctions::indent, text, p("spaces", Type.INTEGER),
                        optional("first", Type.BOOLEAN));
        library.add("regex_replace", Type.TEXT, "With every match of a regular expression replaced; $1 is the first group.",
                        "regex_replace('v2.54', 'v(\\\\d+)', 'version $1')", "'version 2.54'", TextFunctions::regexReplace, text,
                        pattern, p("replacement", Type.TEXT))
                .add("regex_match", Type.BOOLEAN, "Whether a regular expression matches the whole text, like ~=.",
                        "regex_match('web-12', 'web-\\\\d+')", "true", a -> Regex.matcher(a, 0, 1).matches(), text, pattern)
                .add("regex_find", Type.ANY, "The first match of a regular expression, or its first group if it has one; "
                                + "null if nothing matches.",
                        "regex_find('version 2.54', '(\\\\d+)\\\\.')", "'2'", a -> {
                            Matcher matcher = Regex.matcher(a, 0, 1);
                            return matcher.find() ? found(matcher) : null;
                        }, text, pattern)
                .add("regex_find_all", Type.LIST, "All matches of a regular expression, or what its first group matched.",
                        "regex_find_all('a1 b22', '\\\\d+')", "['1', '22']", TextFunctions::findAll, text, pattern);
    }

    private static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int end = text.offsetByCodePoints(0, 1);
        return text.substring(0, end).toUpperCase(Locale.ROOT) + text.substring(end);
    }

    private static List<@Nullable Object> split(Arguments a) {
        String text = a.text(0);
        if (!a.has(1)) {
            String words = text.strip();
            return collect(words.isEmpty() ? List.of() : List.of(words.split("\\s+")), a);
        }
        return split(text, a.text(1), a);
    }

    static List<@Nullable Object> split(String text, String separator, Arguments a) {
        if (separator.isEmpty()) {
            throw Arguments.fail(a.count() - 1, "is an empty separator", "leave it out to split into words");
        }
        List<@Nullable Object> parts = new ArrayList<>();
        int start = 0;
        for (int end; (end = text.indexOf(separator, start)) >= 0; start = end + separator.length()) {
            a.budget().step();
            parts.add(text.substring(start, end));
            a.budget().collection(parts.size());
        }
        parts.add(text.substring(start));
        return Values.list(parts);
    }

    private static List<@Nullable Object> collect(List<String> parts, Arguments a) {
        a.budget().collection(parts.size());
        a.budget().step(parts.size());
        return Values.list(parts);
    }

    private static String join(Arguments a) {
        String separator = a.text(1, "");
        var out = new StringBuilder();
        boolean first = true;
        for (Object item : a.list(0)) {
            a.budget().step();
            if (!first) {
                out.append(separator);
            }
            first = false;
            out.append(Values.text(item, a.budget()));
            a.budget().text(out.length());
        }
        return out.toString();
    }

    static String replace(String text, String from, String to, Budget budget) {
        if (from.isEmpty()) {
            throw Arguments.fail(1, "is empty: there is nothing to look for");
        }
        var out = new StringBuilder();
        int start = 0;
        for (int end; (end = text.indexOf(from, start)) >= 0; start = end + from.length()) {
            budget.step();
            out.append(text, start, end).append(to);
            budget.text(out.length());
        }
        out.append(text, start, text.length());
        budget.text(out.length());
        return out.toString();
    }

    private static String indent(Arguments a) {
        int spaces = a.integer(1);
        if (spaces < 0 || spaces > 200) {
            throw Arguments.fail(1, "must be between 0 and 200");
        }
        String margin = " ".repeat(spaces);
        var out = new StringBuilder(a.has(2) && a.truth(2) ? margin : "");
        String text = a.text(0);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(c);
            if (c == '\n' && i + 1 < text.length() && text.charAt(i + 1) != '\n') {
                out.append(margin);
                a.budget().step();
                a.budget().text(out.length());
            }
        }
        return out.toString();
    }

    private static String regexReplace(Arguments a) {
        return Regex.replace(Regex.matcher(a, 0, 1), a.text(2), 2, a.budget());
    }

    private static @Nullable String found(Matcher matcher) {
        return matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
    }

    private static List<@Nullable Object> findAll(Arguments a) {
        Matcher matcher = Regex.matcher(a, 0, 1);
        List<@Nullable Object> all = new ArrayList<>();
        while (matcher.find()) {
            a.budget().step();
            all.add(found(matcher));
            a.budget().collection(all.size());
        }
        return Values.list(all);
    }
}
