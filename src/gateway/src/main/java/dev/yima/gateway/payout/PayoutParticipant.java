package dev.yima.gateway.payout;

import dev.yima.engine.prize.PrizeKind;
import dev.yima.gateway.claim.Award;
import dev.yima.gateway.claim.ClaimCommitParticipant;
import dev.yima.gateway.history.ScanRecord;
import dev.yima.gateway.platform.db.Columns;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts the cash that is won, or opened, into the outbox, for the provider of its brand. */
@ApplicationScoped
class PayoutParticipant implements ClaimCommitParticipant {
    private static final String INSERT = """
            INSERT INTO payout (claim_id, brand_id, campaign_id, member_id, provider, test, payee_account, amount,
                currency, state, bill_no, attempts, created_at, returns_at)
            SELECT p.claim, p.brand, p.campaign, p.member, coalesce(p.provider, c.provider, $10),
                p.provider IS NOT NULL, p.member::text, p.amount, p.currency, 'AWARDED',
                replace(p.claim::text, '-', ''), 0, p.at, p.returns_at
            FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], $6::text[], $7::timestamptz[],
                $8::timestamptz[], $9::text[])
                AS p(claim, brand, campaign, member, amount, currency, at, returns_at, provider)
            LEFT JOIN payout_provider c ON c.brand_id = p.brand""";

    private final PayoutProviders providers;

    PayoutParticipant(PayoutProviders providers) {
        this.providers = providers;
    }

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
        Tuple columns = Columns.of(cash)
                .uuids(Owed::claim)
                .uuids(Owed::brand)
                .uuids(Owed::campaign)
                .uuids(Owed::member)
                .longs(Owed::amount)
                .texts(Owed::currency)
                .instants(Owed::at)
                .instants(Owed::returnsAt)
                .texts(owed -> owed.test ? providers.trialId() : null)
                .value(providers.defaultId())
                .tuple();
        return tx.preparedQuery(INSERT).execute(columns).replaceWithVoid();
    }

    /** An amount owed to a member from now on. */
    private record Owed(
            UUID claim,
            UUID brand,
            UUID campaign,
            UUID member,
            long amount,
            String currency,
            Instant at,
            @Nullable Instant returnsAt,
            boolean test) {
        static Optional<Owed> won(Award award) {
            ScanRecord scan = award.request().scan();
            return award.win()
                    .filter(win -> win.prize().kind() == PrizeKind.CASH && !award.isLocked())
                    .map(win -> new Owed(
                            award.request().id(),
                            scan.brand(),
                            award.request().draw().campaign(),
                            scan.member(),
                            win.amount(),
                            award.unit().orElseThrow(),
                            scan.at(),
                            award.returnsAt().orElse(null),
                            award.request().draw().test()));
        }

        static Optional<Owed> opened(Award award) {
            return award.opens()
                    .filter(packet -> packet.kind() == PrizeKind.CASH)
                    .map(packet -> new Owed(
                            packet.claim(),
                            packet.brand(),
                            packet.campaign(),
                            packet.member(),
                            packet.amount(),
                            packet.unit(),
                            award.request().scan().at(),
                            null,
                            award.request().draw().test()));
        }
    }
}
