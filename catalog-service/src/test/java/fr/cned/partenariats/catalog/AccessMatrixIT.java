package fr.cned.partenariats.catalog;

import static fr.cned.partenariats.catalog.offering.OfferingMother.ofTraining;
import static fr.cned.partenariats.catalog.offering.OfferingMother.open;
import static fr.cned.partenariats.catalog.training.TrainingMother.bts;
import static fr.cned.partenariats.catalog.training.TrainingMother.published;

import fr.cned.partenariats.commons.testing.AccessMatrix;
import fr.cned.partenariats.commons.testing.ContractOperations.Operation;
import fr.cned.partenariats.commons.testing.Tokens;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every operation as four callers of partners. */
@CatalogIT
class AccessMatrixIT {

    @TestFactory
    Stream<DynamicTest> everyPartnerReadsThePublishedCatalogue() {
        Map<String, Object> training = bts("Vu de tous les partenaires");
        String id = published(training);
        Target target = new Target(id, training.get("code").toString(), open(ofTraining(id)));
        UUID partner = UUID.randomUUID();
        return AccessMatrix.check(
                new AccessMatrix.Callers(
                        Tokens.partnerAt(partner, UUID.randomUUID()),
                        Tokens.partnerAt(partner, UUID.randomUUID()),
                        Tokens.partnerReading(partner),
                        Tokens.partner(UUID.randomUUID())),
                operation -> target);
    }

    private record Target(String training, String code, String offering) implements AccessMatrix.Target {

        @Override
        public String address(Operation operation) {
            String path = operation.path();
            return path.equals("/v1/offerings")
                    ? path + "?id=" + offering
                    : path.replace("/trainings/{id}", "/trainings/" + training)
                            .replace("/offerings/{id}", "/offerings/" + offering)
                            .replace("{code}", code)
                            .replace("{id}", UUID.randomUUID().toString());
        }

        @Override
        public String body(Operation operation) {
            return "{}";
        }

        @Override
        public List<String> ids(Operation operation) {
            return List.of(training, offering);
        }

        @Override
        public long versions() {
            return 0; // no partner has a write to try
        }

        @Override
        public void whileLocked(Runnable work) {
            work.run();
        }
    }
}
