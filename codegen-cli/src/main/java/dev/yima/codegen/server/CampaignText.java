package dev.yima.codegen.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yima.codegen.terminal.Count;
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

    /** The reason that codes of a campaign would win nothing; empty when it runs. */
    public static Optional<String> doubt(JsonNode campaign) {
        return campaign.path("state").asText("").equals(RUNNING)
                ? Optional.empty()
                : Optional.of("nobody would win by the " + tell(campaign));
    }

    /** The reason that not all of so many codes can win by a campaign; empty when its pool is large enough. */
    public static Optional<String> shortage(JsonNode campaign, long codes) {
        JsonNode packets = campaign.path("claims");
        return packets.isInt() && codes > packets.asLong()
                ? Optional.of(Count.of(codes, "code") + ", and " + Count.of(packets.asLong(), "packet") + " in all in "
                        + tell(campaign))
                : Optional.empty();
    }
}
