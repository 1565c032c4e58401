package dev.yima.gateway.member.wallet;

import dev.yima.engine.prize.PrizeKind;
import dev.yima.gateway.ledger.Account;
import dev.yima.gateway.ledger.Ledger;
import dev.yima.gateway.member.MemberRepository;
import dev.yima.gateway.reward.points.PointsCreditRepository;
import dev.yima.gateway.visitor.Visitor;
import dev.yima.gateway.visitor.VisitorCookies;
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
class MemberWallet {
    /** Points do not expire between two looks at them. */
    private static final String SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;";

    private static final int WINNINGS_MAX = 200;

    private final VisitorCookies people;
    private final MemberRepository members;
    private final Ledger ledger;
    private final PointsCreditRepository credits;
    private final Pool pool;
    private final Clock clock;

    MemberWallet(
            VisitorCookies people,
            MemberRepository members,
            Ledger ledger,
            PointsCreditRepository credits,
            Pool pool,
            Clock clock) {
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
            List<MemberRepository.Winning> winnings) {
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
    Uni<Contents> of(Visitor person) {
        if (!person.known() || person.brand() == null) {
            return Uni.createFrom().item(new Contents(null, 0, 0, 0, null, List.of()));
        }
        UUID member = people.member(person, person.brand());
        return Uni.combine()
                .all()
                .unis(points(member), members.rewards(member, WINNINGS_MAX))
                .with((points, winnings) -> new Contents(
                        member,
                        Math.max(0, points.balance - points.standing.expired()),
                        points.standing.pending(),
                        points.standing.expiring(),
                        points.standing.expiresAt(),
                        winnings));
    }

    private Uni<Points> points(UUID member) {
        return pool.withTransaction(tx -> tx.query(SNAPSHOT)
                .execute()
                .flatMap(set -> ledger.balance(tx, Account.member(member), PrizeKind.POINTS.unit("")))
                .flatMap(balance ->
                        credits.pendingAndExpiring(tx, member, clock.instant()).map(standing -> new Points(balance, standing))));
    }

    /** The points of a person at one moment. */
    private record Points(long balance, PointsCreditRepository.PendingAndExpiring standing) {}
}
