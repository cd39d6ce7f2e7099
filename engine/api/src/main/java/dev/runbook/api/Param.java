package dev.runbook.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Documents one component of a parameter record and says how it is bound.
 *
 * <p>Component types understood: {@code String}, {@code boolean}, {@code int}, {@code long}, {@code double} and their
 * boxes, enums (lower case in YAML), {@link FileMode}, {@link java.time.Duration} ({@code 90}, {@code 5s}, {@code 2m}),
 * {@link Secret}, {@link SourceFile}, {@link Template}, {@link Evaluated}, {@code List<T>} (a single value is taken as
 * a list of one), {@code Map<String, T>}, nested parameter records, and {@code Object} for plain data.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Param {
    /** What the parameter means, its unit, and what happens when it is left out. One or two sentences. */
    String value();

    /** The name in YAML, where it is not the component's name in snake case (createHome is create_home by itself). */
    String name() default "";

    /** Other names accepted for it, for people who bring a habit ({@code dest} for {@code path}). */
    String[] aliases() default {};

    /** The value when the task does not give one, written as in YAML. Empty: none. */
    String defaultValue() default "";

    /** The task may be written {@code module: text}; the text becomes this component. At most one per record. */
    boolean freeForm() default false;

    /** A {@code Map<String, Object>} that takes every key which no other component claims ({@code set_fact}). */
    boolean rest() default false;

    /**
     * For a {@link SourceFile}: the boolean component ({@code remoteSrc}) that, when true, says the file is on the host.
     * It is then not looked for: its name is the path there, its path is null and its payload empty.
     */
    String onHostWhen() default "";

    /** {@link Unknown} leaves may reach this component; otherwise a task with an unknown parameter is unknown. */
    boolean acceptsUnknown() default false;
}
