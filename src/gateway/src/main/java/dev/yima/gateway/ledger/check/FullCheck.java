package dev.yima.gateway.ledger.check;

import dev.yima.gateway.ledger.check.Law.Reach;
import dev.yima.gateway.ledger.check.Seals.Next;
import dev.yima.gateway.ledger.check.Seals.Seal;
import dev.yima.gateway.platform.async.AsyncLoop;
import dev.yima.gateway.platform.db.DatabasePools;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Checks every row of every brand, part by part, each in a transaction of its own: the rows of each seal against the
 * laws and against its digest, the sums of all seals against the rows, then what is not sealed yet, which it seals, and
 * in the end all accounts. No part reads more than a seal has, so that no snapshot is long. While a full check runs,
 * nobody else seals: it would compare sums with rows that it has not read, and forget the faults of a seal that it has
 * not seen.
 */
@ApplicationScoped
class FullCheck {
    /** The most that a seal has: 80 MiB of transfers, about half a million. */
    static final long SEAL_PAGES = 10_240;

    private static final int STATEMENT_SECONDS = 600;
    private static final int OWNERS_PARTS_MAX = 256;
    private static final long ACCOUNTS_IN_PART = 500_000;
    private static final String ACCOUNTS =
            "SELECT greatest(reltuples, 0)::bigint AS accounts FROM pg_class WHERE oid = 'account'::regclass";

    private final Pool pool;
    private final Seals seals;
    private final CheckRequests requests;
    private final Clock clock;
    private final long sealPages;

    @Inject
    FullCheck(DatabasePools pools, Seals seals, CheckRequests requests, Clock clock) {
        this(pools.reports(), seals, requests, clock, SEAL_PAGES);
    }

    FullCheck(Pool pool, Seals seals, CheckRequests requests, Clock clock, long sealPages) {
        this.pool = pool;
        this.seals = seals;
        this.requests = requests;
        this.clock = clock;
        this.sealPages = sealPages;
    }

    /**
     * Runs a full check.
     *
     * @param run the run of the requests that it answers, renewed after each part; it fails when another takes over
     * @return the faults of all brands, which {@link LedgerCheck} tells from now on, too
     */
    Uni<Faults> run(UUID run) {
        List<Faults> found = Collections.synchronizedList(new ArrayList<>());
        Function<Faults, Uni<?>> note = faults -> {
            found.add(faults);
            return requests.carryOn(run);
        };
        return seals.forgetRecount(pool)
                // Behind whoever was sealing when this run began.
                .flatMap(forgotten -> inTransaction(seals::all))
                .flatMap(all ->
                        each(all.size(), n -> prove(run, n == 0 ? Seal.NONE : all.get(n - 1), all.get(n)), note))
                .flatMap(proven -> slices(slice -> seals.miscounted(pool, run, slice.first, slice.last), note))
                .flatMap(counted -> AsyncLoop.whilst(() -> sealNext(false, run)
                        .call(seal -> note.apply(seal.faults))
                        .map(Sealed::more)))
                .flatMap(made -> seals.summarize(pool))
                .flatMap(summarized -> slices(this::balances, note))
                .flatMap(balanced -> inTransaction(FullCheck::whole))
                .call(note::apply)
                .flatMap(checked -> inTransaction(
                        tx -> requests.carryOn(tx, run).flatMap(still -> seals.replace(tx, Faults.sum(found)))))
                .call(done -> seals.forgetRecount(pool))
                .map(done -> Faults.sum(found));
    }

    /**
     * Seals what was written since the last seal, unless a full check runs, which does so itself. Its faults are
     * recorded with it, so that a seal hides none. Where one seal does not hold it, all accounts are compared in the
     * end.
     */
    Uni<Void> seal() {
        AtomicInteger made = new AtomicInteger();
        return AsyncLoop.whilst(() -> sealNext(made.get() == 0, null)
                        .invoke(made::incrementAndGet)
                        .map(Sealed::more))
                .flatMap(done -> seals.summarize(pool))
                .flatMap(summarized -> made.get() == 1
                        ? Uni.createFrom().voidItem()
                        : slices(this::balances, faults -> inTransaction(tx -> seals.record(tx, faults))));
    }

