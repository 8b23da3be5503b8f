package fr.cned.partenariats.commons.base.start;

/** Ends work that goes on after the next start. {@link OrderlyStop} keeps it out of the log. */
public class ServiceStopping extends RuntimeException {

    public ServiceStopping(String whatHappensNext, Throwable cause) {
        super("the service stops; " + whatHappensNext, cause);
    }
}
