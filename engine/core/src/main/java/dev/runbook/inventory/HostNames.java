package dev.runbook.inventory;

import dev.runbook.language.Codes;
import dev.runbook.language.Diagnostics;
import dev.runbook.language.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Host names as an inventory writes them: {@code web[01:10:2].example.com:2222}.
 *
 * @param names one or more, expanded, in order
 * @param port what stands behind the last colon
 */
record HostNames(List<String> names, OptionalInt port) {
    /** More than this from one range is a mistake. */
    static final int LIMIT = 100_000;

    private static final Pattern WITH_PORT = Pattern.compile("(.*[^:]):([0-9]+)");
    private static final Pattern BRACKETED_ADDRESS = Pattern.compile("\\[([0-9A-Fa-f:.]+(?:%\\w+)?)](?::([0-9]+))?");
    private static final Pattern RANGE = Pattern.compile("([^:]*):([^:]*)(?::([^:]*))?");
    private static final Pattern FORBIDDEN = Pattern.compile("[\\s,;/\\\\=\\[\\]{}()\"'<>|&$!*?#]");

    HostNames {
        names = List.copyOf(names);
    }

    /** Whether it is an address of IP version 6, not a name with a port. */
    static boolean isAddress6(String text) {
        String address = text.contains("%") ? text.substring(0, text.indexOf('%')) : text;
        return address.matches("[0-9A-Fa-f:.]+")
                && (address.contains("::") || address.chars().filter(c -> c == ':').count() == 7);
    }

    /** Whether a host can be called so; ranges and ports are no part of a name. */
    static boolean isName(String text) {
        return !text.isEmpty() && !FORBIDDEN.matcher(text).find() && (!text.contains(":") || isAddress6(text));
    }

    /** Expands; a mistake leaves no names. */
    static HostNames parse(String text, Span span, Diagnostics diagnostics) {
        if (isAddress6(text)) {
            return new HostNames(List.of(text), OptionalInt.empty());
        }
        Matcher address = BRACKETED_ADDRESS.matcher(text);
        if (address.matches() && isAddress6(address.group(1))) {
            return new HostNames(List.of(address.group(1)), port(address.group(2), span, diagnostics));
        }
        String pattern = text;
        OptionalInt port = OptionalInt.empty();
        Matcher split = WITH_PORT.matcher(text);
        if (split.matches() && balanced(split.group(1))) {
            pattern = split.group(1);
            port = port(split.group(2), span, diagnostics);
        }
        List<String> names = expand(pattern, span, diagnostics);
        for (String name : names) {
            if (name.contains(":") || !isName(name)) {
                diagnostics.error(
                        Codes.INVALID_HOST_NAME.id(),
                        span,
                        "`" + text + "` is not a host name",
                        "a host name has letters, digits, `.`, `-` and `_`; a port follows a colon: `web1:2222`");
                return new HostNames(List.of(), OptionalInt.empty());
            }
        }
        return new HostNames(names, port);
    }

    private static boolean balanced(String text) {
        return text.chars().filter(c -> c == '[').count() == text.chars().filter(c -> c == ']').count();
    }

    private static OptionalInt port(@Nullable String digits, Span span, Diagnostics diagnostics) {
        if (digits == null) {
            return OptionalInt.empty();
        }
        int port = digits.length() > 5 ? 0 : Integer.parseInt(digits);
        if (port < 1 || port > 65535) {
            diagnostics.error(Codes.INVALID_PORT.id(), span, "The port must be from 1 to 65535, not " + digits);
            return OptionalInt.empty();
        }
        return OptionalInt.of(port);
    }

