package dev.yima.gateway.campaign.draft;

/** The life of a campaign: {@code DRAFT → RUNNING → ENDED}. */
public enum CampaignState {
    /** Nothing is promised yet. */
    DRAFT,
    /** Published: its rules are frozen, its pool is funded, its draw is committed to. */
    RUNNING,
    /** Over: what is left of the pool went back, and the seed of the draw is revealed. */
    ENDED
}
