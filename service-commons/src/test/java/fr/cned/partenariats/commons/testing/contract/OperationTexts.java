package fr.cned.partenariats.commons.testing.contract;

import fr.cned.partenariats.commons.security.caller.RequiresScope;
import fr.cned.partenariats.commons.security.caller.WholeTenant;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;

/** Says in each operation which roles may call it, and which scope a tenant needs. */
final class OperationTexts {

    static final String ROLES = "x-required-roles";
    private static final String SCOPE = "x-required-scope";
    private static final String PUBLIC = "x-public";

    private final SourceCode code;

    OperationTexts(SourceCode code) {
        this.code = code;
    }

    /** The roles that may call the operation. Each of them is enough. */
    List<String> rolesOf(Operation operation) {
        return code.annotation(String.valueOf(operation.getOperationId()), RolesAllowed.class)
                .map(SourceCode::texts)
                .orElse(List.of());
    }

    void describe(Operation operation) {
        List<String> roles = rolesOf(operation);
        if (isPublic(operation)) {
            operation.setDescription(operation.getDescription() + "\n\nPublic: it needs no token.");
            operation.addExtension(PUBLIC, true);
            operation.addSecurityRequirement(OASFactory.createSecurityRequirement());
            return;
        }
        String before = operation.getDescription() == null ? "" : operation.getDescription() + "\n\n";
        operation.setDescription(before
                + "Needs " + (roles.size() > 1 ? "one of the roles " : "the role ")
                + roles.stream().map(role -> '`' + role + '`').collect(Collectors.joining(", ")) + '.'
                + scopeOf(operation)
                        .map(scope -> " A token of a partner also needs the scope `" + scope + '`'
                                + otherScope(operation) + '.')
                        .orElse("")
                + (isForWholeTenant(operation) ? " A token that is limited to sites may not call it." : ""));
        operation.addExtension(ROLES, roles);
        scopeOf(operation).ifPresent(scope -> operation.addExtension(SCOPE, scope));
    }

    private boolean isPublic(Operation operation) {
        return code.annotation(String.valueOf(operation.getOperationId()), PermitAll.class)
                .isPresent();
    }

    /** Whether a caller that is limited to sites may not call it. */
    boolean isForWholeTenant(Operation operation) {
        return code.annotation(String.valueOf(operation.getOperationId()), WholeTenant.class)
                .isPresent();
    }

    private String otherScope(Operation operation) {
        return code.annotation(String.valueOf(operation.getOperationId()), RequiresScope.class)
                .map(annotation -> annotation.value("or"))
                .map(or -> " or `" + or.asString() + '`')
                .orElse("");
    }

    /** The scope that a tenant's token needs. */
    Optional<String> scopeOf(Operation operation) {
        return code.annotation(String.valueOf(operation.getOperationId()), RequiresScope.class)
                .map(annotation -> annotation.value().asString())
                .filter(scope -> !scope.isEmpty());
    }
}
