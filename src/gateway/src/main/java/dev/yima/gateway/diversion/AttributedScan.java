package dev.yima.gateway.diversion;

import dev.yima.gateway.history.CodeRef;
import dev.yima.gateway.history.LocatedScan;
import dev.yima.gateway.supply.trace.DealerCustody.Holding;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The first located scan of a code.
 *
 * @param scan the scan
 * @param counted as what it is counted; null where the goods were nobody's, or it is new
 */
public record AttributedScan(LocatedScan scan, @Nullable Counted counted) {
    /**
     * Where a scan is counted.
     *
     * @param pack of which case
     * @param dealer of which dealer
     * @param region of which region
     * @param member by which person
     * @param network on which network that day; null where that is not known
     */
    public record Counted(
            CodeRef pack,
            UUID dealer,
            String region,
            UUID member,
            @Nullable UUID network) {}

    static AttributedScan of(Row row) {
        UUID dealer = row.getUUID("dealer_id");
        return new AttributedScan(
                new LocatedScan(
                        new CodeRef(row.getInteger("lot"), row.getInteger("serial")),
                        row.getUUID("member_id"),
                        row.getUUID("network"),
                        row.getUUID("brand_id"),
                        row.getOffsetDateTime("scanned_at").toInstant(),
                        row.getString("region")),
                dealer == null
                        ? null
                        : new Counted(
                                new CodeRef(row.getInteger("case_lot"), row.getInteger("case_serial")),
                                dealer,
                                row.getString("counted_region"),
                                row.getUUID("counted_member"),
                                row.getUUID("counted_network")));
    }

    /** As what it is to be counted, now that it is known who had the goods. */
    public @Nullable Counted as(Optional<Holding> holding) {
        return holding.map(one -> new Counted(one.pack(), one.dealer(), scan.region(), scan.member(), scan.network()))
                .orElse(null);
    }
}
