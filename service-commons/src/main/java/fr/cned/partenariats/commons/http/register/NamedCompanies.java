package fr.cned.partenariats.commons.http.register;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.COMPANY_CLOSED;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.COMPANY_UNKNOWN;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.REGISTER_UNAVAILABLE;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.http.outside.AsksOutside;
import fr.cned.partenariats.commons.http.register.CompanyRegister.Company;
import fr.cned.partenariats.commons.http.register.CompanyRegister.NoAnswer;
import jakarta.enterprise.context.RequestScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Checks the companies that a request names. An operation with {@link AsksOutside} calls {@link #check} as its last check,
 * and the register is asked then. Without an answer the request goes on with a warning.
 */
@RequestScoped
public class NamedCompanies {

    private static final Logger LOG = Logger.getLogger(NamedCompanies.class);

    /** For all companies of a request. */
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private final CompanyRegister register;
    /** What is wrong with a company, by SIRET. */
    private final Map<String, List<Violation>> answers = new HashMap<>();

    NamedCompanies(CompanyRegister register) {
        this.register = register;
    }

    /**
     * Refuses closed companies, unless the caller insists. Returns warnings.
     *
     * @param sirets by their pointers into the request
     */
    public List<Violation> check(Map<String, String> sirets, boolean insist) {
        if (sirets.isEmpty() || !register.isOn()) {
            return List.of();
        }
        if (!answers.keySet().containsAll(sirets.values())) {
            throw new AsksOutside.Question(() -> ask(sirets.values()));
        }
        List<Violation> found = new ArrayList<>();
        sirets.forEach((pointer, siret) ->
                answers.getOrDefault(siret, List.of()).forEach(one -> found.add(one.under(pointer))));
        List<Violation> closed = found.stream()
                .filter(one -> one.code().equals(COMPANY_CLOSED.code()))
                .toList();
        if (!closed.isEmpty() && !insist) {
            throw Refusal.ofAll(closed);
        }
        return found;
    }

    private void ask(Collection<String> sirets) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        for (String siret : sirets) {
            answers.put(siret, answer(siret, Duration.ofNanos(Math.max(0, end - System.nanoTime()))));
        }
    }

    private List<Violation> answer(String siret, Duration deadline) {
        try {
            Optional<Company> found = register.find(siret, deadline);
            if (found.isEmpty()) {
                return List.of(new Violation("", COMPANY_UNKNOWN, siret));
            }
            Company company = found.get();
            return company.closed()
                    ? List.of(new Violation("", COMPANY_CLOSED, siret, company.legalName(), company.address()))
                    : List.of();
        } catch (NoAnswer e) {
            LOG.warnf("the register of companies gives no answer: %s", e.getMessage());
            return List.of(new Violation("", REGISTER_UNAVAILABLE, siret));
        }
    }
}
