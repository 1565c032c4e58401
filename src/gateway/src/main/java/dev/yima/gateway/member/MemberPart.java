package dev.yima.gateway.member;

import dev.yima.gateway.claim.Award;
import dev.yima.gateway.claim.ClaimPart;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Makes the claimant a member, and counts the claim. */
@ApplicationScoped
class MemberPart implements ClaimPart {
    private final MemberStore members;

    MemberPart(MemberStore members) {
        this.members = members;
    }

    @Override
    public LockOrder order() {
        return LockOrder.MEMBER;
    }

    @Override
    public Uni<Void> write(SqlConnection tx, List<Award> awards) {
        return members.seen(
                tx, awards.stream().map(award -> award.request().scan()).toList(), 1);
    }
}
