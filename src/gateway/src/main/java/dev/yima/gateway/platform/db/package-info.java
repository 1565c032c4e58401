/** Transactions, parameters, rows, ids and errors of PostgreSQL; owns no table. */
@NullMarked
package dev.yima.gateway.platform.db;

import org.jspecify.annotations.NullMarked;
