package fr.cned.partenariats.commons.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.RequestViolations;
import jakarta.validation.Valid;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A body is read to its end, and all its faults are reported. */
class BodyFaultsTest {

    private static final Validator VALIDATOR = Validation.byDefaultProvider()
            .configure()
            .messageInterpolator(new ParameterMessageInterpolator())
            .buildValidatorFactory()
            .getValidator();

    private static final ObjectMapper JSON = json();

    /** A car park with a bit of every kind of field. */
    record Park(
            @NotBlank @Size(max = 100) String name,
            @Nullable @Size(max = 500) String description,
            @Min(1) int floors,
            boolean open,
            @Nullable LocalDate since,
            @Nullable Instant checked,
            @Nullable @Size(max = 3) Set<Colour> colours,
            @Nullable @Size(max = 3) List<@Valid @NotNull Gate> gates,
            @Nullable @Size(max = 3) List<@Size(max = 600) String> labels) {}

    record Gate(@NotNull Colour colour, @Min(1) int width) {

        Gate {
            Objects.requireNonNull(colour, "colour");
        }
    }

    enum Colour {
        RED,
        GREEN
    }

    private static ObjectMapper json() {
        ObjectMapper json = new ObjectMapper().registerModule(new JavaTimeModule());
        new StrictJson().customize(json);
        return json;
    }

    private static List<String> faults(String body) {
        return faults(body, Park.class);
    }

    private static List<String> faults(String body, Class<?> type) {
        try (BodyFaults faults = BodyFaults.open()) {
            Object read;
            try {
                read = JSON.readValue(body, type);
            } catch (JsonProcessingException e) {
                Refusal all = faults.refusalWith(e);
                return listed(all == null ? RequestViolations.of(e) : all);
            }
            Refusal refusal = catchThrowableOfType(Refusal.class, () -> faults.refuseWith(read, VALIDATOR));
            return refusal == null ? List.of() : listed(refusal);
        }
    }

    private static List<String> listed(Refusal refusal) {
        return refusal.violations().isEmpty()
                ? List.of(refusal.code().code())
                : refusal.violations().stream()
                        .map(violation -> violation.pointer() + ' ' + violation.code())
                        .toList();
    }

    @Test
    void aValidBodyHasNoFault() {
        assertThat(faults("""
                {"name":"A","floors":1,"open":true,"since":"2020-02-29","checked":"2026-01-01T10:00:00Z",
                 "colours":["RED","GREEN"],"gates":[{"colour":"RED","width":2}],"description":"one\\n\\ttwo\\r\\nthree"}""")).isEmpty();
    }

    @Test
    void unknownFieldsWrongTypesAndWrongValuesAreReportedTogether() {
        assertThat(faults("""
                {"a":1,"b":{"c":[1,2]},"name":" ","floors":0,"open":"yes","since":5,"d~/e":null}"""))
                .containsExactly(
                        "/a unknown-field",
                        "/b unknown-field",
                        "/d~0~1e unknown-field",
                        "/floors out-of-range",
                        "/name required",
                        "/open wrong-type",
                        "/since wrong-type");
    }

    @Test
    void theOrderOfTheFieldsDoesNotMatter() {
        assertThat(faults("""
                {"gates":[{"x":[{}],"colour":"RED","y":1,"width":"2","z":2},7,{"colour":"RED"}],
                 "name":{"deep":[1]},"labels":"no","floors":1,"open":false,"last":{"a":[]}}"""))
                .containsExactly(
                        "/gates/0/width wrong-type",
                        "/gates/0/x unknown-field",
                        "/gates/0/y unknown-field",
                        "/gates/0/z unknown-field",
                        "/gates/1 wrong-type",
                        "/gates/2/width required",
                        "/labels wrong-type",
                        "/last unknown-field",
                        "/name wrong-type");
    }

    @Test
    void aValueWhoseConstructorFailsOnARefusedPartIsNoSecondFault() {
        assertThat(faults("""
                {"name":"A","floors":1,"open":true,"gates":[{"colour":"PINK","width":1},{"width":1}]}""")).containsExactly("/gates/0/colour wrong-type", "/gates/1 wrong-type");
    }

