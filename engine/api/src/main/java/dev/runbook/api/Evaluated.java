package dev.runbook.api;

import org.jspecify.annotations.Nullable;

/**
 * A parameter written as a bare expression ({@code assert.that}, {@code debug.var}), already evaluated.
 *
 * @param source the expression as written
 * @param value its value, plain data
 * @param explanation the names in it with their values, {@code count = 3, limit = 2}; secrets masked
 */
public record Evaluated(String source, @Nullable Object value, String explanation) {}
