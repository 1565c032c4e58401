/** Coupons: won by a claim, redeemed once by a store, or over. */
@NullMarked
package dev.yima.gateway.coupon;

import org.jspecify.annotations.NullMarked;
