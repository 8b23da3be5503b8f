package fr.cned.partenariats.commons.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The limits of events, from the JSON schema of their producer: generates events with every field at a limit, finds
 * fields without a limit, and compares the limits of requests with them.
 */
public final class EventLimits {

    private static final LocalDate FIRST_DAY = LocalDate.of(1, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);
    private static final int VARIANTS = 14; // the longest enum
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonNode schema;

    private EventLimits(Path file) {
        try {
            this.schema = JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param file such as {@code ../partner-service/contract/events/site-changed.v1.schema.json} */
    public static EventLimits of(String file) {
        return new EventLimits(Path.of(file));
    }

    /**
     * Sends the events through the real consumer and waits until the row of each is stored.
     *
     * @param key the column that has the id of the event
     */
    public void assertTakenIn(String topic, String ceType, String table, String key) {
        for (ObjectNode event : events()) {
            String id = UUID.randomUUID().toString();
            event.put("id", id);
            String json = event.toString();
            TestTopics.publish(topic, id, ceType, json);
            await().untilAsserted(() -> assertThat(OwnerDatabase.number(
                            "select revision from " + table + " where " + key + " = ?", UUID.fromString(id)))
                    .as(json)
                    .isEqualTo(event.get("revision").longValue()));
        }
    }

    /** Events of least size and of greatest size; together they have each constant of each enum. */
    public List<ObjectNode> events() {
        List<ObjectNode> events = new ArrayList<>();
        for (int variant = 0; variant < VARIANTS; variant++) {
            events.add((ObjectNode) value(schema, variant % 2 == 1, variant / 2 + (variant % 2) * (VARIANTS / 2), 0));
        }
        return events;
    }

    /**
     * @param greatest the greatest value, else the least
     * @param variant chooses constants and alternatives
     * @param place the position in a list, so that its entries differ
     */
    private JsonNode value(JsonNode given, boolean greatest, int variant, int place) {
        JsonNode type = resolved(given);
        if (type.has("const")) {
            return type.get("const");
        }
        if (type.has("enum")) {
            return type.get("enum").get((variant + place) % type.get("enum").size());
        }
        return switch (type.path("type").asText()) {
            case "object" -> object(type, greatest, variant, place);
            case "array" -> array(type, greatest, variant);
            case "boolean" -> NODES.booleanNode(greatest);
            case "integer" ->
                NODES.numberNode(type.get(greatest ? "maximum" : "minimum").longValue());
            case "number" ->
                NODES.numberNode(type.get(greatest ? "maximum" : "minimum").decimalValue());
            case "string" -> NODES.textNode(text(type, greatest, place));
            default -> throw new IllegalStateException("no type: " + type);
        };
    }

    private ObjectNode object(JsonNode type, boolean greatest, int variant, int place) {
        ObjectNode object = NODES.objectNode();
        List<String> required = names(type.path("required"));
        type.path("properties").properties().forEach(property -> {
            if (greatest || required.contains(property.getKey())) {
                object.set(property.getKey(), value(property.getValue(), greatest, variant, place));
            }
        });
        JsonNode oneOf = type.path("oneOf");
        for (int i = 0; i < oneOf.size(); i++) {
            List<String> alternative = names(oneOf.get(i).path("required"));
            if (i != variant % oneOf.size()) {
                object.remove(alternative);
            } else {
                alternative.forEach(
                        name -> object.set(name, value(type.get("properties").get(name), greatest, variant, place)));
            }
        }
        List<String> notTogether = names(type.path("not").path("required"));
        if (!notTogether.isEmpty() && notTogether.stream().allMatch(object::has)) {
            object.remove(notTogether.get((variant + place) % notTogether.size()));
        }
        return object;
    }

    private ArrayNode array(JsonNode type, boolean greatest, int variant) {
        ArrayNode array = NODES.arrayNode();
        JsonNode items = resolved(type.get("items"));
        int size = type.path(greatest ? "maxItems" : "minItems").asInt(0);
        if (items.has("enum") && type.path("uniqueItems").asBoolean()) {
            size = Math.min(size, items.get("enum").size());
        }
        for (int i = 0; i < size; i++) {
            array.add(value(items, greatest, variant, i));
        }
        return array;
    }

    private static String text(JsonNode type, boolean greatest, int place) {
        if (type.has("pattern")) {
            return TextOfPattern.of(type.get("pattern").asText(), greatest, place);
        }
        String format = type.path("format").asText();
        if (format.equals("uuid")) {
            return UUID.randomUUID().toString();
        }
        if (format.equals("date")) {
            return (greatest ? LAST_DAY.minusDays(place) : FIRST_DAY.plusDays(place)).toString();
        }
        if (format.equals("date-time")) {
            return greatest ? "9999-12-31T23:59:59Z" : "0001-01-01T00:00:00Z";
        }
        String number = Integer.toString(place);
        int length = type.path(greatest ? "maxLength" : "minLength").asInt(0);
        return length <= number.length() ? "x".repeat(length) : number + "É".repeat(length - number.length());
    }

    /** Pointers to the fields for which the schema allows values of any size. */
    public List<String> unbounded() {
        List<String> found = new ArrayList<>();
        collectUnbounded(schema, "", found);
        return found;
    }

    private void collectUnbounded(JsonNode given, String pointer, List<String> found) {
        JsonNode type = resolved(given);
        if (type.has("enum") || type.has("const")) {
            return;
        }
        boolean bounded = switch (type.path("type").asText()) {
            case "object" -> type.has("properties");
            case "array" -> type.has("maxItems") && type.has("items");
            case "boolean" -> true;
            case "integer", "number" -> type.has("minimum") && type.has("maximum");
            case "string" ->
                type.has("maxLength")
                        || type.path("format").asText().matches("uuid|date|date-time")
                        || type.path("pattern").asText("*").matches("\\^[^*+]*\\$");
            default -> false;
        };
        if (!bounded) {
            found.add(pointer);
        }
        type.path("properties")
                .properties()
                .forEach(property -> collectUnbounded(property.getValue(), pointer + '/' + property.getKey(), found));
        if (type.has("items")) {
            collectUnbounded(type.get("items"), pointer + "/*", found);
        }
    }

    /**
     * The fields that a request may give a larger value than the event allows. Compares the fields that both have.
     *
     * @param request the name of a schema in {@code contract/openapi.yaml}
     */
    public List<String> exceededBy(String request) {
        OpenAPI contract = ContractDocument.read(ContractDrift.CONTRACT).parsed();
        List<String> exceeded = new ArrayList<>();
        compare(schema, contract, contract.getComponents().getSchemas().get(request), request, exceeded);
        return exceeded;
    }

    private void compare(
            JsonNode given, OpenAPI contract, @Nullable Schema<?> referring, String pointer, List<String> exceeded) {
        Schema<?> request = resolved(contract, referring);
        JsonNode event = resolved(given);
        if (request == null) {
            return;
        }
        if (isLess(event.path("maxLength"), number(request.getMaxLength()))
                || isLess(event.path("maxItems"), number(request.getMaxItems()))
                || isLess(event.path("maximum"), request.getMaximum())
                || isLess(negated(event.path("minimum")), negated(request.getMinimum()))) {
            exceeded.add(pointer);
        }
        event.path("properties").properties().forEach(property -> {
            if (request.getProperties() != null && request.getProperties().containsKey(property.getKey())) {
                compare(
                        property.getValue(),
                        contract,
                        request.getProperties().get(property.getKey()),
                        pointer + '/' + property.getKey(),
                        exceeded);
            }
        });
        if (event.has("items")) {
            compare(event.get("items"), contract, request.getItems(), pointer + "/*", exceeded);
        }
    }

    /** A limit of the event and a greater one of the request, or none. */
    private static boolean isLess(JsonNode ofEvent, @Nullable BigDecimal ofRequest) {
        return ofEvent.isNumber() && (ofRequest == null || ofRequest.compareTo(ofEvent.decimalValue()) > 0);
    }

    private static JsonNode negated(JsonNode number) {
        return number.isNumber() ? NODES.numberNode(number.decimalValue().negate()) : number;
    }

    private static @Nullable BigDecimal negated(@Nullable BigDecimal number) {
        return number == null ? null : number.negate();
    }

    private static @Nullable BigDecimal number(@Nullable Integer number) {
        return number == null ? null : BigDecimal.valueOf(number);
    }

    private static @Nullable Schema<?> resolved(OpenAPI contract, @Nullable Schema<?> schema) {
        if (schema == null) {
            return null;
        }
        if (schema.get$ref() != null) {
            String name = schema.get$ref().substring(schema.get$ref().lastIndexOf('/') + 1);
            return resolved(contract, contract.getComponents().getSchemas().get(name));
        }
        return schema.getAllOf() != null && schema.getAllOf().size() == 1
                ? resolved(contract, schema.getAllOf().get(0))
                : schema;
    }

    private JsonNode resolved(JsonNode type) {
        return type.has("$ref") ? schema.at(type.get("$ref").asText().substring(1)) : type;
    }

    private static List<String> names(JsonNode array) {
        List<String> names = new ArrayList<>();
        array.forEach(name -> names.add(name.asText()));
        return names;
    }

    /** The schemas of a service, for a test of each. */
    public static Map<String, EventLimits> ofService() {
        Map<String, EventLimits> schemas = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of("contract/events"))) {
            files.forEach(file -> schemas.put(file.getFileName().toString(), new EventLimits(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return schemas;
    }
}
