package fr.cned.partenariats.commons.http.register;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A register of companies and their establishments. */
public interface CompanyRegister {

    String UNPUBLISHED = "–";

    /** False when no register is set: then nothing is checked. */
    boolean isOn();

    /** The company of an establishment; empty when the register does not know the SIRET. */
    Optional<Company> find(String siret, Duration deadline) throws NoAnswer;

    /**
     * @param closed whether the establishment or the whole company is closed
     * @param legalName {@link CompanyRegister#UNPUBLISHED} when the company objected to publication
     * @param address of the establishment
     */
    record Company(boolean closed, String legalName, String address) {}

    /** The register is away, too slow, or its answer is not usable. */
    final class NoAnswer extends Exception {

        private static final long serialVersionUID = 1L;

        public NoAnswer(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
