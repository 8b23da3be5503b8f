package fr.cned.partenariats.commons.changelog;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says what the answer of a read depends on besides the URI and the caller's roles and scopes, so the service can answer
 * from memory until one of these objects changes. An answer that depends on a tenant is kept for 400 ms.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface DependsOn {

    /**
     * Types of objects, as the log names them. When the path has a parameter {@code id}, only objects with
     * this id count.
     */
    String[] value();

    /** The query parameter that names a tenant on which the answer then depends. */
    String tenantParameter() default "";

    /** Whether the answer to a caller that is bound to a tenant depends on that tenant. */
    boolean tenantOfCaller() default false;
}
