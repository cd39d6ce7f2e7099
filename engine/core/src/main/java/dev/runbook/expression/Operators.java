package dev.runbook.expression;

import org.jspecify.annotations.Nullable;

/** Which operands an operator takes. */
final class Operators {
    private Operators() {}

    /** What is wrong with operands of these kinds; null if nothing is, as far as is known. */
    static @Nullable String problem(Operator operator, Kind left, Kind right) {
        boolean fits = switch (operator) {
            case ADD -> adds(left, right);
            case SUBTRACT, MULTIPLY, DIVIDE, REMAINDER -> number(left) && number(right);
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                number(left) && number(right) || text(left) && text(right);
            case CONTAINS -> contains(left, right);
            case MATCHES -> text(left) && text(right);
            case AND, OR, EQUAL, NOT_EQUAL -> true;
        };
        return fits ? null : "`" + operator.symbol() + "` cannot be applied to " + Checker.described(left) + " and "
                + Checker.described(right);
    }

    private static boolean adds(Kind left, Kind right) {
        if (left == Kind.OMIT || right == Kind.OMIT || left == Kind.NULL || right == Kind.NULL) {
            return false;
        }
        if (left == Kind.ANY || right == Kind.ANY) {
            return left != Kind.MAP && right != Kind.MAP;
        }
        return left.number() && right.number()
                || left == Kind.LIST && right == Kind.LIST
                || left == Kind.TEXT && scalar(right)
                || right == Kind.TEXT && scalar(left);
    }

    private static boolean contains(Kind left, Kind right) {
        return switch (left) {
            case ANY, LIST -> right != Kind.OMIT;
            case TEXT -> text(right);
            case MAP -> text(right);
            case NULL, INTEGER, DECIMAL, BOOLEAN, OMIT -> false;
        };
    }

    private static boolean scalar(Kind kind) {
        return kind == Kind.TEXT || kind.number() || kind == Kind.BOOLEAN;
    }

    private static boolean number(Kind kind) {
        return kind == Kind.ANY || kind.number();
    }

    private static boolean text(Kind kind) {
        return kind == Kind.ANY || kind == Kind.TEXT;
    }

    static Kind result(Operator operator, Kind left, Kind right) {
        if (operator == Operator.ADD) {
            return left == Kind.TEXT || right == Kind.TEXT ? Kind.TEXT : left == Kind.LIST && right == Kind.LIST ? Kind.LIST : Kind.ANY;
        }
        return Kind.ANY;
    }

    /** What to write instead. */
    static String[] advice(Operator operator, Kind left, Kind right) {
        boolean textAndNumber = left == Kind.TEXT && right.number() || left.number() && right == Kind.TEXT;
        if (left == Kind.NULL || right == Kind.NULL) {
            return new String[] {"provide a value for null: x ?: 0"};
        }
        return switch (operator) {
            case ADD -> left == Kind.MAP || right == Kind.MAP ? new String[] {"write merge(a, b) to put maps together"}
                    : left == Kind.LIST || right == Kind.LIST
                            ? new String[] {"write list + [element] to append, join(list, ', ') to make text of a list"}
                            : new String[0];
            case SUBTRACT, MULTIPLY, DIVIDE, REMAINDER -> operator == Operator.MULTIPLY && left == Kind.TEXT && right == Kind.INTEGER
                    ? new String[] {"write text.repeat(times)"}
                    : left == Kind.TEXT || right == Kind.TEXT
                            ? new String[] {"write int(x) or number(x) to read a number from text"} : new String[0];
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> textAndNumber
                    ? new String[] {"write int(x) or number(x) to read a number from text", "write version_at_least(a, b) to compare versions"}
                    : new String[0];
            case CONTAINS -> right == Kind.LIST && left == Kind.TEXT || right == Kind.MAP
                    ? new String[] {"the collection stands on the left: list contains element"} : new String[0];
            case MATCHES -> new String[] {"the text stands on the left, the regular expression on the right; string(x) makes text of a number"};
            case AND, OR, EQUAL, NOT_EQUAL -> new String[0];
        };
    }
}
