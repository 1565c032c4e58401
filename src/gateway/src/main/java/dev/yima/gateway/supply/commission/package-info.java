/** Attribution of a sale to store, promoter and dealer, and their earnings. */
@NullMarked
package dev.yima.gateway.supply.commission;

import org.jspecify.annotations.NullMarked;
