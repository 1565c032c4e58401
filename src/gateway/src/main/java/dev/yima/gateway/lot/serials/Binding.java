package dev.yima.gateway.lot.serials;

import io.vertx.mutiny.sqlclient.Row;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The product and the campaign of a whole lot.
 *
 * @param productId the product; null for none
 * @param campaignId the campaign; null for none
 */
@Schema(name = "Binding")
public record Binding(@Nullable UUID productId, @Nullable UUID campaignId) {
    static Binding of(Row lot) {
        return new Binding(lot.getUUID("product_id"), lot.getUUID("campaign_id"));
    }

    /** Whether what a lot is bound to already stays as it is. */
    boolean keeps(Binding now) {
        return (now.productId == null || now.productId.equals(productId))
                && (now.campaignId == null || now.campaignId.equals(campaignId));
    }
}
