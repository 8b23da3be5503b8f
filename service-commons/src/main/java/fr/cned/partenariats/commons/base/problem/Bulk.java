package fr.cned.partenariats.commons.base.problem;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an operation with a large body. Its body may have {@code quarkus.http.limits.max-body-size}, and {@code
 * BulkLimit} limits how many run at once, per tenant and in total.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Bulk {}
