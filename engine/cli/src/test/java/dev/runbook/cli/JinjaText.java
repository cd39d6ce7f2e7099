package dev.runbook.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Expressions and texts with expressions, in Jinja: as much of the language as the compared cases use. */
final class JinjaText {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*('(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"|[A-Za-z_]\\w*|\\d+(?:\\.\\d+)?|&&|\\|\\||[!=<>]=|\\S)");
    private static final Map<String, String> NAMES = Map.of(
            "failed_task", "ansible_failed_task", "failed_result", "ansible_failed_result",
            "check_mode", "ansible_check_mode", "play_hosts", "ansible_play_batch",
            "&&", "and", "||", "or", "!", "not");
    /** Functions of one argument, or of two, that are filters or tests there. */
    private static final Map<String, String> FUNCTIONS = Map.of(
            "default", "default", "length", "length", "join", "join", "string", "string", "int", "int",
            "upper", "upper", "lower", "lower");

    private final List<String> tokens;
    private int at;

    private JinjaText(List<String> tokens) {
        this.tokens = tokens;
    }

    /** A text in which expressions stand between <code>@{</code> and <code>}</code>. */
    static String template(String text) {
        StringBuilder out = new StringBuilder();
        int from = 0;
        for (int at = text.indexOf("@{"); at >= 0; at = text.indexOf("@{", from)) {
            if (at > from && text.charAt(at - 1) == '@') {
                out.append(text, from, at - 1).append("@{");
                from = at + 2;
                continue;
            }
            int end = end(text, at + 2);
            out.append(text, from, at).append("{{ ").append(expression(text.substring(at + 2, end))).append(" }}");
            from = end + 1;
        }
        return out.append(text.substring(from)).toString();
    }

    private static int end(String text, int from) {
        char quote = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '}') {
                return i;
            }
        }
        throw new IllegalArgumentException("no end: " + text);
    }

    static String expression(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text.strip());
        while (matcher.find()) {
            tokens.add(matcher.group(1));
        }
        JinjaText translator = new JinjaText(tokens);
        String translated = translator.until(Set.of());
        if (translator.at < tokens.size()) {
            throw new IllegalArgumentException("not translated: " + text);
        }
        return translated;
    }

    /** Up to a token of these, outside of parentheses. */
    private String until(Set<String> ends) {
        StringBuilder out = new StringBuilder();
        while (at < tokens.size() && !ends.contains(tokens.get(at))) {
            String part = operand();
            if (at < tokens.size() && tokens.get(at).equals("contains")) {
                at++;
                part = "(" + operand() + " in " + part + ")";
            }
            out.append(out.isEmpty() ? "" : " ").append(part);
        }
        return out.toString();
    }

    /** An operator, or a value with all that hangs on it: keys, indices and parentheses. */
    private String operand() {
        String token = tokens.get(at++);
        boolean name = token.matches("[A-Za-z_]\\w*");
        String value;
        if (name && at < tokens.size() && tokens.get(at).equals("(")) {
            value = call(token);
        } else if (token.equals("(") || token.equals("[")) {
            String end = token.equals("(") ? ")" : "]";
            value = token + until(Set.of(end)) + end;
            at++;
        } else {
            value = NAMES.getOrDefault(token, token);
        }
        while (at < tokens.size() && (tokens.get(at).equals(".") || (tokens.get(at).equals("[") && (name || value.endsWith(")"))))) {
            if (tokens.get(at++).equals(".")) {
                value += "." + tokens.get(at++);
                if (at < tokens.size() && tokens.get(at).equals("(")) {
                    throw new IllegalArgumentException("methods are not translated: " + value);
                }
            } else {
                value += "[" + until(Set.of("]")) + "]";
                at++;
            }
        }
        return value;
    }

    private String call(String function) {
        at++;
        String first = until(Set.of(",", ")"));
        String second = "";
        if (tokens.get(at).equals(",")) {
            at++;
            second = "(" + until(Set.of(")")) + ")";
        }
        at++;
        if (function.equals("defined")) {
            return "(" + first + " is defined)";
        }
        String filter = FUNCTIONS.get(function);
        if (filter == null) {
            throw new IllegalArgumentException("function not translated: " + function);
        }
        return "(" + first + " | " + filter + second + ")";
    }
}
