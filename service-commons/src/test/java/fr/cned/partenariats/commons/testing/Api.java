package fr.cned.partenariats.commons.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sends requests to the service under test and validates each answer against the contract. */
public final class Api {

    private static final ObjectMapper JSON = new ObjectMapper();

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

    /** The body of an answer. REST Assured would compile a Groovy script for each {@code path()}. */
    public static JsonNode json(Response answer) {
        try {
            return JSON.readTree(answer.asString());
        } catch (JsonProcessingException e) {
            throw new AssertionError(answer.asString(), e);
        }
    }

    static ContractCheck validatingAgainst(Path contract) {
        return new ContractCheck(
                ContractDocument.read(contract),
                new ContractRecorder(ContractRecorder.RESOURCES, ContractRecorder.UPDATE));
    }

    private static final class ContractFilter {

        /** The document of this build; {@code ContractDriftIT} compares it with the checked-in contract. */
        static final ContractCheck INSTANCE = validatingAgainst(ContractDrift.ofThisBuild());
    }
}