    private static Uni<Faults> whole(SqlConnection tx) {
        TransactionRange everything = TransactionRange.since(null, 0);
        return Laws.check(tx, Set.of(Reach.ALL), everything)
                .flatMap(broken -> PointsLaws.HELD.check(tx, everything).map(broken::plus));
    }

    private Uni<Faults> prove(UUID run, Seal before, Seal seal) {
        TransactionRange range = new TransactionRange(null, before.until(), seal.until());
        return inTransaction(tx -> Laws.check(tx, Set.of(Reach.ROWS), range)
                .flatMap(broken -> seals.prove(tx, run, seal, range).map(broken::plus)));
    }

    /**
     * A seal that was made, or not.
     *
     * @param more whether there is more to seal
     * @param faults what breaks laws in it
     */
    private record Sealed(boolean more, Faults faults) {}

    private Uni<Sealed> sealNext(boolean withAccounts, @Nullable UUID run) {
        return inTransaction(tx -> requests.isAnotherRunning(tx, run)
                .flatMap(another ->
                        another ? Uni.createFrom().item(new Sealed(false, Faults.NONE)) : sealNext(tx, withAccounts)));
    }

    private Uni<Sealed> sealNext(SqlConnection tx, boolean withAccounts) {
        return seals.last(tx)
                .flatMap(last -> seals.next(tx, last, sealPages, clock.instant())
                        .flatMap(next -> next.seal().until() <= last.until()
                                ? Uni.createFrom().item(new Sealed(false, Faults.NONE))
                                : seal(tx, last, next, withAccounts && !next.more())));
    }

    /** Accounts are as they are now, so they can be compared only with a seal after which there is no other. */
    private Uni<Sealed> seal(SqlConnection tx, Seal last, Next next, boolean withAccounts) {
        TransactionRange range =
                new TransactionRange(null, last.until(), next.seal().until());
        return Laws.check(tx, Set.of(Reach.ROWS), range)
                .flatMap(rows -> withAccounts
                        ? Laws.check(tx, Set.of(Reach.ACCOUNTS), TransactionRange.since(null, last.until()))
                                .map(rows::plus)
                        : Uni.createFrom().item(rows))
                .call(faults -> seals.write(tx, next.seal(), range).flatMap(done -> seals.record(tx, faults)))
                .map(faults -> new Sealed(next.more(), faults));
    }

    private Uni<Faults> balances(Slice slice) {
        return inTransaction(tx -> seals.last(tx).flatMap(made -> seals.balances(tx, slice.first, slice.last, made)));
    }

    /** A part of all owners, by their ids. */
    private record Slice(UUID first, UUID last) {
        static Slice of(int part, int parts) {
            long width = (1L << 32) / parts;
            long last = part == parts - 1 ? (1L << 32) - 1 : (part + 1) * width - 1;
            return new Slice(new UUID(part * width << 32, 0), new UUID(last << 32 | 0xFFFFFFFFL, -1));
        }
    }

    private Uni<Void> slices(Function<Slice, Uni<Faults>> work, Function<Faults, Uni<?>> note) {
        return pool.query(ACCOUNTS)
                .execute()
                .map(rows -> rows.iterator().next().getLong("accounts"))
                .map(accounts -> (int) Math.min(OWNERS_PARTS_MAX, 1 + accounts / ACCOUNTS_IN_PART))
                .flatMap(parts -> each(parts, part -> work.apply(Slice.of(part, parts)), note));
    }

    private static Uni<Void> each(int count, Function<Integer, Uni<Faults>> work, Function<Faults, Uni<?>> note) {
        return Multi.createFrom()
                .iterable(IntStream.range(0, count).boxed().toList())
                .onItem()
                .transformToUniAndConcatenate(n -> work.apply(n).call(note::apply))
                .onItem()
                .ignoreAsUni();
    }

    private <T> Uni<T> inTransaction(Function<SqlConnection, Uni<T>> work) {
        return CheckTransaction.run(pool, CheckTransaction.SEALING, STATEMENT_SECONDS, work);
    }
}
