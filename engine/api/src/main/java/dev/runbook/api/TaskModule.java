package dev.runbook.api;

/**
 * Something a task can name: {@code file}, {@code apt}, {@code command}.
 *
 * <p>Implementations are stateless, have a public constructor without parameters, carry {@link Module}, and are listed
 * in {@code META-INF/services/dev.runbook.api.TaskModule}. One instance serves all hosts at once.
 *
 * <p>Parameters are a record. A component is optional when it is {@code @Nullable}, has {@link Param#defaultValue()},
 * or is a collection (absent means empty). Compact constructors check what goes beyond types and throw
 * {@link InvalidParameterException}; the engine calls them before the first connection wherever a task's values are
 * literal, so such mistakes are found statically.
 */
public sealed interface TaskModule permits ResourceModule, EffectModule, QueryModule {}
