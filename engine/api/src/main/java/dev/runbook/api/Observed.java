package dev.runbook.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A state component that is seen, and registered, but not managed: never compared and never in a diff. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Observed {
    /** Only for the module's own pure functions, which see nothing but the state: not registered either. */
    boolean internal() default false;
}
