package fr.cned.partenariats.benchmarks.simulation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * The platform as queues: gateway, catalog-service, enrollment-service with its queue, database, and the parts that take
 * events further. It runs once. The same seed gives the same outcome.
 */
final class PlatformModel {

    /** The time slice of a busy Linux core, in microseconds. */
    private static final double SLICE = 3_000;

    /** Statements of a batch, and the commit: each is a turn of service and database. */
    private static final int TURNS = 10;

    private static final double MICROS = 1e6;
    private static final double REST_INTERVAL = 10_000;
    private static final int PRECISION = 3;

    private final Timeline timeline = new Timeline();
    private final Costs costs;
    private final Machines machines;
    private final Workload workload;
    private final Random random;
    private final Map<String, Processors> processors = new LinkedHashMap<>();
    private final Map<String, Integer> cores = new LinkedHashMap<>();
    private final Processors generator;
    private final Processors gateway;
    private final Processors catalogue;
    private final Processors enrollment;
    private final Processors database;
    private final Processors events;
    private final List<SimulatedQueue> queues;
    private final OneAtATime counters = new OneAtATime();
    private final OneAtATime generatorLoop = new OneAtATime();
    private final Histogram latencies = new Histogram(PRECISION);
    private final Histogram registrations = new Histogram(PRECISION);
    private double counted;
    private int nextInstance;
    private long arrived;
    private long done;
    private long doneBefore;
    private long refused;
    private long batches;
    private long batched;

    PlatformModel(Costs costs, Machines machines, Workload workload, long seed) {
        this.costs = costs;
        this.machines = machines;
        this.workload = workload;
        this.random = new Random(seed);
        this.generator = part("generator", machines.gateway());
        this.gateway = part("gateway", machines.gateway());
        this.catalogue = part("catalogue", machines.catalogue());
        this.enrollment = part("enrollment", machines.enrollment());
        this.database = part("database", machines.database());
        this.events = part("events", machines.events());
        this.queues = IntStream.range(0, machines.instances())
                .mapToObj(instance -> new SimulatedQueue(this::runBatch))
                .toList();
    }

    private Processors part(String name, int number) {
        String place = machines.shared() ? "machine" : name;
        cores.put(place, number);
        return processors.computeIfAbsent(place, key -> new Processors(timeline, number, SLICE));
    }

    Outcome run(double warmUpSeconds, double seconds) {
        counted = warmUpSeconds * MICROS;
        if (workload.isClosed()) {
            IntStream.range(0, workload.connections()).forEach(connection -> sendRepeatedly());
        } else {
            planArrival();
        }
        planExpiry();
        if (machines.shared()) {
            rest();
        }
        timeline.runUntil(counted);
        doneBefore = done;
        batches = 0;
        batched = 0;
        Map<String, Double> busyBefore = busy();
        timeline.runUntil(counted + seconds * MICROS);
        Map<String, Double> busy = busy();
        busy.replaceAll((part, micros) ->
                (micros - busyBefore.getOrDefault(part, 0.0)) / (seconds * MICROS * cores.getOrDefault(part, 1)));
        return new Outcome(
                arrived,
                done,
                refused,
                arrived - done - refused,
                (done - doneBefore) / seconds,
                latencies,
                registrations,
                batches == 0 ? 0 : (double) batched / batches,
                busy);
    }

    private Map<String, Double> busy() {
        Map<String, Double> busy = new LinkedHashMap<>();
        processors.forEach((name, processor) -> busy.put(name, processor.busy()));
        busy.remove("generator");
        return busy;
    }

    /** A connection of the closed loop. */
    private void sendRepeatedly() {
        generate(() -> arrive(this::sendRepeatedly));
    }

    /** The load generator has one event loop. */
    private void generate(Runnable sent) {
        generatorLoop.take(() -> generator.run(vary(costs.generator()), () -> {
            generatorLoop.release();
            sent.run();
        }));
    }

