package dev.yima.gateway.platform.staff;

import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.Provider;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerResponseFilter;

/** Writes down calls that the role of their key forbids: whoever has found a key tries what it opens. */
@Provider
class ForbiddenCallFilter implements ResteasyReactiveContainerResponseFilter {
    private static final int PATH_MAX = 200;

    private final CurrentIdentityAssociation identity;
    private final RefusedKeys refusals;

    ForbiddenCallFilter(CurrentIdentityAssociation identity, RefusedKeys refusals) {
        this.identity = identity;
        this.refusals = refusals;
    }

    @Override
    public void filter(ResteasyReactiveContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() != Status.FORBIDDEN.getStatusCode()) {
            return;
        }
        String path = request.getUriInfo().getRequestUri().getRawPath();
        String call = request.getMethod() + ' ' + path.substring(0, Math.min(path.length(), PATH_MAX));
        request.suspend();
        identity.getDeferredIdentity()
                .map(StaffAuthentication::staff)
                .flatMap(who -> who.map(staff -> refusals.forbidden(staff, call))
                        .orElseGet(() -> Uni.createFrom().voidItem()))
                .subscribe()
                .with(done -> request.resume(), failure -> request.resume());
    }
}
