/** The phone of a partner's employee: receive, open a case, be its promoter, claim, earn. */
@NullMarked
package dev.yima.gateway.partnerapp;

import org.jspecify.annotations.NullMarked;
