package dev.yima.gateway.platform.db;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The pools of connections to PostgreSQL, one for each kind of work, so that none can use up those of another. The pool
 * that is injected without a name is that of the staff API. {@code application.properties} has their sizes, and the
 * times after which PostgreSQL ends a statement, or its wait for a lock.
 */
@ApplicationScoped
public class DatabasePools {
    private final Pool claims;
    private final Pool stuckClaims;
    private final Pool reads;
    private final Pool workers;
    private final Pool reports;

    DatabasePools(
            @ReactiveDataSource("claims") Pool claims,
            @ReactiveDataSource("stuck-claims") Pool stuckClaims,
            @ReactiveDataSource("reads") Pool reads,
            @ReactiveDataSource("workers") Pool workers,
            @ReactiveDataSource("reports") Pool reports) {
        this.claims = claims;
        this.stuckClaims = stuckClaims;
        this.reads = reads;
        this.workers = workers;
        this.reports = reports;
    }

    /** The commits of claims. */
    public Pool claims() {
        return claims;
    }

    /** The commits of campaigns whose rows are locked. */
    public Pool stuckClaims() {
        return stuckClaims;
    }

    /** Reads that the answer to a scan waits for, and first answers that are stored before they are given. */
    public Pool reads() {
        return reads;
    }

    /** Work behind the answers: scans that are recorded, payouts, expiries, counts. */
    public Pool workers() {
        return workers;
    }

    /** Reads of many rows, for which somebody waits with patience: checks, exports, evidence. */
    public Pool reports() {
        return reports;
    }
}
