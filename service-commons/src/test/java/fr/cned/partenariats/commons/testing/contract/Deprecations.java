package fr.cned.partenariats.commons.testing.contract;

import fr.cned.partenariats.commons.http.DeprecatedOperation;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jspecify.annotations.Nullable;

/** Marks the operations with {@link DeprecatedOperation} as deprecated, and documents their dates and headers. */
final class Deprecations {

    static final String SINCE = "x-deprecated-since";
    static final String SUNSET = "x-sunset";

    private static final String HEADERS = "#/components/headers/";
    private static final int MAX_HEADER = 1000;

    private final Components components;
    private final SourceCode code;

    Deprecations(Components components, SourceCode code) {
        this.components = components;
        this.code = code;
    }

    void add(Operation operation) {
        Optional<AnnotationInstance> found =
                code.annotation(String.valueOf(operation.getOperationId()), DeprecatedOperation.class);
        if (found.isEmpty()) {
            return;
        }
        String since = value(found.get(), "since");
        String sunset = value(found.get(), "sunset");
        String successor = value(found.get(), "successor");
        operation.setDeprecated(true);
        operation.addExtension(SINCE, since);
        if (!sunset.isEmpty()) {
            operation.addExtension(SUNSET, sunset);
        }
        operation.setDescription(text(since, sunset, successor)
                + (operation.getDescription() == null ? "" : "\n\n" + operation.getDescription()));
        addHeaders(operation, !sunset.isEmpty());
    }

    private static String text(String since, String sunset, String successor) {
        return "Deprecated since " + since + "."
                + (sunset.isEmpty() ? "" : " May no longer answer from " + sunset + " on.")
                + (successor.isEmpty() ? "" : " Use `" + successor + "` instead.");
    }

    private void addHeaders(Operation operation, boolean hasSunset) {
        addHeader(
                operation,
                "Deprecation",
                "RFC 9745: since when clients should stop using this operation, `@` and seconds since 1970.",
                "^@-?[0-9]{1,15}$");
        if (hasSunset) {
            addHeader(
                    operation,
                    "Sunset",
                    "RFC 8594: the HTTP-date from which this operation may no longer answer.",
                    "^[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT$");
        }
        addHeader(
                operation,
                "Link",
                "Documentation (`rel=\"deprecation\"`) and the address to use instead (`rel=\"successor-version\"`).",
                null);
    }

    private void addHeader(Operation operation, String name, String description, @Nullable String pattern) {
        if (components.getHeaders() == null || !components.getHeaders().containsKey(name)) {
            components.addHeader(name, header(description, pattern));
        }
        for (Map.Entry<String, APIResponse> response : Schemas.responsesOf(operation)) {
            if (Schemas.isSuccess(response.getKey()) || response.getKey().equals("304")) {
                response.getValue().addHeader(name, OASFactory.createHeader().ref(HEADERS + name));
            }
        }
    }

    private static Header header(String description, @Nullable String pattern) {
        Schema schema =
                OASFactory.createSchema().addType(Schema.SchemaType.STRING).maxLength(MAX_HEADER);
        if (pattern != null) {
            schema.setPattern(pattern);
        }
        return OASFactory.createHeader().description(description).schema(schema);
    }

    private static String value(AnnotationInstance annotation, String name) {
        AnnotationValue value = annotation.value(name);
        return value == null ? "" : value.asString();
    }
}
