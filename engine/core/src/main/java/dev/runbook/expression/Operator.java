package dev.runbook.expression;

/** What may stand between two operands; a higher power binds tighter. */
enum Operator {
    OR("||", 1),
    AND("&&", 2),
    EQUAL("==", 4),
    NOT_EQUAL("!=", 4),
    LESS("<", 5),
    LESS_OR_EQUAL("<=", 5),
    GREATER(">", 5),
    GREATER_OR_EQUAL(">=", 5),
    CONTAINS("contains", 5),
    MATCHES("~=", 5),
    ADD("+", 6),
    SUBTRACT("-", 6),
    MULTIPLY("*", 7),
    DIVIDE("/", 7),
    REMAINDER("%", 7);

    private final String symbol;
    private final int power;

    Operator(String symbol, int power) {
        this.symbol = symbol;
        this.power = power;
    }

    String symbol() {
        return symbol;
    }

    int power() {
        return power;
    }

    boolean logical() {
        return this == OR || this == AND;
    }

    boolean ordering() {
        return this == LESS || this == LESS_OR_EQUAL || this == GREATER || this == GREATER_OR_EQUAL;
    }

    /** Whether its result is true or false. */
    boolean comparison() {
        return power <= 5;
    }
}
