package fr.cned.partenariats.enrollment.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import fr.cned.partenariats.enrollment.connection.ConnectionView.Outcome;
import fr.cned.partenariats.enrollment.connection.NoAnswer;
import fr.cned.partenariats.enrollment.connection.OutsideServer;
import fr.cned.partenariats.enrollment.dashboard.DashboardRecordView.Fault;
import fr.cned.partenariats.enrollment.dashboard.DashboardRecords.Dossier;
import fr.cned.partenariats.enrollment.dashboard.DashboardRecords.Sent;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that behaves as the dashboard does, and one that is slow, wrong or refuses. */
class DashboardClientTest {

    private static final String KEY = "secret";

    private final Dossier dossier = dossier("\"nom_apprenant\":\"Le Goff\"");
    private final DashboardServer server = new DashboardServer();
    private final DashboardClient client = server.client();

    @BeforeEach
    void acceptTheKey() {
        server.keys.add(KEY);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Dossier dossier(String fields) {
        UUID student = UUID.randomUUID();
        return new Dossier(
                UUID.randomUUID(), student, "2026-2027", "{\"id_erp_apprenant\":\"" + student + "\"," + fields + "}");
    }

    private List<Sent> send(Dossier... dossiers) throws NoAnswer {
        return client.send(KEY, List.of(dossiers));
    }

    private static Outcome failure(DashboardClient client, List<Dossier> dossiers) {
        return catchThrowableOfType(NoAnswer.class, () -> client.send(KEY, dossiers)).outcome;
    }

    @Test
    void eachRecordHasItsOwnFaults() throws NoAnswer {
        Dossier complete = dossier("""
                "nom_apprenant":"Le Goff","prenom_apprenant":"Maël","date_de_naissance_apprenant":"2007-02-01",
                "annee_scolaire":"2026-2027","date_inscription_formation":"2026-06-01",
                "date_entree_formation":"2026-09-01","date_fin_formation":"2027-06-30",
                "etablissement_responsable_uai":"0352440Y","etablissement_responsable_siret":"19350030300014",
                "etablissement_formateur_uai":"0352440Y","etablissement_formateur_siret":"19350030300014\"""");
        List<Sent> sent = send(complete, dossier);

        assertThat(sent).extracting(Sent::dossier).containsExactly(complete, dossier);
        assertThat(sent.get(0).faults()).isEmpty();
        assertThat(sent.get(1).faults()).hasSize(10).contains(new Fault("prenom_apprenant", "Champ obligatoire"));
    }

    @Test
    void aFaultWithoutAFieldAndALongOneAreKept() throws NoAnswer {
        String id = dossier.studentId().toString();
        server.body = "{\"data\":[{\"id_erp_apprenant\":\"" + id + "\",\"has_error\":true}]}";
        assertThat(send(dossier).get(0).faults()).containsExactly(new Fault(null, "has_error"));

        server.body =
                "{\"data\":[{\"validation_errors\":[{\"path\":\"a.b\",\"message\":\"" + "x".repeat(400) + "\"}]}]}";
        assertThat(send(dossier).get(0).faults()).containsExactly(new Fault("a.b", "x".repeat(300)));

        server.body = "{\"data\":[{\"validation_errors\":[{\"path\":null,\"message\":\"wrong\"}]}]}";
        assertThat(send(dossier).get(0).faults()).containsExactly(new Fault(null, "wrong"));
    }

    @ParameterizedTest
    @CsvSource({
        "400, UNUSABLE_ANSWER",
        "401, KEY_REFUSED",
        "403, KEY_REFUSED",
        "302, UNUSABLE_ANSWER",
        "429, UNREACHABLE",
        "500, UNREACHABLE",
        "503, UNREACHABLE"
    })
    void aRefusalIsTold(int status, Outcome outcome) {
        server.status = status;
        assertThat(failure(client, List.of(dossier))).isEqualTo(outcome);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>maintenance</html>",
                "",
                "null",
                "{}",
                "[]",
                "{\"data\":7}",
                "{\"data\":[]}",
                "{\"data\":[null]}",
                "{\"data\":[7]}",
                "{\"data\":{\"first\":{}}}",
                "{\"data\":[{},{}]}",
                "{\"data\":[{\"id_erp_apprenant\":\"another\"}]}"
            })
    void aWrongAnswerIsUnusable(String answer) {
        server.body = answer + " ";
        assertThat(failure(client, List.of(dossier))).isEqualTo(Outcome.UNUSABLE_ANSWER);
    }

    @Test
    void anAnswerThatIsTooLongIsNotRead() {
        server.body = "{\"data\":[{}],\"detail\":\"" + "x".repeat(17 << 20) + "\"}";
        assertThat(failure(client, List.of(dossier))).isEqualTo(Outcome.UNUSABLE_ANSWER);
    }

    @Test
    void noKeyIsSentWithoutEncryption() {
        DashboardClient open =
                new DashboardClient(OutsideServer.http(Duration.ofSeconds(1)), Optional.of("http://192.0.2.1"));
        assertThat(failure(open, List.of(dossier))).isEqualTo(Outcome.UNUSABLE_ANSWER);
    }

    @Test
    void aSlowAnswerIsNotWaitedFor() {
        server.pauseMillis = 10_000;
        long begin = System.nanoTime();
        assertThat(failure(server.client(Duration.ofMillis(500)), List.of(dossier)))
                .isEqualTo(Outcome.UNREACHABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void aServerThatIsAwayIsUnreachable() {
        DashboardClient away =
                new DashboardClient(OutsideServer.http(Duration.ofSeconds(1)), Optional.of("http://127.0.0.1:1"));
        assertThat(failure(away, List.of(dossier))).isEqualTo(Outcome.UNREACHABLE);
    }

    @Test
    void tooManyRecordsAreRefused() throws NoAnswer {
        List<Dossier> most = Collections.nCopies(DashboardClient.MOST_RECORDS, dossier);
        assertThat(client.send(KEY, most)).hasSameSizeAs(most);
        assertThat(failure(client, Collections.nCopies(DashboardClient.MOST_RECORDS + 1, dossier)))
                .isEqualTo(Outcome.UNUSABLE_ANSWER);
    }

    @Test
    void anotherKeyIsRefused() {
        server.keys.clear();
        assertThat(failure(client, List.of(dossier))).isEqualTo(Outcome.KEY_REFUSED);
    }

    @Test
    void isOffWithoutAnAddress() {
        assertThat(client.isOn()).isTrue();
        assertThat(new DashboardClient(OutsideServer.http(Duration.ofSeconds(1)), Optional.empty()).isOn())
                .isFalse();
    }
}
