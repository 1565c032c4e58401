package dev.yima.gateway.platform.staff;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

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
    Instant happenedAt;

    AuditEntry() {}

    AuditEntry(UUID id, Staff staff, String action, String subject, Instant happenedAt) {
        this.id = id;
        this.brandId = staff.brand();
        this.keyId = staff.key();
        this.action = action;
        this.subject = subject;
        this.happenedAt = happenedAt;
    }
}
