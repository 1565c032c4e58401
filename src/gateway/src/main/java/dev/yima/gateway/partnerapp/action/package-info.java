/** Acts of a partner's employee on a code: each done once, and answered the same when it is asked for again. */
@NullMarked
package dev.yima.gateway.partnerapp.action;

import org.jspecify.annotations.NullMarked;
