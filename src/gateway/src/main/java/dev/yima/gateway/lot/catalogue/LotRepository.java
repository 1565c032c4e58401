package dev.yima.gateway.lot.catalogue;

import dev.yima.codec.LotNumber;
import dev.yima.codec.Pack;
import dev.yima.engine.scan.LotState;
import dev.yima.engine.scan.StopReason;
import dev.yima.gateway.history.ScanReader;
import dev.yima.gateway.lot.LotRowLock;
import dev.yima.gateway.lot.catalogue.LotResource.NewLot;
import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.staff.AuditChange;
import dev.yima.gateway.platform.staff.AuditLog;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** The table of lots, as staff edit it. */
@ApplicationScoped
class LotRepository {
    private static final int NUMBER_ATTEMPTS = 20;
    private static final Duration DAY = Duration.ofDays(1);
    private static final String LIST = """
            FROM Lot WHERE brandId = :brand AND number > :after ORDER BY number""";
    private static final String LIST_OF_ORDER = """
            FROM Lot WHERE brandId = :brand AND number > :after AND orderNumber = :order ORDER BY number""";
    private static final String BY_REQUEST = """
            FROM Lot WHERE brandId = :brand AND requestKey = :key""";
    private static final String OWN_PRODUCTS = "SELECT count(*) FROM product WHERE id = :id AND brand_id = :brand";
    private static final String OWN_CAMPAIGNS = "SELECT count(*) FROM campaign WHERE id = :id AND brand_id = :brand";
    private static final String OTHERWISE = """
            SELECT count(*) FROM campaign_lots WHERE campaign_id = :id AND test <> :test""";
    private static final String CLAIMED_CODES = "SELECT count(DISTINCT serial) FROM claim WHERE lot = $1";
    private static final String LEVELS = """
            WITH RECURSIVE up AS (
                SELECT number, parent_number FROM lot WHERE number = :number AND brand_id = :brand AND test = :test
                UNION ALL SELECT l.number, l.parent_number FROM lot l JOIN up ON l.number = up.parent_number)
            SELECT count(*) FROM up""";
    private static final String MADE_LATELY = """
            SELECT count(*) FROM (
                SELECT 1 FROM lot WHERE brand_id = :brand AND created_at > :since LIMIT :most) AS made""";

    private final Mutiny.SessionFactory sessions;
    private final Pool pool;
    private final ScanReader scans;
    private final AuditLog audit;
    private final Clock clock;
    private final int perDay;
    private final SecureRandom random = new SecureRandom();

    LotRepository(
            Mutiny.SessionFactory sessions,
            Pool pool,
            ScanReader scans,
            AuditLog audit,
            Clock clock,
            YimaConfig config) {
        this.sessions = sessions;
        this.pool = pool;
        this.scans = scans;
        this.audit = audit;
        this.clock = clock;
        this.perDay = config.limits().brandLotsPerDay();
    }

    /**
     * Inserts a lot under a free random number, or returns the one that the same request key made before. Fails with
     * {@link ProblemType#KEY_REUSED} when that request was another, and with {@link ProblemType#ABOVE_LIMIT} when the
     * brand made too many in 24 hours.
     */
    Uni<Lot> make(Staff who, NewLot request, @Nullable String requestKey) {
        return Uni.createFrom()
                .deferred(() -> findOrInsert(who, request, requestKey))
                .onFailure(ConstraintViolationException.class)
                .retry()
                .atMost(NUMBER_ATTEMPTS);
    }

    private Uni<Lot> findOrInsert(Staff who, NewLot request, @Nullable String requestKey) {
        if (requestKey == null) {
            return insert(who, request, null);
        }
        return sessions.withSession(session -> session.createSelectionQuery(BY_REQUEST, Lot.class)
                        .setParameter("brand", who.brand())
                        .setParameter("key", requestKey)
                        .getSingleResultOrNull())
                .flatMap(made -> made == null
                        ? insert(who, request, requestKey)
                        : Uni.createFrom().item(sameAs(request, made)));
    }

    private Uni<Lot> insert(Staff who, NewLot request, @Nullable String requestKey) {
        Lot lot = lot(who, request);
        lot.requestKey = requestKey;
        return sessions.withTransaction(session -> checkRoom(session, who)
                        .flatMap(ok -> checkOwner(session, who, request))
                        .flatMap(ok -> checkAlike(session, request))
                        .flatMap(ok -> checkParent(session, who, request))
                        .call(() -> session.persist(lot))
                        .call(session::flush)
                        .call(() -> audit.write(session, who, "lot.make", new LotNumber(lot.number).text())))
                .replaceWith(lot);
    }

