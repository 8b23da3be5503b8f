package fr.cned.partenariats.benchmarks;

import java.util.List;
import java.util.function.Function;

/**
 * One comparison of the platform with something else: a setup, our side, the baseline and the gates. Each gate is a row of
 * the report.
 *
 * @param name on the command line and in the report
 * @param what is measured, for the report
 * @param ours what the platform runs
 * @param baseline what it is compared with; empty when it is compared with nothing
 * @param remark a limit of the comparison that a reader must know
 * @param group the servers that our side loads. Scenarios in a row with the same group share a warm-up: all but the first
 *     have a third of it
 * @param isLoad whether warm-up and length of the rounds matter. A start or the memory at rest has none
 * @param setup starts what both sides need
 */
public record Scenario(
        String name,
        String what,
        String ours,
        String baseline,
        List<Gate> gates,
        String remark,
        String group,
        boolean isLoad,
        Function<Bench, Sides> setup) {

    public static Builder named(String name, String what) {
        return new Builder(name, what);
    }

    /** The parts of a scenario; {@link #setup} is the last one. */
    public static final class Builder {

        private final String name;
        private final String what;
        private String ours = "";
        private String baseline = "";
        private List<Gate> gates = List.of();
        private String remark = "";
        private String group;
        private boolean load = true;

        private Builder(String name, String what) {
            this.name = name;
            this.what = what;
            this.group = name;
        }

        public Builder ours(String text) {
            ours = text;
            return this;
        }

        public Builder baseline(String text) {
            baseline = text;
            return this;
        }

        public Builder gates(Gate... all) {
            gates = List.of(all);
            return this;
        }

        public Builder remark(String text) {
            remark = text;
            return this;
        }

        public Builder group(String servers) {
            group = servers;
            return this;
        }

        public Builder withoutLoad() {
            load = false;
            return this;
        }

        public Scenario setup(Function<Bench, Sides> start) {
            return new Scenario(name, what, ours, baseline, gates, remark, group, load, start);
        }
    }
}
