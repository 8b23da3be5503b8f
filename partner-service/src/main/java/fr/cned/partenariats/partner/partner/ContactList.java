package fr.cned.partenariats.partner.partner;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/** The contacts of a partner, as a whole: the one thing that a partner keeps up to date itself. */
public record ContactList(@NotNull @Size(max = 50) List<@Valid @NotNull Contact> contacts) {}
