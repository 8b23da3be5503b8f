package fr.cned.partenariats.commons.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Announces the end of an operation. {@link DeprecationFilter} adds the headers to its answers, and the contract marks
 * the operation as deprecated and says the dates. Days begin in the zone of the injected clock.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface DeprecatedOperation {

    /** The day on which clients should stop using the operation, such as {@code 2027-01-15}. It may be in the future. */
    String since();

    /** The day from which the operation may no longer answer; empty when there is none yet. */
    String sunset() default "";

    /** Path of the operation to use instead, such as {@code /v2/spaces/{id}}; empty when there is none. */
    String successor() default "";
}
