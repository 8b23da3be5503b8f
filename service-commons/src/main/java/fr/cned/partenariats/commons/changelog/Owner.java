package fr.cned.partenariats.commons.changelog;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a field of an entity with the tenants that may follow its changes, or with the site to which callers of a tenant
 * can be limited: a {@code UUID}, or several of them. The entry of a change has the owners before and after it, so a
 * tenant or a site learns that it lost an object.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Owner {}
