package fr.cned.partenariats.gateway.edge.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedMethodsTest {

    private static final String CONTRACT = """
            paths:
              /v1/cars:
                get: {}
                post: {}
              /v1/cars/{id}:
                parameters: []
                get: {}
                patch: {}
              /v1/cars/{id}/owner:
                summary: the owner
                put: {}
              /v1/cars/searches:
                post: {}
            """;

    private final AllowedMethods methods = new AllowedMethods();

    @ParameterizedTest
    @CsvSource({
        "/v1/cars, 'GET, HEAD, OPTIONS, POST'",
        "/v1/cars/, 'GET, HEAD, OPTIONS, POST'",
        "/v1/cars/7, 'GET, HEAD, OPTIONS, PATCH'",
        "/v1/cars/7/owner, 'OPTIONS, PUT'",
        "/v1/cars/searches, 'GET, HEAD, OPTIONS, PATCH, POST'",
        "/oeapi/v6/programmes, 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT'"
    })
    void methodsOfAnAddressComeFromTheContract(String path, String allow) throws JsonProcessingException {
        methods.add(new YAMLMapper().readTree(CONTRACT));
        assertThat(methods.of(path)).isEqualTo(allow);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1", "/v1/car", "/v1/cars/7/owner/8", "/v1/cars/7/owners"})
    void unknownAddressHasNone(String path) throws JsonProcessingException {
        methods.add(new YAMLMapper().readTree(CONTRACT));
        assertThat(methods.of(path)).isNull();
    }

    @Test
    void withoutContractsEveryMethodIsNamed() {
        assertThat(methods.of("/v1/cars")).isEqualTo("DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");
    }

    @Test
    void optionsAndTraceAreNotForwarded() {
        assertThat(AllowedMethods.isForwarded(HttpMethod.DELETE)).isTrue();
        assertThat(AllowedMethods.isForwarded(HttpMethod.OPTIONS)).isFalse();
        assertThat(AllowedMethods.isForwarded(HttpMethod.TRACE)).isFalse();
        assertThat(AllowedMethods.isForwarded(HttpMethod.valueOf("FOO"))).isFalse();
    }
}
