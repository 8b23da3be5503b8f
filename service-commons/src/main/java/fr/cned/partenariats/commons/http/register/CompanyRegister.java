package fr.cned.partenariats.commons.http.register;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import fr.cned.partenariats.commons.http.outside.OutsideHttp;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The register of companies and their establishments: the public API "Recherche d'entreprises" of the State, which
 * needs no key. Observed, not promised: a search for a SIRET answers its company, and the establishment is {@code
 * siege} or one of {@code matching_etablissements}; a closed establishment has the state F, a closed company C; who
 * objected to publication has no name, or is not found; too many requests are answered 429. Companies that were found
 * are kept for a while.
 */
@ApplicationScoped
public class CompanyRegister {

    private static final int MOST_KEPT = 10_000;
    private static final String UNPUBLISHED = "–";

    private final ObjectMapper json;
    private final Optional<String> url;
    private final Cache<String, Company> known;

    protected CompanyRegister(
            ObjectMapper json,
            @ConfigProperty(name = "commons.register.url") Optional<String> url,
            @ConfigProperty(name = "commons.register.kept") Duration kept) {
        this.json = json;
        this.url = url;
        this.known = Caffeine.newBuilder()
                .maximumSize(MOST_KEPT)
                .expireAfterWrite(kept)
                .executor(Runnable::run)
                .build();
    }

    /**
     * @param closed whether the establishment or the whole company is closed
     * @param legalName a dash when the company objected to publication
     * @param address of the establishment
     */
    public record Company(boolean closed, String legalName, String address) {}

    /** The register is away, too slow, or its answer is not usable. */
    public static final class NoAnswer extends Exception {

        private static final long serialVersionUID = 1L;

        public NoAnswer(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** False when no register is set: then nothing is checked. */
    public boolean isOn() {
        return url.isPresent();
    }

    /** The company of an establishment; empty when the register does not know the SIRET. */
    public Optional<Company> find(String siret, Duration deadline) throws NoAnswer {
        @Nullable Company before = known.getIfPresent(siret);
        if (before != null) {
            return Optional.of(before);
        }
        Optional<Company> found = read(siret, ask(siret, deadline));
        found.ifPresent(company -> known.put(siret, company));
        return found;
    }

    private HttpResponse<String> ask(String siret, Duration deadline) throws NoAnswer {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url.orElseThrow() + "/search?per_page=1&q=" + siret))
                .header("Accept", "application/json")
                .build();
        try {
            return OutsideHttp.send(request, deadline);
        } catch (IOException e) {
            throw new NoAnswer(String.valueOf(e.getMessage()), e);
        }
    }

    private Optional<Company> read(String siret, HttpResponse<String> answer) throws NoAnswer {
        JsonNode companies =
                answer.statusCode() == 200 ? tree(answer.body()).path("results") : MissingNode.getInstance();
        if (!companies.isArray()) {
            throw new NoAnswer("answered " + answer.statusCode() + " without results", null);
        }
        for (JsonNode company : companies) {
            List<JsonNode> establishments = new ArrayList<>(List.of(company.path("siege")));
            company.path("matching_etablissements").forEach(establishments::add);
            for (JsonNode one : establishments) {
                if (text(one, "siret").equals(siret)) {
                    return Optional.of(company(company, one));
                }
            }
        }
        return Optional.empty();
    }

    private static Company company(JsonNode company, JsonNode establishment) {
        String name = text(company, "nom_raison_sociale");
        return new Company(
                text(establishment, "etat_administratif").equals("F")
                        || text(company, "etat_administratif").equals("C"),
                name.equals(UNPUBLISHED) ? text(company, "nom_complet") : name,
                text(establishment, "adresse"));
    }

    private JsonNode tree(String body) throws NoAnswer {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            throw new NoAnswer("answered no JSON", e);
        }
    }

    private static String text(JsonNode node, String field) {
        String text = node.path(field).textValue();
        return text == null || text.isBlank() ? UNPUBLISHED : text;
    }
}
