/** One Redis round trip per scan; explains itself; PostgreSQL answers when Redis cannot. */
@NullMarked
package dev.yima.gateway.risk;

import org.jspecify.annotations.NullMarked;
