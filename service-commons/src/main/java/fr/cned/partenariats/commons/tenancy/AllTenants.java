package fr.cned.partenariats.commons.tenancy;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Transactions that begin within the method may see and change the rows of all tenants. For work that serves several
 * tenants at once, such as a consumer or a scheduled job; each service's test lists the methods that state it.
 */
@InterceptorBinding
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface AllTenants {}
