package dev.yima.codegen.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yima.codec.CodeKind;
import org.jspecify.annotations.Nullable;

/**
 * A lot that the server is asked for.
 *
 * @param kind the purpose of its codes
 * @param size the number of codes
 * @param productId the product to bind it to, if it is known already
 * @param campaignId the campaign to bind it to, if it is known already
 * @param label the label that staff gave it
 * @param order the number of the order that it is a part of
 * @param parent the lot for its packs; empty for none
 * @param pack the number of its codes that are in one pack; 0 for none
 * @param test whether it is a test lot, whose codes are on no goods
 */
public record LotOrder(
        CodeKind kind,
        int size,
        @Nullable String productId,
        @Nullable String campaignId,
        @Nullable String label,
        String order,
        String parent,
        int pack,
        boolean test) {
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("kind", kind.name())
                .put("size", size)
                .put("order", order);
        if (!parent.isEmpty()) {
            json.put("parent", parent).put("pack", pack);
        }
        if (test) {
            json.put("test", true);
        }
        if (productId != null) {
            json.put("productId", productId);
        }
        if (campaignId != null) {
            json.put("campaignId", campaignId);
        }
        if (label != null) {
            json.put("label", label);
        }
        return json;
    }
}
