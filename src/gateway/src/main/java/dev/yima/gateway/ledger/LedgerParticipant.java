package dev.yima.gateway.ledger;

import dev.yima.engine.prize.PrizeAward;
import dev.yima.gateway.claim.Award;
import dev.yima.gateway.claim.ClaimCommitParticipant;
import dev.yima.gateway.claim.ClaimRequest;
import dev.yima.gateway.claim.LockedPacket;
import dev.yima.gateway.ledger.Transfer.Reason;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Stream;

/** Transfers prizes from the pool to the member, and packets that a claim opens from the reserve. */
@ApplicationScoped
class LedgerParticipant implements ClaimCommitParticipant {
    private final Ledger ledger;

    LedgerParticipant(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public LockOrder order() {
        return LockOrder.LEDGER;
    }

    @Override
    public Uni<Void> write(SqlConnection tx, List<Award> awards) {
        return ledger.write(
                tx, awards.stream().flatMap(LedgerParticipant::transfers).toList());
    }

    private static Stream<Transfer> transfers(Award award) {
        Stream.Builder<Transfer> transfers = Stream.builder();
        award.win().filter(win -> win.prize().kind().isBooked()).ifPresent(win -> transfers.add(prize(award, win)));
        award.prize()
                .map(prize -> prize.details().storeFee())
                .filter(fee -> fee > 0)
                .ifPresent(fee -> transfers.add(storeFee(award, fee)));
        award.opens().ifPresent(packet -> transfers.add(openedPacket(award, packet)));
        return transfers.build();
    }

    /** A prize that is locked or pending goes to the campaign's reserve: it is not the member's yet. */
    private static Transfer prize(Award award, PrizeAward win) {
        ClaimRequest request = award.request();
        return new Transfer(
                request.scan().brand(),
                request.id(),
                Reason.AWARD,
                award.unit().orElseThrow(),
                Account.pool(request.draw().campaign()),
                award.isReserved()
                        ? Account.reserve(request.draw().campaign())
                        : Account.member(request.scan().member()),
                win.amount(),
                request.scan().at());
    }

    private static Transfer storeFee(Award award, long fee) {
        ClaimRequest request = award.request();
        return new Transfer(
                request.scan().brand(),
                request.id(),
                Reason.RESERVE,
                request.draw().rules().currency(),
                Account.pool(request.draw().campaign()),
                Account.reserve(request.draw().campaign()),
                fee,
                request.scan().at());
    }

    private static Transfer openedPacket(Award award, LockedPacket packet) {
        return new Transfer(
                packet.brand(),
                packet.claim(),
                Reason.OPEN,
                packet.unit(),
                Account.reserve(packet.campaign()),
                Account.member(packet.member()),
                packet.amount(),
                award.request().scan().at());
    }
}
