package fr.cned.partenariats.partner;

import fr.cned.partenariats.commons.testing.UnexpectedBodyRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

@PartnerIT
class UnexpectedBodyIT {

    @TestFactory
    Stream<DynamicTest> anOperationWithoutABodyRefusesOne() {
        return UnexpectedBodyRules.check();
    }
}
