package fr.cned.partenariats.benchmarks;

/** What the scenarios of a platform share. It ends before the platform does. */
public interface Shared extends AutoCloseable {

    @Override
    void close();
}