    private void planArrival() {
        timeline.after(exponential(MICROS / workload.perSecond()), () -> {
            if (machines.shared()) {
                generate(() -> {});
            }
            arrive(() -> {});
            planArrival();
        });
    }

    /** The work that the parts have without requests. */
    private void rest() {
        timeline.after(REST_INTERVAL, () -> {
            database.run(REST_INTERVAL * costs.rest(), () -> {});
            rest();
        });
    }

    private void planExpiry() {
        timeline.after(MICROS, () -> {
            double oldest = timeline.now() - SimulatedQueue.DEADLINE_SECONDS * MICROS;
            queues.forEach(queue -> queue.removeOlder(oldest)
                    .forEach(request -> request.answered().accept(false)));
            planExpiry();
        });
    }

    private void arrive(Runnable afterwards) {
        arrived++;
        double began = timeline.now();
        double kind = random.nextDouble();
        boolean registers = kind < workload.registrations();
        Consumer<Boolean> answered = stored -> {
            count(began, stored, registers);
            afterwards.run();
        };
        gateway.run(vary(costs.gateway()), () -> {
            if (registers) {
                register(answered);
            } else if (kind < workload.registrations() + workload.enrollmentReads()) {
                read(enrollment, costs.enrollmentRead(), answered);
            } else {
                read(catalogue, costs.catalogueRead(), answered);
            }
        });
    }

    private void count(double began, boolean stored, boolean registers) {
        if (stored) {
            done++;
        } else {
            refused++;
        }
        if (stored && timeline.now() > counted) {
            long micros = Math.max(1, Math.round(timeline.now() - began));
            latencies.recordValue(micros);
            if (registers) {
                registrations.recordValue(micros);
            }
        }
    }

    private void read(Processors service, ReadCost cost, Consumer<Boolean> answered) {
        service.run(vary(cost.service()), () -> database.run(vary(cost.database()), () -> answered.accept(true)));
    }

    private void register(Consumer<Boolean> answered) {
        enrollment.run(vary(costs.service().perRequest()), () -> {
            int instance = nextInstance++ % machines.instances();
            int agreement = random.nextInt(workload.agreements());
            if (!queues.get(instance).offer(new Request(timeline.now(), agreement, answered))) {
                answered.accept(false);
            }
        });
    }

    /** Registrations of one agreement and offering lock the same counters, in all instances. */
    private void runBatch(List<Request> batch, Runnable ended) {
        if (workload.isHot()) {
            counters.take(() -> runTurn(1, batch, () -> {
                counters.release();
                ended.run();
            }));
        } else {
            runTurn(1, batch, ended);
        }
    }

    private void runTurn(int turn, List<Request> batch, Runnable ended) {
        double inService = costs.service().ofBatch(quotas(batch)) / TURNS;
        double inDatabase = costs.database().of(batch.size(), quotas(batch)) / TURNS;
        enrollment.run(
                vary(inService),
                () -> database.run(vary(inDatabase), () -> {
                    if (turn < TURNS) {
                        runTurn(turn + 1, batch, ended);
                    } else {
                        timeline.after(costs.commit(), () -> endBatch(batch, ended));
                    }
                }));
    }

    private void endBatch(List<Request> batch, Runnable ended) {
        batches++;
        batched += batch.size();
        database.run(vary(costs.databaseAfterwards().of(batch.size(), quotas(batch))), () -> {});
        events.run(vary(costs.events().of(batch.size(), quotas(batch))), () -> {});
        batch.forEach(request -> request.answered().accept(true));
        ended.run();
    }

    private static int quotas(List<Request> batch) {
        return Math.toIntExact(
                batch.stream().mapToInt(Request::agreement).distinct().count());
    }

    /** Half of a time is always the same, the other half is random. */
    private double vary(double mean) {
        return mean / 2 + exponential(mean / 2);
    }

    private double exponential(double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }
}
