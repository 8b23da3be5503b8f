package fr.cned.partenariats.commons.testing;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.atlassian.oai.validator.restassured.OpenApiValidationFilter;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sends requests to the service under test and validates each answer against the checked-in contract. */
public final class Api {

    private Api() {}

    /** A JSON request with this access token. */
    public static RequestSpecification as(String token) {
        return anonymous().header("Authorization", "Bearer " + token);
    }

    public static RequestSpecification anonymous() {
        RequestSpecification request =
                RestAssured.given().contentType("application/json").filter(AuditEntryCheck.filter());
        return Files.exists(ContractDrift.CONTRACT) ? request.filter(ContractFilter.INSTANCE) : request;
    }

    /** Validates responses only, because tests send invalid requests on purpose. */
    static OpenApiValidationFilter validatingAgainst(Path contract) {
        return new OpenApiValidationFilter(OpenApiInteractionValidator.createForSpecificationUrl(
                        contract.toUri().toString())
                .withLevelResolver(LevelResolver.create()
                        .withLevel("validation.request", ValidationReport.Level.IGNORE)
                        .withLevel(
                                "validation.response.body.schema.additionalProperties", ValidationReport.Level.IGNORE)
                        .build())
                .build());
    }

    private static final class ContractFilter {
        static final OpenApiValidationFilter INSTANCE = validatingAgainst(ContractDrift.CONTRACT);
    }
}
