package fr.cned.partenariats.partner.integration.notice;

import static fr.cned.partenariats.partner.integration.notice.NoticeMother.port;
import static fr.cned.partenariats.partner.integration.notice.NoticeMother.promotion;
import static fr.cned.partenariats.partner.integration.notice.NoticeMother.reader;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import fr.cned.partenariats.commons.testing.OwnerDatabase;
import fr.cned.partenariats.partner.PartnerIT;
import fr.cned.partenariats.partner.integration.notice.NoticeMother.Reader;
import io.quarkus.arc.ClientProxy;
import io.quarkus.mailer.Mail;
import io.quarkus.test.junit.QuarkusMock;
import jakarta.enterprise.inject.Vetoed;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each mail is sent once; twice at most when its answer is not known, with the same Message-ID. */
@PartnerIT
class MailServerFailureIT {

    private static final String OK = "250 ok";
    private static final String NO_ANSWER = "";

    /** One less than the people that a partner can have: the first partner has a reader already. */
    private static final int READERS_OF_A_PARTNER = 199;

    @Inject
    NoticeMails mails;

    @Inject
    MailServer server;

    private final Later clock = new Later();
    private UUID partner;
    private Reader reader;

    @BeforeEach
    void aReader() {
        QuarkusMock.installMockForType(clock, Clock.class);
        partner = registered();
        reader = reader(partner, "READS");
    }

    /** The present time, moved ahead: leases and pauses end. */
    private static final class Later extends Clock {

        private volatile Duration ahead = Duration.ZERO;

        void pass(Duration time) {
            ahead = ahead.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("Europe/Paris");
        }