    @Test
    void aSetReportsEachRefusedEntryAndEachDuplicate() {
        assertThat(faults("""
                {"name":"A","floors":1,"open":true,"colours":["PINK","BLACK","PINK"]}"""))
                .containsExactly("/colours/0 wrong-type", "/colours/1 wrong-type", "/colours/2 wrong-type");
        assertThat(faults("""
                {"name":"A","floors":1,"open":true,"colours":["RED","RED"],"x":1}""")).containsExactly("/colours/1 duplicate-entry", "/x unknown-field");
    }

    /** The entry beyond the limit is not JSON: it is never read. */
    @Test
    void aLimitEndsTheReadingAndIsReportedWithTheFaultsBeforeIt() {
        assertThat(faults("""
                {"name":"A","floors":2.5,"gates":[{"colour":"RED","width":1},{},7,{oops"""))
                .containsExactly(
                        "/floors wrong-type", "/gates out-of-range", "/gates/1/width required", "/gates/2 wrong-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"x\":1,", "{\"x\":1} y", "{\"x\":1,\"x\":2}", "{\"x\":1,\"name\":\"A\",\"name\":\"B\"}"})
    void malformedJsonIsReportedAlone(String body) {
        assertThat(faults(body)).hasSize(1).first().asString().matches("malformed-json|.*wrong-type");
    }

    @Test
    void anAnswerHasABoundedNumberOfFaults() {
        String fields = IntStream.range(0, 5_000)
                .mapToObj(i -> "\"x" + i + "\":1")
                .collect(java.util.stream.Collectors.joining(","));
        assertThat(faults('{' + fields + '}')).hasSizeBetween(100, 110);
    }

    @Test
    void anIntegerBeyondItsRangeIsOneFaultOfMany() {
        assertThat(faults("""
                {"name":"A","floors":99999999999,"open":null,"x":1}""")).containsExactly("/floors out-of-range", "/open required", "/x unknown-field");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "name":"a\\ud800b"          | /name invalid-text
            "name":"a\\u0000b"          | /name invalid-text
            "name":"a\\nb"              | /name invalid-text
            "name":"a\\tb"              | /name invalid-text
            "name":"a\\u007fb"          | /name invalid-text
            "name":"a\\u0085b"          | /name invalid-text
            "name":"a\\u2028b"          | /name invalid-text
            "name":"a\\ufffdb"          | /name invalid-text
            "name":"a\\uffffb"          | /name invalid-text
            "name":"a\\udbff\\udfffb"   | /name invalid-text
            "description":"a\\rb"       | /description invalid-text
            "description":"a\\u0007b"   | /description invalid-text
            "description":"a\\udc00"    | /description invalid-text
            "labels":["a","b\\nc"]      | /labels/1 invalid-text
            "since":"2005-02-29"        | /since no-such-day
            "since":"2005-13-01"        | /since no-such-month
            "since":"2005-2-29"         | /since wrong-type
            "since":"29/02/2005"        | /since wrong-type
            "checked":"2005-02-29T10:00:00Z" | /checked no-such-day
            "checked":"2005-02-28T25:00:00Z" | /checked no-such-time
            "checked":"2005-02-28T10:61:00Z" | /checked no-such-time
            "checked":"9999-12-31T23:00:00-02:00" | /checked wrong-type
            """)
    void aTextOrDateIsCheckedByTheSameReading(String field, String fault) {
        String rest = field.startsWith("\"name\"") ? "" : "\"name\":\"A\",";
        assertThat(faults('{' + rest + field + ",\"floors\":1,\"open\":true}")).containsExactly(fault);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00c9lodie \u0152uvrard-N\u2019Guyen", "\ud83d\ude97", "\u0627\u0644", "a\u200db"})
    void namesOfAnyScriptAreText(String name) {
        assertThat(faults("{\"name\":\"" + name + "\",\"floors\":1,\"open\":true}"))
                .isEmpty();
    }

    /** An event with a text that a producer accepted earlier must not stop its consumer. */
    @Test
    void outsideOfARequestReadingStopsAtTheFirstFaultAndAcceptsOldTexts() throws JsonProcessingException {
        Park park = JSON.readValue("{\"name\":\"a\\nb\",\"floors\":1,\"open\":true}", Park.class);
        assertThat(park.name()).isEqualTo("a\nb");
        JsonProcessingException first = catchThrowableOfType(
                JsonProcessingException.class,
                () -> JSON.readValue("{\"floors\":1,\"open\":true,\"x\":1,\"y\":2}", Park.class));
        assertThat(listed(RequestViolations.of(first))).containsExactly("/x unknown-field");
    }
}
