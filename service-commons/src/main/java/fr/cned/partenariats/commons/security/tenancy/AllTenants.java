package fr.cned.partenariats.commons.security.tenancy;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets transactions that begin within the method see and change the rows of all tenants. For consumers and scheduled
 * jobs, which serve several tenants. A test of each service lists the methods that have it.
 */
@InterceptorBinding
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface AllTenants {}
