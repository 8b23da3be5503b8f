package fr.cned.partenariats.commons.testing.contract;

import fr.cned.partenariats.commons.base.problem.ProblemCode;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.IndexView;

/** All problem codes of the service, from the enumerations that implement {@link ProblemCode}. */
final class ProblemCodes {

    private final Set<String> codes = new HashSet<>();

    ProblemCodes(IndexView index, ClassLoader loader) {
        for (ClassInfo type : index.getAllKnownImplementations(ProblemCode.class)) {
            if (type.isEnum()) {
                register(type, loader);
            }
        }
    }

    private void register(ClassInfo type, ClassLoader loader) {
        try {
            for (Object constant :
                    Class.forName(type.name().toString(), false, loader).getEnumConstants()) {
                codes.add(((ProblemCode) constant).code());
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean has(String code) {
        return codes.contains(code);
    }

    List<String> known(Collection<String> some) {
        return some.stream().filter(codes::contains).toList();
    }
}
