package fr.cned.partenariats.gateway.edge.route;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.gateway.GatewayConfig;
import fr.cned.partenariats.gateway.testing.ConfigFile;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {

    private final GatewayConfig config = ConfigFile.read("dev", Map.of()).getConfigMapping(GatewayConfig.class);
    private final RouteTable routes = new RouteTable(config);

    @ParameterizedTest
    @CsvSource({
        "/v1/partners, PARTNER",
        "/v1/partners/7, PARTNER",
        "/v1/me, PARTNER",
        "/v1/api-clients/7/revocation, PARTNER",
        "/v1/people/7/invitation, PARTNER",
        "/v1/webhooks/7/deliveries, PARTNER",
        "/v1/trainings/, CATALOG",
        "/v1/imports/7/rows, ENROLLMENT",
        "/v1/transmissions/attempts, ENROLLMENT",
        "/v1/audit/partner, PARTNER",
        "/v1/audit/catalog/x, CATALOG",
        "/v1/audit/enrollment, ENROLLMENT",
        "/v1/exports/lheo, CATALOG",
        "/v1/exports/lheo/gaps, CATALOG",
        "/v1/exports/oneroster, ENROLLMENT",
        "/v1/exports/sifa, ENROLLMENT",
        "/v1/exports/sifa/checks, ENROLLMENT",
        "/oeapi/v6, CATALOG",
        "/oeapi/v6/, CATALOG",
        "/oeapi/v6/programmes/7/programme-offerings, CATALOG",
        "/oeapi/v6/academic-sessions/7, CATALOG",
        "/oeapi/v6/programme-offerings/7, CATALOG",
        "/oeapi/v6/organisations/7/programmes, CATALOG",
        "/oeapi/v6/organisations, PARTNER",
        "/oeapi/v6/organisations/7, PARTNER",
        "/oeapi/v6/persons/7, ENROLLMENT",
        "/oeapi/v6/persons/7/programme-offering-associations, ENROLLMENT",
        "/oeapi/v6/programme-offerings/7/programme-offering-associations, ENROLLMENT",
        "/oeapi/v6/programme-offering-associations/7, ENROLLMENT"
    })
    void firstSegmentOrThatBehindASharedOneSelectsTheService(String path, Service service) {
        assertThat(routes.find(path)).extracting(Route::service).isEqualTo(service);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/",
                "/v1/partner",
                "/v1/partnersx",
                "/v1/PARTNERS",
                "/v1/audit",
                "/v1/audit/",
                "/v1/audit/gateway",
                "/v1/exports",
                "/v1/exports/",
                "/v1/exports/trainings",
                "/v1/lheo",
                "/oeapi/v60",
                "/oeapi/v6/courses",
                "/oeapi/v6/persons/7/groups"
            })
    void unknownPathHasNoRoute(String path) {
        assertThat(routes.find(path)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/enrollments, true",
        "POST, /v1/imports, true",
        "GET, /v1/enrollments, false",
        "POST, /v1/students, false",
        "POST, /v1/enrollments/7/transfer, false",
        "POST, /v1/enrollments/, false",
        "POST, /v1, false"
    })
    void refusedRegistrationsAreCounted(String method, String path, boolean counted) {
        assertThat(routes.countsRefusals(HttpMethod.valueOf(method), path)).isEqualTo(counted);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/exports/lheo, true",
        "HEAD, /v1/exports/lheo, true",
        "POST, /v1/exports/lheo, false",
        "GET, /v1/exports/lheo/, false",
        "GET, /v1/exports/lheo/gaps, false",
        "GET, /v1/exports/oneroster, false",
        "GET, /v1/exports/sifa, false",
        "GET, /v1/trainings, false"
    })
    void onlyReadsOfOpenDataArePublic(String method, String path, boolean isPublic) {
        assertThat(routes.isPublic(HttpMethod.valueOf(method), path)).isEqualTo(isPublic);
    }

    @Test
    void onlyImportsAreStreamedWithLargerLimits() {
        Route standard = routes.find("/v1/enrollments");
        Route imports = routes.find("/v1/imports");

        assertThat(standard.bulk()).isFalse();
        assertThat(standard.maxBody()).isEqualTo(64 * 1024);
        assertThat(imports.bulk()).isTrue();
        assertThat(imports.maxBody()).isEqualTo(10 * 1024 * 1024);
        assertThat(imports.requestBodyTimeout()).isGreaterThan(standard.requestBodyTimeout());
    }
}
