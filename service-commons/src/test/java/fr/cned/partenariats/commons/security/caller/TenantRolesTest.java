package fr.cned.partenariats.commons.security.caller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TenantRolesTest {

    private final TenantRoles roles = new TenantRoles("resident", Optional.of(List.of("guest")));

    @Test
    void aBindingRoleExcludesEveryOtherRole() {
        assertThat(roles.counting(Set.of("resident", "warden"))).containsExactly("resident");
        assertThat(roles.counting(Set.of("guest", "warden"))).containsExactly("guest");
        assertThat(roles.counting(Set.of("guest", "resident", "warden")))
                .containsExactlyInAnyOrder("guest", "resident");
    }

    @Test
    void otherRolesCountWithoutABindingOne() {
        assertThat(roles.counting(Set.of("warden", "driver"))).containsExactlyInAnyOrder("warden", "driver");
        assertThat(roles.counting(Set.of())).isEmpty();
    }

    @Test
    void eachBindingRoleBindsToTheTenant() {
        assertThat(roles.bind(Set.of("guest"))).isTrue();
        assertThat(roles.bind(Set.of("resident"))).isTrue();
        assertThat(roles.bind(Set.of("warden"))).isFalse();
        assertThat(new TenantRoles("resident", Optional.empty()).bind(Set.of("guest")))
                .isFalse();
    }
}
