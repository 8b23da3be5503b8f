package fr.cned.partenariats.e2e;

import java.util.Optional;

/**
 * A failure, the alert that it must fire, and its repair.
 *
 * @param page the only page that may fire; empty if users notice nothing
 * @param ticket the ticket that must be pending or fire; empty if there is none
 * @param runbook the command of the runbook that the repair runs, and what stands in for it here
 */
record AlertFault(
        String name, Optional<String> page, Optional<String> ticket, Step injection, Step repair, String runbook) {

    interface Step {
        void run() throws Exception;
    }

    static AlertFault paging(String name, String page, Step injection, Step repair, String runbook) {
        return new AlertFault(name, Optional.of(page), Optional.empty(), injection, repair, runbook);
    }

    static AlertFault ticket(String name, String ticket, Step injection, Step repair, String runbook) {
        return new AlertFault(name, Optional.empty(), Optional.of(ticket), injection, repair, runbook);
    }

    static AlertFault unnoticed(String name, Step injection, String runbook) {
        return new AlertFault(name, Optional.empty(), Optional.empty(), injection, () -> {}, runbook);
    }

    @Override
    public String toString() {
        return name;
    }
}
