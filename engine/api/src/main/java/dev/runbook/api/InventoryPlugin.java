package dev.runbook.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names and documents an {@link InventorySource}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface InventoryPlugin {
    /** What an inventory says behind {@code plugin:}. Lower case, words joined by underscores. */
    String name();

    /** One sentence that begins with a verb: "Lists the machines of an account". */
    String summary();

    /** Further paragraphs. */
    String[] description() default {};

    /** Inventories as YAML, each valid as it stands. At least one. */
    String[] examples();
}
