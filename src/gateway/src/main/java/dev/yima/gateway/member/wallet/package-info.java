/** The wallet of a member: rewards and points, as their owner sees them; reads only. */
@NullMarked
package dev.yima.gateway.member.wallet;

import org.jspecify.annotations.NullMarked;