    /** Expands every range in the text, the last varying fastest. */
    private static List<String> expand(String text, Span span, Diagnostics diagnostics) {
        int open = text.indexOf('[');
        if (open < 0) {
            return List.of(text);
        }
        int close = text.indexOf(']', open);
        if (close < 0) {
            diagnostics.error(Codes.BAD_RANGE.id(), span, "`" + text + "` opens a range with [ but does not close it with ]");
            return List.of();
        }
        List<String> middle = range(text.substring(open + 1, close), span, diagnostics);
        List<String> tails = expand(text.substring(close + 1), span, diagnostics);
        if ((long) middle.size() * tails.size() > LIMIT) {
            diagnostics.error(Codes.BAD_RANGE.id(), span, "`" + text + "` stands for more than " + LIMIT + " hosts");
            return List.of();
        }
        List<String> names = new ArrayList<>();
        for (String between : middle) {
            for (String tail : tails) {
                names.add(text.substring(0, open) + between + tail);
            }
        }
        return names;
    }

    private static List<String> range(String inside, Span span, Diagnostics diagnostics) {
        Matcher range = RANGE.matcher(inside);
        String hint = "ranges are [first:last] or [first:last:step], of numbers or single letters: [1:9], [01:20:2], [a:f]";
        if (!range.matches()) {
            diagnostics.error(Codes.BAD_RANGE.id(), span, "`[" + inside + "]` is not a range", hint);
            return List.of();
        }
        String first = range.group(1).isEmpty() ? "0" : range.group(1);
        String last = range.group(2);
        String step = range.group(3) == null ? "1" : range.group(3);
        if (!step.matches("0*[1-9][0-9]{0,8}")) {
            diagnostics.error(Codes.BAD_RANGE.id(), span, "The step of `[" + inside + "]` must be a number above 0", hint);
            return List.of();
        }
        if (first.matches("[0-9]{1,9}") && last.matches("[0-9]{1,9}")) {
            return numbers(inside, first, last, Integer.parseInt(step), span, diagnostics);
        }
        if ((first + last).matches("[a-z]{2}|[A-Z]{2}")) {
            return letters(inside, first.charAt(0), last.charAt(0), Integer.parseInt(step), span, diagnostics);
        }
        diagnostics.error(Codes.BAD_RANGE.id(), span, "`[" + inside + "]` is not a range", hint);
        return List.of();
    }

    private static List<String> numbers(
            String inside, String first, String last, int step, Span span, Diagnostics diagnostics) {
        boolean padded = first.length() > 1 && first.startsWith("0");
        if (padded && first.length() != last.length()) {
            diagnostics.error(
                    Codes.BAD_RANGE.id(),
                    span,
                    "`[" + inside + "]` starts with zeros, so both ends must have as many digits",
                    "write `[" + padded(first, last.length()) + ":" + padded(last, first.length()) + "]`");
            return List.of();
        }
        int from = Integer.parseInt(first);
        int to = Integer.parseInt(last);
        if (!ordered(inside, from, to, (to - from) / step + 1L, span, diagnostics)) {
            return List.of();
        }
        List<String> all = new ArrayList<>();
        for (long number = from; number <= to; number += step) {
            String digits = Long.toString(number);
            all.add(padded ? padded(digits, first.length()) : digits);
        }
        return all;
    }

    private static String padded(String digits, int length) {
        return "0".repeat(Math.max(0, length - digits.length())) + digits;
    }

    private static List<String> letters(
            String inside, char first, char last, int step, Span span, Diagnostics diagnostics) {
        if (!ordered(inside, first, last, 1, span, diagnostics)) {
            return List.of();
        }
        List<String> all = new ArrayList<>();
        for (long letter = first; letter <= last; letter += step) {
            all.add(Character.toString((int) letter));
        }
        return all;
    }

    private static boolean ordered(
            String inside, int first, int last, long count, Span span, Diagnostics diagnostics) {
        if (first > last) {
            diagnostics.error(Codes.BAD_RANGE.id(), span, "`[" + inside + "]` ends before it starts");
            return false;
        }
        if (count > LIMIT) {
            diagnostics.error(Codes.BAD_RANGE.id(), span, "`[" + inside + "]` stands for more than " + LIMIT + " hosts");
            return false;
        }
        return true;
    }
}
