package dev.yima.codegen.lot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yima.codegen.server.CampaignText;
import dev.yima.codegen.server.StaffApi;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.GivenOptions;
import dev.yima.codegen.terminal.SafeText;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what codes are bound to. */
final class BindingOptions {
    private static final String NONE = "none";

    @Option(
            names = "--product",
            paramLabel = "ID",
            description = "The product to bind them to; '" + NONE + "' takes that of a whole lot away.")
    private @Nullable String productId;

    @Option(
            names = "--campaign",
            paramLabel = "ID",
            description = "The campaign to bind them to; '" + NONE + "' takes that of a whole lot away.")
    private @Nullable String campaignId;

    /**
     * Refuses a command line that does not say what is to be bound to what.
     *
     * @throws CommandFailed with usage
     */
    void check(boolean wholeLots, boolean undo) {
        boolean named = productId != null || campaignId != null;
        GivenOptions.mustBeId("--product", "product", productId);
        GivenOptions.mustBeId("--campaign", "campaign", campaignId);
        if (undo && (named || wholeLots)) {
            throw CommandFailed.usage("must be a range alone: --undo; a whole lot is bound to --product " + NONE
                    + " and --campaign " + NONE);
        }
        if (!undo && !named) {
            throw CommandFailed.usage("must name --product, --campaign, or both");
        }
        if (!wholeLots && (NONE.equals(productId) || NONE.equals(campaignId))) {
            throw CommandFailed.usage("must be a whole lot for '" + NONE + "'; --undo unbinds a range");
        }
    }

    /**
     * Refuses a campaign for codes that pay nobody.
     *
     * @throws CommandFailed when one is named
     */
    void requirePaying(JsonNode lot) {
        if (campaignId != null && !campaignId.equals(NONE) && LotText.neverPays(lot)) {
            throw CommandFailed.failed("must be codes of a kind that pays, for --campaign: " + LotText.tell(lot)
                    + "; bind it to the --product alone");
        }
    }

    /** Whether packs, which get no campaign, are bound to anything. */
    boolean bindsPacks() {
        return productId != null;
    }

    /** The same as {@link #told} for packs. */
    String toldOfPacks(StaffApi server) {
        return productId == null ? "which are left out" : "which will be bound to " + product(server) + " alone";
    }

    private String product(StaffApi server) {
        return NONE.equals(productId)
                ? "no product"
                : "product "
                        + SafeText.of(server.product(String.valueOf(productId))
                                .path("name")
                                .asText(""));
    }

    /** Adds what is named to the range that is bound to it. */
    void into(ObjectNode range) {
        if (productId != null) {
            range.put("productId", productId);
        }
        if (campaignId != null) {
            range.put("campaignId", campaignId);
        }
    }

    /**
     * The product and the campaign of a whole lot from now on: what is not named stays.
     *
     * @param pack whether it is a lot of packs, which get no campaign
     */
    ObjectNode over(JsonNode lot, boolean pack) {
        ObjectNode binding = JsonNodeFactory.instance.objectNode();
        binding.set("productId", value(productId, lot.path("productId")));
        binding.set("campaignId", value(pack ? null : campaignId, lot.path("campaignId")));
        return binding;
    }

    /** Names what codes will be bound to: an id that was copied from the line above is seen by its name. */
    String told(StaffApi server) {
        StringJoiner to = new StringJoiner(" and ");
        if (productId != null) {
            to.add(product(server));
        }
        if (campaignId != null) {
            to.add(campaignId.equals(NONE) ? "no campaign" : CampaignText.tell(server.campaign(campaignId)));
        }
        return to.toString();
    }

    private static JsonNode value(@Nullable String named, JsonNode now) {
        if (named == null) {
            return now.isTextual() ? now : JsonNodeFactory.instance.nullNode();
        }
        return named.equals(NONE) ? JsonNodeFactory.instance.nullNode() : JsonNodeFactory.instance.textNode(named);
    }
}
