package dev.yima.gateway.product;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code product}. */
@Entity
@SuppressWarnings("NullAway.Init")
class Product {
    @Id
    UUID id;

    UUID brandId;
    String name;

    @Nullable String gtin;

    Instant createdAt;
}
