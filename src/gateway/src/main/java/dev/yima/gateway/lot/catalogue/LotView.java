package dev.yima.gateway.lot.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.yima.codec.CodeKind;
import dev.yima.codec.LotNumber;
import dev.yima.engine.scan.LotState;
import dev.yima.engine.scan.StopReason;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A lot, as staff see it.
 *
 * @param number its number, the first four symbols of its codes
 * @param size the number of its codes
 * @param honeys the number of its codes that are honey codes, which are on no goods
 * @param kind the purpose of its codes
 * @param test whether it is a test lot, whose codes are on no goods and win no real money
 * @param state its state
 * @param stopReason the reason for which it is frozen or void, as staff gave it
 * @param productId its product
 * @param campaignId its campaign
 * @param label its name among staff
 * @param order the number of the order that it is a part of
 * @param parent the lot whose codes are on the packs of this one's
 * @param pack the number of its codes in one pack: code s is in pack s / pack
 * @param urlBase the part of its printed URLs before the slash
 * @param createdAt the time of its creation
 * @param scanned the number of codes that were scanned; only where one lot is shown
 * @param claimed the number of codes that were claimed; only where one lot is shown
 */
@Schema(name = "Lot")
public record LotView(
        @Schema(examples = "0C1S") String number,
        @Schema(examples = "100016") int size,
        @Schema(examples = "16") int honeys,
        @Schema(examples = "ITEM_INNER") CodeKind kind,
        boolean test,
        @Schema(examples = "MINTED") LotState state,
        @Nullable @Schema(examples = "LEAKED") StopReason stopReason,
        @Nullable UUID productId,
        @Nullable UUID campaignId,
        @Nullable @Schema(examples = "Line 3, week 28") String label,
        @Nullable @Schema(examples = "261125-7F3K9Q") String order,
        @Nullable @Schema(examples = "9K2M") String parent,
        @Nullable @Schema(examples = "24") Integer pack,
        @Schema(examples = "https://q.example.com") String urlBase,
        Instant createdAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long scanned,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long claimed) {

    /** The view of a row, without counts. */
    static LotView of(Lot lot, String urlBase, int honeys) {
        return new LotView(
                new LotNumber(lot.number).text(),
                lot.size,
                honeys,
                lot.kind,
                lot.test,
                lot.state,
                lot.stopReason,
                lot.productId,
                lot.campaignId,
                lot.label,
                lot.orderNumber,
                lot.parentNumber == null ? null : new LotNumber(lot.parentNumber).text(),
                lot.pack,
                urlBase,
                lot.createdAt,
                null,
                null);
    }

    /** The same view with counts. */
    LotView counted(long scannedCodes, long claimedCodes) {
        return new LotView(
                number,
                size,
                honeys,
                kind,
                test,
                state,
                stopReason,
                productId,
                campaignId,
                label,
                order,
                parent,
                pack,
                urlBase,
                createdAt,
                scannedCodes,
                claimedCodes);
    }
}
