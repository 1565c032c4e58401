/**
 * Openings of cases by stores, promoters of codes, and disputes about openings: the only writer of these rows. Takes
 * part
 * in movements and label replacements by their hooks, and knows nothing of rewards.
 */
@NullMarked
package dev.yima.gateway.supply.opening;

import org.jspecify.annotations.NullMarked;
