/** What can be won: drafts, publishing, the pool's positions and the public export of a draw. */
@NullMarked
package dev.yima.gateway.campaign;

import org.jspecify.annotations.NullMarked;
