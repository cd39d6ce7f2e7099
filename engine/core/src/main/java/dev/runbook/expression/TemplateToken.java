package dev.runbook.expression;

import dev.runbook.language.Diagnostics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of a template's text.
 *
 * @param name of a directive, without the sign
 * @param inner where what stands between its braces begins
 */
record TemplateToken(Kind kind, String name, int start, int end, int inner, int innerEnd) {
    enum Kind {
        WORDS,
        EXPRESSION,
        COMMENT,
        IF,
        ELSE,
        FOREACH,
        END
    }

    private static final Pattern SIGN = Pattern.compile("@(@?)([A-Za-z_]*)\\{");

    private static final Map<String, Kind> DIRECTIVES = Map.of(
            "", Kind.EXPRESSION, "if", Kind.IF, "elseif", Kind.ELSE, "else", Kind.ELSE, "foreach", Kind.FOREACH, "end", Kind.END,
            "comment", Kind.COMMENT);

    private static final Set<String> UNSUPPORTED = Set.of("include", "includeNamed", "declare", "code", "eval", "evalReport", "named", "stop");

    private static final Map<String, String> MISSPELT = Map.ofEntries(
            Map.entry("elif", "elseif"), Map.entry("elsif", "elseif"), Map.entry("elseIf", "elseif"), Map.entry("else_if", "elseif"),
            Map.entry("endif", "end"), Map.entry("endfor", "end"), Map.entry("endforeach", "end"), Map.entry("fi", "end"),
            Map.entry("for", "foreach"), Map.entry("each", "foreach"), Map.entry("forEach", "foreach"), Map.entry("If", "if"),
            Map.entry("End", "end"), Map.entry("Else", "else"), Map.entry("set", "vars"));

    boolean directive() {
        return kind != Kind.WORDS && kind != Kind.EXPRESSION;
    }

    /** In the order of the text; directives that have a line to themselves take all of it. */
    static List<TemplateToken> tokens(String text, Positions positions, Diagnostics diagnostics) {
        return withoutEmptyLines(text, scan(text, positions, diagnostics));
    }

    private static List<TemplateToken> scan(String text, Positions positions, Diagnostics diagnostics) {
        List<TemplateToken> tokens = new ArrayList<>();
        Matcher sign = SIGN.matcher(text);
        int at = 0;
        int from = 0;
        while (sign.find(from)) {
            String name = sign.group(2);
            Kind kind = DIRECTIVES.get(name);
            boolean escaped = !sign.group(1).isEmpty();
            if (kind == null || escaped) {
                from = sign.end();
                if (escaped && (kind != null || UNSUPPORTED.contains(name) || MISSPELT.containsKey(name))) {
                    tokens.add(words(at, sign.start()));
                    at = sign.start() + 1;
                } else if (!escaped) {
                    foreign(name, sign, positions, diagnostics);
                }
                continue;
            }
            int close = TextParser.close(text, sign.end(), text.length());
            if (close < 0 && kind == Kind.COMMENT) {
                close = text.indexOf('}', sign.end());
            }
            if (close < 0) {
                diagnostics.error("unclosed-expression", positions.span(sign.start(), sign.end()),
                        "`" + sign.group() + "` is not closed",
                        "end it with }, and check that texts in it end with their quote",
                        "write @" + sign.group() + " for the characters themselves");
                from = sign.end();
                continue;
            }
            tokens.add(words(at, sign.start()));
            tokens.add(new TemplateToken(kind, name, sign.start(), close + 1, sign.end(), close));
            at = close + 1;
            from = at;
        }
        tokens.add(words(at, text.length()));
        return tokens;
    }

    private static void foreign(String name, Matcher sign, Positions positions, Diagnostics diagnostics) {
        var span = positions.span(sign.start(), sign.end());
        String literal = "write @@" + name + "{ for the characters themselves";
        if (UNSUPPORTED.contains(name)) {
            diagnostics.error("not-supported", span, "`@" + name + "{}` is not supported in templates",
                    name.startsWith("include") ? "write @{file('…')} to put in the text of a file" : "compute values in `vars`", literal);
        } else if (MISSPELT.containsKey(name)) {
            diagnostics.error("syntax", span, "there is no `@" + name + "{}`", name.equals("set")
                    ? "set variables under `vars`" : "write @" + MISSPELT.get(name) + "{…}", literal);
        }
    }

    private static TemplateToken words(int start, int end) {
        return new TemplateToken(Kind.WORDS, "", start, end, start, end);
    }

    private static List<TemplateToken> withoutEmptyLines(String text, List<TemplateToken> scanned) {
        List<TemplateToken> tokens = new ArrayList<>(scanned);
        for (int i = 0; i < tokens.size(); i++) {
            if (!tokens.get(i).directive()) {
                continue;
            }
            int last = i;
            for (int j = i + 1; j < tokens.size(); j++) {
                TemplateToken next = tokens.get(j);
                if (next.directive()) {
                    last = j;
                } else if (next.kind != Kind.WORDS || !blank(text, next.start, next.end)) {
                    break;
                }
            }
            int lineStart = lineStart(text, tokens, i);
            int lineEnd = lineEnd(text, tokens, last);
            if (lineStart >= 0 && lineEnd >= 0) {
                for (int j = Math.max(0, i - 1); j <= Math.min(last + 1, tokens.size() - 1); j++) {
                    TemplateToken token = tokens.get(j);
                    if (token.kind == Kind.WORDS) {
                        tokens.set(j, j < i ? words(token.start, Math.max(token.start, lineStart))
                                : j > last ? words(Math.min(token.end, lineEnd), token.end) : words(token.end, token.end));
                    }
                }
            }
            i = last;
        }
        return tokens;
    }

    /** Where the line of a token begins if only white space stands before it there; else -1. */
    private static int lineStart(String text, List<TemplateToken> tokens, int index) {
        int at = tokens.get(index).start;
        while (at > 0 && text.charAt(at - 1) != '\n') {
            at--;
        }
        TemplateToken before = tokens.get(Math.max(0, index - 1));
        boolean alone = blank(text, at, tokens.get(index).start) && (index == 0 || before.kind == Kind.WORDS && originalStart(tokens, index) <= at);
        return alone ? at : -1;
    }

    private static int originalStart(List<TemplateToken> tokens, int index) {
        return index < 2 ? 0 : tokens.get(index - 2).end;
    }

    /** Where the next line begins if only white space stands behind a token on its line; else -1. */
    private static int lineEnd(String text, List<TemplateToken> tokens, int index) {
        int start = tokens.get(index).end;
        int at = start;
        while (at < text.length() && text.charAt(at) != '\n') {
            at++;
        }
        boolean alone = blank(text, start, at) && (index + 2 >= tokens.size() || tokens.get(index + 2).start >= at);
        return alone ? Math.min(at + 1, text.length()) : -1;
    }

    private static boolean blank(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (" \t\r".indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}
