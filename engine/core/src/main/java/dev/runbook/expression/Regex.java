package dev.runbook.expression;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Regular expressions that stop when the budget is used up. */
final class Regex {
    private Regex() {}

    /** @param pattern the index of the argument that holds the pattern */
    static Matcher matcher(Arguments a, int text, int pattern) {
        return matcher(a.text(text), a.text(pattern), pattern, a.budget());
    }

    static Matcher matcher(String text, String pattern, int index, Budget budget) {
        budget.step(1 + pattern.length());
        try {
            return Pattern.compile(pattern).matcher(budget.watched(text));
        } catch (PatternSyntaxException e) {
            throw Arguments.fail(index, "is not a regular expression: " + e.getDescription().toLowerCase(java.util.Locale.ROOT)
                    + (e.getIndex() >= 0 ? " at character " + (e.getIndex() + 1) : ""));
        }
    }

    /** @param index of the argument that holds the replacement */
    static String replace(Matcher matcher, String replacement, int index, Budget budget) {
        var out = new StringBuilder();
        try {
            while (matcher.find()) {
                budget.step();
                matcher.appendReplacement(out, replacement);
                budget.text(out.length());
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw Arguments.fail(index, "names a group the regular expression does not have, or ends in $ or \\",
                    "write $1 for the first group, \\\\$ for a dollar sign");
        }
        matcher.appendTail(out);
        budget.text(out.length());
        return out.toString();
    }
}
