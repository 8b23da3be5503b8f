package fr.cned.partenariats.commons.security.caller;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an operation, or all of a class, that concerns a tenant as a whole, such as its webhooks. A caller that is
 * limited to sites of the tenant may not call it.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface WholeTenant {}
