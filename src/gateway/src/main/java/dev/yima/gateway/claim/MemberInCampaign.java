package dev.yima.gateway.claim;

import java.util.UUID;

/**
 * A member of a brand in one of its campaigns.
 *
 * @param member the member
 * @param campaign the campaign
 */
public record MemberInCampaign(UUID member, UUID campaign) {}
