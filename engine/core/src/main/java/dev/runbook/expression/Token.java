package dev.runbook.expression;

import org.jspecify.annotations.Nullable;

/**
 * A word or sign of an expression.
 *
 * @param text as written; for strings without the quotes' meaning, so with them
 * @param value of a literal
 */
record Token(Kind kind, String text, @Nullable Object value, int start, int end) {
    enum Kind {
        NAME,
        NUMBER,
        STRING,
        SIGN,
        END
    }

    boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    /** How a message calls it. */
    String described() {
        return kind == Kind.END ? "the end of the expression" : "`" + Values.cut(text, 40) + "`";
    }
}
