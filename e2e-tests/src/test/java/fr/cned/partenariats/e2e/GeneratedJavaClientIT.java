package fr.cned.partenariats.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import client.catalog.OfferingsApi;
import client.catalog.model.Offering;
import client.enrollment.EnrollmentsApi;
import client.enrollment.http.ApiClient;
import client.enrollment.http.ApiException;
import client.enrollment.model.Enrollment;
import client.enrollment.model.EnrollmentRequest;
import client.enrollment.model.EnrollmentState;
import client.enrollment.model.StudentData;
import client.partner.AgreementsApi;
import client.partner.model.Agreement;
import java.net.http.HttpRequest;
import java.time.LocalDate;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Uses the Java clients that openapi-generator writes from the contracts; the build compiles them before. */
class GeneratedJavaClientIT {

    @Test
    void aStudentIsRegistered() throws Exception {
        Fixture fixture = Fixture.with(5, 5);
        String gateway = Platform.get().gatewayUrl().toString().replaceFirst("/$", "");
        Consumer<HttpRequest.Builder> login = request -> request.header("Authorization", "Bearer " + fixture.token());
        ApiClient enrollment = new ApiClient();
        enrollment.setRequestInterceptor(login).updateBaseUri(gateway);
        client.catalog.http.ApiClient catalog = new client.catalog.http.ApiClient();
        catalog.setRequestInterceptor(login).updateBaseUri(gateway);
        client.partner.http.ApiClient partner = new client.partner.http.ApiClient();
        partner.setRequestInterceptor(login).updateBaseUri(gateway);
        EnrollmentsApi enrollments = new EnrollmentsApi(enrollment);
        OfferingsApi offerings = new OfferingsApi(catalog);
        AgreementsApi agreements = new AgreementsApi(partner);

        Offering offering = offerings.getOffering(UUID.fromString(fixture.offering()), null, null, null);
        Agreement agreement = agreements.getAgreement(UUID.fromString(fixture.agreement()), null, null, null);
        Enrollment created = enrollments.createEnrollment(
                UUID.randomUUID().toString(),
                new EnrollmentRequest()
                        .agreementId(agreement.getId())
                        .offeringId(offering.getId())
                        .student(new StudentData()
                                .familyName("Étudiante Java")
                                .givenNames("Camille")
                                .birthDate(LocalDate.of(2005, 3, 14))
                                .birthPlace("Quimperlé")),
                null);
        Enrollment read = enrollments.getEnrollment(created.getId(), null, null);

        assertThat(read.getState()).isEqualTo(EnrollmentState.CONFIRMED);
        assertThat(read.getStudentId()).isEqualTo(created.getStudentId());
        assertThat(agreement.getSeatQuotas().get(0).getSeats()).isEqualTo(5);
        assertThatThrownBy(() -> enrollments.getEnrollment(UUID.randomUUID(), null, null))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> assertThat(refused.getCode()).isEqualTo(404));
    }
}
