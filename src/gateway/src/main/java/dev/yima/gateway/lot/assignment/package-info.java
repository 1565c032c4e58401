/** The API of serial assignment; above the catalogue of lots, which reads what it assigns. */
@NullMarked
package dev.yima.gateway.lot.assignment;

import org.jspecify.annotations.NullMarked;
