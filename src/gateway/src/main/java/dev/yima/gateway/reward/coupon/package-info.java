/** Coupons: issued in the commit of a claim, redeemed once by a store, or expired. */
@NullMarked
package dev.yima.gateway.reward.coupon;

import org.jspecify.annotations.NullMarked;
