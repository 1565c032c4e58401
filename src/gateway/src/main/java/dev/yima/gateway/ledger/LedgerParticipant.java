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

/** Moves what is won from the pool to the member, and what a claim opens. */
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
        award.win().filter(win -> win.prize().kind().isBooked()).ifPresent(win -> transfers.add(won(award, win)));
        award.prize()
                .map(prize -> prize.details().storeFee())
                .filter(fee -> fee > 0)
                .ifPresent(fee -> transfers.add(setAside(award, fee)));
        award.opens().ifPresent(packet -> transfers.add(opened(award, packet)));
        return transfers.build();
    }

    /** What is locked or waits is set aside by the campaign: it is not the member's yet. */
    private static Transfer won(Award award, PrizeAward win) {
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

    private static Transfer setAside(Award award, long fee) {
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

    private static Transfer opened(Award award, LockedPacket packet) {
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
