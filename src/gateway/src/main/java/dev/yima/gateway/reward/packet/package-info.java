/** Locked packets: set aside until their member's next claim opens them. */
@NullMarked
package dev.yima.gateway.reward.packet;

import org.jspecify.annotations.NullMarked;
