package dev.yima.gateway.payout;

import dev.yima.engine.prize.PrizeKind;
import dev.yima.gateway.claim.Award;
import dev.yima.gateway.claim.ClaimCommitParticipant;
import dev.yima.gateway.history.ScanRecord;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts the cash that is won, or opened, into the outbox. */
@ApplicationScoped
class PayoutParticipant implements ClaimCommitParticipant {
    private static final String INSERT = """
            INSERT INTO payout (claim_id, brand_id, member_id, amount, currency, state, bill_no, attempts, due_at,
                created_at, returns_at)
            SELECT p.claim, p.brand, p.member, p.amount, p.currency, 'AWARDED', replace(p.claim::text, '-', ''), 0,
                p.at, p.at, p.returns_at
            FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::timestamptz[],
                $7::timestamptz[])
                AS p(claim, brand, member, amount, currency, at, returns_at)""";

    @Override
    public LockOrder order() {
        return LockOrder.PAYOUT;
    }

    @Override
    public Uni<Void> write(SqlConnection tx, List<Award> awards) {
        List<Owed> cash = awards.stream()
                .flatMap(award -> Stream.of(Owed.won(award), Owed.opened(award)))
                .flatMap(Optional::stream)
                .toList();
        if (cash.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple columns = Tuple.tuple()
                .addArrayOfUUID(cash.stream().map(Owed::claim).toArray(UUID[]::new))
                .addArrayOfUUID(cash.stream().map(Owed::brand).toArray(UUID[]::new))
                .addArrayOfUUID(cash.stream().map(Owed::member).toArray(UUID[]::new))
                .addArrayOfLong(cash.stream().map(Owed::amount).toArray(Long[]::new))
                .addArrayOfString(cash.stream().map(Owed::currency).toArray(String[]::new))
                .addArrayOfOffsetDateTime(cash.stream()
                        .map(owed -> owed.at.atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new))
                .addArrayOfOffsetDateTime(cash.stream()
                        .map(owed -> owed.returnsAt == null ? null : owed.returnsAt.atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new));
        return tx.preparedQuery(INSERT).execute(columns).replaceWithVoid();
    }

    /** Money that is the person's from now on. */
    private record Owed(
            UUID claim,
            UUID brand,
            UUID member,
            long amount,
            String currency,
            Instant at,
            @Nullable Instant returnsAt) {
        static Optional<Owed> won(Award award) {
            ScanRecord scan = award.request().scan();
            return award.win()
                    .filter(win -> win.prize().kind() == PrizeKind.CASH && !award.isLocked())
                    .map(win -> new Owed(
                            award.request().id(),
                            scan.brand(),
                            scan.member(),
                            win.amount(),
                            award.unit().orElseThrow(),
                            scan.at(),
                            award.returnsAt().orElse(null)));
        }

        static Optional<Owed> opened(Award award) {
            return award.opens()
                    .filter(packet -> packet.kind() == PrizeKind.CASH)
                    .map(packet -> new Owed(
                            packet.claim(),
                            packet.brand(),
                            packet.member(),
                            packet.amount(),
                            packet.unit(),
                            award.request().scan().at(),
                            null));
        }
    }
}
