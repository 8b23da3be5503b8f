package fr.cned.partenariats.e2e;

import static fr.cned.partenariats.local.service.ServiceKind.PARTNER;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import fr.cned.partenariats.local.LocalPlatform;
import fr.cned.partenariats.local.lifecycle.Part;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/** The failures of docs/operations.md that can be brought about on one machine. */
final class AlertFaults implements AutoCloseable {

    /** Failures that are not tried, and why. */
    static final Map<String, String> NOT_TRIED = Map.of(
            "disk full",
            "promtool tests the rule; filling the disk of this machine would stop the tests",
            "clock off",
            "promtool tests the rule; processes share the clock of this machine",
            "certificate about to expire",
            "the platform ends no TLS and has no certificate; that is the task of the proxy in front of it",
            "silent partner",
            "the condition is judged each hour from days of traffic; promtool tests the rule, and TransmissionJudge the judgement",
            "broker data lost",
            "it fires as \"kafka killed\"; DrillsIT proves the repair");

    /** Faults that call nobody, by decision. */
    static final Map<String, String> WITHOUT_PAGE = Map.of(
            "each commit takes 50 ms longer",
            "a registration is still confirmed within the 500 ms of the objective. From 500 ms on RegistrationsSlow"
                    + " pages, and RegistrationsQueue is a ticket when they wait",
            "keys deleted at Keycloak",
            "clients and people get a token of the new keys at once, and requests with an old one are 401 until then,"
                    + " five minutes at most: nobody could repair it sooner. TokensInvalid is a ticket when it goes on",
            "PostgreSQL or Kafka away for less than 15 s",
            "a restart takes as long, and everything continues by itself: requests are 503 with Retry-After, events"
                    + " wait. A page that nobody needs to act on is ignored the next time");

    private static final AclBinding DENIAL = new AclBinding(
            new ResourcePattern(ResourceType.TOPIC, "enrollment.enrollments.v1", PatternType.LITERAL),
            new AccessControlEntry("User:enrollment-service", "*", AclOperation.WRITE, AclPermissionType.DENY));

    private final LocalPlatform platform = Platform.get();
    private final AlertTraffic traffic;
    private final Path folder;
    private final ExecutorService flood = Executors.newFixedThreadPool(4);
    private @Nullable Connection forgotten;
    private @Nullable SlowProcess slow;
    private String webhook = "";
    private volatile boolean flooding;

    /** @param folder for the commands */
    AlertFaults(AlertTraffic traffic, Path folder) {
        this.traffic = traffic;
        this.folder = folder;
    }

    List<AlertFault> all() {
        List<AlertFault> faults = new ArrayList<>();
        platform.parts()
                .forEach((name, part) -> faults.add(AlertFault.paging(
                        name + " killed",
                        page(name),
                        () -> part.process().kill(),
                        part::restart,
                        restart(name) + ", as a restart of the process")));
        platform.parts()
                .forEach((name, part) -> faults.add(AlertFault.paging(
                        name + " frozen",
                        page(name),
                        () -> part.process().freeze(),
                        () -> replace(part),
                        restart(name) + ", as SIGKILL and a start")));
        faults.add(AlertFault.paging(
                "relay refused",
                "EventsNotSent",
                () -> administer(
                        admin -> admin.createAcls(List.of(DENIAL)).all().get()),
                () -> administer(admin ->
                        admin.deleteAcls(List.of(DENIAL.toFilter())).all().get()),
                "`docker-compose up kafka-init`, as the same change of the rights"));
        faults.add(AlertFault.paging(
                "consumer stopped",
                "EventsRetried",
                this::lockTable,
                this::endForgottenTransactions,
                "the statement of events-retried.md, run"));
        faults.add(AlertFault.paging(
                "poison event",
                "DeadLetters",
                () -> PoisonEvent.send(platform, traffic.fixture().partner()),
                () -> ReEmission.run(folder),
                "the commands of re-emission in operations.md, run"));
        faults.add(AlertFault.paging(
                "slow commits",
                "RegistrationsSlow",
                () -> slow = new SlowProcess(platform.postgres().process()),
                this::endSlowness,
                "\"move it to a faster disk\", as the end of the slowness"));
        faults.add(AlertFault.unnoticed(
                "key rotation", () -> KeyRotation.run(platform), "tokens-invalid.md: nothing to do"));
        faults.add(AlertFault.ticket(
                "flood from one client",
                "ClientFloods",
                this::startFlood,
                () -> flooding = false,
                "client-floods.md: its owner stops it, as the end of the flood"));
        faults.add(AlertFault.ticket(
                "webhook target down",
                "WebhookTargetsFail",
                this::createWebhookWithoutReceiver,
                this::deleteWebhook,
                "webhook-targets-fail.md: the partner repairs it, as the end of the webhook"));
        return faults;
    }

