package dev.yima.gateway.platform.staff;

import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Function;

/** The member of staff who makes the current request. */
@ApplicationScoped
public class CurrentStaff {
    private final CurrentIdentityAssociation identity;

    CurrentStaff(CurrentIdentityAssociation identity) {
        this.identity = identity;
    }

    /** Runs an action as the member of staff who makes the request. Fails with 401 when it is the public. */
    public <T> Uni<T> as(Function<Staff, Uni<? extends T>> action) {
        return identity.getDeferredIdentity()
                .map(who -> StaffAuthentication.staff(who).orElseThrow(UnauthorizedException::new))
                .flatMap(action);
    }

    /** The member of the brand's own staff who makes the request; empty for stores and the public. */
    public Uni<Optional<Staff>> orPublic() {
        return identity.getDeferredIdentity()
                .map(who -> StaffAuthentication.staff(who).filter(staff -> staff.role() != Staff.Role.STORE));
    }
}
