package dev.runbook.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Computes with numbers exactly where that is possible: whole numbers never overflow, and 0.1 + 0.2 is 0.3. */
final class Arithmetic {
    private Arithmetic() {}

    /** @throws ArithmeticException for a division by zero */
    static Number apply(Operator operator, Number left, Number right) {
        if (left instanceof Double || right instanceof Double) {
            return decimals(operator, left, right);
        }
        if (left instanceof Long a && right instanceof Long b) {
            Number quick = longs(operator, a, b);
            if (quick != null) {
                return quick;
            }
        }
        return integers(operator, Values.whole(left), Values.whole(right));
    }

    /** Null where it does not fit. */
    private static @Nullable Number longs(Operator operator, long a, long b) {
        switch (operator) {
            case ADD: {
                long sum = a + b;
                return ((a ^ sum) & (b ^ sum)) < 0 ? null : sum;
            }
            case SUBTRACT: {
                long difference = a - b;
                return ((a ^ b) & (a ^ difference)) < 0 ? null : difference;
            }
            default:
                return null;
        }
    }

    private static Number integers(Operator operator, BigInteger a, BigInteger b) {
        return switch (operator) {
            case ADD -> Values.integer(a.add(b));
            case SUBTRACT -> Values.integer(a.subtract(b));
            case MULTIPLY -> Values.integer(a.multiply(b));
            case DIVIDE -> {
                BigInteger[] parts = a.divideAndRemainder(b);
                yield parts[1].signum() == 0 ? Values.integer(parts[0]) : (Number) (a.doubleValue() / b.doubleValue());
            }
            case REMAINDER -> Values.integer(a.remainder(b));
            default -> throw new IllegalArgumentException(operator.symbol());
        };
    }

    private static Number decimals(Operator operator, Number left, Number right) {
        double a = left.doubleValue();
        double b = right.doubleValue();
        if ((operator == Operator.DIVIDE || operator == Operator.REMAINDER) && b == 0) {
            throw new ArithmeticException("/ by zero");
        }
        boolean exact = Values.finite(left) && Values.finite(right) && sane(a) && sane(b);
        return switch (operator) {
            case ADD -> exact ? value(Values.exact(left).add(Values.exact(right))) : a + b;
            case SUBTRACT -> exact ? value(Values.exact(left).subtract(Values.exact(right))) : a - b;
            case MULTIPLY -> exact ? value(Values.exact(left).multiply(Values.exact(right))) : a * b;
            case DIVIDE -> a / b;
            case REMAINDER -> exact ? value(Values.exact(left).remainder(Values.exact(right))) : a % b;
            default -> throw new IllegalArgumentException(operator.symbol());
        };
    }

    /** Small enough that exact arithmetic is cheap. */
    private static boolean sane(double number) {
        double magnitude = Math.abs(number);
        return magnitude == 0 || magnitude < 1e30 && magnitude > 1e-30;
    }

    private static Double value(BigDecimal number) {
        return number.doubleValue();
    }

    static Number negate(Number number) {
        return switch (number) {
            case Double decimal -> -decimal;
            default -> Values.integer(Values.whole(number).negate());
        };
    }

    static int compare(Number left, Number right) {
        if (left instanceof Long a && right instanceof Long b) {
            return Long.compare(a, b);
        }
        return Values.finite(left) && Values.finite(right)
                ? Values.exact(left).compareTo(Values.exact(right))
                : Double.compare(left.doubleValue(), right.doubleValue());
    }
}
