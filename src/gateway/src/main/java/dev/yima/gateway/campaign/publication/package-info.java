/** Published campaigns: their rules versions, pool counters, ends and expiries. */
@NullMarked
package dev.yima.gateway.campaign.publication;

import org.jspecify.annotations.NullMarked;
