package fr.cned.partenariats.gateway.edge.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathTemplatesTest {

    private final PathTemplates templates = new PathTemplates();

    @BeforeEach
    void addTwoContracts() {
        templates.add(contract("/v1/spaces", "/v1/spaces/{id}", "/v1/spaces/free", "/v1/spaces/{id}/levels/{level}"));
        templates.add(contract("/v1/spaces/free/{day}", "/v1/spaces/{space}"));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/spaces, /v1/spaces",
        "/v1/spaces/, /v1/spaces",
        "/v1/spaces/7, /v1/spaces/{id}",
        "/v1/spaces/free, /v1/spaces/free",
        "/v1/spaces/free/monday, /v1/spaces/free/{day}",
        "/v1/spaces/free/levels/2, /v1/spaces/{id}/levels/{level}",
        "/v1/spaces/7/levels, unknown",
        "/v1/spaces/7/levels/2/x, unknown",
        "/v1, unknown",
        "/, unknown"
    })
    void thePathIsReplacedByItsTemplate(String path, String template) {
        assertThat(templates.of(path)).isEqualTo(template);
    }

    @Test
    void withoutContractsEachPathIsUnknown() {
        assertThat(new PathTemplates().of("/v1/spaces/7")).isEqualTo(PathTemplates.UNKNOWN);
    }

    private static ObjectNode contract(String... paths) {
        ObjectNode contract = new ObjectMapper().createObjectNode();
        ObjectNode all = contract.putObject("paths");
        List.of(paths).forEach(all::putObject);
        return contract;
    }
}
