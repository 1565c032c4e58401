/** Vocabulary of claims: requests, awards and outcomes. Depends on no kind of reward; {@code commit} writes them. */
@NullMarked
package dev.yima.gateway.claim;

import org.jspecify.annotations.NullMarked;
