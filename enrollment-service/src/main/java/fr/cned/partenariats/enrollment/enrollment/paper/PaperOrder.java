package fr.cned.partenariats.enrollment.enrollment.paper;

import fr.cned.partenariats.enrollment.schooling.week.IsoWeek;
import org.jspecify.annotations.Nullable;

/** @param period null for a certificate */
public record PaperOrder(PaperKind kind, @Nullable Weeks period) {

    /** Weeks from the first to the last, both included. */
    public record Weeks(IsoWeek first, IsoWeek last) {

        public static Weeks of(String first, String last) {
            return new Weeks(IsoWeek.of(first), IsoWeek.of(last));
        }

        /** An interval of ISO 8601, such as {@code 2026-W38/2026-W45}. */
        @Override
        public String toString() {
            return first + "/" + last;
        }
    }
}
