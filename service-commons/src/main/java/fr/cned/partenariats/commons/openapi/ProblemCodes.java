package fr.cned.partenariats.commons.openapi;

import fr.cned.partenariats.commons.problem.ProblemCode;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeMap;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.IndexView;
import org.jspecify.annotations.Nullable;

/** The titles of all problem codes of the service, from the enumerations that implement {@link ProblemCode}. */
final class ProblemCodes {

    private final Map<String, String> titles = new TreeMap<>();

    ProblemCodes(IndexView index, ClassLoader loader) {
        for (ClassInfo type : index.getAllKnownImplementations(ProblemCode.class)) {
            if (type.isEnum()) {
                register(type, loader);
            }
        }
    }

    private void register(ClassInfo type, ClassLoader loader) {
        try {
            ResourceBundle texts = ResourceBundle.getBundle("problems." + type.simpleName(), Locale.ROOT, loader);
            for (Object constant :
                    Class.forName(type.name().toString(), false, loader).getEnumConstants()) {
                String code = ((ProblemCode) constant).code();
                // A test finds a missing title; here it must not fail the build of every other test.
                titles.put(code, texts.containsKey(code + ".title") ? texts.getString(code + ".title") : code);
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean has(String code) {
        return titles.containsKey(code);
    }

    @Nullable
    String title(String code) {
        return titles.get(code);
    }
}
