package fr.cned.partenariats.enrollment;

import fr.cned.partenariats.commons.testing.AuditEntryCheck;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs a test against the service with a real PostgreSQL and a real Kafka. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
@ExtendWith(AuditEntryCheck.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface EnrollmentIT {}
