package fr.cned.partenariats.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletedLoadTest {

    private static final DemoData FULL = DemoData.of(DemoSize.FULL);

    @TempDir
    Path folder;

    private Path file;
    private final References loaded = new References();
    private final References read = new References();

    @BeforeEach
    void load() {
        file = folder.resolve("data.properties");
        loaded.define("agreement-é=:", "2f0c2a0e-7c1a-4b3e-9d53-2f6a3f1c0001");
        loaded.define("last-day", "2027-08-31");
    }

    @Test
    void aLaterStartKnowsEveryNameOfACompleteLoad() {
        new CompletedLoad(file, FULL).write(loaded);

        assertThat(new CompletedLoad(file, FULL).readInto(read)).isTrue();
        assertThat(read.all()).isEqualTo(loaded.all());
    }

    @Test
    void aLoadThatWasKilledIsNotComplete() {
        assertThat(new CompletedLoad(file, FULL).readInto(read)).isFalse();
    }

    @Test
    void aLoadOfOtherDataDoesNotCount() {
        new CompletedLoad(file, DemoData.of(DemoSize.SMALL)).write(loaded);

        assertThat(new CompletedLoad(file, FULL).readInto(read)).isFalse();
        assertThat(read.all()).isEmpty();
    }

    @Test
    void aDamagedRecordIsIgnored() throws IOException {
        Files.writeString(file, "data=\\u00zz");

        assertThat(new CompletedLoad(file, FULL).readInto(read)).isFalse();
    }
}
