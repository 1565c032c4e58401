package dev.yima.engine;

import java.util.List;
import java.util.UUID;

/**
 * What a campaign promises, frozen when it is published.
 *
 * @param campaign the campaign's id
 * @param currency the currency of its cash, an ISO 4217 code
 * @param pool its prizes
 */
public record CampaignRules(UUID campaign, String currency, PrizePool pool) {
    /**
     * The rules as text, a line each, ended by a line feed: what the commitment is made over, so that anyone can write
     * it down again from the public page. {@code docs/reference/draw.md} states the form.
     */
    public String text() {
        StringBuilder text = new StringBuilder("yima/rules/1\n");
        text.append("campaign ").append(campaign).append('\n');
        text.append("currency ").append(currency).append('\n');
        text.append("claims ").append(pool.claims()).append('\n');
        List<Prize> prizes = pool.prizes();
        for (int line = 0; line < prizes.size(); line++) {
            Prize prize = prizes.get(line);
            text.append("prize ").append(line).append(' ').append(prize.kind());
            text.append(' ')
                    .append(prize.amount())
                    .append(' ')
                    .append(prize.count())
                    .append('\n');
        }
        return text.toString();
    }
}
