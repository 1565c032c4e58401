/** Campaigns while staff edit them, and as staff read and write them over the API. */
@NullMarked
package dev.yima.gateway.campaign.draft;

import org.jspecify.annotations.NullMarked;
