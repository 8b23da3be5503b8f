package fr.cned.partenariats.commons.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** Reads while another thread writes one version of all rows after the other. */
public final class ConcurrentVersions {

    private static final int VERSIONS = 5;

    private ConcurrentVersions() {}

    /**
     * Reads until several versions were found.
     *
     * @param write writes a version in one statement
     * @param read returns the version that it found, and fails when it finds parts of two
     */
    public static void readWhileWriting(IntConsumer write, Supplier<String> read) {
        AtomicBoolean ended = new AtomicBoolean();
        ExecutorService writer = Executors.newSingleThreadExecutor();
        Future<?> writing = writer.submit(() -> {
            for (int version = 1; !ended.get(); version++) {
                write.accept(version);
            }
        });
        try {
            Set<String> found = new HashSet<>();
            while (found.size() < VERSIONS) {
                assertThat(writing).isNotDone();
                found.add(read.get());
            }
        } finally {
            ended.set(true);
            writer.shutdown();
        }
    }
}
