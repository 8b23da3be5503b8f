package fr.cned.partenariats.commons.events.relay;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Stops the thread of a relay once, as when its process is frozen. */
class FreezingSender extends RelaySender {

    enum Moment {
        /** The instance leads, but Kafka does not know it yet. */
        TAKE_OVER,
        /** The objects are loaded, and no event is sent. */
        SEND,
        /** Kafka has all events of the open transaction. */
        COMMIT
    }

    private final Moment moment;
    private final CountDownLatch frozen = new CountDownLatch(1);
    private final CountDownLatch awake = new CountDownLatch(1);
    private final CountDownLatch reset = new CountDownLatch(1);

    FreezingSender(Map<String, Object> kafka, String service, Moment moment) {
        super(kafka, service);
        this.moment = moment;
    }

    boolean isFrozen() {
        return frozen.getCount() == 0;
    }

    void wake() {
        awake.countDown();
    }

    /** Whether the relay has noticed that it no longer leads. */
    boolean isReset() {
        return reset.getCount() == 0;
    }

    @Override
    void reset() {
        super.reset();
        if (isFrozen()) {
            reset.countDown();
        }
    }

    private void freezeAt(Moment reached) {
        if (reached == moment && !isFrozen()) {
            frozen.countDown();
            try {
                awake.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    Producer<String, byte[]> connect(Map<String, Object> config) {
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer()) {

            @Override
            public void initTransactions() {
                freezeAt(Moment.TAKE_OVER);
                super.initTransactions();
            }

            @Override
            public Future<RecordMetadata> send(ProducerRecord<String, byte[]> message) {
                freezeAt(Moment.SEND);
                return super.send(message);
            }

            @Override
            public void commitTransaction() {
                if (moment == Moment.COMMIT && !isFrozen()) {
                    flush();
                    freezeAt(Moment.COMMIT);
                }
                super.commitTransaction();
            }
        };
    }
}
