package fr.cned.partenariats.commons.openapi;

import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.models.Operation;

/** Says in each operation which roles may call it. */
final class OperationTexts {

    static final String ROLES = "x-required-roles";

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
        String before = operation.getDescription() == null ? "" : operation.getDescription() + "\n\n";
        operation.setDescription(before
                + "Needs " + (roles.size() > 1 ? "one of the roles " : "the role ")
                + roles.stream().map(role -> '`' + role + '`').collect(Collectors.joining(", ")) + '.');
        operation.addExtension(ROLES, roles);
    }
}
