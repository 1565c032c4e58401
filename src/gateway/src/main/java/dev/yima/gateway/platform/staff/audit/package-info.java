/** The audit log as it is read: sealed entry by entry into a chain for each brand, listed and exported. */
@NullMarked
package dev.yima.gateway.platform.staff.audit;

import org.jspecify.annotations.NullMarked;
