package fr.cned.partenariats.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A packaged service serves the checked-in contract, without a look at the code. */
@CatalogIT
@TestProfile(PublishedContractIT.AsPackaged.class)
class PublishedContractIT {

    @TestHTTPResource(management = true)
    URI management;

    public static class AsPackaged implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "mp.openapi.scan.disable", "true",
                    "quarkus.smallrye-openapi.ignore-static-document", "false",
                    "quarkus.smallrye-openapi.store-schema-directory", "target/openapi/published");
        }
    }

    @Test
    void theServicePublishesItsContract() throws IOException {
        YAMLMapper yaml = new YAMLMapper();
        try (InputStream published = management.resolve("/openapi").toURL().openStream()) {
            assertThat(yaml.readTree(published))
                    .isEqualTo(yaml.readTree(Path.of("contract/openapi.yaml").toFile()));
        }
    }
}
