package dev.yima.gateway.member;

import dev.yima.gateway.claim.Award;
import dev.yima.gateway.claim.ClaimCommitParticipant;
import dev.yima.gateway.member.MemberRepository.Activity;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Creates the members who claim or earn, and counts their claims. */
@ApplicationScoped
class MemberParticipant implements ClaimCommitParticipant {
    private final MemberRepository members;

    MemberParticipant(MemberRepository members) {
        this.members = members;
    }

    @Override
    public LockOrder order() {
        return LockOrder.MEMBER;
    }

    @Override
    public Uni<Void> write(SqlConnection tx, List<Award> awards) {
        return members.touch(
                tx,
                awards.stream()
                        .map(award -> new Activity(award.request().scan(), award.isLinked() ? 0 : 1))
                        .toList());
    }
}
