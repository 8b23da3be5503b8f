package fr.cned.partenariats.enrollment;

import fr.cned.partenariats.commons.testing.HeaderRules;
import fr.cned.partenariats.commons.testing.ParameterRules;
import fr.cned.partenariats.commons.testing.UnexpectedBodyRules;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Tries every operation of the contract. */
@EnrollmentIT
class RequestEdgesIT {

    @TestHTTPResource
    URI service;

    @TestFactory
    Stream<DynamicTest> anOperationWithoutABodyRefusesOne() {
        return UnexpectedBodyRules.check();
    }

    @TestFactory
    Stream<DynamicTest> aMalformedHeaderIsNoFaultOfTheService() {
        return HeaderRules.check(service);
    }

    @TestFactory
    Stream<DynamicTest> aQueryParameterBeyondItsBoundsIsRefused() {
        return ParameterRules.check();
    }
}