    private static String page(String part) {
        return switch (part) {
            case "postgresql" -> "DatabaseDown";
            case "kafka" -> "BrokerDown";
            case "keycloak" -> "IdentityProviderDown";
            default -> "PartDown";
        };
    }

    private static String restart(String part) {
        return "`./run restart " + part + "`";
    }

    /** A frozen process does not end by a signal that it must handle, and neither do its children. */
    private static void replace(Part part) {
        ProcessHandle.of(part.process().pid())
                .ifPresent(process -> process.descendants().forEach(ProcessHandle::destroyForcibly));
        part.process().kill();
        part.restart();
    }

    private interface Administration {
        void run(Admin admin) throws ExecutionException, InterruptedException;
    }

    private void administer(Administration change) throws ExecutionException, InterruptedException {
        try (Admin admin = platform.kafka().administration()) {
            change.run(admin);
        }
    }

    /** The consumer of partner-service cannot write this table; requests read it. */
    private void lockTable() throws SQLException {
        forgotten = superuser(PARTNER.database().orElseThrow());
        forgotten.setAutoCommit(false);
        try (Statement statement = forgotten.createStatement()) {
            statement.execute("lock table seat_usage in share mode");
        }
    }

    private void endForgottenTransactions() throws SQLException, IOException {
        try (Connection administrator = superuser("postgres");
                Statement statement = administrator.createStatement()) {
            if (!statement.executeQuery(Runbook.block("events-retried", "sql")).next()) {
                throw new AssertionError("the statement found no transaction");
            }
        }
    }

    private Connection superuser(String database) throws SQLException {
        return DriverManager.getConnection(
                platform.postgres().jdbcUrl(database), "postgres", platform.superuserPassword());
    }

    private void endSlowness() {
        if (slow != null) {
            slow.close();
        }
    }

    private void startFlood() {
        flooding = true;
        String token = Platform.token(Platform.CATALOGUE_APP);
        for (int i = 0; i < 4; i++) {
            flood.execute(() -> {
                while (flooding) {
                    Platform.http().get(token, "/v1/trainings?limit=1");
                }
            });
        }
    }

    /** After the challenge nothing listens on the port. */
    private void createWebhookWithoutReceiver() throws IOException {
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        receiver.createContext(
                "/",
                exchange -> WebhookReceiver.answersChallenge(
                        exchange, new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
        receiver.start();
        try {
            webhook = Platform.http().create(Platform.token(Platform.PARTNERSHIP_OFFICE), "/v1/webhooks", """
                    {"partnerId":"%s","url":"http://127.0.0.1:%d/","eventTypes":["enrollment.changed"]}""".formatted(
                            traffic.fixture().partner(), receiver.getAddress().getPort()));
        } finally {
            receiver.stop(0);
        }
    }

    private void deleteWebhook() {
        String office = Platform.token(Platform.PARTNERSHIP_OFFICE);
        Platform.http().send("DELETE", "/v1/webhooks/" + webhook, "", ApiClient.headers(office));
    }

    @Override
    public void close() {
        flooding = false;
        flood.shutdownNow();
        endSlowness();
    }
}