        @Override
        public Clock withZone(ZoneId other) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }
    }

    /** Dies when a mail was sent, or just before. It is no bean, although it inherits the scope of one. */
    @Vetoed
    private static final class Killed extends MailServer {

        private final MailServer real;
        private final boolean afterTheMail;

        Killed(MailServer real, boolean afterTheMail) {
            super(null, null, Optional.of("-"), Optional.of("-"), Optional.empty(), "", 0, false);
            this.real = real;
            this.afterTheMail = afterTheMail;
        }

        @Override
        boolean greets() {
            return real.greets();
        }

        @Override
        Answer send(UUID digest, String to, Mail mail) {
            if (afterTheMail) {
                real.send(digest, to, mail);
            }
            throw new IllegalStateException("killed");
        }
    }

    private void runAndDie(boolean afterTheMail) {
        MailServer real = ClientProxy.unwrap(server);
        QuarkusMock.installMockForType(new Killed(real, afterTheMail), MailServer.class);
        assertThatThrownBy(() -> mails.run()).hasMessage("killed");
        QuarkusMock.installMockForType(real, MailServer.class);
        clock.pass(NoticeDigests.LEASE.plusSeconds(1));
    }

    /** Makes the mail while the server is away. Nobody else has one that waits, so it is the next. */
    private void aMailWaits() {
        promotion(partner);
        mails.run();
        assertThat(reader.mails("PENDING")).isOne();
        OwnerDatabase.execute(
                "update notice_digest set outcome = 'SKIPPED' where outcome = 'PENDING' and person_id <> ?",
                reader.id());
        clock.pass(Duration.ofHours(1));
    }

    private List<String> ofTheReader(SmtpStub smtp) {
        return smtp.messageIds().stream()
                .filter(id -> OwnerDatabase.number(
                                "select count(*) from notice_digest where person_id = ? and id = ?",
                                reader.id(),
                                UUID.fromString(id.substring(1, 37)))
                        == 1)
                .toList();
    }

    @Test
    void aKillBetweenTheMailAndItsRecordRepeatsTheMailOnceWithItsMessageId() throws Exception {
        aMailWaits();
        try (SmtpStub smtp = new SmtpStub(port(), OK)) {
            runAndDie(true);
            mails.run();
            clock.pass(Duration.ofHours(7));
            mails.run();

            assertThat(ofTheReader(smtp)).hasSize(2);
            assertThat(new HashSet<>(ofTheReader(smtp))).hasSize(1);
            assertThat(reader.mails("SENT")).isOne();
        }
    }

    @Test
    void afterTwoKillsTheMailCountsAsSent() throws Exception {
        aMailWaits();
        try (SmtpStub smtp = new SmtpStub(port(), OK)) {
            runAndDie(true);
            runAndDie(true);
            mails.run();

            assertThat(ofTheReader(smtp)).hasSize(2);
            assertThat(reader.mails("UNCONFIRMED")).isOne();
        }
    }

    @Test
    void aKillBeforeTheMailRepeatsNothing() throws Exception {
        aMailWaits();
        try (SmtpStub smtp = new SmtpStub(port(), OK)) {
            runAndDie(false);
            mails.run();
            clock.pass(Duration.ofHours(7));
            mails.run();

            assertThat(ofTheReader(smtp)).hasSize(1);
            assertThat(reader.mails("SENT")).isOne();
        }
    }

    @Test
    void aServerThatTakesMailsWithoutAnAnswerGetsEachTwice() throws Exception {
        aMailWaits();
        try (SmtpStub smtp = new SmtpStub(port(), NO_ANSWER)) {
            for (int i = 0; i < 5; i++) {
                mails.run();
                reader.makeDue();
                clock.pass(Duration.ofHours(7));
            }

            assertThat(ofTheReader(smtp)).hasSize(2);
            assertThat(reader.mails("UNCONFIRMED")).isOne();
        }
    }

    @Test
    void aServerThatIsAwayForADayLosesNothingAndPutsNothingInDoubt() throws Exception {
        promotion(partner);
        for (int hour = 0; hour < 24; hour++) {
            mails.run();
            clock.pass(Duration.ofHours(1));
        }
        assertThat(reader.mails("PENDING")).isOne();
        assertThat(OwnerDatabase.number("select max(unanswered) from notice_digest where person_id = ?", reader.id()))
                .isZero();
        try (SmtpStub smtp = new SmtpStub(port(), OK)) {
            mails.run();
            assertThat(ofTheReader(smtp)).hasSize(1);
            assertThat(reader.mails("SENT")).isOne();
        }
    }

    @Test
    void aRefusedMailIsTriedForAWeek() throws Exception {
        promotion(partner);
        try (SmtpStub smtp = new SmtpStub(port(), "451 later")) {
            mails.run();
            assertThat(reader.mails("PENDING")).isOne();
            for (int i = 0; i < 30; i++) {
                clock.pass(Duration.ofHours(6).plusMinutes(1));
                mails.run();
            }
            assertThat(smtp.messageIds()).isEmpty();
            assertThat(reader.mails("REFUSED")).isOne();
        }
    }

    /** A mail without an answer makes the others wait. */
    private void runUntil(BooleanSupplier enough) {
        while (!enough.getAsBoolean()) {
            mails.run();
            clock.pass(Duration.ofHours(1));
        }
    }

    private void addReaders(int count) throws Exception {
        UUID of = partner;
        Callable<Reader> one = () -> reader(of, "READS");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<Reader> added : threads.invokeAll(Collections.nCopies(count, one))) {
                added.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** {@code -Dnotices.readers=10000} measures it; by default 40. */
    @Test
    @Tag("nightly")
    void eachOfManyMailsIsSentOnceAlthoughTheServerIsKilledFiveTimes() throws Exception {
        int readers = Integer.getInteger("notices.readers", 40);
        int kills = 5;
        int missing = readers - 1;
        for (; missing > READERS_OF_A_PARTNER; missing -= READERS_OF_A_PARTNER) {
            addReaders(READERS_OF_A_PARTNER);
            promotion(partner);
            partner = registered();
        }
        addReaders(missing);
        promotion(partner);
        OwnerDatabase.execute("update notice_digest set outcome = 'SKIPPED' where outcome = 'PENDING'");
        Instant began = Instant.now();
        List<String> taken = new ArrayList<>();
        ExecutorService worker = Executors.newSingleThreadExecutor();
        try {
            for (int kill = 0; kill < kills; kill++) {
                try (SmtpStub smtp = new SmtpStub(port(), OK)) {
                    int enough = readers / (kills + 1);
                    Future<?> run =
                            worker.submit(() -> runUntil(() -> smtp.messageIds().size() >= enough));
                    await().atMost(Duration.ofSeconds(60).plusMillis(50L * readers))
                            .pollInterval(Duration.ofMillis(1))
                            .until(() -> smtp.messageIds().size() >= enough);
                    smtp.kill();
                    run.get();
                    taken.addAll(smtp.messageIds());
                }
                clock.pass(Duration.ofHours(1));
            }
            try (SmtpStub smtp = new SmtpStub(port(), OK)) {
                for (int i = 0; i < 10; i++) {
                    mails.run();
                    clock.pass(Duration.ofHours(1));
                }
                taken.addAll(smtp.messageIds());
            }
        } finally {
            worker.shutdownNow();
        }
        System.out.printf("%d mails, %d kills: %s%n", taken.size(), kills, Duration.between(began, Instant.now()));
        assertThat(new HashSet<>(taken)).hasSizeGreaterThanOrEqualTo(readers);
        assertThat(taken).allMatch(id -> Collections.frequency(taken, id) <= 2);
        assertThat(taken.size() - new HashSet<>(taken).size()).isLessThanOrEqualTo(kills);
        assertThat(OwnerDatabase.number("select count(*) from notice_digest where outcome = 'PENDING'"))
                .isZero();
    }
}
