package dev.yima.gateway.supply.opening;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.platform.db.Columns;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.UUID;

/**
 * A code that an employee scanned at a store.
 *
 * @param brand the brand of both
 * @param code the code
 * @param store the store
 * @param member the employee
 * @param at the moment
 */
record StoreScan(UUID brand, CodeRef code, UUID store, UUID member, Instant at) {
    /** The columns lot, serial, brand, store, member and moment. */
    Tuple columns() {
        return Tuple.of(code.lot(), code.serial(), brand, store, member, Columns.utc(at));
    }
}
