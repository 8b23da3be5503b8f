package fr.cned.partenariats.partner.integration.webhook;

import fr.cned.partenariats.partner.integration.webhook.api.EventTypes;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** Describes the requests that receivers get, in the contract that the tests generate. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class WebhooksContract implements OASFilter {

    private static final String OBJECT_ID = "0190a000-0000-7000-8000-000000000002";
    private static final String CHALLENGE = "p2Xw0cWzq7mJrJtQ5mX3yqY8m1v6dKs9ZbT4uNf0HgE";
    private static final BigDecimal MOST = BigDecimal.valueOf(9_007_199_254_740_991L);

    @Override
    public void filterOpenAPI(OpenAPI contract) {
        contract.addWebhook("webhook.challenge", challenge());
        contract.addWebhook(
                EventTypes.ENROLLMENT_CHANGED,
                event("receiveEnrollmentChanged", EventTypes.ENROLLMENT_CHANGED, "an enrollment", "enrollments"));
        contract.addWebhook(
                EventTypes.AGREEMENT_CHANGED,
                event("receiveAgreementChanged", EventTypes.AGREEMENT_CHANGED, "an agreement", "agreements"));
        contract.addWebhook(
                EventTypes.HOLD_CHANGED,
                event("receiveHoldChanged", EventTypes.HOLD_CHANGED, "the hold of an enrollment", "enrollments"));
        contract.addWebhook(
                EventTypes.ATTENDANCE_ALERT_CHANGED,
                event(
                        "receiveAttendanceAlertChanged",
                        EventTypes.ATTENDANCE_ALERT_CHANGED,
                        "an attendance alert",
                        "attendance/alerts"));
        contract.addWebhook(
                EventTypes.TRANSMISSION_ALERT_CHANGED,
                event(
                        "receiveTransmissionAlertChanged",
                        EventTypes.TRANSMISSION_ALERT_CHANGED,
                        "a transmission alert",
                        "transmissions/partners"));
        contract.addWebhook(
                EventTypes.IMPORT_JOB_CHANGED,
                event("receiveImportJobChanged", EventTypes.IMPORT_JOB_CHANGED, "a file", "imports"));
        contract.addWebhook(
                EventTypes.STUDENT_CHANGED,
                event("receiveStudentChanged", EventTypes.STUDENT_CHANGED, "a student", "students"));
        contract.addWebhook(
                EventTypes.CONTRACT_BROKEN,
                event(
                        "receiveContractBroken",
                        EventTypes.CONTRACT_BROKEN,
                        "an apprenticeship contract: it ended early",
                        "apprenticeship-contracts"));
        contract.addWebhook(
                EventTypes.WEBHOOK_PAUSED,
                event("receiveWebhookPaused", EventTypes.WEBHOOK_PAUSED, "another webhook", "webhooks"));
        contract.addWebhook(
                EventTypes.PING, event("receiveWebhookPing", EventTypes.PING, "this webhook, as a test", "webhooks"));
    }

    private static PathItem challenge() {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("type", "webhook.challenge");
        example.put("challenge", CHALLENGE);
        APIResponses answers = OASFactory.createAPIResponses()
                .addAPIResponse(
                        "2XX",
                        OASFactory.createAPIResponse()
                                .description("The text of `challenge`, and nothing else.")
                                .content(OASFactory.createContent()
                                        .addMediaType(
                                                "text/plain",
                                                OASFactory.createMediaType()
                                                        .schema(text("The text of `challenge`.")
                                                                .maxLength(CHALLENGE.length()))
                                                        .example(CHALLENGE))))
                .addAPIResponse(
                        "default",
                        OASFactory.createAPIResponse()
                                .description("Refused. The webhook or its new URL is not stored."));
        return OASFactory.createPathItem()
                .POST(OASFactory.createOperation()
                        .operationId("receiveWebhookChallenge")
                        .summary("Say that this address wants events")
                        .description("Sent once, before a webhook or its new URL is stored, without a signature. Answer"
                                + " within 5 seconds.")
                        .addTag("Webhooks")
                        .security(List.of())
                        .requestBody(json(
                                "The challenge.",
                                object("A challenge.")
                                        .required(List.of("type", "challenge"))
                                        .addProperty("type", text("The type.").addEnumeration("webhook.challenge"))
                                        .addProperty(
                                                "challenge",
                                                text("A random text of A-Z, a-z, 0-9, - and _.")
                                                        .maxLength(CHALLENGE.length())),
                                example))
                        .responses(answers));
    }

    private static RequestBody json(String description, Schema schema, Map<String, Object> example) {
        return OASFactory.createRequestBody()
                .description(description)
                .required(true)
                .content(OASFactory.createContent()
                        .addMediaType(
                                "application/json",
                                OASFactory.createMediaType().schema(schema).example(example)));
    }

    private static PathItem event(String operationId, String type, String object, String collection) {
        APIResponses answers = OASFactory.createAPIResponses()
                .addAPIResponse("2XX", OASFactory.createAPIResponse().description("Accepted. The body is ignored."))
                .addAPIResponse("410", OASFactory.createAPIResponse().description("The webhook is paused at once."))
                .addAPIResponse(
                        "default", OASFactory.createAPIResponse().description("A failure. The delivery is repeated."));
        return OASFactory.createPathItem()
                .POST(OASFactory.createOperation()
                        .operationId(operationId)
                        .summary("Get a change of " + object)
                        .description(
                                "Sent at least once, in order for each object and type. Verify `webhook-signature` as the"
                                        + " Standard Webhooks specification says. Answer within 5 seconds.")
                        .addTag("Webhooks")
                        .security(List.of())
                        .addParameter(header("webhook-id", "The id of the delivery, the same in each attempt.", 36))
                        .addParameter(
                                header("webhook-timestamp", "The time of the attempt, in seconds since 1970.", 20))
                        .addParameter(header(
                                "webhook-signature",
                                "`v1,` and the signature in base64; two of them, separated by a blank, during a rotation.",
                                200))
                        .requestBody(json("The event.", body(type), example(type, collection)))
                        .responses(answers));
    }

    private static Parameter header(String name, String description, int maxLength) {
        return OASFactory.createParameter()
                .name(name)
                .in(Parameter.In.HEADER)
                .required(true)
                .description(description)
                .schema(text(description).maxLength(maxLength));
    }

    private static Schema body(String type) {
        Schema data = object("The object and its state. Read it at `link` with your own rights.")
                .required(List.of("id", "state", "sequence", "link"))
                .addProperty("id", text("The id of the object.").format("uuid"))
                .addProperty(
                        "reference", text("Your reference of the enrollment.").maxLength(64))
                .addProperty(
                        "state",
                        text("The state of the object after the change. Of a hold: `HELD`, or the state of the"
                                        + " enrollment with which it ended.")
                                .maxLength(30))
                .addProperty(
                        "sequence",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.INTEGER)
                                .format("int64")
                                .minimum(BigDecimal.ZERO)
                                .maximum(MOST)
                                .description("Grows with each change of the object, for each type. Ignore one that is"
                                        + " not greater than the last."))
                .addProperty(
                        "rejected",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.INTEGER)
                                .format("int64")
                                .minimum(BigDecimal.ZERO)
                                .maximum(MOST)
                                .description("The rejected rows of a file. Absent for other objects."))
                .addProperty("agreementId", text("The agreement.").format("uuid"))
                .addProperty(
                        "link", text("The path of the object at the gateway.").maxLength(100));
        return object("An event, without personal data.")
                .required(List.of("type", "timestamp", "data"))
                .addProperty("type", text("The type of the event.").addEnumeration(type))
                .addProperty("timestamp", text("When the object changed.").format("date-time"))
                .addProperty("data", data);
    }

    private static Map<String, Object> example(String type, String collection) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", OBJECT_ID);
        data.put("state", "ACTIVE");
        data.put("sequence", 3);
        data.put("link", "/v1/" + collection + '/' + OBJECT_ID);
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("type", type);
        event.put("timestamp", "2026-09-14T08:30:00Z");
        event.put("data", data);
        return event;
    }

    private static Schema object(String description) {
        return OASFactory.createSchema().addType(Schema.SchemaType.OBJECT).description(description);
    }

    private static Schema text(String description) {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
    }
}
