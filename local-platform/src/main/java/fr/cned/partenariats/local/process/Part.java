package fr.cned.partenariats.local.process;

/** Something real that the platform consists of. */
public interface Part {

    /** Starts it and waits until it is ready. */
    void start();

    /** Asks it to end, and ends it when it does not. */
    void stop();

    /** Starts it again with the same data, whether it runs, was stopped or was killed. */
    default void restart() {
        stop();
        start();
    }

    /** To look at, kill, freeze and resume it. */
    ManagedProcess process();

    default String name() {
        return process().name();
    }
}
