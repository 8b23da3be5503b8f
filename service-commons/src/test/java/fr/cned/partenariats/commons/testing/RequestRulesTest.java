package fr.cned.partenariats.commons.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.StringSchema;
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
                        .addSchemas("Code", new StringSchema().pattern("\\d")));
        assertThat(RequestRules.faults(BAD, contract))
                .anyMatch(fault -> fault.contains("BadRequest.name is not required"))
                .anyMatch(
                        fault -> fault.contains("BadRequest.name: the contract does not say") && fault.contains("Size"))
                .anyMatch(fault -> fault.contains("BadRequest.all has no @Size(max)"))
                .anyMatch(fault -> fault.contains("pattern \\d is not anchored"));
    }

    @Test
    void rulesWithoutClassesFail() {
        JavaClasses nothing = new ClassFileImporter().importPackages("fr.cned.partenariats.nothing");
        OpenAPI contract = new OpenAPI().components(new Components().schemas(new java.util.HashMap<>()));
        assertThat(RequestRules.faults(nothing, contract)).containsExactly("no request body was found to check");
    }
}
