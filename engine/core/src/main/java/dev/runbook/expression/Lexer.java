package dev.runbook.expression;

import dev.runbook.language.Diagnostic;
import dev.runbook.language.RunbookException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts an expression into tokens. */
final class Lexer {
    private static final int MOST_DIGITS = 1000;

    /** Longer signs before their beginnings; some only so that a message can name them. */
    private static final List<String> SIGNS = List.of(
            "===", "!==", ">>>", "&&", "||", "==", "!=", "<=", ">=", "~=", "=~", ".?", "?.", "?:", "??", "**", "//",
            "/*", "++", "--", "+=", "-=", "*=", "/=", "%=", ":=", "->", "=>", "<<", ">>", "<>", "{{", "}}", "{%", "@{",
            "${", "::", ";", "(", ")", "[", "]", "{", "}", ".", ",", "?", ":", "!", "<", ">", "=", "+", "-", "*", "/",
            "%", "~", "|", "&", "^", "#", "@", "$", "`", "\\");

    private final String text;
    private final Positions positions;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String text, Positions positions) {
        this.text = text;
        this.positions = positions;
    }

    /** @throws RunbookException at the first character that cannot be part of an expression */
    static List<Token> tokens(String text, Positions positions) {
        var lexer = new Lexer(text, positions);
        while (lexer.next()) {
            // next() collects
        }
        lexer.add(Token.Kind.END, null, text.length(), text.length());
        return lexer.tokens;
    }

    private boolean next() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (at >= text.length()) {
            return false;
        }
        char c = text.charAt(at);
        if (letter(c)) {
            name();
        } else if (digit(c)) {
            number();
        } else if (c == '\'' || c == '"') {
            string(c);
        } else {
            sign();
        }
        return true;
    }

    private void name() {
        int start = at;
        while (at < text.length() && (letter(text.charAt(at)) || digit(text.charAt(at)))) {
            at++;
        }
        add(Token.Kind.NAME, null, start, at);
    }

    private void sign() {
        int start = at;
        for (String sign : SIGNS) {
            if (text.startsWith(sign, at)) {
                at += sign.length();
                add(Token.Kind.SIGN, null, start, at);
                return;
            }
        }
        int point = text.codePointAt(at);
        String shown = point < 0x20 || point == 0x7f || !Character.isDefined(point)
                ? "U+%04X".formatted(point)
                : "`" + Character.toString(point) + "`";
        String hint = Character.isLetter(point)
                ? "names are made of the letters a to z, digits and _"
                : typographic(point) ? "write straight quotes: ' or \"" : "text stands in quotes";
        throw error("syntax", start, start + Character.charCount(point), shown + " cannot stand in an expression", hint);
    }

    private static boolean typographic(int point) {
        return point >= 0x2018 && point <= 0x201f || point == 0xab || point == 0xbb;
    }

    private void number() {
        int start = at;
        if (text.startsWith("0x", at) || text.startsWith("0X", at)) {
            at += 2;
            int first = at;
            while (at < text.length() && Character.digit(text.charAt(at), 16) >= 0 && text.charAt(at) < 0x80) {
                at++;
            }
            finish(start, at == first ? null : Values.integer(new BigInteger(text.substring(first, digits(first)), 16)));
            return;
        }
        skipDigits();
        if (text.charAt(start) == '0' && at > start + 1) {
            throw error("syntax", start, at, "a number cannot begin with 0",
                    "write it without the zeros, or in quotes if it is text such as a file mode: '"
                            + Values.cut(text.substring(start, at), 40) + "'");
        }
        boolean decimal = false;
        if (at + 1 < text.length() && text.charAt(at) == '.' && digit(text.charAt(at + 1))) {
            decimal = true;
            at++;
            skipDigits();
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            int exponent = at + 1;
            if (exponent < text.length() && (text.charAt(exponent) == '+' || text.charAt(exponent) == '-')) {
                exponent++;
            }
            if (exponent < text.length() && digit(text.charAt(exponent))) {
                decimal = true;
                at = exponent;
                skipDigits();
            }
        }
        String digits = text.substring(start, digits(start));
        finish(start, decimal ? (Object) Double.valueOf(digits) : Values.integer(new BigInteger(digits)));
    }

    private void finish(int start, @Nullable Object value) {
        while (at < text.length() && (letter(text.charAt(at)) || digit(text.charAt(at)))) {
            value = null;
            at++;
        }
        if (value instanceof Double number && number.isInfinite()) {
            throw error("syntax", start, at, "the number is too large");
        }
        if (value == null) {
            throw error("syntax", start, at, "'" + Values.cut(text.substring(start, at), 40) + "' is not a number",
                    "names begin with a letter; text stands in quotes");
        }
        add(Token.Kind.NUMBER, value, start, at);
    }

    private int digits(int start) {
        if (at - start > MOST_DIGITS) {
            throw error("limit-exceeded", start, at, "the number has more than " + MOST_DIGITS + " digits");
        }
        return at;
    }

    private void skipDigits() {
        while (at < text.length() && digit(text.charAt(at))) {
            at++;
        }
    }

    private void string(char quote) {
        int start = at++;
        var value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at++);
            if (c == '\\') {
                escape(value);
            } else {
                value.append(c);
            }
        }
        if (at >= text.length()) {
            throw error("syntax", start, text.length(), "the text is not closed: " + quote + " is missing");
        }
        at++;
        if (at < text.length() && letter(text.charAt(at))) {
            throw error("syntax", at - 1, at, "the text ends at this quote, but goes on",
                    "write \\" + quote + " for a quote in text, or put the text in the other kind of quotes");
        }
        add(Token.Kind.STRING, value.toString(), start, at);
    }

    private void escape(StringBuilder value) {
        char c = at < text.length() ? text.charAt(at++) : ' ';
        switch (c) {
            case 'n' -> value.append('\n');
            case 't' -> value.append('\t');
            case 'r' -> value.append('\r');
            case '\\', '\'', '"' -> value.append(c);
            case 'u' -> {
                int end = Math.min(at + 4, text.length());
                try {
                    if (end - at < 4 || !letterOrDigit(text.charAt(at))) {
                        throw new NumberFormatException();
                    }
                    value.append((char) Integer.parseInt(text, at, end, 16));
                    at = end;
                } catch (NumberFormatException e) {
                    throw error("syntax", at - 2, end, "four hexadecimal digits must follow \\u");
                }
            }
            default -> throw error("syntax", at - 2, at, "`\\" + c + "` has no meaning in text",
                    "write \\\\" + c + " for a backslash before " + c + ", as in regular expressions");
        }
    }

    private static boolean letterOrDigit(char c) {
        return letter(c) || digit(c);
    }

    private static boolean letter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private void add(Token.Kind kind, @Nullable Object value, int start, int end) {
        tokens.add(new Token(kind, text.substring(start, end), value, start, end));
    }

    private RunbookException error(String code, int start, int end, String summary, String... hints) {
        return new RunbookException(
                Diagnostic.error(code, positions.span(start, Math.min(end, text.length())), summary, hints));
    }
}
