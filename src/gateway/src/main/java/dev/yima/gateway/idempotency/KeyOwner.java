package dev.yima.gateway.idempotency;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.UUID;

/** Finds the owner of a request's Idempotency-Key, whose keys are apart from everybody else's. */
public interface KeyOwner {
    /**
     * The id of the staff key that makes a request, or the pseudonym of the visitor; empty for a visitor without a
     * cookie. Fails when the staff key is refused.
     */
    Uni<Optional<UUID>> of(HttpServerRequest request);
}
