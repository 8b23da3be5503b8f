package fr.cned.partenariats.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import fr.cned.partenariats.catalog.offering.EnrollmentPeriod;
import fr.cned.partenariats.catalog.offering.Money;
import fr.cned.partenariats.catalog.offering.OfferingView;
import fr.cned.partenariats.catalog.offering.PartnerTerms;
import fr.cned.partenariats.catalog.offering.PlacesView;
import fr.cned.partenariats.catalog.training.Contest;
import fr.cned.partenariats.catalog.training.Curriculum;
import fr.cned.partenariats.catalog.training.Prerequisites;
import fr.cned.partenariats.catalog.training.TrainingView;
import fr.cned.partenariats.commons.http.propagation.Propagated;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The generator of the contract drops a field when the component that unwraps it has the same name. */
class ContractFieldsTest {

    @ParameterizedTest
    @ValueSource(
            classes = {
                TrainingView.class,
                OfferingView.class,
                PlacesView.class,
                PartnerTerms.class,
                EnrollmentPeriod.class,
                Contest.class,
                Curriculum.class,
                Prerequisites.class,
                Money.class
            })
    void theContractHasEveryFieldOfTheView(Class<?> view) throws IOException {
        JsonNode properties = new YAMLMapper()
                .readTree(Path.of("contract/openapi.yaml").toFile())
                .at("/components/schemas/" + view.getSimpleName().replaceFirst("View$", "") + "/properties");
        Set<String> described = new TreeSet<>();
        properties.fieldNames().forEachRemaining(described::add);

        assertThat(described).isEqualTo(fields(view));
    }

    private static Set<String> fields(Class<?> view) {
        Set<String> fields = new TreeSet<>();
        if (Propagated.class.isAssignableFrom(view)) {
            fields.add("propagation");
        }
        for (RecordComponent component : view.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                fields.addAll(fields(component.getType()));
            } else {
                fields.add(component.getName());
            }
        }
        return fields;
    }
}
