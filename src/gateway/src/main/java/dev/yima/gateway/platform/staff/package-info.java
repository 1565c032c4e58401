/** Staff by their API keys, and the audit log of what they did. */
@NullMarked
package dev.yima.gateway.platform.staff;

import org.jspecify.annotations.NullMarked;
