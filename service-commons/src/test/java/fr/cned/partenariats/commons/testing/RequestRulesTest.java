package fr.cned.partenariats.commons.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import org.junit.jupiter.api.Test;

/** Tests that each rule fails on a bad example. */
class RequestRulesTest {

    private static final JavaClasses BAD = new ClassFileImporter().importPackages("fr.cned.partenariats.badexample");

    @Test
    void aCorrectServicePasses() {
        RequestRules.check(new ClassFileImporter().importPackages("fr.cned.partenariats.parking"));
    }

    @Test
    void undocumentedConstraintsAreFound() {
        OpenAPI contract = new OpenAPI()
                .components(new Components()
                        .addSchemas(
                                "BadRequest",
                                new ObjectSchema()
                                        .addProperty("name", new StringSchema().maxLength(4))
                                        .addProperty("all", new ArraySchema().items(new StringSchema())))
                        .addSchemas("Code", new StringSchema().pattern("\\d")))
                .paths(new Paths()
                        .addPathItem("/v1/texts", creation("createText", new StringSchema().maxLength(20_000)))
                        .addPathItem("/v1/lists", creation("createList", listOfObjects()))
                        .addPathItem("/v1/lists/batches", creation("createLists", listOfObjects())));
        assertThat(RequestRules.faults(BAD, contract))
                .anyMatch(fault -> fault.contains("BadRequest.name is not required"))
                .anyMatch(
                        fault -> fault.contains("BadRequest.name: the contract does not say") && fault.contains("Size"))
                .anyMatch(fault -> fault.contains("BadRequest.all has no @Size(max)"))
                .anyMatch(fault -> fault.contains("pattern \\d is not anchored"))
                .contains(
                        "createText: a valid body can have 80012 bytes",
                        "createList: a valid body can have 104162 bytes")
                .noneMatch(fault -> fault.startsWith("createLists"));
    }

    private static PathItem creation(String operationId, Schema<?> field) {
        Schema<?> body = new ObjectSchema().addProperty("all", field);
        return new PathItem()
                .post(new Operation()
                        .operationId(operationId)
                        .requestBody(new RequestBody()
                                .content(
                                        new Content().addMediaType("application/json", new MediaType().schema(body)))));
    }

    private static Schema<?> listOfObjects() {
        return new ArraySchema()
                .items(new ObjectSchema()
                        .addProperty("text", new StringSchema().maxLength(500))
                        .addProperty("code", new StringSchema().pattern("^[A-Z]\\d{1,59}$")))
                .maxItems(50);
    }

    @Test
    void rulesWithoutClassesFail() {
        JavaClasses nothing = new ClassFileImporter().importPackages("fr.cned.partenariats.nothing");
        OpenAPI contract = new OpenAPI().components(new Components().schemas(new java.util.HashMap<>()));
        assertThat(RequestRules.faults(nothing, contract)).containsExactly("no request body was found to check");
    }
}
