package dev.yima.gateway.platform.staff;

import dev.yima.gateway.platform.staff.StaffQuota.Cost;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The member of staff who makes the current request. */
@ApplicationScoped
public class CurrentStaff {
    private final CurrentIdentityAssociation identity;
    private final CurrentVertxRequest request;
    private final StaffQuota quota;

    CurrentStaff(CurrentIdentityAssociation identity, CurrentVertxRequest request, StaffQuota quota) {
        this.identity = identity;
        this.request = request;
        this.quota = quota;
    }

    /**
     * Runs an action as the member of staff who makes the request. Fails with 401 when it is the public, and with
     * {@link dev.yima.gateway.problem.ProblemType#TOO_MANY_CALLS} when the quota of the key or the brand is used up.
     */
    public <T> Uni<T> as(Function<Staff, Uni<? extends T>> action) {
        HttpMethod method = request.getCurrent().request().method();
        return as(HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method) ? Cost.READ : Cost.WRITE, action);
    }

    /** The same for a call of another cost than its method says. */
    public <T> Uni<T> as(Cost cost, Function<Staff, Uni<? extends T>> action) {
        return identity.getDeferredIdentity()
                .map(who -> StaffAuthentication.staff(who).orElseThrow(UnauthorizedException::new))
                .call(who -> quota.take(who, cost))
                .flatMap(action);
    }

    /** The id of the key that makes the request, which costs as much as reading; empty for the public. */
    public Uni<Optional<UUID>> key() {
        return identity.getDeferredIdentity()
                .map(StaffAuthentication::staff)
                .call(who -> who.isPresent()
                        ? quota.take(who.get(), Cost.READ)
                        : Uni.createFrom().voidItem())
                .map(who -> who.map(Staff::key));
    }

    /** The member of the brand's own staff who makes the request; empty for stores and the public. */
    public Uni<Optional<Staff>> orPublic() {
        return identity.getDeferredIdentity()
                .map(who -> StaffAuthentication.staff(who).filter(staff -> staff.role() != Staff.Role.STORE))
                .call(who -> who.isPresent()
                        ? quota.take(who.get(), Cost.READ)
                        : Uni.createFrom().voidItem());
    }
}
