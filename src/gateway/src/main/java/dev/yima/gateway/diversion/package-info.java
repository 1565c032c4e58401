/**
 * Diversion (窜货): whether goods are scanned outside of their dealer's territory. Reads scans and movements, judges
 * nobody alone, and writes only its own tables.
 */
@NullMarked
package dev.yima.gateway.diversion;

import org.jspecify.annotations.NullMarked;
