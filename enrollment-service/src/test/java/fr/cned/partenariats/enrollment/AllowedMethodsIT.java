package fr.cned.partenariats.enrollment;

import fr.cned.partenariats.commons.testing.MethodRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

@EnrollmentIT
class AllowedMethodsIT {

    @TestFactory
    Stream<DynamicTest> anAddressRefusesTheMethodsThatItDoesNotHave() {
        return MethodRules.check();
    }
}
