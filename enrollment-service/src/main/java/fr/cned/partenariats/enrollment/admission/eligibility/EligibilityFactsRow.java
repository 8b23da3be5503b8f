package fr.cned.partenariats.enrollment.admission.eligibility;

import fr.cned.partenariats.enrollment.admission.counter.Capacity;
import fr.cned.partenariats.enrollment.admission.eligibility.EligibilityQuery.Identity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class EligibilityFactsRow {

    private final ResultSet row;

    EligibilityFactsRow(ResultSet row) {
        this.row = row;
    }

    EligibilityFacts facts() throws SQLException {
        UUID seat = id("seat_id");
        UUID site = id("site_partner");
        return new EligibilityFacts(
                agreement(),
                offering(),
                training(),
                id("partner_id"),
                row.getString("partner_state"),
                row.getString("partner_relation"),
                student(),
                seat == null ? null : new EligibilityFacts.Seat(seat, row.getInt("seats_left")),
                site == null ? null : new EligibilityFacts.Site(site, texts("site_networks"), date("site_ended")),
                null);
    }

    /** Adds the counters of this row that are locked. */
    void addTo(Capacity capacity, UUID offering) throws SQLException {
        UUID seat = id("seat_id");
        if (seat != null && row.getBoolean("locked_seat")) {
            capacity.addSeats(seat, row.getInt("seats_left"));
        }
        long revision = row.getLong("locked_place");
        if (!row.wasNull()) {
            capacity.addPlaces(offering, row.getInt("places_left"), row.getInt("waiting"), revision);
        }
    }

    EligibilityFacts.Person person() throws SQLException {
        UUID previousPerson = id("previous_person");
        UUID previousPartner = id("previous_partner");
        return new EligibilityFacts.Person(
                new EligibilityFacts.References(id("student_with_reference"), id("enrollment_with_reference")),
                id("student_with_ine"),
                previousPerson == null || previousPartner == null
                        ? null
                        : new EligibilityFacts.PreviousEnrollment(previousPerson, previousPartner),
                id("twin"),
                ids("duplicates"));
    }

    private EligibilityFacts.@Nullable Agreement agreement() throws SQLException {
        return row.getString("agreement_state") == null
                ? null
                : new EligibilityFacts.Agreement(
                        row.getString("agreement_number"),
                        row.getString("agreement_kind"),
                        row.getString("agreement_state"),
                        ids("party_ids"),
                        date("agreement_starts"),
                        date("agreement_ends"),
                        texts("families"),
                        texts("training_codes"),
                        texts("modalities"),
                        optionalInteger("agreement_min_level"),
                        optionalInteger("agreement_max_level"),
                        row.getBigDecimal("discount_percent"),
                        row.getBigDecimal("fixed_price"),
                        texts("accepted_fundings"),
                        texts("suspended_fundings"));
    }

    private EligibilityFacts.@Nullable Offering offering() throws SQLException {
        return row.getString("offering_state") == null
                ? null
                : new EligibilityFacts.Offering(
                        row.getObject("training_id", UUID.class),
                        row.getString("academic_year"),
                        row.getString("modality"),
                        row.getString("route"),
                        periods(),
                        row.getObject("offering_starts", LocalDate.class),
                        row.getObject("offering_ends", LocalDate.class),
                        row.getBigDecimal("price"),
                        row.getString("offering_state"),
                        texts("offering_networks"),
                        row.getInt("places_left"),
                        row.getInt("waiting"),
                        row.getBoolean("has_promotable"));
    }

    /** Without several periods, the offering has one for everybody. */
    private List<EnrollmentPeriod> periods() throws SQLException {
        String several = row.getString("enrollment_periods");
        return several == null
                ? List.of(new EnrollmentPeriod(
                        date("opens_on"), date("closes_on"), List.of(), null, row.getInt("waiting_list_size")))
                : EnrollmentPeriod.read(several);
    }

    private EligibilityFacts.@Nullable Training training() throws SQLException {
        return row.getString("training_state") == null
                ? null
                : new EligibilityFacts.Training(
                        row.getString("training_code"),
                        row.getString("family"),
                        optionalInteger("level"),
                        row.getString("training_state"),
                        optionalInteger("min_level"),
                        texts("exemptions"));
    }

    private EligibilityFacts.@Nullable Student student() throws SQLException {
        UUID partner = id("student_partner");
        UUID live = id("live_enrollment");
        return partner == null
                ? null
                : new EligibilityFacts.Student(
                        row.getObject("student_id", UUID.class),
                        partner,
                        row.getObject("person_id", UUID.class),
                        new EligibilityQuery.Candidate(
                                optionalInteger("diploma_level"),
                                row.getBoolean("high_level_athlete"),
                                row.getBoolean("parent_of_three"),
                                row.getBoolean("civil_servant")),
                        new Identity(
                                row.getString("identity_key"),
                                row.getObject("birth_date", LocalDate.class),
                                row.getString("student_ine")),
                        row.getBoolean("enrolled_before"),
                        live == null
                                ? null
                                : new EligibilityFacts.LiveEnrollment(live, row.getObject("live_partner", UUID.class)));
    }

    private @Nullable UUID id(String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    private @Nullable LocalDate date(String column) throws SQLException {
        return row.getObject(column, LocalDate.class);
    }

    private List<UUID> ids(String column) throws SQLException {
        return List.of((UUID[]) row.getArray(column).getArray());
    }

    private List<String> texts(String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private @Nullable Integer optionalInteger(String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }
}
