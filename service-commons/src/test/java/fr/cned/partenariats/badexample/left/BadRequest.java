package fr.cned.partenariats.badexample.left;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/** Has a list without a maximum size, and constraints that are not in the contract. */
record BadRequest(
        @NotNull @Size(max = 3) String name, @NotNull List<String> all) {}
