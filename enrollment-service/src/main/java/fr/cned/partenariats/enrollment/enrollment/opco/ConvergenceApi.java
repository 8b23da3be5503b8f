package fr.cned.partenariats.enrollment.enrollment.opco;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
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
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Comparator;
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

    /** In an address: servers refuse one of more than about 8 000 characters. */
    static final int MOST_NUMBERS = 40;

    private static final int MOST_INSTALMENTS = 100;
    private static final int LONGEST_NUMBER = 255;
    private static final double MOST_EUROS = 99_999_999.99;

    private final Map<Opco, String> tokens = new ConcurrentHashMap<>();
    private final ConnectionClient http;
    private final Clock clock;

    ConvergenceApi(ConnectionClient http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    /**
     * Dossiers of the centre with this key, without amounts; without a state when it is an unknown one. An OPCO may send a
     * page twice. After the last page it sends an empty one.
     */
    List<OpcoDossier> page(OpcoAccess access, String key, int number) throws NoAnswer {
        JsonNode entries = get(access, key, STATES + number).path("EtatDossierResult");
        if (!entries.isArray()) {
            throw NoAnswer.unusable("answered no EtatDossierResult");
        }
        List<OpcoDossier> dossiers = new ArrayList<>();
        for (JsonNode entry : entries) {
            dossiers.add(new OpcoDossier(
                    access.opco(),
                    text(entry, "numeroInterne"),
                    text(entry, "numeroExterne"),
                    text(entry, "numeroDeca"),
                    state(text(entry, "etat")),
                    clock.instant(),
                    null,
                    null));
        }
        if (dossiers.stream().anyMatch(one -> one.key() == null || one.state() == null)) {
            LOG.warnf("%s lists dossiers without a number or with an unknown state; they are ignored", access);
        }
        return dossiers;
    }

    private static @Nullable OpcoState state(@Nullable String reported) {
        String name = "RUPTURE".equals(reported) ? "RUPTU" : reported;
        return Stream.of(OpcoState.values())
                .filter(state -> state.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /**
     * The same dossiers, without those whose amounts the OPCO leaves out or names in another way.
     *
     * @param dossiers at most {@link #MOST_NUMBERS}
     */
    List<OpcoDossier> withAmounts(OpcoAccess access, String key, List<OpcoDossier> dossiers) throws NoAnswer {
        String numbers = dossiers.stream()
                .map(dossier -> encoded(String.valueOf(dossier.internalNumber())))
                .collect(Collectors.joining(","));
        JsonNode answer = get(access, key, DOSSIERS + numbers);
        if (!answer.isArray()) {
            throw NoAnswer.unusable("answered no list of dossiers");
        }
        Map<String, JsonNode> found = new HashMap<>();
        answer.forEach(one -> found.put(String.valueOf(text(one.path("cerfa"), "numeroInterne")), one));
        List<OpcoDossier> complete = new ArrayList<>();
        for (OpcoDossier dossier : dossiers) {
            try {
                complete.add(withAmounts(dossier, found.getOrDefault(dossier.internalNumber(), NullNode.instance)));
            } catch (NumberFormatException e) {
                LOG.warnf("a dossier at %s waits for its amounts: %s", access, e.getMessage());
            }
        }
        return complete;
    }

    private OpcoDossier withAmounts(OpcoDossier one, JsonNode found) {
        if (!found.isObject()) {
            throw new NumberFormatException("the OPCO leaves it out");
        }
        List<Instalment> instalments = new ArrayList<>();
        for (JsonNode due : found.path("echeances")) {
            BigDecimal amount = euros(due.path("montantTotal"));
            BigDecimal paid = euros(due.path("montantRegle"));
            if (amount != null && instalments.size() < MOST_INSTALMENTS) {
                instalments.add(new Instalment(
                        due.path("numero").asInt(instalments.size() + 1),
                        day(text(due, "dateOuverture")),
                        amount,
                        paid == null ? OpcoDossier.cents(BigDecimal.ZERO) : paid));
            }
        }
        instalments.sort(Comparator.comparingInt(Instalment::number)); // another order is no change
        return new OpcoDossier(
                one.opco(),
                one.internalNumber(),
                one.externalNumber(),
                one.decaNumber(),
                one.state(),
                one.since(),
                euros(found.path("engagement")),
                found.path("echeances").isArray() ? instalments : null);
    }

    /** A token ends after a while: after a refusal another one is tried once. */
    private JsonNode get(OpcoAccess access, String key, String path) throws NoAnswer {
        String token = token(access);
        try {
            return http.send(request(access, token, key, path));
        } catch (NoAnswer e) {
            if (e.outcome != Outcome.KEY_REFUSED) {
                throw e;
            }
            tokens.remove(access.opco(), token);
            return http.send(request(access, token(access), key, path));
        }
    }

    private static HttpRequest request(OpcoAccess access, String token, String key, String path) {
        return HttpRequest.newBuilder(URI.create(access.url() + path))
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + token)
                .header("X-API-KEY", key)
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
        String value;
        try {
            value = http.send(request).path("access_token").asText();
        } catch (NoAnswer e) { // the key of the centre is not to blame
            throw e.outcome == Outcome.KEY_REFUSED ? NoAnswer.unusable(String.valueOf(e.getMessage())) : e;
        }
        if (!value.matches("[!-~]+")) {
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
        String text = value.isValueNode() ? value.asText("").replaceAll("\\p{Cntrl}", "") : "";
        return text.isBlank() ? null : text.substring(0, Math.min(text.length(), LONGEST_NUMBER));
    }

    /** A day, also of a moment. */
    private @Nullable LocalDate day(@Nullable String text) {
        try {
            if (text == null || text.length() <= 10) {
                return text == null ? null : LocalDate.parse(text);
            }
            TemporalAccessor moment = DateTimeFormatter.ISO_DATE_TIME.parseBest(
                    text.replace(' ', 'T'), OffsetDateTime::from, LocalDateTime::from);
            return moment instanceof OffsetDateTime known
                    ? known.atZoneSameInstant(clock.getZone()).toLocalDate()
                    : LocalDate.from(moment);
        } catch (DateTimeException noDay) {
            return null;
        }
    }

    /** Also of a text; null without an amount. */
    private static @Nullable BigDecimal euros(JsonNode amount) {
        if (amount.isMissingNode() || amount.isNull()) {
            return null;
        }
        double euros = amount.asDouble(-1);
        if (!(euros >= 0 && euros <= MOST_EUROS)) {
            throw new NumberFormatException("no amount from 0 to " + MOST_EUROS);
        }
        return OpcoDossier.cents(BigDecimal.valueOf(euros));
    }
}
