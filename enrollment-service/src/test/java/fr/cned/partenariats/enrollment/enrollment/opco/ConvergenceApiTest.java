package fr.cned.partenariats.enrollment.enrollment.opco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import fr.cned.partenariats.enrollment.connection.ConnectionView.Outcome;
import fr.cned.partenariats.enrollment.connection.NoAnswer;
import fr.cned.partenariats.enrollment.connection.OutsideServer;
import fr.cned.partenariats.enrollment.connection.OutsideSystem;
import fr.cned.partenariats.enrollment.enrollment.Opco;
import fr.cned.partenariats.enrollment.enrollment.OpcoDossier;
import fr.cned.partenariats.enrollment.enrollment.OpcoDossier.Instalment;
import fr.cned.partenariats.enrollment.enrollment.OpcoState;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The adapter against a server that answers as observed, and one that refuses, is slow or wrong. */
class ConvergenceApiTest {

    private static final Instant NOW = Instant.parse("2026-11-25T11:00:00Z");

    private final OpcoServer server = new OpcoServer();
    private final ConvergenceApi api = api();

    private static ConvergenceApi api() {
        return new ConvergenceApi(
                OutsideServer.http(Duration.ofMillis(500)), Clock.fixed(NOW, ZoneId.of("Europe/Paris")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<OpcoDossier> firstPage() throws NoAnswer {
        return api.page(server.access(), OpcoServer.KEY, 1);
    }

    private NoAnswer failure() {
        return catchThrowableOfType(NoAnswer.class, this::firstPage);
    }

    private static OpcoDossier listed(String number, @Nullable OpcoState state) {
        return new OpcoDossier(Opco.AKTO, number, "EXT-" + number, "029" + number, state, NOW, null, null);
    }

    @Test
    void readsStatesWithTheirNumbers() throws NoAnswer {
        server.states.put("D1", "EN_COURS_INSTRUCTION");
        server.states.put("D2", "RUPTURE");
        server.states.put("D3", "SOMETHING_NEW");

        assertThat(firstPage())
                .containsExactly(
                        listed("D1", OpcoState.EN_COURS_INSTRUCTION),
                        listed("D2", OpcoState.RUPTU),
                        listed("D3", null));
    }

    @Test
    void readsAmountsOfManyDossiersInOneRequest() throws NoAnswer {
        server.paid = "120.5";
        List<OpcoDossier> dossiers = IntStream.rangeClosed(1, ConvergenceApi.MOST_NUMBERS)
                .mapToObj(i -> listed("D/" + "x".repeat(60) + i, OpcoState.ENGAGE))
                .toList();

        List<OpcoDossier> complete = api.withAmounts(server.access(), OpcoServer.KEY, dossiers);

        assertThat(complete)
                .extracting(OpcoDossier::internalNumber)
                .hasSize(ConvergenceApi.MOST_NUMBERS)
                .endsWith("D/" + "x".repeat(60) + ConvergenceApi.MOST_NUMBERS);
        assertThat(complete).allSatisfy(dossier -> {
            assertThat(dossier.committed()).isEqualTo(new BigDecimal("9000.00"));
            assertThat(dossier.instalments())
                    .containsExactly(
                            new Instalment(
                                    1, LocalDate.of(2026, 10, 1), new BigDecimal("500.00"), new BigDecimal("120.50")),
                            new Instalment(
                                    2, LocalDate.of(2027, 3, 1), new BigDecimal("400.50"), new BigDecimal("0.00")));
        });
        assertThat(server.asked).hasSize(1);
    }

    private List<OpcoDossier> amounts(String answer) throws NoAnswer {
        server.amounts = answer;
        return api.withAmounts(server.access(), OpcoServer.KEY, List.of(listed("D1", OpcoState.ENGAGE)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[null,7]",
                "[{\"engagement\":900,\"cerfa\":{\"numeroInterne\":\"D2\"}}]",
                "[{\"engagement\":\"neuf cents\",\"cerfa\":{\"numeroInterne\":\"D1\"}}]",
                "[{\"engagement\":1e400,\"cerfa\":{\"numeroInterne\":\"D1\"}}]",
                "[{\"engagement\":-1,\"cerfa\":{\"numeroInterne\":\"D1\"}}]",
                "[{\"echeances\":[{\"montantTotal\":1e12}],\"cerfa\":{\"numeroInterne\":\"D1\"}}]"
            })
    void aDossierWithoutUsableAmountsIsLeftOut(String answer) throws NoAnswer {
        assertThat(amounts(answer)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "null", "<html/>", "[{\"cerfa\""})
    void anAnswerThatIsNoListIsUnusable(String answer) {
        assertThat(catchThrowableOfType(NoAnswer.class, () -> amounts(answer)).outcome)
                .isEqualTo(Outcome.UNUSABLE_ANSWER);
    }

    @Test
    void readsAmountsThatAreTextsAndDaysOfMoments() throws NoAnswer {
        OpcoDossier dossier = amounts("""
                [{"engagement":"650.5","cerfa":{"numeroInterne":"D1"},"echeances":[
                  {"numero":3,"montantTotal":0.1,"dateOuverture":"soon"},
                  {"numero":2,"montantTotal":"200","montantRegle":null,"dateOuverture":"2026-09-30T22:00:00Z"},
                  {"numero":1,"montantTotal":300,"dateOuverture":"2026-10-01 00:00:00"}]}]""").get(0);

        assertThat(dossier.committed()).isEqualTo(new BigDecimal("650.50"));
        assertThat(dossier.instalments())
                .extracting(Instalment::number, Instalment::dueOn, Instalment::amount)
                .containsExactly(
                        tuple(1, LocalDate.of(2026, 10, 1), new BigDecimal("300.00")),
                        tuple(2, LocalDate.of(2026, 10, 1), new BigDecimal("200.00")),
                        tuple(3, null, new BigDecimal("0.10")));
    }

    @Test
    void instalmentsThatAreLeftOutAreNotKnown() throws NoAnswer {
        assertThat(amounts("[{\"engagement\":900,\"cerfa\":{\"numeroInterne\":\"D1\"}}]"))
                .extracting(OpcoDossier::committed, OpcoDossier::instalments)
                .containsExactly(tuple(new BigDecimal("900.00"), null));
    }

    @Test
    void aTokenServesManyRequestsAndIsRenewedWhenItEndsEarly() throws NoAnswer {
        firstPage();
        firstPage();
        assertThat(server.tokensGiven).hasValue(1);

        server.faults.add(401);
        assertThat(firstPage()).isEmpty();
        assertThat(server.tokensGiven).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 429, 500, 503})
    void aRefusalIsNoAnswer(int status) {
        server.faults.add(status);
        server.faults.add(status); // after 401 with another token

        assertThat(failure()).hasMessage("answered " + status + " to /v1/dossiers/etats");
    }

    @Test
    void anotherKeyOfTheCentreAndAnotherSecretAreRefused() {
        assertThatThrownBy(() -> api.page(server.access(), "another-key", 1))
                .isInstanceOf(NoAnswer.class)
                .hasMessageContaining("403")
                .hasMessageNotContaining("another-key");
        server.tokenStatus = 400;
        assertThatThrownBy(() -> api().page(server.access(), OpcoServer.KEY, 1)).hasMessage("answered 400 to /token");
    }

    @Test
    void credentialsOfTheSoftwareThatAreRefusedAreNoRefusedKey() {
        server.tokenStatus = 401;

        NoAnswer refused = failure();
        assertThat(refused).hasMessage("answered 401 to /token");
        assertThat(refused.outcome).isEqualTo(Outcome.UNUSABLE_ANSWER);
    }

    @Test
    void aTokenThatIsNoneIsNotKept() throws NoAnswer {
        server.tokenPrefix = "/two words-";
        assertThat(failure()).hasMessage("answered no access_token");

        server.tokenPrefix = "/token-";
        assertThat(firstPage()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"120, 120", "'', 0", "'Wed, 25 Nov 2026 12:00:00 GMT', 0"})
    void anOpcoThatIsAskedTooOftenSaysForHowLong(String header, long seconds) {
        server.retryAfter = header;
        server.faults.add(429);

        assertThat(failure().pause).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void aSlowAnswerIsNone() throws NoAnswer {
        firstPage();
        server.pauseMillis = 3_000;
        long begin = System.nanoTime();

        assertThat(failure()).hasMessage("was not reached in time");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(2_500));
    }

    @Test
    void aRefusedCentreIsToldFromAnOpcoThatIsAway() {
        server.faults.addAll(List.of(403, 403, 503));

        assertThat(failure().outcome).isEqualTo(Outcome.KEY_REFUSED);
        assertThat(failure().outcome).isEqualTo(Outcome.UNREACHABLE);
    }

    @Test
    void settingsNameTheCredentialsAtEachOpco() {
        OpcoSettings settings = OpcoServer.settings(Map.of(
                "enrollment.opco.opco-2i.url", "https://opco.example.org",
                "enrollment.opco.opco-2i.token-url", "https://opco.example.org/token",
                "enrollment.opco.opco-2i.client-id", "software",
                "enrollment.opco.opco-2i.client-secret", "secret"));

        OpcoAccess access = settings.find("OPCO_2I").orElseThrow();
        assertThat(access.opco()).isEqualTo(Opco.OPCO_2I);
        assertThat(access.scope()).isEqualTo("api.read");
        assertThat(access.toString()).isEqualTo("OPCO_2I");
        assertThat(settings.find("AKTO")).isEmpty();
    }

    @Test
    void aMissingPartOfTheSettingsIsFound() {
        assertThatThrownBy(() -> OpcoServer.settings(Map.of("enrollment.opco.akto.url", "https://opco.example.org")))
                .hasMessageContaining("enrollment.opco.akto.token-url");
    }

    /** docs/standards.md says what each state makes of the funding line. */
    @Test
    void theDocumentationHasEveryState() throws IOException {
        String page = Files.readString(Path.of("../docs/standards.md"));
        String states = page.substring(page.indexOf("| `etat` | Funding line |"), page.indexOf("Another state is"));
        assertThat(states)
                .contains(Stream.of(OpcoState.values())
                        .map(state -> "`" + state + "`")
                        .toList());
    }

    @Test
    void aTrainingCentreCanBeConnectedToEachOpco() {
        assertThat(Stream.of(OutsideSystem.values()).map(Enum::name).filter(name -> !name.equals("DASHBOARD")))
                .containsExactlyElementsOf(
                        Stream.of(Opco.values()).map(Enum::name).toList());
    }
}
