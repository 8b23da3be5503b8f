package fr.cned.partenariats.enrollment.enrollment.opco;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import fr.cned.partenariats.enrollment.connection.ConnectionClient;
import fr.cned.partenariats.enrollment.connection.ConnectionView.Outcome;
import fr.cned.partenariats.enrollment.connection.NoAnswer;
import fr.cned.partenariats.enrollment.enrollment.Opco;
import fr.cned.partenariats.enrollment.enrollment.OpcoDossier;
import fr.cned.partenariats.enrollment.enrollment.OpcoDossier.Instalment;
import fr.cned.partenariats.enrollment.enrollment.OpcoState;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The common API of the OPCOs for software of training centres ("API CFA", now Convergence).
 *
 * <p>Observed, not normative: the OPCOs give the specification by agreement only. Paths, headers, fields and states are
 * those that public clients use. All that is assumed about the API is in this class.
 */
@ApplicationScoped
class ConvergenceApi {

    private static final Logger LOG = Logger.getLogger(ConvergenceApi.class);
    private static final String STATES = "/v1/dossiers/etats?numeroPage=";
    private static final String DOSSIERS = "/v1/dossiers/liste?numerosInternes=";

    private final Map<Opco, String> tokens = new ConcurrentHashMap<>();
    private final ConnectionClient http;
    private final Clock clock;

    ConvergenceApi(ConnectionClient http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    /** @param total the number of dossiers of all pages; 0 when the OPCO does not tell */
    record Page(int total, List<OpcoDossier> dossiers) {}

    /** Without amounts. An OPCO may send a page twice. */
    Page page(OpcoAccess access, int number) throws NoAnswer {
        JsonNode answer = get(access, STATES + number);
        JsonNode entries = answer.path("EtatDossierResult");
        if (!entries.isArray()) {
            throw NoAnswer.unusable("answered no EtatDossierResult");
        }
        List<OpcoDossier> dossiers = new ArrayList<>();
        for (JsonNode entry : entries) {
            String internal = text(entry, "numeroInterne");
            OpcoState state = state(text(entry, "etat"));
            if (internal == null || state == null) {
                LOG.warnf("%s lists a dossier without a number or with an unknown state; it is ignored", access);
            } else {
                dossiers.add(new OpcoDossier(
                        access.opco(),
                        internal,
                        text(entry, "numeroExterne"),
                        text(entry, "numeroDeca"),
                        state,
                        clock.instant(),
                        null,
                        null));
            }
        }
        return new Page(answer.path("total").asInt(0), dossiers);
    }

    private static @Nullable OpcoState state(@Nullable String reported) {
        String name = "RUPTURE".equals(reported) ? "RUPTU" : reported;
        return Stream.of(OpcoState.values())
                .filter(state -> state.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** The same dossiers; one that the OPCO leaves out has no amounts. */
    List<OpcoDossier> withAmounts(OpcoAccess access, List<OpcoDossier> dossiers) throws NoAnswer {
        Map<String, JsonNode> found = new HashMap<>();
        String numbers = dossiers.stream()
                .map(dossier -> encoded(String.valueOf(dossier.internalNumber())))
                .collect(Collectors.joining(","));
        for (JsonNode dossier : get(access, DOSSIERS + numbers)) {
            found.put(String.valueOf(text(dossier.path("cerfa"), "numeroInterne")), dossier);
        }
        return dossiers.stream()
                .map(dossier -> withAmounts(dossier, found.get(dossier.internalNumber())))
                .toList();
    }

    private static OpcoDossier withAmounts(OpcoDossier one, @Nullable JsonNode found) {
        if (found == null) {
            return one;
        }
        List<Instalment> instalments = new ArrayList<>();
        for (JsonNode due : found.path("echeances")) {
            BigDecimal amount = euros(due.path("montantTotal"));
            BigDecimal paid = euros(due.path("montantRegle"));
            if (amount != null) {
                instalments.add(new Instalment(
                        due.path("numero").asInt(instalments.size() + 1),
                        day(text(due, "dateOuverture")),
                        amount,
                        paid == null ? OpcoDossier.cents(BigDecimal.ZERO) : paid));
            }
        }
        return new OpcoDossier(
                one.opco(),
                one.internalNumber(),
                one.externalNumber(),
                one.decaNumber(),
                one.state(),
                one.since(),
                euros(found.path("engagement")),
                instalments);
    }

    /** A token ends after a while: after a refusal another one is tried once. */
    private JsonNode get(OpcoAccess access, String path) throws NoAnswer {
        String token = token(access);
        try {
            return http.send(request(access, token, path));
        } catch (NoAnswer e) {
            if (e.outcome != Outcome.KEY_REFUSED) {
                throw e;
            }
            tokens.remove(access.opco(), token);
            return http.send(request(access, token(access), path));
        }
    }

    private static HttpRequest request(OpcoAccess access, String token, String path) {
        return HttpRequest.newBuilder(URI.create(access.url() + path))
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + token)
                .header("X-API-KEY", access.centreKey())
                .header("EDITEUR", "CNED")
                .header("LOGICIEL", "PARTENARIATS")
                .header("VERSION", "1")
                .build();
    }

    private String token(OpcoAccess access) throws NoAnswer {
        String known = tokens.get(access.opco());
        if (known != null) {
            return known;
        }
        String form = "grant_type=client_credentials&client_id=" + encoded(access.clientId()) + "&client_secret="
                + encoded(access.clientSecret()) + "&scope=" + encoded(access.scope());
        HttpRequest request = HttpRequest.newBuilder(URI.create(access.tokenUrl()))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        String value = text(http.send(request), "access_token");
        if (value == null) {
            throw NoAnswer.unusable("answered no access_token");
        }
        tokens.put(access.opco(), value);
        return value;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        String text = value.isValueNode() && !value.isNull() ? value.asText() : "";
        return text.isBlank() ? null : text;
    }

    /** A day, also of a moment. */
    private static @Nullable LocalDate day(@Nullable String text) {
        try {
            return text == null ? null : LocalDate.parse(text.substring(0, Math.min(10, text.length())));
        } catch (DateTimeException noDay) {
            return null;
        }
    }

    private static @Nullable BigDecimal euros(JsonNode amount) {
        return amount.isNumber() ? OpcoDossier.cents(amount.decimalValue()) : null;
    }
}
