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

    /**
     * For a value that is not quoted, which YAML takes for a mapping.
     *
     * @param keyword whose value it is, as far as that is known
     */
    static Diagnostic unquoted(Span span, String text, String keyword) {
        boolean condition = Keywords.find(keyword)
                .filter(found -> found.shape() == Keywords.Shape.CONDITIONS)
                .isPresent();
        if (condition) {
            return Diagnostic.error(
                    Codes.JINJA_BRACES.id(), span,
                    "`" + keyword + "` is an expression by itself, without `{{ }}` around it",
                    "write `" + keyword + ": " + bare(text) + "`");
        }
        return Diagnostic.error(
                Codes.JINJA_BRACES.id(), span,
                "`{{ }}` is Ansible's; here an expression is written `@{ }`, in quotes",
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

    /** A condition without the <code>{{ }}</code> or <code>@{ }</code> in it or around it. */
    static String bare(String text) {
        String stripped = text.strip();
        if (stripped.contains("{{")) {
            return WHOLE.matcher(stripped).replaceAll(match -> Matcher.quoteReplacement(match.group(1)));
        }
        return stripped.startsWith("@{") && stripped.endsWith("}")
                ? stripped.substring(2, stripped.length() - 1).strip()
                : stripped;
    }
}
