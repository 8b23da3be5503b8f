package fr.cned.partenariats.commons.testing;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaMethod;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The operations that a service does not have in its contract, such as those of OEAPI, read from its resource classes. */
public final class HiddenOperations {

    private HiddenOperations() {}

    /** Each as method and path, such as {@code GET /oeapi/v6/persons}. */
    public static Set<String> of(String basePackage) {
        return ArchitectureRules.mainClasses(basePackage).stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(HiddenOperations::isHidden)
                .map(HiddenOperations::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isHidden(JavaMethod method) {
        return method.tryGetAnnotationOfType(Operation.class)
                .filter(Operation::hidden)
                .isPresent();
    }

    private static String name(JavaMethod method) {
        Stream<String> verbs = method.getAnnotations().stream()
                .map(JavaAnnotation::getRawType)
                .filter(type -> type.isAnnotatedWith(HttpMethod.class))
                .map(type -> type.getSimpleName());
        String below =
                method.tryGetAnnotationOfType(Path.class).map(Path::value).orElse("");
        return verbs.findFirst().orElseThrow()
                + ' '
                + method.getOwner().getAnnotationOfType(Path.class).value()
                + below;
    }
}
