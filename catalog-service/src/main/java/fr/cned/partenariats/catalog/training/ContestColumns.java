package fr.cned.partenariats.catalog.training;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Maps a contest to columns of the table {@code training}. All columns are null without a contest. */
@Embeddable
class ContestColumns {

    @Column(name = "contest_name")
    private String name;

    @Column(name = "contest_corps")
    private @Nullable String corps;

    @Enumerated(EnumType.STRING)
    @Column(name = "contest_category")
    private CivilServiceCategory category;

    @Enumerated(EnumType.STRING)
    @Column(name = "contest_branch")
    private CivilServiceBranch branch;

    @Enumerated(EnumType.STRING)
    @Column(name = "contest_routes")
    private List<ContestRoute> routes;

    @Column(name = "contest_recruiting_bodies")
    private List<String> recruitingBodies;

    @Column(name = "contest_exam_dates")
    private List<LocalDate> examDates;

    protected ContestColumns() {}

    static ContestColumns of(Contest contest) {
        ContestColumns columns = new ContestColumns();
        columns.name = contest.name();
        columns.corps = contest.corps();
        columns.category = contest.category();
        columns.branch = contest.branch();
        columns.routes = contest.routes();
        columns.recruitingBodies = contest.recruitingBodies();
        columns.examDates = contest.examDates();
        return columns;
    }

    Contest toContest() {
        return new Contest(name, corps, category, branch, routes, recruitingBodies, examDates);
    }
}
