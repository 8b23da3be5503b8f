package fr.cned.partenariats.catalog.offering;

import static fr.cned.partenariats.catalog.RequestFields.assertRefused;
import static fr.cned.partenariats.catalog.RequestFields.withField;
import static fr.cned.partenariats.catalog.offering.OfferingMother.ofTraining;
import static fr.cned.partenariats.catalog.offering.OfferingMother.planned;
import static fr.cned.partenariats.catalog.training.TrainingMother.MERGE_PATCH;
import static fr.cned.partenariats.catalog.training.TrainingMother.bts;
import static fr.cned.partenariats.catalog.training.TrainingMother.manager;
import static fr.cned.partenariats.catalog.training.TrainingMother.published;
import static fr.cned.partenariats.catalog.training.TrainingMother.reader;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import fr.cned.partenariats.catalog.CatalogIT;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Refusals of invalid offerings and queries. */
@CatalogIT
class OfferingValidationIT {

    private String training;

    @BeforeEach
    void aTraining() {
        training = published(bts("BTS Tourisme"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "trainingId          | null             | required | /trainingId",
                "trainingId          | 'x'              | wrong-type | /trainingId",
                "academicYear        | '2026-2028'      | invalid-academic-year | /academicYear",
                "academicYear        | '2020-2021'      | outside-academic-year | /startsOn",
                "modality            | 'BY_POST'        | wrong-type | /modality",
                "startsOn            | '2026-02-30'     | no-such-day | /startsOn",
                "startsOn            | null             | required | /startsOn",
                "endsOn              | '2026-08-31'     | ends-before-it-starts | /endsOn",
                "endsOn              | '+9999999-01-01' | wrong-type | /endsOn",
                "endsOn              | 20261231         | wrong-type | /endsOn",
                "enrollmentClosesOn  | '2027-07-01'     | enrollment-after-end | /enrollmentClosesOn",
                "capacity            | null             | required | /capacity",
                "capacity            | -1               | out-of-range | /capacity",
                "capacity            | 1000000          | out-of-range | /capacity",
                "capacity            | 2147483648       | out-of-range | /capacity",
                "capacity            | 'many'           | wrong-type | /capacity",
                "waitingListSize     | -1               | out-of-range | /waitingListSize",
                "price               | null             | required | /price",
                "price               | {'amount': -1, 'currency': 'EUR'}    | out-of-range | /price/amount",
                "price               | {'amount': 1.005, 'currency': 'EUR'} | out-of-range | /price/amount",
                "price               | {'amount': 1e99, 'currency': 'EUR'} | out-of-range | /price/amount",
                "price               | {'amount': 1e2147483647, 'currency': 'EUR'} | out-of-range | /price/amount",
                "price               | {'amount': 1, 'currency': 'XPF'}     | invalid-value | /price/currency",
                "price               | {'amount': 1}                        | required | /price/currency",
                "restrictedToNetworks| ['']             | required | /restrictedToNetworks/0",
                "enrollmentPeriods   | [{}]             | required | /enrollmentPeriods/0/opensOn",
                "enrollmentPeriods   | [null]           | required | /enrollmentPeriods/0",
                "enrollmentPeriods   | [{'opensOn': '2026-05-01', 'waitingListSize': -1}] | out-of-range | /enrollmentPeriods/0/waitingListSize",
                "enrollmentPeriods   | [{'opensOn': '2026-05-01', 'networks': ['']}]      | required | /enrollmentPeriods/0/networks/0",
                "enrollmentPeriods   | [{'opensOn': '2026-05-01', 'students': 'OLD'}]     | wrong-type | /enrollmentPeriods/0/students",
                "enrollmentPeriods   | [{'opensOn': '2026-05-01'}] | one-period-or-several | /waitingListSize",
                "revision            | 7                | unknown-field | /revision",
                "state               | 'OPEN'           | unknown-field | /state",
                "places              | {'used': 0}      | unknown-field | /places",
                "trainingCode        | 'X'              | unknown-field | /trainingCode",
            })
    void aWrongFieldIsRefusedWithItsPointer(String field, String value, String code, String pointer)
            throws IOException {
        String body = withField(ofTraining(training), field, value);

        assertRefused(manager().body(body).post("/v1/offerings").then(), code, pointer);
    }

    @Test
    void aPatchIsCheckedLikeACreation() {
        String offering = planned(ofTraining(training));
        patch("/v1/offerings/" + offering, "{\"capacity\": -1}", "out-of-range", "/capacity");
        patch("/v1/offerings/" + offering, "{\"capacity\": null}", "required", "/capacity");
        patch("/v1/offerings/" + offering, "{\"endsOn\": \"2026-01-01\"}", "ends-before-it-starts", "/endsOn");
        patch("/v1/offerings/" + offering, "{\"price\": {\"amount\": -2}}", "out-of-range", "/price/amount");
        patch("/v1/offerings/" + offering, "{\"places\": {}}", "unknown-field", "/places");
        manager().get("/v1/offerings/" + offering).then().body("revision", equalTo(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/v1/offerings?trainingId=x       | invalid-parameter",
                "/v1/offerings?state=GONE         | invalid-parameter",
                "/v1/offerings?partnerId=x        | invalid-parameter",
                "/v1/offerings?q=x                | unknown-parameter",
                "/v1/offerings?cursor=broken      | invalid-cursor",
            })
    void anInvalidQueryParameterIsRefused(String path, String code) {
        reader().get(path)
                .then()
                .statusCode(400)
                .contentType(startsWith("application/problem+json"))
                .body("code", equalTo(code));
    }

    private static void patch(String path, String patch, String code, String pointer) {
        assertRefused(
                manager()
                        .contentType(MERGE_PATCH)
                        .header("If-Match", "\"0\"")
                        .body(patch)
                        .patch(path)
                        .then(),
                code,
                pointer);
    }
}
