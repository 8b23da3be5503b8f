package fr.cned.partenariats.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaRightsTest {

    @ParameterizedTest
    @ValueSource(strings = {"partner-service", "catalog-service", "enrollment-service"})
    void theRightsAreTheTopicsOfTheServiceConfiguration(String service) throws IOException {
        Properties configuration = new Properties();
        try (var in = Files.newBufferedReader(Path.of("..", service, "src/main/resources/application.properties"))) {
            configuration.load(in);
        }
        Set<String> consumed = configuration.stringPropertyNames().stream()
                .filter(name -> name.matches("mp\\.messaging\\.incoming\\.[\\w-]+\\.topics?"))
                .flatMap(name -> Stream.of(configuration.getProperty(name).split(",", -1)))
                .collect(Collectors.toCollection(TreeSet::new));

        KafkaRights rights = KafkaRights.load();

        assertThat(rights.written(service))
                .containsExactlyInAnyOrder(
                        configuration.getProperty("commons.topics.produced").split(",", -1));
        assertThat(rights.read(service)).containsExactlyInAnyOrderElementsOf(consumed);
    }
}
