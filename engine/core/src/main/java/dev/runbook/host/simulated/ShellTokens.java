package dev.runbook.host.simulated;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A little of a shell's grammar: words with quotes and variables, {@code ; && || > >>} and ends of lines. */
final class ShellTokens {
    private final String text;
    private final Map<String, String> environment;
    private final List<Token> tokens = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int at;

    /** @param operator whether the text is an operator, and not a word */
    record Token(String text, boolean operator) {}

    private ShellTokens(String text, Map<String, String> environment) {
        this.text = text;
        this.environment = environment;
    }

    /** The tokens; empty where the text uses more of the grammar than is understood here. */
    static Optional<List<Token>> of(String text, Map<String, String> environment) {
        return new ShellTokens(text, environment).read();
    }

    private Optional<List<Token>> read() {
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean understood =
                    switch (c) {
                        case '\'' -> single();
                        case '"' -> twice();
                        case '\\' -> escaped();
                        case '$' -> variable();
                        case ' ', '\t', '\r' -> end();
                        case '\n', ';' -> operator(";");
                        case '&' -> doubled('&');
                        case '|' -> doubled('|');
                        case '>' -> redirection();
                        case '<', '`', '(', ')' -> false;
                        case '#' -> inWord ? plain(c) : comment();
                        default -> plain(c);
                    };
            if (!understood) {
                return Optional.empty();
            }
        }
        end();
        return Optional.of(tokens);
    }

    private boolean plain(char c) {
        word.append(c);
        inWord = true;
        return true;
    }

    private boolean comment() {
        int line = text.indexOf('\n', at);
        at = line < 0 ? text.length() : line - 1;
        return true;
    }

    private boolean end() {
        if (inWord) {
            tokens.add(new Token(word.toString(), false));
            word.setLength(0);
            inWord = false;
        }
        return true;
    }

    private boolean operator(String operator) {
        end();
        tokens.add(new Token(operator, true));
        return true;
    }

    private boolean doubled(char c) {
        if (at + 1 >= text.length() || text.charAt(at + 1) != c) {
            return false;
        }
        at++;
        return operator("" + c + c);
    }

    private boolean redirection() {
        String descriptor = word.toString();
        if (inWord && (descriptor.equals("1") || descriptor.equals("2"))) {
            word.setLength(0);
            inWord = false;
        }
        String which = descriptor.equals("2") ? "2>" : ">";
        if (at + 2 < text.length() && text.charAt(at + 1) == '&') {
            String target = text.substring(at + 2, at + 3);
            at += 2;
            return (target.equals("2") || target.equals("1")) && operator(which + "&" + target);
        }
        boolean append = at + 1 < text.length() && text.charAt(at + 1) == '>';
        at += append ? 1 : 0;
        return operator(which + (append ? ">" : ""));
    }

    private boolean single() {
        int close = text.indexOf('\'', at + 1);
        if (close < 0) {
            return false;
        }
        word.append(text, at + 1, close);
        inWord = true;
        at = close;
        return true;
    }

    private boolean escaped() {
        at++;
        if (at < text.length() && text.charAt(at) != '\n') {
            word.append(text.charAt(at));
            inWord = true;
        }
        return at < text.length();
    }

    private boolean twice() {
        inWord = true;
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                return true;
            }
            if (c == '`' || (c == '$' && !variable())) {
                return false;
            }
            if (c == '\\' && at + 1 < text.length() && "\"\\$`".indexOf(text.charAt(at + 1)) >= 0) {
                at++;
                word.append(text.charAt(at));
            } else if (c != '$') {
                word.append(c);
            }
        }
        return false;
    }

    private boolean variable() {
        int from = at + 1;
        boolean braces = from < text.length() && text.charAt(from) == '{';
        from += braces ? 1 : 0;
        int to = from;
        while (to < text.length() && (Character.isLetterOrDigit(text.charAt(to)) || text.charAt(to) == '_')) {
            to++;
        }
        if (to == from || (braces && (to == text.length() || text.charAt(to) != '}'))) {
            return false;
        }
        String value = environment.getOrDefault(text.substring(from, to), "");
        word.append(value);
        inWord |= !value.isEmpty();
        at = braces ? to : to - 1;
        return true;
    }
}
