package dev.yima.gateway.reward.gift;

import dev.yima.gateway.ledger.Account;
import dev.yima.gateway.ledger.Ledger;
import dev.yima.gateway.ledger.Transfer;
import dev.yima.gateway.ledger.Transfer.Reason;
import dev.yima.gateway.platform.staff.AuditChange;
import dev.yima.gateway.platform.staff.AuditLog;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import dev.yima.gateway.reward.gift.Gift.State;
import dev.yima.gateway.visitor.Visitor;
import dev.yima.gateway.visitor.VisitorCookies;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the gifts that were won. Only the winner is asked for an address, only they and staff of the brand read it,
 * and in the database it is encrypted.
 */
@ApplicationScoped
public class GiftDelivery {
    private final Pool pool;
    private final GiftRepository gifts;
    private final GiftAddressVault addresses;
    private final VisitorCookies cookies;
    private final Ledger ledger;
    private final AuditLog audit;
    private final Clock clock;

    GiftDelivery(
            Pool pool,
            GiftRepository gifts,
            GiftAddressVault addresses,
            VisitorCookies cookies,
            Ledger ledger,
            AuditLog audit,
            Clock clock) {
        this.pool = pool;
        this.gifts = gifts;
        this.addresses = addresses;
        this.cookies = cookies;
        this.ledger = ledger;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Lists gifts of a brand, in the order in which they were won; those of all states where the state is null. The
     * audit has whose addresses were among them.
     */
    Uni<List<GiftView>> list(Staff staff, @Nullable State state, UUID after, int limit) {
        return pool.withTransaction(tx -> gifts.list(tx, staff.brand(), state, after, limit)
                .call(found -> {
                    List<UUID> read = found.stream()
                            .filter(gift -> gift.sealedAddress() != null)
                            .map(Gift::claim)
                            .toList();
                    return read.isEmpty()
                            ? Uni.createFrom().voidItem()
                            : audit.write(
                                    tx,
                                    staff,
                                    "gift.addresses",
                                    Integer.toString(read.size()),
                                    AuditChange.of("gifts", null, read));
                })
                .map(found -> found.stream().map(this::view).toList()));
    }

    /** Those gifts of a member, by their ids, that are among some rewards. */
    public Uni<Map<UUID, GiftView>> of(UUID member, List<UUID> rewards) {
        return gifts.ofMember(pool, member, rewards)
                .map(found -> found.stream().map(this::view).collect(Collectors.toMap(GiftView::id, gift -> gift)));
    }

    /**
     * Sets the address of a gift, or replaces the one before. Fails with a problem when the visitor won no such gift,
     * or it was sent.
     */
    public Uni<Void> setAddress(Visitor visitor, UUID gift, GiftAddress address) {
        if (!visitor.known() || visitor.brand() == null) {
            throw new Problem(ProblemType.NOT_FOUND);
        }
        UUID member = cookies.member(visitor, visitor.brand());
        return pool.withTransaction(tx -> gifts.lockOfMember(tx, gift, member).flatMap(found -> {
            found.requireUnsent();
            return gifts.setAddress(tx, gift, addresses.seal(gift, address), clock.instant());
        }));
    }

    /**
     * Ships a gift: it leaves the brand's books. A second call only corrects the tracking number. Fails with a problem
     * when the brand has no such gift, or the gift has no address.
     *
     * @param tracking the carrier's number; null where there is none
     */
    Uni<GiftView> ship(Staff staff, UUID gift, @Nullable String tracking) {
        return pool.withTransaction(tx -> gifts.lockOfBrand(tx, gift, staff.brand())
                .flatMap(found -> {
                    found.requireAddress();
                    return found.state() == State.SHIPPED
                            ? Uni.createFrom().voidItem()
                            : ledger.write(tx, List.of(shipment(found)));
                })
                .flatMap(done -> gifts.setShipped(tx, gift, tracking, clock.instant()))
                .flatMap(done -> audit.write(tx, staff, "gift.ship", gift.toString()))
                .flatMap(done -> gifts.lockOfBrand(tx, gift, staff.brand()))
                .map(this::view));
    }

    private Transfer shipment(Gift gift) {
        return new Transfer(
                gift.brand(),
                gift.claim(),
                Reason.SHIP,
                "GIFT",
                Account.member(gift.member()),
                Account.paidOut(gift.brand()),
                1,
                clock.instant());
    }

    private GiftView view(Gift gift) {
        Buffer sealed = gift.sealedAddress();
        return new GiftView(
                gift.claim(),
                gift.member(),
                gift.title(),
                gift.state(),
                sealed == null ? null : addresses.open(gift.claim(), sealed.getBytes()),
                gift.tracking(),
                gift.addressedAt(),
                gift.shippedAt());
    }
}
