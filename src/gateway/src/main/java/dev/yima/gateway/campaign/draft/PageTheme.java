package dev.yima.gateway.campaign.draft;

/** Themes of the page of a campaign's codes; they change nothing of the prizes. */
public enum PageTheme {
    /** A red packet that is opened. */
    PACKET,
    /** A wheel of fortune that stops where the draw says. */
    WHEEL
}
