package dev.yima.gateway.visitor;

import dev.yima.gateway.idempotency.KeyOwner;
import dev.yima.gateway.platform.staff.CurrentStaff;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Tells staff by their key, and everybody else by their cookie. */
@ApplicationScoped
class VisitorKeyOwner implements KeyOwner {
    private final VisitorRequests visitors;
    private final CurrentStaff staff;

    VisitorKeyOwner(VisitorRequests visitors, CurrentStaff staff) {
        this.visitors = visitors;
        this.staff = staff;
    }

    @Override
    public Uni<Optional<UUID>> of(HttpServerRequest request) {
        return staff.key()
                .map(key -> key.or(() -> Optional.of(visitors.person(request))
                        .filter(Visitor::known)
                        .map(visitors::pseudonym)));
    }
}
