/** The public page of a campaign and the export of its draws; reads only. */
@NullMarked
package dev.yima.gateway.campaign.page;

import org.jspecify.annotations.NullMarked;
