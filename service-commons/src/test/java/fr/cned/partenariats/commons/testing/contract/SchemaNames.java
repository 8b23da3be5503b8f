package fr.cned.partenariats.commons.testing.contract;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Gives schemas the names that clients see: {@code Agreement} for {@code AgreementView}, {@code AgreementPage} for {@code
 * PageAgreementView}. The scanner names them after the Java types.
 */
final class SchemaNames {

    private static final String VIEW = "View";

    /** Generic types, whose name begins the scanner's name. */
    private static final List<String> GENERIC = List.of("ChangeFeedPage", "Page");

    private SchemaNames() {}

    /** Comes first: texts and bounds are found by the new names. */
    static void publish(OpenAPI contract, Schemas schemas) {
        Map<String, String> names = new TreeMap<>();
        Map<String, Schema> published = new TreeMap<>();
        schemas.named().forEach((name, schema) -> {
            String clear = published(name, schema);
            names.put(name, clear);
            if (published.put(clear, schema) != null) {
                throw new IllegalStateException("Several schemas would be published as " + clear
                        + ". Give one of the Java types another name with @Schema(name = …).");
            }
        });
        schemas.references().forEach(reference -> {
            String name = String.valueOf(Schemas.nameOf(reference));
            reference.setRef(Schemas.reference(names.getOrDefault(name, name)).getRef());
        });
        contract.getComponents().setSchemas(published);
    }

    private static String published(String name, Schema schema) {
        @Nullable Schema items = Schemas.propertiesOf(schema).get("items");
        @Nullable String item = items == null ? null : Schemas.nameOf(items.getItems());
        if (item != null) {
            for (String generic : GENERIC) {
                if (name.startsWith(generic) && name.length() > generic.length()) {
                    return withoutView(item) + generic;
                }
            }
        }
        return withoutView(name);
    }

    static String withoutView(String name) {
        return name.endsWith(VIEW) ? name.substring(0, name.length() - VIEW.length()) : name;
    }
}
