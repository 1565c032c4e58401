package dev.yima.gateway.campaign.draft;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the page of a campaign's codes looks like; what is won has nothing to do with it. */
@Schema(name = "Look")
public enum PageTheme {
    /** A red packet that is opened. */
    PACKET,
    /** A wheel of fortune that stops where the draw says. */
    WHEEL
}
