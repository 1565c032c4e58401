package dev.yima.gateway.diversion;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.history.LocatedScan;
import dev.yima.gateway.platform.db.Rows;
import dev.yima.gateway.supply.trace.DealerCustody.Holding;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The first located scan of a code, and the dealer to whom it is attributed.
 *
 * @param scan the scan
 * @param attribution its attribution; null where no dealer held the goods, and for a new scan
 */
public record AttributedScan(LocatedScan scan, @Nullable Attribution attribution) {
    /**
     * The counts to which a scan belongs.
     *
     * @param pack the case
     * @param dealer the dealer who held it
     * @param region the region of the scan
     * @param member the person who scanned
     * @param network the network's pseudonym of that day; null where it is not known
     */
    public record Attribution(
            CodeRef pack,
            UUID dealer,
            String region,
            UUID member,
            @Nullable UUID network) {}

    static AttributedScan of(Row row) {
        UUID dealer = row.getUUID("dealer_id");
        return new AttributedScan(
                new LocatedScan(
                        CodeRef.of(row),
                        row.getUUID("member_id"),
                        row.getUUID("network"),
                        row.getUUID("brand_id"),
                        Rows.instant(row, "scanned_at"),
                        row.getString("region")),
                dealer == null
                        ? null
                        : new Attribution(
                                new CodeRef(row.getInteger("case_lot"), row.getInteger("case_serial")),
                                dealer,
                                row.getString("counted_region"),
                                row.getUUID("counted_member"),
                                row.getUUID("counted_network")));
    }

    /** The attribution of the scan to a holder of the goods; null without one. */
    public @Nullable Attribution attributionTo(Optional<Holding> holding) {
        return holding.map(
                        one -> new Attribution(one.pack(), one.dealer(), scan.region(), scan.member(), scan.network()))
                .orElse(null);
    }
}
