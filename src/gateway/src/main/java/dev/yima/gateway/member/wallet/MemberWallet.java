package dev.yima.gateway.member.wallet;

import dev.yima.engine.prize.PrizeKind;
import dev.yima.gateway.claim.Reward;
import dev.yima.gateway.ledger.Account;
import dev.yima.gateway.ledger.Ledger;
import dev.yima.gateway.member.MemberRepository;
import dev.yima.gateway.reward.gift.GiftAddress;
import dev.yima.gateway.reward.gift.GiftDelivery;
import dev.yima.gateway.reward.gift.GiftView;
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
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rewards and points of a visitor, with the brand that they scanned last. */
@ApplicationScoped
class MemberWallet {
    /** One snapshot, so that no points expire between the two queries. */
    private static final String SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;";

    private static final int REWARDS_MAX = 200;

    private final VisitorCookies cookies;
    private final MemberRepository members;
    private final Ledger ledger;
    private final PointsCreditRepository credits;
    private final GiftDelivery gifts;
    private final Pool pool;
    private final Clock clock;

    MemberWallet(
            VisitorCookies cookies,
            MemberRepository members,
            Ledger ledger,
            PointsCreditRepository credits,
            GiftDelivery gifts,
            Pool pool,
            Clock clock) {
        this.cookies = cookies;
        this.members = members;
        this.ledger = ledger;
        this.credits = credits;
        this.gifts = gifts;
        this.pool = pool;
        this.clock = clock;
    }

    /**
     * The contents of a wallet.
     *
     * @param member its owner, null before the first scan
     * @param points the points that count
     * @param pending the points that are pending
     * @param expiring of those that count, the points that expire next; 0 when none ever does
     * @param expiresAt the moment at which those expire, null when none ever does
     * @param rewards the rewards, the latest first; at most 200
     * @param gifts those of them that are gifts, by their ids
     */
    record Contents(
            @Nullable UUID member,
            long points,
            long pending,
            long expiring,
            @Nullable Instant expiresAt,
            List<MemberRepository.MemberReward> rewards,
            Map<UUID, GiftView> gifts) {
        private static final Contents NONE = new Contents(null, 0, 0, 0, null, List.of(), Map.of());

        /** A gift; null where the reward is none. */
        public @Nullable GiftView gift(UUID reward) {
            return gifts.get(reward);
        }

        /** Whether there are neither rewards nor points. */
        public boolean empty() {
            return rewards.isEmpty() && points == 0;
        }

        /** A number as a text, by the conventions of a language. */
        public String number(long number, Locale locale) {
            return NumberFormat.getIntegerInstance(locale).format(number);
        }
    }

    /** Whether a visitor is a member of the brand whose code they scanned last. */
    Uni<Boolean> isOf(Visitor visitor) {
        return visitor.brand() == null
                ? Uni.createFrom().item(false)
                : members.isThere(cookies.member(visitor, visitor.brand()));
    }

    /**
     * An address that was entered and refused.
     *
     * @param gift the gift
     * @param address the address
     */
    record Entry(UUID gift, GiftAddress address) {
        /** Whether it was entered for a gift. */
        public boolean isFor(UUID other) {
            return gift.equals(other);
        }
    }

    /** Reads the wallet of a visitor; it is empty before the first scan. */
    Uni<Contents> of(Visitor visitor) {
        if (!visitor.known() || visitor.brand() == null) {
            return Uni.createFrom().item(Contents.NONE);
        }
        UUID member = cookies.member(visitor, visitor.brand());
        return Uni.combine()
                .all()
                .unis(points(member), members.rewards(member, REWARDS_MAX))
                .asTuple()
                .flatMap(found -> gifts(member, found.getItem2())
                        .map(gifts -> contents(member, found.getItem1(), found.getItem2(), gifts)));
    }

    private static Contents contents(
            UUID member, Points points, List<MemberRepository.MemberReward> rewards, Map<UUID, GiftView> gifts) {
        return new Contents(
                member,
                Math.max(0, points.balance - points.parts.expired()),
                points.parts.pending(),
                points.parts.expiring(),
                points.parts.expiresAt(),
                rewards,
                gifts);
    }

    private Uni<Map<UUID, GiftView>> gifts(UUID member, List<MemberRepository.MemberReward> rewards) {
        List<UUID> won = rewards.stream()
                .map(MemberRepository.MemberReward::reward)
                .filter(reward -> reward.kind() == PrizeKind.GIFT)
                .map(Reward::id)
                .toList();
        return won.isEmpty() ? Uni.createFrom().item(Map.of()) : gifts.of(member, won);
    }

    private Uni<Points> points(UUID member) {
        return pool.withTransaction(tx -> tx.query(SNAPSHOT)
                .execute()
                .flatMap(set -> ledger.balance(tx, Account.member(member), PrizeKind.POINTS.unit("")))
                .flatMap(balance -> credits.pendingAndExpiring(tx, member, clock.instant())
                        .map(parts -> new Points(balance, parts))));
    }

    /**
     * The points of a member at one moment.
     *
     * @param balance the balance of the account
     * @param parts those that are pending, or that expire
     */
    private record Points(long balance, PointsCreditRepository.PendingAndExpiring parts) {}
}
