package fr.cned.partenariats.local.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/** Main class of the broker process: broker and controller in one (KRaft). The argument is the configuration file. */
public final class KafkaMain {

    /** Constant: the broker refuses data of another cluster. */
    private static final Uuid CLUSTER = Uuid.fromString("Y25lZC1wYXJ0ZW5hcmlhdA");

    private KafkaMain() {}

    public static void main(String[] arguments) throws IOException {
        Path configuration = Path.of(arguments[0]);
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(configuration)) {
            properties.load(in);
        }
        int formatted = StorageTool.execute(
                new String[] {"format", "--ignore-formatted", "-t", CLUSTER.toString(), "-c", configuration.toString()},
                System.out);
        if (formatted != 0) {
            System.exit(formatted);
        }
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "kafka-shutdown"));
        server.startup();
        server.awaitShutdown();
    }
}
