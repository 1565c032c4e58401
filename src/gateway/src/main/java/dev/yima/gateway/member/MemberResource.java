package dev.yima.gateway.member;

import dev.yima.engine.PrizeKind;
import dev.yima.gateway.claim.Reward;
import dev.yima.gateway.ledger.Account;
import dev.yima.gateway.ledger.Ledger;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a person has, with the brand that they met last. */
@Path("/api/v1/me")
@Tag(name = "Public")
@NonBlocking
public class MemberResource {
    private static final int REWARDS_MAX = 200;

    private final People people;
    private final MemberStore members;
    private final Ledger ledger;
    private final Pool pool;

    MemberResource(People people, MemberStore members, Ledger ledger, Pool pool) {
        this.people = people;
        this.members = members;
        this.ledger = ledger;
        this.pool = pool;
    }

    /**
     * A member.
     *
     * @param memberId the member's id with the brand, null before the first scan
     * @param points the points they hold
     * @param rewards what they won, the latest first; at most 200
     */
    @Schema(name = "Me")
    public record Me(
            @Nullable UUID memberId,
            @Schema(examples = "50") long points,
            List<Reward> rewards) {}

    /** Shows the person what they have. */
    @GET
    @Operation(summary = "What I have", description = "The person is the cookie, the brand the one they scanned last.")
    public Uni<Me> me(@Nullable @CookieParam(People.COOKIE) String cookie) {
        Person person = people.of(cookie);
        if (!person.known() || person.brand() == null) {
            return Uni.createFrom().item(new Me(null, 0, List.of()));
        }
        UUID member = people.member(person, person.brand());
        Uni<Long> points = ledger.balance(pool, Account.member(member), PrizeKind.POINTS.unit(""));
        return Uni.combine()
                .all()
                .unis(points, members.rewards(member, REWARDS_MAX))
                .with((balance, rewards) -> new Me(member, balance, rewards));
    }
}
