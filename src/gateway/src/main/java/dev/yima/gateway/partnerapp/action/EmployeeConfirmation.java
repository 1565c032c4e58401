package dev.yima.gateway.partnerapp.action;

import dev.yima.gateway.partner.people.Employee;
import dev.yima.gateway.partner.people.EmployeePins;
import dev.yima.gateway.partner.people.NetworkPseudonym;
import dev.yima.gateway.partner.people.Pin;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.visitor.EmployeeRequest;
import dev.yima.gateway.visitor.RequestOrigin;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Confirmation by PIN that it is the employee who acts: a cookie that was copied is not enough for what brings money or
 * power. It holds for a browser on a network, and for some hours.
 */
@ApplicationScoped
public class EmployeeConfirmation {
    private final EmployeePins pins;
    private final EmployeePosts posts;
    private final RequestOrigin requestOrigin;
    private final Duration holdsFor;

    EmployeeConfirmation(EmployeePins pins, EmployeePosts posts, RequestOrigin requestOrigin, YimaConfig config) {
        this.pins = pins;
        this.posts = posts;
        this.requestOrigin = requestOrigin;
        this.holdsFor = config.partners().confirmedFor();
    }

    /** Fails with {@code CONFIRMATION_NEEDED} unless the employee has confirmed from where they ask, not long ago. */
    public Uni<Void> require(EmployeeRequest request, UUID member) {
        return pins.isConfirmed(member, trace(request), request.at().minus(holdsFor))
                .invoke(confirmed -> {
                    if (!confirmed) {
                        throw new Problem(ProblemType.CONFIRMATION_NEEDED);
                    }
                })
                .replaceWithVoid();
    }

    /**
     * Confirms with a PIN that it is the employee who asks.
     *
     * @return the moment until which it holds; fails as {@link EmployeePins#confirm}, and as
     *     {@link EmployeePosts#require}
     */
    public Uni<Instant> confirm(EmployeeRequest request, UUID member, Pin pin) {
        return confirm(member, pin, request, posts.require(request, member));
    }

    /** The same for whoever joins a partner: those where they work already may all be closed. */
    public Uni<Instant> confirmToJoin(EmployeeRequest request, UUID member, Pin pin) {
        return confirm(member, pin, request, posts.requireAnywhere(request, member));
    }

    private Uni<Instant> confirm(UUID member, Pin pin, EmployeeRequest request, Uni<List<Employee>> required) {
        return required.flatMap(found -> pins.confirm(member, pin, trace(request)))
                .map(at -> at.plus(holdsFor));
    }

    /** Makes a PIN that of the employee who asks, and confirms with it. */
    public Uni<Void> choose(SqlClient tx, EmployeeRequest request, UUID member, Pin pin) {
        return pins.choose(tx, member, pin, trace(request));
    }

    private NetworkPseudonym trace(EmployeeRequest request) {
        return requestOrigin.trace(request.network(), request.browser());
    }
}
