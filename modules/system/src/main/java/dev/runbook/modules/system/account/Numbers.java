package dev.runbook.modules.system.account;

import dev.runbook.api.Value;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Numbers of users and groups, which the system may choose only when they are made. */
final class Numbers {
    /** In a predicted entry: not chosen yet. */
    static final int NOT_YET = -1;

    private static final String WHY = "chosen by the system";

    private Numbers() {}

    static Value<Integer> value(int number) {
        return number == NOT_YET ? Value.later(WHY) : Value.of(number);
    }

    /** The number, or {@link #NOT_YET}. */
    static int known(@Nullable Value<Integer> value) {
        return value instanceof Value.Of<Integer>(Integer number) && number != null ? number : NOT_YET;
    }

    /** Whether nothing is to be changed between the two: what is not known yet is no difference. */
    static boolean same(@Nullable Value<Integer> a, @Nullable Value<Integer> b) {
        return Objects.equals(a, b) || a instanceof Value.Later<Integer> || b instanceof Value.Later<Integer>;
    }
}
