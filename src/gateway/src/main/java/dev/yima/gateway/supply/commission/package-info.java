/**
 * Commission: the attribution of a sale to store, promoter and dealer, the rewards that a rule withheld, and earnings.
 * The only writer of withheld rewards.
 */
@NullMarked
package dev.yima.gateway.supply.commission;

import org.jspecify.annotations.NullMarked;