    private static Lot sameAs(NewLot request, Lot made) {
        boolean same = made.kind == request.kind()
                && made.size == request.size()
                && made.test == request.forTests()
                && Objects.equals(made.productId, request.productId())
                && Objects.equals(made.campaignId, request.campaignId())
                && Objects.equals(made.label, request.label())
                && Objects.equals(made.orderNumber, request.order())
                && Objects.equals(made.parentNumber, request.parentNumber())
                && Objects.equals(made.pack, request.pack());
        if (!same) {
            throw new Problem(ProblemType.KEY_REUSED);
        }
        return made;
    }

    /** A lot of the staff's brand. Fails with {@link ProblemType#NOT_FOUND} when there is none. */
    Uni<Lot> find(Staff who, LotNumber number) {
        return sessions.withSession(session -> session.find(Lot.class, number.value()))
                .map(lot -> own(who, lot));
    }

    /**
     * Lots of the staff's brand in the order of their numbers: at most {@code limit}, behind the number {@code after}.
     */
    Uni<List<Lot>> list(Staff who, int limit, int after, @Nullable String order) {
        return sessions.withSession(session -> (order == null
                        ? session.createSelectionQuery(LIST, Lot.class)
                        : session.createSelectionQuery(LIST_OF_ORDER, Lot.class).setParameter("order", order))
                .setParameter("brand", who.brand())
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList());
    }

    /**
     * Changes the state of a lot; a lot in the wanted state stays as it is, but for a reason that it had not. Fails
     * with {@link ProblemType#WRONG_STATE}.
     *
     * @param reason the reason for which it is frozen or void; null where staff give none
     */
    Uni<Lot> act(Staff who, LotNumber number, LotAction action, @Nullable StopReason reason) {
        return sessions.withTransaction(session -> session.find(
                        Lot.class, number.value(), LockModeType.PESSIMISTIC_WRITE)
                .map(lot -> own(who, lot))
                .flatMap(lot -> {
                    boolean there = lot.state == action.to();
                    if (there && (reason == null || reason == lot.stopReason)) {
                        return Uni.createFrom().item(lot);
                    }
                    if (!there && !action.isPossibleFrom(lot.state)) {
                        throw new Problem(ProblemType.WRONG_STATE, "the lot is " + lot.state);
                    }
                    StopReason told = action.reasonAfter(lot.stopReason, reason);
                    AuditChange change =
                            new AuditChange(new Standing(lot.state, lot.stopReason), new Standing(action.to(), told));
                    lot.state = action.to();
                    lot.stopReason = told;
                    return audit.write(session, who, action.auditWord(), number.text(), change)
                            .replaceWith(lot);
                }));
    }

    /** The part of a lot that an action changes, for the audit. */
    private record Standing(LotState state, @Nullable StopReason stopReason) {}

    /**
     * Audits that the key of a lot is handed out, and returns the lot. Once the lot has been activated its key makes
     * codes that pay: fails with a problem unless an owner gives a reason.
     */
    Uni<Lot> releaseKey(Staff who, LotNumber number, @Nullable String reason) {
        return sessions.withTransaction(session -> session.find(
                        Lot.class, number.value(), LockModeType.PESSIMISTIC_WRITE)
                .map(lot -> own(who, lot))
                .call(lot -> {
                    if (lot.state != LotState.MINTED && !who.role().owns()) {
                        throw new Problem(ProblemType.FORBIDDEN, "only owners get the key of a lot that was activated");
                    }
                    if (lot.state != LotState.MINTED && reason == null) {
                        throw Problem.invalid("reason", "must be given, since the lot was activated");
                    }
                    String subject = reason == null ? number.text() : number.text() + ": " + reason;
                    return audit.write(session, who, "lot.key", subject);
                }));
    }

    /**
     * Numbers of codes of a lot.
     *
     * @param scanned the number of codes that were scanned
     * @param claimed the number of codes that were claimed
     */
    record Counts(long scanned, long claimed) {}

