package dev.yima.gateway.platform.staff;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code audit}. */
@Entity
@Table(name = "audit")
@SuppressWarnings("NullAway.Init")
class AuditEntry {
    @Id
    UUID id;

    UUID brandId;
    UUID keyId;
    String action;
    String subject;

    @Nullable String origin;

    @Nullable String beforeValue;

    @Nullable String afterValue;

    Instant happenedAt;
}
