package dev.yima.gateway.campaign.draft;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Themes of the page of a campaign's codes; they change nothing of the prizes. */
@Schema(name = "Look")
public enum PageTheme {
    /** A red packet that is opened. */
    PACKET,
    /** A wheel of fortune that stops where the draw says. */
    WHEEL
}
