/** Authentication of staff by API key, and the audit log of their actions. */
@NullMarked
package dev.yima.gateway.platform.staff;

import org.jspecify.annotations.NullMarked;
