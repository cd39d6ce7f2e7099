package dev.runbook.expression;

import dev.runbook.language.Diagnostics;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the expressions in a text. */
final class TextParser {
    /** What is certainly meant as Jinja: Go templates, Grafana's and Alertmanager's look alike but never so. */
    private static final Pattern JINJA = Pattern.compile(
            "\\{\\{-?\\s*(?:item\\b|inventory_hostname\\b|hostvars\\b|ansible_\\w+|lookup\\(|[a-z_][\\w.]*\\s*\\|\\s*(?:default|d|int|bool|lower|upper|"
                    + "to_json|to_nice_json|to_yaml|to_nice_yaml|join|length|b64encode|quote|trim|first|last|sort|unique|replace|combine)\\b(?!\\s*\\.))"
                    + "|\\{%-?\\s*(?:if|for|endif|endfor|set|else|include|raw)\\b");

    /** Said already where the document is read. */
    private static final Pattern ALONE = Pattern.compile("\\s*\\{\\{-?[\\w\\s.\\['\\]]*-?\\}\\}\\s*");

    private final String text;
    private final Positions positions;
    private final Diagnostics diagnostics;

    TextParser(String text, Positions positions, Diagnostics diagnostics) {
        this.text = text;
        this.positions = positions;
        this.diagnostics = diagnostics;
    }

    /** Each part is words and the expression after them, if one follows. */
    List<Compiled.Text.Part> parse() {
        List<Compiled.Text.Part> parts = new ArrayList<>();
        var words = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int sign = text.indexOf('@', at);
            if (sign < 0) {
                break;
            }
            words.append(text, at, sign);
            if (text.startsWith("@@{", sign)) {
                words.append("@{");
                at = sign + 3;
            } else if (text.startsWith("@{", sign)) {
                int close = close(text, sign + 2, text.length());
                if (close < 0) {
                    unclosed(sign);
                    return parts;
                }
                Program program = Program.compile(text.substring(sign + 2, close), positions.from(sign + 2), Set.of(), false, diagnostics);
                parts.add(new Compiled.Text.Part(words.toString(), program));
                words.setLength(0);
                at = close + 1;
            } else {
                words.append('@');
                at = sign + 1;
            }
        }
        words.append(text, Math.min(at, text.length()), text.length());
        if (!words.isEmpty()) {
            parts.add(new Compiled.Text.Part(words.toString(), null));
        }
        jinja(text, positions, diagnostics);
        return parts;
    }

    private void unclosed(int sign) {
        diagnostics.error("unclosed-expression", positions.span(sign, sign + 2), "`@{` is not closed",
                "end the expression with }, and check that texts in it end with their quote",
                "write @@{ for the characters themselves");
    }

    static void jinja(String text, Positions positions, Diagnostics diagnostics) {
        if (!text.contains("{{") && !text.contains("{%") || ALONE.matcher(text).matches()) {
            return;
        }
        Matcher matcher = JINJA.matcher(text);
        if (matcher.find()) {
            diagnostics.add(dev.runbook.language.Diagnostic.warning("jinja-braces", positions.span(matcher.start(), matcher.start() + 2),
                    "`" + text.substring(matcher.start(), matcher.start() + 2) + "` has no meaning here and stays as it is",
                    "write @{…} for an expression"));
        }
    }

    /** The brace that closes an expression, braces and texts within it taken into account; -1 if there is none. */
    static int close(String text, int from, int end) {
        int depth = 0;
        char quote = 0;
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == '\\') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && depth-- == 0) {
                return i;
            }
        }
        return -1;
    }
}
