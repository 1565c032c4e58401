/** Campaigns: the API of staff, over drafts and publication. */
@NullMarked
package dev.yima.gateway.campaign;

import org.jspecify.annotations.NullMarked;
