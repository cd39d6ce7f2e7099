package dev.runbook.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names and documents a module; the reference pages and the JSON Schema are made from it. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Module {
    /** The name a task uses. Lower case, words joined by underscores. */
    String name();

    /** One sentence that begins with a verb: "Manages a file, directory or link". */
    String summary();

    /** Further paragraphs for the reference page. */
    String[] description() default {};

    /** Names that people may bring from elsewhere ({@code template}, {@code get_url}); only used for suggestions. */
    String[] formerNames() default {};

    /** Tasks as YAML, each valid as it stands. At least one. */
    String[] examples();

    /** Whether tasks run where the engine runs, with no connection to the host ({@code debug}, cloud modules). */
    boolean controllerOnly() default false;
}
