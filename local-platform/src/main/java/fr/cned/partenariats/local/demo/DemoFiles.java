package fr.cned.partenariats.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.local.http.JsonApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The demonstration data, one file per kind, each an array of named request bodies. */
record DemoFiles(JsonNode partners, JsonNode trainings, JsonNode offerings, JsonNode agreements) {

    static DemoFiles read() {
        return new DemoFiles(file("partners"), file("trainings"), file("offerings"), file("agreements"));
    }

    private static JsonNode file(String name) {
        try (InputStream in =
                Objects.requireNonNull(DemoFiles.class.getResourceAsStream("/demo/" + name + ".json"), name)) {
            return JsonApi.JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
