package fr.cned.partenariats.catalog;

import static fr.cned.partenariats.catalog.EventSchema.faults;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The event schemas and asyncapi.yaml are complete. */
class EventContractTest {

    @Test
    void theSchemasRefuseInvalidEvents() {
        assertThat(faults("training-changed.v1", "{\"id\": \"x\", \"family\": \"CAP\"}"))
                .extracting(ValidationMessage::getMessage)
                .anyMatch(m -> m.contains("family"))
                .anyMatch(m -> m.contains("revision"))
                .anyMatch(m -> m.contains("uuid"));
        assertThat(faults("offering-changed.v1", "{\"startsOn\": \"yesterday\"}"))
                .extracting(ValidationMessage::getMessage)
                .anyMatch(m -> m.contains("startsOn"))
                .anyMatch(m -> m.contains("price"));
    }

    @Test
    void asyncApiNamesEveryTopicAndSchema() throws IOException {
        String contract = Files.readString(Path.of("contract/asyncapi.yaml"));
        assertThat(contract)
                .contains("address: catalog.trainings.v1", "address: catalog.offerings.v1")
                .contains(
                        "address: enrollment.places.v1",
                        "address: enrollment.seats.v1",
                        "address: partner.agreements.v1",
                        "address: partner.partners.v1")
                .contains("address: partner.sites.v1");
        try (var schemas = Files.list(Path.of("contract/events"))) {
            assertThat(schemas)
                    .isNotEmpty()
                    .allSatisfy(schema -> assertThat(contract).contains("$ref: ./events/" + schema.getFileName()));
        }
    }
}
