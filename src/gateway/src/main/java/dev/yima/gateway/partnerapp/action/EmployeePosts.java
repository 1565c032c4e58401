package dev.yima.gateway.partnerapp.action;

import dev.yima.gateway.partner.PartnerKind;
import dev.yima.gateway.partner.people.Employee;
import dev.yima.gateway.partner.people.EmployeeRepository;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.ratelimit.RateLimiter;
import dev.yima.gateway.visitor.EmployeeRequest;
import dev.yima.gateway.visitor.RequestOrigin;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The posts of employees: their roles at partners, and the network from which they were last seen. */
@ApplicationScoped
public class EmployeePosts {
    private final EmployeeRepository employees;
    private final RateLimiter limits;
    private final RequestOrigin requestOrigin;
    private final Pool pool;

    EmployeePosts(EmployeeRepository employees, RateLimiter limits, RequestOrigin requestOrigin, Pool pool) {
        this.employees = employees;
        this.limits = limits;
        this.requestOrigin = requestOrigin;
        this.pool = pool;
    }

    /** The posts that a member has now, in the order in which they took them; empty for a consumer. */
    public Uni<List<Employee>> of(UUID member) {
        return employees.of(pool, member);
    }

    /**
     * The posts of the employee who asks, whose network is written down. A request counts once against the employee's
     * limit, however often it asks.
     *
     * @return at least one post; fails with {@code NOT_A_PARTNER} when there is none, and beyond the limit
     */
    public Uni<List<Employee>> require(EmployeeRequest request, UUID member) {
        return require(request, member, of(member));
    }

    /** The same, where posts at closed partners count too. */
    Uni<List<Employee>> requireAnywhere(EmployeeRequest request, UUID member) {
        return require(request, member, employees.anywhere(pool, member));
    }

    private Uni<List<Employee>> require(EmployeeRequest request, UUID member, Uni<List<Employee>> found) {
        return found.flatMap(posts -> {
            if (posts.isEmpty()) {
                return Uni.createFrom().failure(new Problem(ProblemType.NOT_A_PARTNER));
            }
            if (!request.markCounted()) {
                return Uni.createFrom().item(posts);
            }
            limits.scan(member.toString(), request.at());
            return employees
                    .touch(pool, member, requestOrigin.trace(request.network(), request.browser()), request.at())
                    .replaceWith(posts);
        });
    }

    /**
     * The post in which an employee acts for a store.
     *
     * @param posts all posts of the employee
     * @param store the store that was named; null for none
     * @param allowed whether a post permits the act
     * @return fails with {@code NOT_A_PARTNER} when none fits, and on {@code partnerId} when several stores do
     */
    public static Employee acting(List<Employee> posts, @Nullable UUID store, Predicate<Employee> allowed) {
        List<Employee> fit = posts.stream()
                .filter(post -> post.partner().kind() == PartnerKind.STORE)
                .filter(allowed)
                .filter(post -> store == null || post.partner().id().equals(store))
                .toList();
        if (fit.isEmpty()) {
            throw new Problem(ProblemType.NOT_A_PARTNER);
        }
        if (fit.stream().map(post -> post.partner().id()).distinct().count() > 1) {
            throw Problem.invalid("partnerId", "must say for which store");
        }
        return fit.get(0);
    }
}
