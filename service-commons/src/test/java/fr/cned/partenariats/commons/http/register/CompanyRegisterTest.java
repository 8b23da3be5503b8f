package fr.cned.partenariats.commons.http.register;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.http.outside.AsksOutside;
import fr.cned.partenariats.commons.http.register.CompanyRegister.Company;
import fr.cned.partenariats.commons.http.register.CompanyRegister.NoAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The register of companies against a server that behaves as observed, and one that is slow, wrong or refuses. */
class CompanyRegisterTest {

    private static final String SIRET = "73282932000074";
    private static final String OTHER = "73282932000082";
    private static final Duration LONG = Duration.ofSeconds(2);
    private static final String COMPANY = """
            {"results":[{"siren":"732829320","nom_complet":"GARAGE DU PORT (GDP)","nom_raison_sociale":"GARAGE DU PORT",
              "etat_administratif":"%s",
              "siege":{"siret":"73282932000074","etat_administratif":"A","adresse":"1 RUE DU PORT 29300 QUIMPERLE"},
              "matching_etablissements":[
                {"siret":"73282932000082","etat_administratif":"F","adresse":"2 QUAI BRIZEUX 29300 QUIMPERLE"}]}],
             "total_results":1}""";

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile String body = COMPANY.formatted("A");
    private volatile int status = 200;
    private volatile long pauseMillis;
    private HttpServer server;
    private CompanyRegister register;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/search", this::handle);
        server.setExecutor(threads);
        server.start();
        register =
                register(Optional.of("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static CompanyRegister register(Optional<String> url) {
        return new CompanyRegister(new ObjectMapper(), url, Duration.ofHours(24));
    }

    /** The pause is in the middle of the answer: its head comes at once. */
    private void handle(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestURI().getQuery());
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes, 0, 1);
        exchange.getResponseBody().flush();
        try {
            Thread.sleep(pauseMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.getResponseBody().write(bytes, 1, bytes.length - 1);
        exchange.close();
    }

    @Test
    void findsTheCompanyOfAnEstablishment() throws NoAnswer {
        assertThat(register.find(SIRET, LONG))
                .contains(new Company(false, "GARAGE DU PORT", "1 RUE DU PORT 29300 QUIMPERLE"));
        assertThat(asked).containsExactly("per_page=1&q=" + SIRET);
    }

    @Test
    void anEstablishmentIsClosedForItselfOrWithItsCompany() throws NoAnswer {
        assertThat(register.find(OTHER, LONG))
                .contains(new Company(true, "GARAGE DU PORT", "2 QUAI BRIZEUX 29300 QUIMPERLE"));
        body = COMPANY.formatted("C");
        assertThat(register.find(SIRET, LONG)).get().extracting(Company::closed).isEqualTo(true);
    }

    @Test
    void aCompanyWithoutPublicationHasNoName() throws NoAnswer {
        body = "{\"results\":[{\"nom_complet\":null,\"siege\":{\"siret\":\"" + SIRET + "\"}}]}";
        assertThat(register.find(SIRET, LONG)).contains(new Company(false, "–", "–"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"results\":[]}",
                "{\"results\":[{\"siege\":{\"siret\":\"35600000049837\",\"etat_administratif\":\"F\"}}]}"
            })
    void anotherCompanyIsNoAnswer(String answer) throws NoAnswer {
        body = answer;
        assertThat(register.find(SIRET, LONG)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>maintenance</html>", "{}", "null", "[]", "{\"results\":7}"})
    void aWrongAnswerIsNone(String answer) {
        body = answer;
        assertThatThrownBy(() -> register.find(SIRET, LONG)).isInstanceOf(NoAnswer.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503, 404})
    void aRefusalIsNoAnswer(int refused) {
        status = refused;
        assertThatThrownBy(() -> register.find(SIRET, LONG))
                .isInstanceOf(NoAnswer.class)
                .hasMessageContaining(Integer.toString(refused));
    }

    @Test
    void aSlowAnswerAndAClosedPortAreNone() {
        pauseMillis = 3_000;
        long begin = System.nanoTime();
        assertThatThrownBy(() -> register.find(SIRET, Duration.ofMillis(300))).isInstanceOf(NoAnswer.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONG);
        assertThatThrownBy(() -> register(Optional.of("http://127.0.0.1:1")).find(SIRET, LONG))
                .isInstanceOf(NoAnswer.class);
    }

    @Test
    void aFoundCompanyIsNotAskedForAgain() throws NoAnswer {
        register.find(SIRET, LONG);
        register.find(SIRET, LONG);
        assertThat(asked).hasSize(1);
        body = "{\"results\":[]}";
        register.find(OTHER, LONG);
        register.find(OTHER, LONG);
        assertThat(asked).hasSize(3);
    }

    @Test
    void withoutAnAddressNothingIsChecked() {
        CompanyRegister off = register(Optional.empty());
        assertThat(off.isOn()).isFalse();
        assertThat(new NamedCompanies(off).check(Map.of("/siret", SIRET), false))
                .isEmpty();
    }

    @Test
    void aClosedCompanyIsRefusedUnlessTheCallerInsists() {
        NamedCompanies companies = new NamedCompanies(register);
        Map<String, String> sirets = Map.of("/employerSiret", SIRET, "/secondEmployerSiret", OTHER);
        askedFor(companies, sirets);

        assertThatThrownBy(() -> companies.check(sirets, false)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(CommonProblem.COMPANY_CLOSED);
            assertThat(refusal.violations()).extracting(Violation::pointer).containsExactly("/secondEmployerSiret");
        });
        assertThat(companies.check(sirets, true)).extracting(Violation::code).containsExactly("company-closed");
    }

    @Test
    void theDeadlineIsThatOfTheWholeRequest() {
        pauseMillis = 5_000;
        NamedCompanies companies = new NamedCompanies(register);
        Map<String, String> sirets = Map.of("/a", SIRET, "/b", OTHER);
        long begin = System.nanoTime();
        askedFor(companies, sirets);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(3_500));
        assertThat(companies.check(sirets, false))
                .extracting(Violation::code)
                .containsExactly("register-unavailable", "register-unavailable");
    }

    /** As between the two runs of an operation. */
    private static void askedFor(NamedCompanies companies, Map<String, String> sirets) {
        assertThatThrownBy(() -> companies.check(sirets, false))
                .isInstanceOfSatisfying(AsksOutside.Question.class, AsksOutside.Question::ask);
    }
}
