package fr.cned.partenariats.enrollment.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.enrollment.dashboard.DashboardClient.Answer;
import fr.cned.partenariats.enrollment.dashboard.DashboardConnectionView.Outcome;
import fr.cned.partenariats.enrollment.dashboard.DashboardRecordView.Fault;
import fr.cned.partenariats.enrollment.dashboard.DashboardRecords.Dossier;
import fr.cned.partenariats.enrollment.dashboard.DashboardRecords.Sent;
import java.io.IOException;
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

    private final UUID centre = UUID.randomUUID();
    private final Dossier dossier = dossier("\"nom_apprenant\":\"Le Goff\"");
    private DashboardServer server;
    private DashboardClient client;
    private byte[] key;

    @BeforeEach
    void start() throws IOException {
        server = new DashboardServer();
        server.keys.add("secret");
        client = server.client();
        key = client.encrypt(centre, "secret");
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

    private Answer send(Dossier... dossiers) {
        return client.send(centre, key, List.of(dossiers));
    }

    @Test
    void eachRecordHasItsOwnFaults() {
        Dossier complete = dossier("""
                "nom_apprenant":"Le Goff","prenom_apprenant":"Maël","date_de_naissance_apprenant":"2007-02-01",
                "annee_scolaire":"2026-2027","date_inscription_formation":"2026-06-01",
                "date_entree_formation":"2026-09-01","date_fin_formation":"2027-06-30",
                "etablissement_responsable_uai":"0352440Y","etablissement_responsable_siret":"19350030300014",
                "etablissement_formateur_uai":"0352440Y","etablissement_formateur_siret":"19350030300014\"""");
        Answer answer = send(complete, dossier);

        assertThat(answer.outcome()).isEqualTo(Outcome.SENT);
        assertThat(answer.sent()).extracting(Sent::dossier).containsExactly(complete, dossier);
        assertThat(answer.sent().get(0).faults()).isEmpty();
        assertThat(answer.sent().get(1).faults())
                .hasSize(10)
                .contains(new Fault("prenom_apprenant", "Champ obligatoire"));
    }

    @Test
    void aFaultWithoutAFieldAndALongOneAreKept() {
        String id = dossier.studentId().toString();
        server.body = "{\"data\":[{\"id_erp_apprenant\":\"" + id + "\",\"has_error\":true}]}";
        assertThat(send(dossier).sent().get(0).faults()).containsExactly(new Fault(null, "has_error"));

        server.body = "{\"data\":[{\"validation_errors\":[{\"path\":\"a.b\",\"message\":\"" + "x".repeat(400) + "\"}]}]}";
        assertThat(send(dossier).sent().get(0).faults()).containsExactly(new Fault("a.b", "x".repeat(300)));
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
        assertThat(send(dossier)).isEqualTo(new Answer(outcome, List.of()));
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
                "{\"data\":[{},{}]}",
                "{\"data\":[{\"id_erp_apprenant\":\"another\"}]}"
            })
    void aWrongAnswerIsUnusable(String answer) {
        server.body = answer + " ";
        assertThat(send(dossier)).isEqualTo(new Answer(Outcome.UNUSABLE_ANSWER, List.of()));
    }

    @Test
    void aSlowAnswerIsNotWaitedFor() {
        server.pauseMillis = 10_000;
        long begin = System.nanoTime();
        assertThat(server.client(Duration.ofMillis(500))
                        .send(centre, key, List.of(dossier))
                        .outcome())
                .isEqualTo(Outcome.UNREACHABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void aServerThatIsAwayIsUnreachable() {
        DashboardClient away = new DashboardClient(
                new ObjectMapper(),
                Optional.of("http://127.0.0.1:1"),
                Optional.of(DashboardServer.ENCRYPTION_KEY),
                Duration.ofSeconds(1));
        assertThat(away.send(centre, key, List.of(dossier)).outcome()).isEqualTo(Outcome.UNREACHABLE);
    }

    @Test
    void tooManyRecordsAreRefused() {
        assertThat(client.send(centre, key, Collections.nCopies(DashboardClient.MOST_RECORDS, dossier))
                        .outcome())
                .isEqualTo(Outcome.SENT);
        assertThat(client.send(centre, key, Collections.nCopies(DashboardClient.MOST_RECORDS + 1, dossier))
                        .outcome())
                .isEqualTo(Outcome.UNUSABLE_ANSWER);
    }

    @Test
    void aKeyBelongsToItsCentreAndToTheKeyOfTheService() {
        assertThat(client.send(UUID.randomUUID(), key, List.of(dossier)).outcome())
                .isEqualTo(Outcome.KEY_REFUSED);
        byte[] other = new DashboardClient(
                        new ObjectMapper(), Optional.empty(), Optional.of("another key"), Duration.ofSeconds(1))
                .encrypt(centre, "secret");
        assertThat(client.send(centre, other, List.of(dossier)).outcome()).isEqualTo(Outcome.KEY_REFUSED);
    }

    @Test
    void isOffWithoutAnAddressOrAnEncryptionKey() {
        assertThat(client.isOn()).isTrue();
        for (boolean address : new boolean[] {true, false}) {
            assertThat(new DashboardClient(
                                    new ObjectMapper(),
                                    Optional.of("http://127.0.0.1:1").filter(url -> address),
                                    Optional.of("key").filter(text -> !address),
                                    Duration.ofSeconds(1))
                            .isOn())
                    .isFalse();
        }
    }
}
