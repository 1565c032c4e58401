package dev.yima.gateway.member;

import dev.yima.engine.PrizeKind;
import dev.yima.gateway.ledger.Account;
import dev.yima.gateway.ledger.Ledger;
import dev.yima.gateway.points.PointsCredits;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.text.NumberFormat;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a person has, with the brand that they met last. */
@ApplicationScoped
class Purse {
    private static final int WINNINGS_MAX = 200;

    private final People people;
    private final MemberStore members;
    private final Ledger ledger;
    private final PointsCredits credits;
    private final Pool pool;
    private final Clock clock;

    Purse(People people, MemberStore members, Ledger ledger, PointsCredits credits, Pool pool, Clock clock) {
        this.people = people;
        this.members = members;
        this.ledger = ledger;
        this.credits = credits;
        this.pool = pool;
        this.clock = clock;
    }

    /**
     * What is in a purse.
     *
     * @param member whose it is, null before the first scan
     * @param points the points that count
     * @param pending the points that wait
     * @param expiring of those that count, the points that expire next; 0 when none ever does
     * @param expiresAt when they do, null when none ever does
     * @param winnings what they won, the latest first; at most 200
     */
    record Contents(
            @Nullable UUID member,
            long points,
            long pending,
            long expiring,
            @Nullable Instant expiresAt,
            List<MemberStore.Winning> winnings) {
        /** Whether there is nothing to show. */
        public boolean nothing() {
            return winnings.isEmpty() && points == 0;
        }

        /** A number for people. */
        public String number(long number, Locale locale) {
            return NumberFormat.getIntegerInstance(locale).format(number);
        }
    }

    /** Opens the purse of a person. */
    Uni<Contents> of(Person person) {
        if (!person.known() || person.brand() == null) {
            return Uni.createFrom().item(new Contents(null, 0, 0, 0, null, List.of()));
        }
        UUID member = people.member(person, person.brand());
        Uni<Long> points = ledger.balance(pool, Account.member(member), PrizeKind.POINTS.unit(""));
        return Uni.combine()
                .all()
                .unis(points, credits.standing(pool, member, clock.instant()), members.rewards(member, WINNINGS_MAX))
                .with((balance, standing, winnings) -> new Contents(
                        member,
                        Math.max(0, balance - standing.over()),
                        standing.pending(),
                        standing.expiring(),
                        standing.expiresAt(),
                        winnings));
    }
}
