package fr.cned.partenariats.enrollment;

import fr.cned.partenariats.commons.testing.AuditGate;
import fr.cned.partenariats.commons.testing.RealParts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test against the running service with a real PostgreSQL and a real Kafka. */
@QuarkusTest
@QuarkusTestResource(RealParts.class)
@ExtendWith(AuditGate.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface EnrollmentTest {}
