package dev.runbook.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A result that also defines variables for the host ({@code set_fact}, {@code facts}). */
public interface ProvidesVariables {
    /** Name to value, plain data; leaves may be {@link Unknown} or {@link Secret}. */
    Map<String, @Nullable Object> variables();
}
