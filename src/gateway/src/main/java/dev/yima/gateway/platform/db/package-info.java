/** Transactions, ids and errors of PostgreSQL; no table of its own. */
@NullMarked
package dev.yima.gateway.platform.db;

import org.jspecify.annotations.NullMarked;
