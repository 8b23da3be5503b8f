package fr.cned.partenariats.commons.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.http.register.CompanyRegister;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusMock;
import jakarta.enterprise.inject.Vetoed;
import jakarta.transaction.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A register of companies until the end of the test. It knows what the test tells it, and is away for one SIRET. It is
 * no bean, although it inherits the scope of one.
 */
@Vetoed
public final class FakeRegister extends CompanyRegister {

    private final Map<String, Company> companies = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final String away;

    private FakeRegister(String away) {
        super(new ObjectMapper(), Optional.empty(), Duration.ZERO);
        this.away = away;
    }

    /** @param away the SIRET for which the register gives no answer */
    public static FakeRegister install(String away) {
        FakeRegister register = new FakeRegister(away);
        QuarkusMock.installMockForType(register, CompanyRegister.class);
        return register;
    }

    public FakeRegister with(String siret, boolean closed) {
        companies.put(siret, new Company(closed, "Garage du Port", "1 rue du Port 29300 Quimperlé"));
        return this;
    }

    /** The SIRETs that were asked for. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public Optional<Company> find(String siret, Duration deadline) throws NoAnswer {
        if (QuarkusTransaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
            throw new IllegalStateException("a connection of the database is held while the register is asked");
        }
        asked.add(siret);
        if (siret.equals(away)) {
            throw new NoAnswer("away", null);
        }
        return Optional.ofNullable(companies.get(siret));
    }
}
