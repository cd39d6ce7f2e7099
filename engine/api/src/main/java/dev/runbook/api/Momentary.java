package dev.runbook.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A state component that is true only at the moment of the change ("restarted"): a difference in it is a change, but
 * it cannot be seen again afterwards, so it says nothing about convergence.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Momentary {}
