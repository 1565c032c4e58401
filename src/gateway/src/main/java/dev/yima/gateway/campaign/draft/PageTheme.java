package dev.yima.gateway.campaign.draft;

/** What the page of a campaign's codes looks like; what is won has nothing to do with it. */
public enum PageTheme {
    /** A red packet that is opened. */
    PACKET,
    /** A wheel of fortune that stops where the draw says. */
    WHEEL
}
