package fr.cned.partenariats.commons.security.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TenantScopeTest {

    private static final UUID OWN = UUID.randomUUID();
    private static final UUID OTHER = UUID.randomUUID();
    private static final UUID SITE = UUID.randomUUID();
    private static final String POINTER = "/garageId";

    private static UUID acting(TenantScope scope, @org.jspecify.annotations.Nullable UUID named) {
        return scope.actingTenant(named, POINTER, CommonProblem.INVALID_VALUE);
    }

    private static void assertRefused(TenantScope scope, @org.jspecify.annotations.Nullable UUID named, String code) {
        assertThatThrownBy(() -> acting(scope, named))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.violations())
                                .singleElement()
                                .satisfies(violation -> {
                                    assertThat(violation.pointer()).isEqualTo(POINTER);
                                    assertThat(violation.code()).isEqualTo(code);
                                }));
    }

    @Test
    void sitesLimitTheScopeWithinTheTenant() {
        TenantScope limited = new TenantScope(Optional.of(OWN), List.of(SITE));
        assertThat(limited.covers(OWN)).isTrue();
        assertThat(limited.covers(OTHER)).isFalse();
        assertThat(limited.coversSite(SITE)).isTrue();
        assertThat(limited.coversSite(OTHER)).isFalse();
        assertThat(limited.coversSite(null)).isFalse();
        assertThat(TenantScope.of(OWN).coversSite(null)).isTrue();
        assertThat(TenantScope.ALL.coversSite(OTHER)).isTrue();
        assertThat(limited.ofWholeTenant()).isEqualTo(TenantScope.of(OWN));
        assertThatCode(() -> limited.requireSite(SITE, POINTER)).doesNotThrowAnyException();
        assertThatThrownBy(() -> limited.requireSite(null, POINTER)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(CommonProblem.SITE_OUTSIDE_SCOPE);
            assertThat(refusal.violations())
                    .singleElement()
                    .satisfies(violation -> assertThat(violation.pointer()).isEqualTo(POINTER));
        });
    }

    @Test
    void oneTenantCoversItsOwnObjectsAndThoseItShares() {
        TenantScope scope = TenantScope.of(OWN);
        assertThat(scope.restrictedTo()).contains(OWN);
        assertThat(scope.covers(OWN)).isTrue();
        assertThat(scope.covers(OTHER)).isFalse();
        assertThat(scope.coversAny(List.of(OTHER, OWN))).isTrue();
        assertThat(scope.coversAny(List.of())).isFalse();
    }

    @Test
    void theScopeOfAllCoversEveryTenant() {
        assertThat(TenantScope.ALL.restrictedTo()).isEmpty();
        assertThat(TenantScope.ALL.covers(OTHER)).isTrue();
        assertThat(TenantScope.ALL.coversAny(List.of())).isTrue();
    }

    @Test
    void anObjectOutsideOfTheScopeIsNotFound() {
        assertThatCode(() -> TenantScope.of(OWN).requireCovers(OWN, "garage")).doesNotThrowAnyException();
        assertThatThrownBy(() -> TenantScope.of(OWN).requireCovers(OTHER, "garage"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(CommonProblem.NOT_FOUND));
    }

    @Test
    void aTenantActsForItselfAndCannotNameAnother() {
        TenantScope scope = TenantScope.of(OWN);
        assertThat(acting(scope, null)).isEqualTo(OWN);
        assertThat(acting(scope, OWN)).isEqualTo(OWN);
        assertRefused(scope, OTHER, "invalid-value");
    }

    @Test
    void aCallerOfAllTenantsMustNameOne() {
        assertThat(acting(TenantScope.ALL, OTHER)).isEqualTo(OTHER);
        assertRefused(TenantScope.ALL, null, "required");
    }
}
