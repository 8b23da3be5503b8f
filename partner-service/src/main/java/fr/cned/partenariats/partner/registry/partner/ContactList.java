package fr.cned.partenariats.partner.registry.partner;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/** All contacts of a partner. They replace the stored contacts. */
public record ContactList(@NotNull @Size(max = 25) List<@Valid @NotNull Contact> contacts) {}
