package fr.cned.partenariats.partner;

import fr.cned.partenariats.commons.testing.AuditEntryCheck;
import fr.cned.partenariats.commons.testing.SameDay;
import fr.cned.partenariats.commons.testing.TestInfrastructure;
import fr.cned.partenariats.partner.integration.apiclient.StubKeycloak;
import fr.cned.partenariats.partner.integration.notice.SmtpPort;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Marks a test that runs against the service with an embedded PostgreSQL and Kafka. */
@QuarkusTest
@QuarkusTestResource(TestInfrastructure.class)
@QuarkusTestResource(StubKeycloak.class)
@QuarkusTestResource(SmtpPort.class)
@ExtendWith({SameDay.class, AuditEntryCheck.class})
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface PartnerIT {}
