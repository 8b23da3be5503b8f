package fr.cned.partenariats.enrollment;

import fr.cned.partenariats.commons.testing.UnexpectedBodyRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

@EnrollmentIT
class UnexpectedBodyIT {

    @TestFactory
    Stream<DynamicTest> anOperationWithoutABodyRefusesOne() {
        return UnexpectedBodyRules.check();
    }
}
