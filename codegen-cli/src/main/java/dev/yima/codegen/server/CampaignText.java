package dev.yima.codegen.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.codegen.terminal.SafeText;
import java.util.Optional;

/** A campaign in words, for those who bind codes to it or put them on sale. */
public final class CampaignText {
    /** The state of a campaign that is over. */
    public static final String ENDED = "ENDED";

    private static final String RUNNING = "RUNNING";

    private CampaignText() {}

    /** The name and the state of a campaign. */
    public static String tell(JsonNode campaign) {
        return "campaign " + SafeText.of(campaign.path("name").asText("")) + ", which is "
                + SafeText.of(campaign.path("state").asText(""));
    }

    /**
     * The reason that codes of a campaign would win nothing; empty when it runs, or there is none.
     *
     * @param id the campaign's id; null or missing for none
     */
    public static Optional<String> doubt(StaffApi server, JsonNode id) {
        if (!id.isTextual()) {
            return Optional.empty();
        }
        JsonNode campaign = server.campaign(id.asText());
        return campaign.path("state").asText("").equals(RUNNING)
                ? Optional.empty()
                : Optional.of("nobody would win by the " + tell(campaign));
    }
}
