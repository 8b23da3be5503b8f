package fr.cned.partenariats.catalog;

import fr.cned.partenariats.commons.testing.AuditEntryCheck;
import fr.cned.partenariats.commons.testing.SameDay;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test against the running service with a real PostgreSQL and a real Kafka. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
@ExtendWith({SameDay.class, AuditEntryCheck.class})
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface CatalogIT {}
