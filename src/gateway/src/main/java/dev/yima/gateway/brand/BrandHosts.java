package dev.yima.gateway.brand;

import dev.yima.gateway.platform.config.PublicAddress;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.platform.staff.AuditChange;
import dev.yima.gateway.platform.staff.AuditLog;
import dev.yima.gateway.platform.staff.Staff;
import dev.yima.gateway.problem.Problem;
import dev.yima.gateway.problem.ProblemType;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that codes are printed with. One that is proven belongs to the brand that proved it last, whoever had it
 * before; one that is not is pending, and the old one stays.
 */
@ApplicationScoped
class BrandHosts {
    // In the order of their ids, so that two who take each other's host wait for each other once.
    private static final String LOCK = """
            SELECT id, host FROM brand WHERE id = $1 OR host = $2 ORDER BY id FOR NO KEY UPDATE""";
    private static final String PENDING = "UPDATE brand SET pending_host = $2 WHERE id = $1";
    private static final String TAKE = "UPDATE brand SET host = NULL WHERE host = $2 AND id <> $1 RETURNING id";
    private static final String SET = "UPDATE brand SET host = $2, pending_host = NULL WHERE id = $1";

    private final PublicAddress address;
    private final HostProof proof;
    private final AuditLog audit;

    BrandHosts(PublicAddress address, HostProof proof, AuditLog audit) {
        this.address = address;
        this.proof = proof;
        this.audit = audit;
    }

    /** A host as it is stored, in its canonical case (RFC 3986, 3.2.2); null for the deployment's own, and for none. */
    @Nullable String stored(@Nullable String named) {
        return named == null || address.isOwn(named) ? null : named.toLowerCase(Locale.ROOT);
    }

    /** A brand as its staff see it. */
    BrandView view(Brand brand) {
        return BrandView.of(brand, address.of(brand.host()));
    }

    /** Whether a host may be used by a brand at once. The deployment's own, which is everybody's, needs no proof. */
    Uni<Boolean> isProven(UUID brand, String named) {
        String host = stored(named);
        return host == null ? Uni.createFrom().item(true) : proof.isThere(brand, host);
    }

    /**
     * Gives the brand of an owner a host, or notes that it is pending. Fails with {@link ProblemType#HOST_TAKEN} when
     * another brand has proven the same at the same moment.
     *
     * @param tx the transaction to write in
     * @param proven the answer of {@link #isProven}
     * @return the other brands that had it
     */
    Uni<List<UUID>> assign(SqlClient tx, Staff owner, String named, boolean proven) {
        String host = stored(named);
        return tx.preparedQuery(LOCK)
                .execute(Tuple.of(owner.brand(), host))
                .map(rows -> hostOf(owner.brand(), rows))
                .flatMap(before -> {
                    String old = before.orElse(null);
                    if (proven || host == null || host.equals(old)) {
                        return set(tx, owner, old, host);
                    }
                    return tx.preparedQuery(PENDING)
                            .execute(Tuple.of(owner.brand(), host))
                            .flatMap(done -> audit.write(
                                    tx,
                                    owner,
                                    "brand.host-pending",
                                    owner.brand().toString(),
                                    step(old, host)))
                            .replaceWith(List.<UUID>of());
                })
                .onFailure(BrandRepository::isHostTaken)
                .transform(taken -> new Problem(ProblemType.HOST_TAKEN));
    }

    private static Optional<String> hostOf(UUID brand, Iterable<Row> rows) {
        for (Row row : rows) {
            if (row.getUUID("id").equals(brand)) {
                return Optional.ofNullable(row.getString("host"));
            }
        }
        throw new IllegalStateException("a brand of staff is there: " + brand);
    }

    private Uni<List<UUID>> set(SqlClient tx, Staff owner, @Nullable String old, @Nullable String host) {
        return tx.preparedQuery(TAKE)
                .execute(Tuple.of(owner.brand(), host))
                .map(rows -> Rows.map(rows, row -> row.getUUID("id")))
                .call(others -> Multi.createFrom()
                        .iterable(others)
                        .onItem()
                        .transformToUniAndConcatenate(other ->
                                audit.write(tx, owner.at(other), "brand.host", other.toString(), step(host, null)))
                        .collect()
                        .last())
                .call(others -> tx.preparedQuery(SET).execute(Tuple.of(owner.brand(), host)))
                .call(others ->
                        audit.write(tx, owner, "brand.host", owner.brand().toString(), step(old, host)));
    }

    /** From one host to another; null is the deployment's own. */
    private static AuditChange step(@Nullable String old, @Nullable String host) {
        return AuditChange.of("host", old, host);
    }
}
