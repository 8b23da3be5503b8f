package fr.cned.partenariats.local.lifecycle;

/** One part of the platform: database, broker, identity provider or service. */
public interface Part {

    /** Starts the part and waits until it is ready. */
    void start();

    /** Stops the part; kills it when it does not end in time. */
    void stop();

    /** Starts the part again with the same data, whether it runs, was stopped or was killed. */
    default void restart() {
        stop();
        start();
    }

    ManagedProcess process();

    default String name() {
        return process().name();
    }
}
