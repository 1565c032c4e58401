package dev.yima.gateway.member;

import dev.yima.engine.PrizeKind;
import dev.yima.gateway.ledger.Account;
import dev.yima.gateway.ledger.Ledger;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a person has, with the brand that they met last. */
@ApplicationScoped
class Purse {
    private static final int WINNINGS_MAX = 200;

    private final People people;
    private final MemberStore members;
    private final Ledger ledger;
    private final Pool pool;

    Purse(People people, MemberStore members, Ledger ledger, Pool pool) {
        this.people = people;
        this.members = members;
        this.ledger = ledger;
        this.pool = pool;
    }

    /**
     * What is in a purse.
     *
     * @param member whose it is, null before the first scan
     * @param points the points they hold
     * @param winnings what they won, the latest first; at most 200
     */
    record Contents(@Nullable UUID member, long points, List<MemberStore.Winning> winnings) {}

    /** Opens the purse of a person. */
    Uni<Contents> of(Person person) {
        if (!person.known() || person.brand() == null) {
            return Uni.createFrom().item(new Contents(null, 0, List.of()));
        }
        UUID member = people.member(person, person.brand());
        Uni<Long> points = ledger.balance(pool, Account.member(member), PrizeKind.POINTS.unit(""));
        return Uni.combine()
                .all()
                .unis(points, members.rewards(member, WINNINGS_MAX))
                .with((balance, winnings) -> new Contents(member, balance, winnings));
    }
}
