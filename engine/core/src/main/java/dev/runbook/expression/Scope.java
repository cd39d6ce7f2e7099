package dev.runbook.expression;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The variables an expression sees. Values are plain data: {@code null}, {@link String}, {@link Boolean}, {@link Long},
 * {@link java.math.BigInteger}, {@link Double}, {@link java.util.List}, {@link java.util.Map} with text keys; leaves
 * may be {@link dev.runbook.api.Unknown} and {@link dev.runbook.api.Secret}.
 */
public interface Scope {
    /** Stands for "no such variable", which is something other than null. */
    Object UNDEFINED = new Object() {
        @Override
        public String toString() {
            return "(undefined)";
        }
    };

    /**
     * The value of a variable, or {@link #UNDEFINED}. Lazy values are evaluated now.
     *
     * @throws dev.runbook.language.RunbookException where its own expression fails or depends on itself
     */
    @Nullable Object lookup(String name);

    /** All names that are defined, for suggestions. */
    Set<String> names();
}
