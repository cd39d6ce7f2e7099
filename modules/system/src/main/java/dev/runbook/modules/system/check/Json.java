package dev.runbook.modules.system.check;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads JSON (RFC 8259) into plain data: maps, lists, text, Long, BigInteger, Double, Boolean and null. */
final class Json {
    private static final int MAX_DEPTH = 200;

    private final String text;
    private int position;
    private int depth;

    private Json(String text) {
        this.text = text;
    }

    /** Not JSON. The message says where. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    static @Nullable Object parse(String text) throws MalformedException {
        Json json = new Json(text);
        Object value = json.value();
        json.blanks();
        if (json.position < text.length()) {
            throw json.unexpected("the end");
        }
        return value;
    }

    /** Equal as JSON values: numbers by value, text only with text. */
    static boolean same(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Number x && b instanceof Number y) {
            return decimal(x).compareTo(decimal(y)) == 0;
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            if (x.size() != y.size()) {
                return false;
            }
            for (int i = 0; i < x.size(); i++) {
                if (!same(x.get(i), y.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
            return x.keySet().equals(y.keySet())
                    && x.entrySet().stream().allMatch(entry -> same(entry.getValue(), y.get(entry.getKey())));
        }
        return Objects.equals(a, b);
    }

    private static BigDecimal decimal(Number number) {
        return new BigDecimal(number.toString());
    }

    private @Nullable Object value() throws MalformedException {
        blanks();
        if (position >= text.length()) {
            throw unexpected("a value");
        }
        if (++depth > MAX_DEPTH) {
            throw new MalformedException("nested more than " + MAX_DEPTH + " levels deep");
        }
        Object value = switch (text.charAt(position)) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", Boolean.TRUE);
            case 'f' -> word("false", Boolean.FALSE);
            case 'n' -> word("null", null);
            default -> number();
        };
        depth--;
        return value;
    }

    private Map<String, @Nullable Object> object() throws MalformedException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        position++;
        blanks();
        if (accept('}')) {
            return map;
        }
        do {
            blanks();
            if (position >= text.length() || text.charAt(position) != '"') {
                throw unexpected("a name in quotes");
            }
            String name = string();
            blanks();
            if (!accept(':')) {
                throw unexpected("':'");
            }
            map.put(name, value());
            blanks();
        } while (accept(','));
        if (!accept('}')) {
            throw unexpected("',' or '}'");
        }
        return map;
    }

    private List<@Nullable Object> array() throws MalformedException {
        List<@Nullable Object> list = new ArrayList<>();
        position++;
        blanks();
        if (accept(']')) {
            return list;
        }
        do {
            list.add(value());
            blanks();
        } while (accept(','));
        if (!accept(']')) {
            throw unexpected("',' or ']'");
        }
        return list;
    }

    private String string() throws MalformedException {
        StringBuilder string = new StringBuilder();
        position++;
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (c == '"') {
                return string.toString();
            }
            if (c < ' ') {
                position--;
                throw unexpected("no control character");
            }
            string.append(c == '\\' ? escaped() : c);
        }
        throw unexpected("'\"'");
    }

    private char escaped() throws MalformedException {
        if (position >= text.length()) {
            throw unexpected("an escape");
        }
        char c = text.charAt(position++);
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> {
                position--;
                throw unexpected("an escape");
            }
        };
    }

    private char unicode() throws MalformedException {
        int end = position + 4;
        if (end > text.length() || !text.substring(position, end).matches("[0-9A-Fa-f]{4}")) {
            throw unexpected("four hexadecimal digits");
        }
        char c = (char) Integer.parseInt(text.substring(position, end), 16);
        position = end;
        return c;
    }

    private @Nullable Object word(String word, @Nullable Object value) throws MalformedException {
        if (!text.startsWith(word, position)) {
            throw unexpected("a value");
        }
        position += word.length();
        return value;
    }

    private Object number() throws MalformedException {
        int start = position;
        while (position < text.length() && "+-.0123456789eE".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
        String number = text.substring(start, position);
        if (!number.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
            position = start;
            throw unexpected("a value");
        }
        if (number.matches("-?[0-9]+")) {
            return number.length() < 19 ? (Object) Long.valueOf(number) : new BigInteger(number);
        }
        return Double.valueOf(number);
    }

    private void blanks() {
        while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
    }

    private boolean accept(char c) {
        if (position < text.length() && text.charAt(position) == c) {
            position++;
            return true;
        }
        return false;
    }

    private MalformedException unexpected(String expected) {
        return new MalformedException("expected " + expected + " at character " + (position + 1));
    }
}
