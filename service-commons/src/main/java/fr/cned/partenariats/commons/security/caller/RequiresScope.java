package fr.cned.partenariats.commons.security.caller;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The scope that the token of a tenant needs for an operation, beside a role of {@code @RolesAllowed}. On a class it is
 * for the operations without their own. Scopes do not restrict roles that no tenant has. An operation without this
 * annotation is closed to tenants.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface RequiresScope {

    /** No scope is necessary: the operation shows only what the caller's own token contains or opens. */
    String NONE = "";

    String value();

    /**
     * A scope that is enough for some objects. The operation itself calls {@link Caller#requireScope} for the others.
     */
    String or() default NONE;
}
