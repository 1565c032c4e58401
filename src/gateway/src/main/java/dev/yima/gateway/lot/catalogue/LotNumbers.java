package dev.yima.gateway.lot.catalogue;

import dev.yima.codec.LotNumber;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Counts the lot numbers of the deployment, of which a code has room for 2<sup>20</sup>. */
@ApplicationScoped
public class LotNumbers {
    private static final int TOTAL = LotNumber.VALUE_MAX + 1;
    private static final int WARNING_PERCENT = 80;
    private static final int PERCENT = 100;
    private static final String IN_USE = "SELECT count(*) AS total FROM lot";

    private final Pool pool;

    LotNumbers(Pool pool) {
        this.pool = pool;
    }

    /**
     * The lot numbers of the deployment.
     *
     * @param total how many there are
     * @param left how many are free
     * @param scarce whether four of five are in use
     */
    @Schema(name = "LotNumbers")
    public record Usage(
            @Schema(examples = "1048576") int total,
            @Schema(examples = "1048000") int left,
            boolean scarce) {
        static Usage of(long inUse) {
            return new Usage(
                    TOTAL, (int) Math.max(0, TOTAL - inUse), inUse * PERCENT >= (long) TOTAL * WARNING_PERCENT);
        }
    }

    /** Counts the numbers, of lots in whichever state, of all brands. */
    Uni<Usage> usage() {
        return pool.preparedQuery(IN_USE)
                .execute()
                .map(rows -> Usage.of(rows.iterator().next().getLong("total")));
    }
}
