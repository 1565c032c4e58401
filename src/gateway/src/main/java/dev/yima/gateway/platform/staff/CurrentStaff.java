package dev.yima.gateway.platform.staff;

import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Function;

/** Who is asking. */
@ApplicationScoped
public class CurrentStaff {
    private final CurrentIdentityAssociation identity;

    CurrentStaff(CurrentIdentityAssociation identity) {
        this.identity = identity;
    }

    /** Does something as the member of staff who is asking; fails with 401 when it is the public. */
    public <T> Uni<T> as(Function<Staff, Uni<? extends T>> deed) {
        return identity.getDeferredIdentity()
                .map(who -> StaffAuthentication.staff(who).orElseThrow(UnauthorizedException::new))
                .flatMap(deed);
    }

    /** The member of the brand's own staff who is asking; empty for stores and the public. */
    public Uni<Optional<Staff>> orPublic() {
        return identity.getDeferredIdentity()
                .map(who -> StaffAuthentication.staff(who).filter(staff -> staff.role() != Staff.Role.STORE));
    }
}
