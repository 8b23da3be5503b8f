package fr.cned.partenariats.parking.level;

import jakarta.validation.constraints.NotNull;

record PaymentReceived(@NotNull String account, long cents) {}