    /** Counts the scanned and the claimed codes of a lot; both statements travel together. */
    Uni<Counts> counts(LotNumber number) {
        return pool.withConnection(connection -> Uni.combine()
                .all()
                .unis(scans.scannedCodes(connection, number), claimedCodes(connection, number))
                .with(Counts::new));
    }

    private static Uni<Long> claimedCodes(SqlClient client, LotNumber number) {
        return client.preparedQuery(CLAIMED_CODES)
                .execute(Tuple.of(number.value()))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private Lot lot(Staff who, NewLot request) {
        Lot lot = new Lot();
        lot.number = random.nextInt(LotNumber.VALUE_MAX + 1);
        lot.brandId = who.brand();
        lot.kind = request.kind();
        lot.size = request.size();
        lot.test = request.forTests();
        lot.state = LotState.MINTED;
        lot.productId = request.productId();
        lot.campaignId = request.campaignId();
        lot.label = request.label();
        lot.orderNumber = request.order();
        lot.parentNumber = request.parentNumber();
        lot.pack = request.pack();
        lot.createdAt = clock.instant();
        return lot;
    }

    private static Uni<Void> checkOwner(Mutiny.Session session, Staff who, NewLot request) {
        return checkOwner(session, who, OWN_PRODUCTS, "product", request.productId())
                .flatMap(ok -> checkOwner(session, who, OWN_CAMPAIGNS, "campaign", request.campaignId()));
    }

    private static Uni<Void> checkOwner(
            Mutiny.Session session, Staff who, String count, String what, @Nullable UUID id) {
        if (id == null) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery(count, Long.class)
                .setParameter("id", id)
                .setParameter("brand", who.brand())
                .getSingleResult()
                .invoke(own -> {
                    if (own == 0) {
                        throw Problem.invalid(what + "Id", "must be the id of a " + what + " of this brand");
                    }
                })
                .replaceWithVoid();
    }

    /** Fails when the lots of the campaign are test lots and this one is none, or the other way round. */
    private static Uni<Void> checkAlike(Mutiny.Session session, NewLot request) {
        if (request.campaignId() == null) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery(OTHERWISE, Long.class)
                .setParameter("id", request.campaignId())
                .setParameter("test", request.forTests())
                .getSingleResult()
                .invoke(others -> LotRowLock.requireAlike(request.forTests(), others))
                .replaceWithVoid();
    }

    /** Numbers are never given back, and all brands share them: none takes them all in a few hours. */
    private Uni<Void> checkRoom(Mutiny.Session session, Staff who) {
        return session.createNativeQuery(MADE_LATELY, Long.class)
                .setParameter("brand", who.brand())
                .setParameter("since", clock.instant().minus(DAY))
                .setParameter("most", perDay)
                .getSingleResult()
                .invoke(made -> {
                    if (made >= perDay) {
                        throw new Problem(
                                ProblemType.ABOVE_LIMIT,
                                "a brand makes at most " + perDay + " lots in 24 hours: one lot has room for"
                                        + " 16,777,216 codes, and ranges part it");
                    }
                })
                .replaceWithVoid();
    }

    /**
     * Fails when the parent is not of this brand, or not for tests as the lot is, or packs would be deeper than {@link
     * Pack#LEVELS_MAX} levels.
     */
    private static Uni<Void> checkParent(Mutiny.Session session, Staff who, NewLot request) {
        if ((request.parent() == null) != (request.pack() == null)) {
            throw Problem.invalid("pack", "must be given with parent, and only with it");
        }
        Integer parent = request.parentNumber();
        if (parent == null) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery(LEVELS, Long.class)
                .setParameter("number", parent)
                .setParameter("brand", who.brand())
                .setParameter("test", request.forTests())
                .getSingleResult()
                .invoke(levels -> {
                    if (levels == 0) {
                        throw Problem.invalid(
                                "parent",
                                "must be the number of a lot of this brand, for "
                                        + (request.forTests() ? "tests" : "goods") + " as this one");
                    }
                    if (levels >= Pack.LEVELS_MAX) {
                        throw Problem.invalid("parent", "must be at most " + Pack.LEVELS_MAX + " levels");
                    }
                })
                .replaceWithVoid();
    }

    private static Lot own(Staff who, @Nullable Lot lot) {
        if (lot == null || !lot.brandId.equals(who.brand())) {
            throw new Problem(ProblemType.NOT_FOUND);
        }
        return lot;
    }
}
