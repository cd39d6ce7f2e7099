package dev.runbook.language;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** <code>{{ }}</code> where <code>@{ }</code> was meant. */
final class Braces {
    private static final Pattern ALONE =
            Pattern.compile("\\s*\\{\\{-?\\s*([A-Za-z_]\\w*(?:\\.\\w+|\\['\\w+'\\]|\\[\\d+\\])*)\\s*-?\\}\\}\\s*");
    private static final Pattern WHOLE = Pattern.compile("\\{\\{-?\\s*(.*?)\\s*-?\\}\\}", Pattern.DOTALL);

    private Braces() {}

    /** For a value that is not quoted, which YAML takes for a mapping. */
    static Diagnostic unquoted(Span span, String text) {
        return Diagnostic.error(
                Codes.JINJA_BRACES.id(), span,
                "`{{ }}` is Ansible's; here an expression stands in `@{ }`, quoted",
                "write " + Quoting.quoted(translated(text)));
    }

    /** The text with each <code>{{ x }}</code> as <code>@{x}</code>. */
    static String translated(String text) {
        return WHOLE.matcher(text).replaceAll(match -> Matcher.quoteReplacement("@{" + match.group(1) + "}"));
    }

    /** The expression of a text that is nothing but <code>{{ name }}</code>. */
    static Optional<String> alone(String text) {
        Matcher matcher = ALONE.matcher(text);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** The expression in a text that is nothing but <code>{{ … }}</code> or <code>@{ … }</code>, or the text itself. */
    static String bare(String text) {
        String stripped = text.strip();
        Matcher braces = WHOLE.matcher(stripped);
        if (braces.matches()) {
            return braces.group(1);
        }
        return stripped.startsWith("@{") && stripped.endsWith("}")
                ? stripped.substring(2, stripped.length() - 1).strip()
                : stripped;
    }
}
