package dev.yima.gateway.partnerapp.action;

import dev.yima.codec.CodeKind;
import dev.yima.engine.prize.ClaimSlot;
import dev.yima.engine.scan.LotState;
import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.lot.catalogue.CachedLot;
import dev.yima.gateway.partner.people.Employee;
import dev.yima.gateway.partner.people.Permission;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A genuine code that an employee of one of its brand's partners has scanned.
 *
 * @param code the code
 * @param lot its lot, as this serial has it
 * @param member the employee, as the brand knows them
 * @param posts the employee's roles at partners, at least one
 */
public record PartnerItem(CodeRef code, CachedLot lot, UUID member, List<Employee> posts) {
    /** The brand of the code. */
    public UUID brand() {
        return lot.brand().id();
    }

    /** Fails with {@code WRONG_LEVEL} for a code of another kind, and with {@code NOT_ON_SALE} unless it is on sale. */
    void requireOnSale(CodeKind kind) {
        if (lot.kind() != kind) {
            throw new Problem(ProblemType.WRONG_LEVEL, "the code must be of kind " + kind);
        }
        requireOnSale();
    }

    /** Fails with {@code NOT_ON_SALE} unless the code is on sale. */
    void requireOnSale() {
        if (lot.state() != LotState.ACTIVE) {
            throw new Problem(ProblemType.NOT_ON_SALE);
        }
    }

    /** The post with a permission at a store; fails as {@link EmployeePosts#acting}. */
    Employee acting(@Nullable UUID store, Permission permission) {
        return EmployeePosts.acting(posts, store, post -> post.may(permission));
    }

    /** The post as a promoter (促销员) at a store; fails as {@link EmployeePosts#acting}. */
    Employee promoter(@Nullable UUID store) {
        return EmployeePosts.acting(posts, store, post -> post.role().slot() == ClaimSlot.GUIDE);
    }
}
